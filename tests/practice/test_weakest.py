"""A draw by difficulty, and what a speaker is weakest in, which leads to a draw."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Question
from practice.draw import TooFew
from practice.forms import DrawForm
from practice.hearing.ballots import Written, give
from practice.models import Round
from practice.proof import proof_of
from practice.season.report import report
from practice.season.weakest import Weak, weakest
from practice.starting import start_round
from tests import make
from tests.practice.pages import PRACTICE, at, text


def levels(cast, *named: str) -> None:
    for level in named:
        question = make.question(member=cast.alice)
        Question.objects.filter(pk=question.pk).update(difficulty=level)


def drawn_levels(round: Round) -> set[str]:
    return set(round.slips.values_list("question__difficulty", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "drawn"), [("hard", {"hard"}), ("harder", {"medium", "hard"}), ("easy", None), ("medium", None)]
)
def test_only_questions_of_the_difficulty_are_drawn_and_the_proof_comes_out(cast, bob, asked, drawn):
    levels(cast, *["hard"] * 3, *["medium"] * 2, "easy", "", "")
    outcome = start_round(member=cast.bob, rule_set=make.rule_set(), difficulty=asked)
    if drawn is None:
        assert isinstance(outcome, TooFew)
        assert outcome.left == {"easy": 1, "medium": 2}[asked]
        return
    assert drawn_levels(outcome.round) <= drawn
    assert proof_of(outcome.round).comes_out
    assert f"of a difficulty ({asked})" in text(bob.get(at(outcome.round, "drawn/")))


@pytest.mark.django_db
def test_the_form_of_the_draw_asks_for_it_where_the_bank_knows_it(cast, bob):
    make.rule_set()
    make.question(member=cast.alice)
    assert "difficulty" not in DrawForm(member=cast.bob).fields
    levels(cast, "hard", "hard", "hard", "easy")
    assert "Only harder: medium or hard" in text(bob.get(PRACTICE))
    assert bob.get(f"{PRACTICE}?difficulty=hard").context["form"]["difficulty"].value() == "hard"
    sent = {"rule_set": str(make.rule_set().pk), "visibility": "coaches", "difficulty": "hard"}
    bob.post(f"{PRACTICE}draw/", sent)
    assert drawn_levels(Round.objects.get()) == {"hard"}


@pytest.mark.django_db
def test_a_difficulty_that_nobody_knows_is_refused_and_draws_nothing(cast, bob):
    levels(cast, "hard", "hard", "hard")
    sent = {"rule_set": str(make.rule_set().pk), "visibility": "coaches", "difficulty": "impossible"}
    assert bob.post(f"{PRACTICE}draw/", sent).status_code == 422
    assert not Round.objects.exists()


# The weakest


@pytest.mark.parametrize(
    ("rounds", "marked", "first", "weak"),
    [
        ({"a": 3, "b": 1}, [], (), Weak("b", None, 0, 1)),
        ({"a": 3, "b": 0, "c": 0}, [], ("c",), Weak("c", None, 0, 0)),
        ({"a": 2, "b": 2}, [], (), None),
        ({}, [("a", [1])], (), None),
        ({"a": 2, "b": 1}, [("a", [2, 3]), ("b", [4])], (), Weak("a", 2.5, 2, 2)),
        ({"a": 2, "b": 1, "c": 0}, [("a", [3]), ("b", [3])], (), Weak("c", None, 0, 0)),
        ({"a": 2, "b": 1}, [("a", [2])], (), Weak("b", None, 0, 1)),
        ({"a": 2, "b": 1}, [("gone", [1]), ("a", [2]), ("b", [4]), ("a", [])], (), Weak("a", 2.0, 1, 2)),
    ],
)
def test_ballots_say_what_is_weakest_and_else_the_number_of_rounds(rounds, marked, first, weak):
    assert weakest(rounds, marked, first) == weak


def test_it_is_told_in_words():
    assert Weak("a", 2.5, 2, 2).words("Economy", 5) == "Economy: 2.5 of 5 on average of 2 ballots"
    assert Weak("a", 2.5, 1, 1).words("Economy", 5) == "Economy: 2.5 of 5 on average of 1 ballot"
    assert Weak("a", None, 0, 0).words("Economy", 5) == "Economy: never spoken on"
    assert Weak("a", None, 0, 2).words("Economy", 5) == "Economy: spoken on 2×, the least"


def spoke_on(cast, question: Question, points: int) -> None:
    round = make.spoken(member=cast.bob, at=timezone.now() - timedelta(hours=1))
    Round.objects.filter(pk=round.pk).update(question=question)
    says = {"points": {"Style": points}, "better": "", "focus": "", "rank": None}
    give(member=cast.alice, round=round, written=Written(says=says, version=0))


@pytest.mark.django_db
def test_the_weakest_by_the_speakers_own_ballots_leads_to_a_draw_with_it_chosen(cast, bob):
    courts, trade = make.area(team=cast.team, name="Courts"), make.area(team=cast.team, name="Trade")
    good = make.question(member=cast.alice, text="Will the law stand?", areas=[courts])
    bad = make.question(member=cast.alice, text="How is grain sold?", areas=[trade])
    make.question(member=cast.alice, text="Will grain be sold?", areas=[trade])
    spoke_on(cast, good, 5)
    spoke_on(cast, bad, 2)
    found = report(speaker=cast.bob, reader=cast.bob).weakness
    assert found.why == ("Trade: 2.0 of 5 on average of 1 ballot", "How: 2.0 of 5 on average of 1 ballot")
    page = bob.get(f"{PRACTICE}speakers/me/")
    assert "Your weakest" in text(page)
    form = bob.get(f"{PRACTICE}?{found.query}").context["form"]
    assert (form.ticked(), form["kind"].value()) == ({str(trade.pk)}, "how")
    assert report(speaker=cast.bob, reader=cast.alice).weakness is None, "only the speaker is led to a draw"


@pytest.mark.django_db
def test_an_area_without_a_question_to_draw_is_not_the_weakest_and_nothing_is_before_the_first_speech(cast):
    make.area(team=cast.team, name="Africa")
    courts, trade = make.area(team=cast.team, name="Courts"), make.area(team=cast.team, name="Trade")
    assert report(speaker=cast.bob, reader=cast.bob).weakness is None
    spoke_on(cast, make.question(member=cast.alice, areas=[courts]), 4)
    make.question(member=cast.alice, areas=[trade])
    assert report(speaker=cast.bob, reader=cast.bob).weakness.query.startswith(f"area={trade.slug}")
