"""Every address of ours, tried by every actor with GET and with POST. An address without a row fails."""

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import make
from tests.access import api, articles, evidence, practice, site, teams
from tests.access.table import ACTORS, Row, World

ROOMS = (site, teams, articles, evidence, practice, api)
ROWS = [row for room in ROOMS for row in room.ROWS]
PUBLIC = {"home", "health", "shown"}
BY_TOKEN = {"areas", "articles", "article", "questions", "cards", "card"}


def routes(resolver: URLResolver, namespace: str = "") -> list[tuple[str, object]]:
    found = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += routes(pattern, inner)
        elif isinstance(pattern, URLPattern):
            found.append((f"{namespace}{pattern.name}", pattern.callback))
    return found


def ours() -> dict[str, object]:
    """All but Django's admin (staff only) and allauth, which have tests of their own."""
    return {
        name: view
        for name, view in routes(get_resolver())
        if not (name.startswith("admin:") or name.startswith("account_"))
    }


@pytest.fixture
def world(cast) -> World:
    world = World(cast=cast, article=make.article(member=cast.alice, questions=["Will the ports stay open?"]))
    for room in ROOMS:
        room.furnish(world)
    return world


def test_every_address_has_exactly_one_row():
    assert sorted(row.name for row in ROWS) == sorted(ours())


def test_only_the_listed_addresses_are_public():
    by_token = {f"api:{name}" for name in BY_TOKEN}
    assert {name for name, view in ours().items() if not getattr(view, "login_required", True)} == PUBLIC | by_token


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_each_actor_gets_what_the_row_says(row: Row, method: str, world: World, as_member):
    address = reverse(row.name, kwargs=row.args(world))
    got = {}
    for actor in ACTORS:
        client = as_member(world.cast.actors[actor])
        with transaction.atomic():
            response = client.get(address) if method == "get" else client.post(address, row.data(world))
            if response.streaming:
                response.getvalue()  # read to the end, so that its file is closed
            transaction.set_rollback(True)
        to_login = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
        got[actor] = "login" if to_login else str(response.status_code)
    assert got == row.answers(method)
