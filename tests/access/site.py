"""What each actor gets at the addresses of the site itself."""

import io

from extemp import arriving
from extemp.taking_out import take_out
from tests import make
from tests.access.table import NO_POST, READ, Row, World

_EMPTY = lambda world: {}  # noqa: E731
_SIGNED_IN = "login 200 200 200 200 200"
_COACH_NO_ACT = "login 404 404 403 403 405"
_PUBLIC_GET_ONLY = "405 405 405 405 405 405"


def furnish(world: World) -> None:
    """A file that Alice sent, and a person who came with the file that Alice's team was made from."""
    team, alice = world.cast.team, world.cast.alice
    file = io.BytesIO()
    take_out(team=team, to=file, member=alice)
    file.seek(0)
    world.more["arriving"] = arriving.keep(owner=alice.user, file=file, name="team.zip", size=1_000)
    team.brought_in_by = alice.user
    team.save()
    placeholder = make.user(username="abc.gil")
    placeholder.is_active, placeholder.brought_in_with = False, team
    placeholder.save()
    world.more["placeholder"] = placeholder


def _kept(world: World) -> dict:
    return {"team": world.cast.team.slug, "pk": world.more["arriving"].pk}


def _placeholder(world: World) -> dict:
    return {"team": world.cast.team.slug, "user_id": world.more["placeholder"].pk}


ROWS = [
    Row("home", "200 302 302 302 302 302", _PUBLIC_GET_ONLY, _EMPTY),
    Row("health", "200 200 200 200 200 200", _PUBLIC_GET_ONLY, _EMPTY),
    Row("kept", "login 302 302 302 302 302", "login 405 405 405 405 405", _EMPTY),
    # What it shows to whom is in tests/evidence/test_links.py.
    Row("shown", "404 404 404 404 404 404", _PUBLIC_GET_ONLY, lambda w: {"token": "never.made"}),
    Row("patterns", _SIGNED_IN, "login 405 405 405 405 405", _EMPTY),
    Row("api", _SIGNED_IN, "login 405 405 405 405 405", _EMPTY),
    Row("openapi", _SIGNED_IN, "login 405 405 405 405 405", _EMPTY),
    Row("team_home", READ, NO_POST),
    Row("out_and_in", READ, NO_POST),
    Row("team_file", "login 404 404 403 403 200", _COACH_NO_ACT),
    Row("own_file", READ, NO_POST),
    Row("send_team", _COACH_NO_ACT, "login 404 404 403 403 422"),
    Row("arriving", "login 404 404 403 403 200", _COACH_NO_ACT, _kept),
    Row("bring_in", _COACH_NO_ACT, "login 404 404 403 403 302", _kept),
    Row("drop_arriving", _COACH_NO_ACT, "login 404 404 403 403 302", _kept),
    # Without a member in the address nobody is meant, so a coach gets 404.
    Row("this_is", "login 404 404 403 403 404", _COACH_NO_ACT, _placeholder),
    Row(
        "hand_over",
        _COACH_NO_ACT,
        "login 404 404 403 403 302",
        _placeholder,
        lambda w: {"member": w.cast.bob.pk},
    ),
]
