"""What the library has on a drawn question: told in training or after the choice, never in a simulation."""

import pytest

from evidence.attaching import Selection, attach_card
from practice import rounds
from practice.covering import covers, tells
from practice.models import Round
from practice.starting import Started, start_round
from tests import make
from tests.practice.pages import at, text

SAYING = Selection("Wheat for May delivery fell 4 percent in two days")


@pytest.fixture
def drawn(cast):
    """`drawn(training=True)` is a round of Bob's, on the questions of one article."""
    make.article(member=cast.alice, questions=["Will the ports stay open?", "Will A?", "Will B?"])

    def draw(**given) -> Round:
        started = start_round(member=cast.bob, rule_set=make.rule_set(), **given)
        assert isinstance(started, Started)
        return Round.objects.get(pk=started.round.pk)

    return draw


def test_before_the_choice_only_training_tells(cast, bob, drawn):
    round = drawn()
    assert covers(member=cast.bob, round=round) == {}
    assert "In the library" not in text(bob.get(at(round, "choose/")))
    Round.objects.filter(pk=round.pk).update(training=True)
    assert (
        text(bob.get(at(round, "choose/"))).count("In the library: 1 article, the newest of 3 Mar 2026; 0 cards") == 3
    )


def test_after_the_choice_the_review_tells_of_those_that_were_left(cast, bob, drawn):
    round = make.prepping_on(drawn())
    rounds.abandon(round=round)
    assert text(bob.get(at(round, "review/"))).count("In the library:") == 2


def test_a_simulation_tells_nothing_before_its_end_whatever_was_ticked(cast, bob, drawn):
    round = drawn(training=True, simulation=True)
    assert not round.training
    Round.objects.filter(pk=round.pk).update(training=True)
    round = Round.objects.get(pk=round.pk)
    assert not tells(round)
    assert "In the library" not in text(bob.get(at(round, "choose/")))
    round = make.prepping_on(round)
    assert not tells(round)
    assert "In the library" not in text(bob.get(at(round, "review/")))
    rounds.start_speech(round=round)
    rounds.end_speech(round=round)
    assert tells(Round.objects.get(pk=round.pk))


def test_what_the_member_may_not_see_is_not_counted(cast, drawn):
    round = drawn(training=True)
    card = attach_card(
        member=cast.erin,
        article=make.article(member=cast.alice, title="Of wheat"),
        selection=SAYING,
        tag="It fell",
        cite="x",
        visibility="private",
    ).row
    card.questions.set([slip.question_id for slip in round.slips.all()])
    assert {cover.cards for cover in covers(member=cast.bob, round=round).values()} == {0}
    assert {cover.cards for cover in covers(member=cast.erin, round=round).values()} == {1}


def test_cards_are_shown_by_kind_with_their_numbers(cast, bob, prep):
    article = make.article(member=cast.alice)
    for kind in ("statistic", "statistic", "expert"):
        card = attach_card(member=cast.bob, article=article, selection=SAYING, tag=f"a {kind}", cite="x").row
        card.kind = kind
        card.save(update_fields=["kind"])
    page = text(bob.get(at(prep, "prep/") + "?show=cards"))
    assert "All kinds Statistic 2 Expert 1" in page
    page = text(bob.get(at(prep, "prep/") + "?show=cards&kind=expert"))
    assert ("a expert" in page, "a statistic" in page) == (True, False)
    assert "Statistic 2" in page
    assert "a statistic" in text(bob.get(at(prep, "prep/") + "?show=cards&kind=nonsense"))
