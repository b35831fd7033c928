"""A form that is sent without anything says what it lacks: an empty post is no way to see the page."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access import ROWS
from tests.access.table import Row, World

ASKS_BY_POST = {"evidence:passage", "evidence:add_cards"}  # what was typed or ticked may be long; nothing is stored
FORMS = [
    row
    for row in ROWS
    if row.answers("get")["coach"] == "200" and row.answers("post")["coach"] != "405" and row.name not in ASKS_BY_POST
]


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row.name)
def test_an_empty_post_never_shows_the_page_as_if_it_were_asked_for(row: Row, world: World, as_member):
    coach = as_member(world.cast.alice)
    with transaction.atomic():
        response = coach.post(reverse(row.name, kwargs=row.args(world)), {})
        transaction.set_rollback(True)
    assert response.status_code != 200
