"""Every address of ours, tried by every actor with GET and with POST. An address without a row fails."""

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from tests.access import ROWS, routes
from tests.access.table import ACTORS, Row, World

PUBLIC = {"home", "health", "shown"}
BY_TOKEN = {"areas", "articles", "article", "questions", "cards", "card"}


def ours() -> dict[str, object]:
    """All but Django's admin (staff only) and allauth, which have tests of their own."""
    return {
        name: view
        for name, view in routes(get_resolver())
        if not (name.startswith("admin:") or name.startswith("account_"))
    }


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
