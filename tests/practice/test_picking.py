"""The draw from a bank that stays in the database: sealed before, done again after, never what another holds."""

import hashlib
import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.bank.changing import merge
from articles.models import Question
from practice import draw as drawing
from practice.draw import TooFew
from practice.models import Round, Slip
from practice.picking import Unsealed, bank_of, held_by_others, next_seed, pick_for
from practice.proof import proof_of, recorded
from practice.rounds import abandon, choose
from practice.starting import Started, start_on, start_round
from tests import make
from tests.practice.draw_reference import draw_questions
from tests.practice.pages import PRACTICE, at, text
from tests.together import together

pytestmark = pytest.mark.django_db


def bank(cast, number: int) -> list[Question]:
    return [make.question(member=cast.alice) for _ in range(number)]


def ids(round: Round) -> list[str]:
    return [str(slip.question_id) for slip in round.slips.all()]


def drawn(member, **given) -> Round:
    outcome = start_round(member=member, rule_set=make.rule_set(), **given)
    assert isinstance(outcome, Started), outcome
    return outcome.round


# The seal


def test_the_hash_on_the_page_before_is_that_of_the_seed_after(cast, bob):
    bank(cast, 9)
    make.rule_set()
    page = bob.get(PRACTICE)
    shown = page.context["sealed"]
    assert f'name="shown" value="{shown}"' in page.content.decode()
    assert bob.get(PRACTICE).context["sealed"] == shown, "a look changes nothing"
    assert Round.objects.count() == 0
    bob.post(f"{PRACTICE}draw/", {"rule_set": str(make.rule_set().pk), "visibility": "coaches", "shown": shown})
    round = Round.objects.get()
    assert hashlib.sha256(round.seed.encode()).hexdigest() == shown
    assert (round.draw_record["sealed"], round.draw_record["shown"]) == (shown, True)
    assert len(bytes.fromhex(round.seed)) == 32


def test_every_round_begun_makes_another_seed_and_no_two_members_have_one(cast):
    bank(cast, 9)
    first = next_seed(cast.bob)
    assert first == next_seed(cast.bob) != next_seed(cast.erin)
    abandon(round=drawn(cast.bob))
    second = next_seed(cast.bob)
    assert second != first
    abandon(round=start_on(member=cast.bob, rule_set=make.rule_set(), question=Question.objects.first()).round)
    assert next_seed(cast.bob) not in (first, second)


def test_a_hash_of_a_draw_that_is_over_draws_nothing_and_shows_the_next(cast, bob):
    bank(cast, 9)
    old = drawing.sealed(next_seed(cast.bob))
    abandon(round=drawn(cast.bob))
    data = {"rule_set": str(make.rule_set().pk), "visibility": "team", "shown": old}
    page = bob.post(f"{PRACTICE}draw/", data)
    assert page.status_code == 409
    assert Round.objects.count() == 1
    new = drawing.sealed(next_seed(cast.bob))
    assert f'name="shown" value="{new}"' in page.content.decode()
    assert page.context["form"]["visibility"].value() == "team"
    assert pick_for(member=cast.bob, areas=[], k=3, shown=old) == Unsealed(new)
    assert bob.post(f"{PRACTICE}draw/", {**data, "shown": new}).status_code == 302


# What a team-mate holds


def test_what_a_team_mate_holds_is_not_drawn_until_it_is_put_back(cast):
    bank(cast, 5)
    his = drawn(cast.bob)
    outcome = start_round(member=cast.erin, rule_set=make.rule_set())
    assert outcome == TooFew(
        3, 2, "The draw needs 3 questions and 2 of 5 can be drawn: 3 are held by team-mates in this round."
    )
    choose(round=his, slip=his.slips.get(position=1))
    hers = drawn(cast.erin)
    assert ids(his)[0] not in ids(hers)
    assert hers.draw_record["held"] == [ids(his)[0]]


def test_a_round_put_away_or_begun_hours_ago_holds_nothing(cast):
    bank(cast, 3)
    abandon(round=drawn(cast.bob))
    abandon(round=drawn(cast.erin))
    forgotten = drawn(cast.alice)
    Round.objects.filter(pk=forgotten.pk).update(created_at=timezone.now() - timezone.timedelta(hours=2))
    assert drawn(cast.bob).draw_record["held"] == []


@pytest.mark.django_db(transaction=True)
def test_team_mates_who_draw_at_once_get_no_question_twice(cast):
    bank(cast, 9)
    rules = make.rule_set()
    members = (cast.alice, cast.bob, cast.erin)
    outcomes = together(*(lambda m=m: start_round(member=m, rule_set=rules) for m in members))
    given = [one for outcome in outcomes for one in ids(outcome.round)]
    assert len(given) == len(set(given)) == 9


# Held against the draw with all ids at hand


@pytest.mark.parametrize(
    ("number", "rounds", "spoken", "held"),
    [(9, 0, 0, 0), (9, 1, 1, 1), (9, 2, 2, 1), (6, 1, 1, 1), (4, 1, 1, 0), (3, 1, 0, 0), (5, 1, 2, 1)],
)
def test_what_is_picked_is_what_the_reference_draws(cast, number, rounds, spoken, held):
    questions = bank(cast, number)
    for _ in range(rounds):
        abandon(round=drawn(cast.bob))
    for question in questions[:spoken]:
        abandon(round=start_on(member=cast.bob, rule_set=make.rule_set(), question=question).round)
    keys = [str(question.pk) for question in questions]
    seen = {str(pk) for pk in Slip.objects.filter(round__owner=cast.bob.user).values_list("question", flat=True)}
    told, away = keys[:spoken], keys[-held:] if held else []
    found = pick_for(member=cast.bob, areas=[], k=3, held=away)
    wanted = draw_questions(keys, seen=seen | set(told), spoken=told, held=away, k=3, seed=next_seed(cast.bob))
    assert (found.left if isinstance(found, TooFew) else found.ids) == wanted


# Two that became one


def unseen(cast, round: Round) -> Question:
    return Question.objects.filter(deleted_at=None).exclude(pk__in=ids(round)).order_by("pk").first()


def test_what_became_one_with_a_question_that_was_seen_is_seen(cast):
    bank(cast, 5)
    round = drawn(cast.bob)
    abandon(round=round)
    stays = merge(member=cast.alice, stays=unseen(cast, round), gone=round.slips.get(position=2).question)
    now = bank_of(cast.bob, [], held=())
    assert str(stays.pk) in list(now.seen) and str(stays.pk) not in list(now.fresh)


@pytest.mark.parametrize("chooses", [False, True])
def test_what_became_one_with_a_question_that_a_team_mate_holds_is_held(cast, chooses):
    bank(cast, 5)
    his = drawn(cast.bob)
    if chooses:
        choose(round=his, slip=his.slips.get(position=1))
    stays = merge(member=cast.alice, stays=unseen(cast, his), gone=his.slips.get(position=1).question)
    assert str(stays.pk) in held_by_others(cast.erin)
    assert not held_by_others(cast.bob)


@pytest.mark.parametrize("chooses", [False, True])
def test_a_draw_comes_out_again_whether_two_became_one_before_it_or_after(cast, chooses):
    bank(cast, 12)
    first = drawn(cast.bob)
    if chooses:
        choose(round=first, slip=first.slips.get(position=1))
    abandon(round=first)
    before = drawn(cast.bob)
    abandon(round=before)
    merge(member=cast.alice, stays=unseen(cast, first), gone=first.slips.get(position=1).question)
    after = drawn(cast.bob)
    assert proof_of(before).comes_out and proof_of(before).same_list
    assert proof_of(after).comes_out and proof_of(after).same_list


# Done again


def test_the_draw_comes_out_again_by_the_seed_and_the_list_of_the_page(cast, bob):
    bank(cast, 12)
    abandon(round=drawn(cast.bob))
    round = drawn(cast.bob)
    make.question(member=cast.alice)  # came after
    page = bob.get(at(round, "drawn/"))
    assert "Done again just now, the same questions come out in the same order." in text(page)
    assert round.seed in text(page)
    proof = page.context["proof"]
    assert (proof.seal_holds, proof.fresh, proof.found, proof.same_list, proof.comes_out) == (True, 9, 9, True, True)
    listed = b"".join(bob.get(at(round, "drawn/unseen.txt")).streaming_content)
    assert hashlib.sha256(listed).hexdigest() == round.draw_record["digest"]
    third_party = drawing.draw(listed.decode().split(), 3, round.seed)
    assert list(third_party) == ids(round)
    assert [step.place for step in proof.steps] == [listed.decode().split().index(one) + 1 for one in third_party]


def test_a_question_retired_or_removed_after_the_draw_stays_in_its_list(cast):
    questions = bank(cast, 8)
    round = drawn(cast.bob)
    questions[0].retired_at = timezone.now()
    questions[0].save()
    questions[1].remove(by=cast.alice.user)
    assert proof_of(round).comes_out
    assert not drawn(cast.erin).slips.filter(question__in=questions[:2]).exists()


def test_a_bank_that_is_another_now_is_said_to_be(cast, bob):
    questions = bank(cast, 8)
    retired = questions[0]
    retired.retired_at = timezone.now()
    retired.save()
    round = drawn(cast.bob)
    retired.retired_at = None  # in play again: it looks as if it had been so all along
    retired.save()
    page = text(bob.get(at(round, "drawn/")))
    assert "It cannot be done again from here: the bank of questions has changed since." in page
    assert "7 questions: all that" in page
    assert "Now 8 can be found." in page


def test_a_seed_that_does_not_fit_its_hash_is_said_not_to(cast, bob):
    bank(cast, 5)
    round = drawn(cast.bob)
    Round.objects.filter(pk=round.pk).update(seed="0" * 64)
    page = text(bob.get(at(round, "drawn/")))
    assert "The seed does not fit the hash." in page


def test_a_draw_filled_up_with_seen_questions_comes_out_again(cast, bob):
    bank(cast, 5)
    first = drawn(cast.bob)
    abandon(round=first)
    round = drawn(cast.bob)
    assert len(set(ids(round)) & set(ids(first))) == 1
    assert proof_of(round).comes_out
    assert len(b"".join(bob.get(at(round, "drawn/seen.txt")).streaming_content).split()) == 3


def test_a_question_picked_by_hand_was_not_drawn(cast, bob):
    picked = start_on(member=cast.bob, rule_set=make.rule_set(), question=bank(cast, 1)[0]).round
    assert not recorded(picked)
    assert "the speaker picked the question by hand" in text(bob.get(at(picked, "drawn/")))
    assert bob.get(at(picked, "drawn/unseen.txt")).status_code == 404


# A big bank


def test_a_draw_from_many_asks_as_often_and_keeps_as_little_as_from_few(cast):
    def cost() -> tuple[int, int, int]:
        tracemalloc.start()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            picked = pick_for(member=cast.bob, areas=[], k=3)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return len(asked), len(str(picked.record)), peak

    bank(cast, 50)
    cost()  # what is imported and compiled once
    few = cost()
    Question.objects.bulk_create(
        Question(team=cast.team, owner=cast.alice.user, text=f"Question {n}?", fingerprint=f"f{n}")
        for n in range(20_000)
    )
    many = cost()
    assert many[0] <= few[0]
    assert abs(many[1] - few[1]) < 80
    assert many[2] < few[2] + 200_000


def test_the_ids_that_were_drawn_from_are_for_the_speaker_alone(cast, bob, as_member):
    """What is missing from them was met in a round, be it a private one."""
    bank(cast, 12)
    round = drawn(cast.bob)
    round.visibility = "team"
    round.save()
    for reader in (cast.alice, cast.erin):
        client = as_member(reader)
        assert client.get(at(round, "drawn/unseen.txt")).status_code == 403
        page = client.get(at(round, "drawn/")).content.decode()
        assert "unseen.txt" not in page and "Its ids are for" in page
    assert "unseen.txt" in bob.get(at(round, "drawn/")).content.decode()
