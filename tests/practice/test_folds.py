"""What is folded away says what it holds, and opens where something in it is wrong or was changed."""

import json

import pytest

from practice.folds import fold
from practice.models import Round
from practice.rounds import abandon
from teams.joining import personal_team
from tests import make
from tests.practice.pages import PRACTICE, text

pytestmark = pytest.mark.django_db
HOW = "How it runs Short outline · your coaches see it · not a simulation"


def how(page) -> str:
    """The fold's own HTML."""
    html = page.content.decode()
    before, _, after = html.partition('<span class="name">How it runs</span>')
    return before.rpartition("<details")[2] + after.partition("</details>")[0]


def furnish(cast):
    return make.rule_set(), make.question(member=cast.alice)


def test_a_line_names_three_values_and_counts_the_rest():
    words = {"areas": {"": "all areas", **{str(at): f"Area {at}" for at in range(6)}}, "kind": {"why": "why"}}
    assert fold(words, {}).line == "all areas"
    assert fold(words, {"areas": ["2", "gone"], "kind": ["why"]}).line == "Area 2 · why"
    assert fold(words, {"areas": list("01234")}).line == "Area 0, Area 1, Area 2 and 2 more"
    assert json.loads(fold(words, {}).words) == words


def test_the_practice_page_and_a_questions_own_say_how_a_round_runs(cast, bob):
    _, question = furnish(cast)
    for address in (PRACTICE, question.get_absolute_url()):
        page = bob.get(address)
        assert HOW in text(page)
        assert " open>" not in how(page)


def test_what_is_wrong_or_was_changed_comes_back_open(cast, bob):
    rules, question = furnish(cast)
    for address in (f"{PRACTICE}draw/", f"{question.get_absolute_url()}practice/"):
        given = {"rule_set": str(rules.pk), "visibility": "private", "layout": "short", "simulation": "on"}
        page = bob.post(address, given)
        assert page.status_code == 422
        assert " open>" in how(page)
        assert "In a simulation your coaches look on" in how(page)
        assert "Short outline · only you see it · simulation" in text(page)
        page = bob.post(address, {"rule_set": "", "visibility": "team", "layout": "short"})
        assert " open>" in how(page)
        page = bob.post(address, {"rule_set": "", "visibility": "coaches", "layout": "short"})
        assert " open>" not in how(page), "nothing in it is wrong, and nothing was changed"


def test_a_layout_is_chosen_on_a_questions_page(cast, bob):
    rules, question = furnish(cast)
    given = {"rule_set": str(rules.pk), "visibility": "coaches", "layout": "classic"}
    bob.post(f"{question.get_absolute_url()}practice/", given)
    assert Round.objects.get().layout["key"] == "classic"


def test_who_practices_alone_is_not_asked_who_sees_it(cast, bob):
    alone = personal_team(user=cast.bob.user)
    make.rule_set()
    question = make.question(member=alone)
    base = f"/t/{alone.team.slug}/practice/"
    for address in (base, f"{base}drills/", question.get_absolute_url()):
        page = text(bob.get(address))
        assert "your coaches see it" not in page and "Who sees this round" not in page
    bob.post(f"{base}drills/begin/", {"drill": "introduction"})
    round = Round.objects.get()
    assert round.figures.name == "Introduction only"
    abandon(round=round)
    bob.post(f"{base}draw/", {"rule_set": str(make.rule_set().pk), "fewer": "on", "layout": "short"})
    assert Round.objects.count() == 2


def test_what_an_address_chooses_stands_in_the_closed_lines(cast, bob):
    make.rule_set()
    area = make.area(team=cast.team, name="Trade")
    make.question(member=cast.alice, areas=[area])
    page = bob.get(f"{PRACTICE}?area={area.slug}&kind=why")
    assert "Draw from Trade 1 question in all" in text(page)
    assert "Which questions why" in text(page)
    assert " open>" not in page.content.decode()
