"""Time to choose ends without a choice: what the rules keep, at which instant, and what is said of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Question
from practice import draw as drawing
from practice.choosing import Kept, kept_in, settle
from practice.covering import tells
from practice.drills.beginning import begin
from practice.drills.drill import drills
from practice.models import Board, Round, RuleSet
from practice.phases import Phase
from practice.proof import proof_of
from practice.rounds import Acted, Refused, abandon, choose, pause, resume, start_speech
from practice.rule_sets.rules import Rules
from practice.season.allowing import set_extra
from practice.season.extra import Extra
from practice.squad.board import shown
from practice.squad.squads import draw_at_place
from practice.starting import start_round
from practice.words import choice_ends, face, in_words, line
from tests import make
from tests.practice.pages import HTMX, PRACTICE, at, text
from tests.practice.rounds import RULES, clock
from tests.together import together

T0 = datetime(2026, 3, 14, 14, 0, tzinfo=UTC)
CHANCE = replace(RULES, choose=180, choose_end="chance")


def later(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def ago(seconds: float) -> datetime:
    return timezone.now() - timedelta(seconds=seconds)


def timed(end: str | None, choose: int | None = 180) -> RuleSet:
    """The NSDA's figures with three minutes to choose."""
    rules = make.rule_set()
    rules.rules = {**rules.rules, "choose": choose, "choose_end": end}
    rules.save()
    return RuleSet.objects.get(pk=rules.pk)


def drawn(member, end: str | None = "first", at: datetime = T0, **given) -> Round:
    return make.round(member=member, rule_set=timed(end), at=at, **given)


def again(round: Round) -> Round:
    return Round.objects.get(pk=round.pk)


def history(round: Round) -> list[tuple[str, datetime]]:
    return list(round.events.values_list("kind", "at"))


# The clock


def test_choosing_has_a_face_of_its_own_with_prep_beside_it_and_marks_of_its_own():
    state = clock(("drawn", 0), now=60, rules=CHANCE)
    shown = face(state, CHANCE)
    assert (state.part, shown.left, shown.limit, shown.digits) == ("choice", 120_000, 180_000, "2:00")
    assert [mark.left for mark in shown.marks] == [60_000, 30_000, 10_000, 0]
    waiting = replace(CHANCE, choose_end="wait")
    state = clock(("drawn", 0), now=200, rules=waiting)
    assert (state.phase, state.part, face(state, waiting).digits) == (Phase.CHOOSE, "", "26:40")


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (None, "When it ends, prep runs on and the round waits for your choice."),
        ("wait", "When it ends, prep runs on and the round waits for your choice."),
        ("first", "When it ends, the first question drawn is kept for you."),
        ("chance", "When it ends, one of them is kept for you by chance."),
    ],
)
def test_the_rule_is_told_in_words(end, words):
    assert choice_ends(replace(CHANCE, choose_end=end)) == words
    assert ("is kept" in in_words(replace(CHANCE, choose_end=end))) == (end in ("first", "chance"))


def test_chance_takes_every_slip_equally_often_and_always_the_same_for_a_seed():
    kept = [drawing.kept_slip(3, f"seed {number}") for number in range(3000)]
    assert kept == [drawing.kept_slip(3, f"seed {number}") for number in range(3000)]
    assert [abs(kept.count(slip) - 1000) < 90 for slip in (1, 2, 3)] == [True] * 3


def test_an_old_snapshot_waits_as_it_did():
    old = {name: value for name, value in CHANCE.to_mapping().items() if name != "choose_end"}
    state = clock(("drawn", 0), now=900, rules=Rules.from_mapping(old))
    assert (state.phase, state.due) == (Phase.CHOOSE, False)


# What is kept


@pytest.mark.parametrize("end", ["first", "chance"])
def test_the_question_is_kept_at_the_deadline_however_late_somebody_looks(cast, end):
    round = drawn(cast.bob, end)
    assert settle([round], later(179.9)) is False
    assert settle([round], later(900)) is True
    kept = again(round)
    position = 1 if end == "first" else drawing.kept_slip(3, kept.seed)
    assert kept_in(kept) == Kept(later(180), position, end)
    assert kept.question_id == kept.slips.get(position=position).question_id
    state = kept.clock(later(900))
    assert (state.phase, state.prep_used) == (Phase.PREP, 900)
    assert settle([kept], later(1000)) is False
    assert Question.objects.get(pk=kept.question_id).spoken == 1
    told = [line(entry) for entry in kept.timeline(later(900))]
    assert told[1].startswith("Time to choose ended: ")


def test_a_server_that_was_gone_until_prep_was_over_finds_the_question_and_the_end_of_prep(cast):
    round = drawn(cast.bob)
    settle([round], later(5000))
    kept = again(round)
    assert kept.clock(later(5000)).phase is Phase.READY
    assert [(line(entry), entry.at) for entry in kept.timeline(later(5000))][1:] == [
        ("Time to choose ended: the first question drawn was kept", later(180)),
        ("Prep ran out", later(1800)),
    ]
    assert isinstance(start_speech(round=kept, at=later(5001)), Acted)


def test_keep_pressed_in_the_last_instant_counts_and_at_the_deadline_does_not(cast):
    round = drawn(cast.bob)
    third = round.slips.get(position=3)
    assert isinstance(choose(round=round, slip=third, at=later(179.999)), Acted)
    assert [kind for kind, _ in history(round)] == ["drawn", "chosen"]
    round = drawn(cast.erin)
    late = choose(round=round, slip=round.slips.get(position=3), at=later(180))
    assert isinstance(late, Refused)
    assert history(round) == [("drawn", T0), ("kept", later(180))]
    assert again(round).question_id == round.slips.get(position=1).question_id
    same = choose(round=round, slip=round.slips.get(position=1), at=later(181))
    assert isinstance(same, Acted) and same.repeated


def test_every_act_finds_the_question_kept_before_it(cast):
    round = drawn(cast.bob)
    assert isinstance(pause(round=round, at=later(100)), Acted)
    assert settle([again(round)], later(1000)) is False, "a paused clock does not run"
    resume(round=round, at=later(1000))
    abandon(round=round, at=later(1200))
    assert history(round)[3:] == [("kept", later(1080)), ("abandoned", later(1200))]


def test_time_to_choose_that_reaches_to_the_end_of_prep_ends_both(cast):
    rules = timed("first", choose=1800)
    round = make.round(member=cast.bob, rule_set=rules, at=T0)
    settle([round], later(1800))
    assert again(round).clock(later(1800)).phase is Phase.READY
    assert kept_in(again(round)).at == later(1800)


def test_without_time_to_choose_the_question_is_kept_at_the_draw(cast):
    round = make.round(member=cast.bob, rule_set=timed("chance", choose=0), at=T0)
    settle([round], later(1))
    assert kept_in(again(round)).at == T0


def test_rules_that_wait_keep_nothing(cast):
    for member, end in ((cast.bob, None), (cast.erin, "wait")):
        round = drawn(member, end)
        assert settle([round], later(900)) is False
        assert isinstance(choose(round=round, slip=round.slips.get(position=2), at=later(900)), Acted)


@pytest.mark.django_db(transaction=True)
def test_two_devices_and_a_press_at_one_moment_keep_one_question(cast):
    round = drawn(cast.bob, "chance")
    slips = list(round.slips.all())
    looks = [lambda: settle([again(round)], later(200))] * 2
    results = together(*looks, *(lambda s=s: choose(round=round, slip=s, at=later(200)) for s in slips))
    assert not [one for one in results if isinstance(one, Exception)]
    assert history(round) == [("drawn", T0), ("kept", later(180))]
    kept = again(round)
    assert kept.question_id == slips[drawing.kept_slip(3, kept.seed) - 1].question_id
    assert Question.objects.get(pk=kept.question_id).spoken == 1


def test_what_was_put_back_at_the_end_of_choosing_can_be_drawn_by_others(cast):
    for _ in range(4):
        make.question(member=cast.alice)
    round = drawn(cast.bob, at=ago(100))
    held = {str(slip.question_id) for slip in round.slips.all()}
    few = start_round(member=cast.erin, rule_set=timed("first"))
    assert isinstance(few, drawing.TooFew)
    Round.objects.filter(pk=round.pk).update(rules={**round.rules, "choose": 60})
    erin = start_round(member=cast.erin, rule_set=timed("first")).round
    mine = {str(slip.question_id) for slip in erin.slips.all()}
    assert len(mine & held) == 2 and str(again(round).question_id) not in mine


def by_drill(cast) -> None:
    begin(member=cast.bob, drill=drills()["five-minute-prep"], rule_set=timed("first"))


def by_board(cast) -> None:
    board = make.board(member=cast.alice, speakers=[cast.bob], at=timezone.now(), rule_set=timed("wait"))
    draw_at_place(place=board.places.get(), member=cast.bob)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("draws", [by_drill, by_board])
def test_nothing_is_settled_inside_the_transaction_of_a_draw(cast, draws):
    for _ in range(9):
        make.question(member=cast.alice)
    due = drawn(cast.erin, at=ago(500))
    with CaptureQueriesContext(connection) as asked:
        draws(cast)
    told = [query["sql"] for query in asked.captured_queries]
    kept = next(at for at, sql in enumerate(told) if sql.startswith('UPDATE "practice_round" SET "question_id"'))
    laid_out = next(at for at, sql in enumerate(told) if sql.startswith('INSERT INTO "practice_slip"'))
    assert again(due).question_id and "COMMIT" in told[kept:laid_out]


# The pages


def test_the_page_of_the_choice_says_what_happens_when_its_time_ends(cast, bob):
    round = drawn(cast.bob, at=ago(30))
    page = text(bob.get(at(round, "choose/")))
    assert "to choose. When it ends, the first question drawn is kept for you." in page
    assert "of prep left" in page
    assert bob.get(at(round, "state/")).json()["part"] == "choice"


def test_the_rule_is_told_before_the_draw(cast, bob):
    timed("chance")
    make.question(member=cast.alice)
    assert "3 min to choose, then one is kept by chance" in text(bob.get(PRACTICE))


@pytest.mark.parametrize("first", ["", "choose/", "prep/", "state/", "review/"])
def test_whichever_page_is_asked_first_the_question_is_kept_and_told(cast, bob, first):
    round = drawn(cast.bob, at=ago(200))
    bob.get(at(round, first) if first else PRACTICE)
    question = again(round).question
    assert question is not None
    told = text(bob.get(at(round, "prep/")))
    ended = timezone.localtime(kept_in(again(round)).at)
    assert f"Time to choose ended at {ended:%H:%M}: the first question drawn was kept for you." in told
    assert question.text in told
    review = bob.get(at(round, "review/"))
    assert f"the first question drawn was kept: {question.text}" in text(review)
    assert tells(again(round)), "the library may be told of, as after a choice"


def test_the_stage_tells_it_where_prep_is_over_too(cast, bob):
    round = drawn(cast.bob, at=ago(4000))
    assert "the first question drawn was kept for you" in text(bob.get(at(round, "speak/")))


def test_a_choice_after_the_end_is_answered_with_what_was_kept_and_changes_nothing(cast, bob):
    round = drawn(cast.bob, at=ago(200))
    answer = bob.post(at(round, "choose/"), {"slip": "3"})
    assert answer.status_code == 409
    assert "before your choice arrived, and the first question drawn was kept for you: " in text(answer)
    assert again(round).question_id == round.slips.get(position=1).question_id
    assert bob.post(at(round, "choose/"), {"slip": "1"}).status_code == 302, "that one is the round's question"


def test_the_proof_verifies_what_chance_kept(cast, bob):
    round = drawn(cast.bob, "chance", at=ago(200))
    page = text(bob.get(at(round, "drawn/")))
    position = drawing.kept_slip(3, round.seed)
    assert f"question {position} was kept by chance." in page
    assert f"the seed gives question {position}" in page
    assert proof_of(again(round)).kept_holds
    told = round.events.get(kind="kept")
    round.events.filter(pk=told.pk).update(data={**told.data, "slip": position % 3 + 1})
    assert not proof_of(again(round)).kept_holds
    assert "The question that was kept is not the one that the seed gives." in text(bob.get(at(round, "drawn/")))


def test_the_rule_is_edited_with_its_source_and_one_without_time_to_choose_is_told_at_its_place(cast, as_member):
    alice = as_member(cast.alice)
    own = RuleSet.objects.create(team=cast.team, slug="ours", name="Ours", rules=make.rule_set().rules)
    edit = f"{PRACTICE}rules/{own.pk}/edit/"
    form = alice.get(edit).context["form"]
    data = {field.html_name: field.value() for field in form if field.value() is not None}
    data = {name: value for name, value in data.items() if value is not False}
    wrong = alice.post(edit, {**data, "choose_end": "first"})
    assert "This needs a time to choose that can end." in text(wrong)
    alice.post(edit, {**data, "choose": "3", "choose_end": "first", "choose_end-source": "our coach"})
    own.refresh_from_db()
    assert (own.rules["choose_end"], own.sources["choose_end"]["source"]) == ("first", "our coach")
    own = RuleSet.objects.get(pk=own.pk)
    assert "the first question drawn is kept" in text(alice.get(f"{PRACTICE}rules/{own.pk}/"))


# A board


def board_of(cast, end: str, start: datetime) -> Board:
    for _ in range(8):
        make.question(member=cast.alice)
    return make.board(member=cast.alice, speakers=[cast.bob, cast.erin], at=start, rule_set=timed(end))


def test_a_place_of_a_board_keeps_the_same_and_its_slips_show_it(cast, as_member, bob):
    start = ago(200).replace(microsecond=0)
    board = board_of(cast, "chance", start)
    assert "then one is kept by chance" in text(bob.get(f"{PRACTICE}boards/{board.pk}/mine/"))
    round = draw_at_place(place=board.places.get(user=cast.bob.user), member=cast.bob, at=start).place.round
    assert shown(board).lines[0].words == "26 min of prep left"
    kept = again(round)
    assert kept_in(kept) == Kept(start + timedelta(seconds=180), drawing.kept_slip(3, kept.seed), "chance")
    assert kept.question.text in text(as_member(cast.alice).get(f"{PRACTICE}boards/{board.pk}/slips/"))


def test_the_slips_of_a_board_that_nobody_looked_at_show_what_was_kept(cast, as_member):
    start = ago(200).replace(microsecond=0)
    board = board_of(cast, "first", start)
    round = draw_at_place(place=board.places.get(user=cast.bob.user), member=cast.bob, at=start).place.round
    page = text(as_member(cast.alice).get(f"{PRACTICE}boards/{board.pk}/slips/"))
    assert again(round).question.text in page


def test_a_late_draw_has_its_time_to_choose_from_its_own_draw(cast):
    start = ago(500).replace(microsecond=0)
    board = board_of(cast, "first", start)
    late = start + timedelta(seconds=240)
    round = draw_at_place(place=board.places.get(user=cast.bob.user), member=cast.bob, at=late).place.round
    shown(board)
    assert kept_in(again(round)).at == late + timedelta(seconds=180)
    assert again(round).clock().deadline == start + timedelta(seconds=1800)


def test_extra_time_lengthens_choosing_and_the_wall_tells_nobody(cast, bob):
    set_extra(speaker=cast.bob, extra=Extra(prep=150))
    start = ago(400).replace(microsecond=0)
    board = board_of(cast, "first", start)
    own = board.places.get(user=cast.bob.user)
    drawn_late = start + timedelta(seconds=180)
    round = draw_at_place(place=own, member=cast.bob, at=drawn_late).place.round
    assert again(round).figures.choose == 270
    wall = shown(board, drawn_late + timedelta(seconds=200))
    assert again(round).clock(drawn_late + timedelta(seconds=200)).phase is Phase.CHOOSE
    assert "choosing" not in wall.lines[0].words


def test_the_wall_by_htmx_is_sent_again_when_a_question_is_kept(cast, bob):
    start = ago(175).replace(microsecond=0)
    board = board_of(cast, "first", start)
    draw_at_place(place=board.places.get(user=cast.bob.user), member=cast.bob, at=start)
    before = shown(board, start + timedelta(seconds=179)).lines[0].words
    after = shown(board, start + timedelta(seconds=180)).lines[0].words
    assert (before, after) == ("choosing, 27 min of prep left", "27 min of prep left")
    assert bob.get(f"{PRACTICE}boards/{board.pk}/wall/", headers=HTMX).status_code == 200


def test_the_proctor_sees_the_question_that_was_kept(cast, as_member):
    for _ in range(3):
        make.question(member=cast.alice)
    start = start_round(member=cast.bob, rule_set=timed("first"), simulation=True, at=ago(200))
    page = text(as_member(cast.alice).get(f"{PRACTICE}legal/now/"))
    assert again(start.round).question.text in page


def test_on_a_board_what_was_put_back_at_the_end_of_choosing_comes_to_the_next_speaker(cast):
    for _ in range(4):
        make.question(member=cast.alice)
    board = make.board(member=cast.alice, speakers=[cast.bob, cast.erin], at=T0, rule_set=timed("first"))
    bob = draw_at_place(place=board.places.get(user=cast.bob.user), member=cast.bob, at=T0).place.round
    erin = draw_at_place(place=board.places.get(user=cast.erin.user), member=cast.erin, at=later(420)).place.round
    kept = again(bob).question_id
    assert kept is not None and kept not in set(erin.slips.values_list("question", flat=True))
    assert erin.slips.count() == 3
