"""What each actor gets at the addresses of the teams room."""

from teams import joining
from teams.tokens import make_token
from tests import make
from tests.access.table import NO_GET, NO_POST, READ, Row, World

_EMPTY = lambda world: {}  # noqa: E731
_SIGNED_IN = "login 200 200 200 200 200"
_NO_GET_SIGNED_IN = "login 405 405 405 405 405"
_COACH_ACTS = "login 404 404 403 403 302"
_COACH_NO_GET = "login 404 404 403 403 405"


def furnish(world: World) -> None:
    """A join code and a member whose role may change."""
    world.more["code"] = joining.make_code(member=world.cast.alice).row
    world.more["token"] = make_token(member=world.cast.bob, name="Wall screen").row
    world.more["frank"] = make.member(team=world.cast.team, user=make.user(username="frank"))


def _member(world: World) -> dict:
    return {"team": world.cast.team.slug, "member_id": world.more["frank"].pk}


def _code(world: World) -> dict:
    return {"team": world.cast.team.slug, "code_id": world.more["code"].pk}


def _token(world: World) -> dict:
    return {"pk": world.more["token"].pk}


ROWS = [
    Row("teams:mine", _SIGNED_IN, _NO_GET_SIGNED_IN, _EMPTY),
    Row("teams:account", _SIGNED_IN, "login 302 302 302 302 302", _EMPTY),
    Row("teams:make_token", _NO_GET_SIGNED_IN, "login 422 422 422 422 422", _EMPTY),
    Row("teams:revoke_token", _NO_GET_SIGNED_IN, "login 404 404 302 404 404", _token),
    Row("teams:join", _NO_GET_SIGNED_IN, "login 422 422 422 422 422", _EMPTY, lambda w: {"code": "WRONG"}),
    Row("teams:make", _NO_GET_SIGNED_IN, "login 302 302 302 302 302", _EMPTY, lambda w: {"name": "New"}),
    Row("teams:alone", _NO_GET_SIGNED_IN, "login 302 302 302 302 302", _EMPTY),
    Row("teams:switch", NO_GET, "login 404 404 302 302 302"),
    Row("teams:team", READ, NO_POST),
    Row("teams:rename", _COACH_NO_GET, _COACH_ACTS, data=lambda w: {"name": "Riverside"}),
    Row("teams:allow_links", _COACH_NO_GET, _COACH_ACTS),
    Row("teams:leave", NO_GET, "login 404 404 302 302 302"),
    Row("teams:make_code", _COACH_NO_GET, "login 404 404 403 403 200"),
    Row("teams:change_room_code", _COACH_NO_GET, _COACH_ACTS),
    Row("teams:revoke_code", _COACH_NO_GET, _COACH_ACTS, _code),
    Row("teams:give_role", _COACH_NO_GET, _COACH_ACTS, _member, lambda w: {"role": "captain"}),
    Row("teams:remove", _COACH_NO_GET, _COACH_ACTS, _member),
]
