"""How a speaker comes along: what is measured, who sees it, and what is drawn for it."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from practice.asking import OWN, Way
from practice.draw import TooFew
from practice.hearing.ballots import Written, give
from practice.models import Round
from practice.phases import SPOKEN
from practice.proof import proof_of
from practice.rounds import (
    abandon,
    choose,
    end_questions,
    end_speech,
    mark_section,
    ready,
    start_speech,
    take_more_questions,
    take_questions,
)
from practice.season.again import begin_season
from practice.season.charts import HIGH, WIDE, Value, chart
from practice.season.glance import squad
from practice.season.report import Attendance, report
from practice.squad.squads import draw_at_place, end_board
from practice.starting import start_round
from practice.words import spoken
from tests import make
from tests.practice.pages import PRACTICE, text

pytestmark = pytest.mark.django_db
SPEAKERS = f"{PRACTICE}speakers/"
VALUES = [Value("1 Mar", 300, 420), Value("2 Mar", 420, 420), Value("3 Mar", 450, 420)]


def spoke(member, *, question="Will the ports reopen?", areas=(), days_ago=1, speech=400, **given) -> Round:
    """A finished round on that question: chosen after 40 s, prep 1200 s, a speech."""
    begun = timezone.now() - timedelta(days=days_ago)
    round = make.round(member=member, at=begun, **given)
    asked = make.question(member=member, text=question, areas=areas)
    slip = round.slips.get(position=1)
    slip.question, slip.text = asked, asked.text
    slip.save()

    def at(seconds: float):
        return begun + timedelta(seconds=seconds)

    choose(round=round, slip=slip, at=at(40))
    ready(round=round, at=at(1200))
    start_speech(round=round, at=at(1300))
    end_speech(round=round, at=at(1300 + speech))
    Round.objects.filter(pk=round.pk).update(created_at=begun)
    return Round.objects.get(pk=round.pk)


# Charts


def test_a_chart_stands_in_its_box_the_oldest_left_and_says_itself():
    found = chart("Speech", VALUES, spoken, "of")
    assert [point.words for point in found.points] == ["1 Mar: 5:00", "2 Mar: 7:00", "3 Mar: 7:30"]
    xs, ys = [p.x for p in found.points], [p.y for p in found.points]
    assert xs == sorted(xs) and ys == sorted(ys, reverse=True)
    assert all(0 <= x <= WIDE for x in xs) and all(0 <= y <= HIGH for y in ys)
    assert found.says == "Last 7:30 (of 7:00); between 5:00 and 7:30 in 3 rounds."
    assert len(found.limits.split()) == 3


def test_one_round_is_a_point_and_none_is_no_chart():
    one = chart("Speech", VALUES[:1], spoken, "of")
    assert (one.line, one.limits, one.says) == ("", "", "5:00 (of 7:00).")
    assert chart("Speech", [], spoken) is None
    assert chart("Sources", [Value("1 Mar", 0), Value("2 Mar", 0)], str).points[0].y == HIGH - 8


# What is measured


def test_the_report_measures_the_rounds(cast):
    courts, africa = make.area(team=cast.team, name="Courts"), make.area(team=cast.team, name="Africa")
    spoke(cast.bob, question="Why now?", areas=[courts], days_ago=3)
    spoke(cast.bob, areas=[courts], speech=460)
    found = report(speaker=cast.bob, reader=cast.bob)
    newest, oldest = found.rounds
    assert oldest.words == ("0:40", "20:00", "6:40", "")
    assert newest.words == ("0:40", "20:00", "7:40", "+0:40")
    assert (oldest.kind, newest.kind) == ("why", "forecast")
    assert [(line.area, line.rounds) for line in found.areas] == [(africa, 0), (courts, 2)]
    assert [line.area for line in found.never] == [africa]
    assert {line.kind: line.rounds for line in found.kinds} == {
        "yes_no": 0, "forecast": 1, "how": 0, "what": 0, "why": 1,
    }  # fmt: skip
    assert found.least.kind == "yes_no" and found.last is newest
    assert [one.title for one in found.charts] == [
        "Speech", "Prep used", "Time to choose", "Sources in the outline",
    ]  # fmt: skip


def test_areas_of_the_next_tournament_come_first_among_those_never_spoken_on(cast):
    areas = [make.area(team=cast.team, name=name) for name in ("Africa", "Courts")]
    make.tournament(member=cast.alice, areas=[areas[1]])
    assert [line.area for line in report(speaker=cast.bob, reader=cast.bob).never] == [areas[1], areas[0]]


def test_a_round_that_was_put_away_or_only_chosen_counts_for_no_area(cast):
    courts = make.area(team=cast.team, name="Courts")
    round = make.prepping(member=cast.bob)
    round.question.areas.add(courts)
    found = report(speaker=cast.bob, reader=cast.bob)
    assert not found.rounds and found.last is None and not found.charts
    assert found.never[0].area == courts


def test_sections_are_averaged_over_the_rounds_in_which_they_were_marked(cast):
    round = make.prepping(member=cast.bob)
    begun = timezone.now()
    start_speech(round=round, at=begun)
    mark_section(round=round, section="point_1", at=begun + timedelta(seconds=65))
    end_speech(round=round, at=begun + timedelta(seconds=400))
    lines = report(speaker=cast.bob, reader=cast.bob).sections
    assert (lines[0].spent, lines[0].rounds) == ("1:05", 1)


def test_without_a_season_nothing_is_said_of_one(cast, bob):
    for address in ("me/", "me/?of=ever", "me/?as=coaches&of=ever"):
        assert "This season" not in text(bob.get(f"{PRACTICE}speakers/{address}"))


def test_this_season_leaves_out_what_was_before_unless_all_time_is_asked_for(cast, bob):
    spoke(cast.bob, question="Why then?", days_ago=9)
    begin_season(member=cast.alice, day=timezone.localdate() - timedelta(days=5))
    assert "Why then?" not in text(bob.get(f"{SPEAKERS}me/"))
    assert "Why then?" in text(bob.get(f"{SPEAKERS}me/?of=ever"))


def test_who_drew_or_was_signed_in_came_and_who_did_not_missed(cast):
    for _ in range(9):
        make.question(member=cast.alice)
    now = timezone.now()
    speakers = [cast.bob, cast.erin]
    board = make.board(member=cast.alice, speakers=speakers, at=now - timedelta(minutes=10))
    draw_at_place(place=board.places.get(user=cast.bob.user), member=cast.bob)
    assert report(speaker=cast.erin, reader=cast.erin).attendance == Attendance(0, 0), "it may still be"
    end_board(board=board)
    assert report(speaker=cast.bob, reader=cast.bob).attendance == Attendance(1, 0)
    assert report(speaker=cast.erin, reader=cast.erin).attendance == Attendance(0, 1)


def test_ballots_stand_with_their_rank_points_and_focus_and_the_first_page_says_what_to_work_on(cast, bob, as_member):
    round = spoke(cast.bob)
    says = {"rank": 2, "points": {"Analysis": 3, "Structure": 4}, "better": "better", "focus": "Say the date"}
    give(member=cast.alice, round=round, written=Written(says=says, version=0))
    found = report(speaker=cast.bob, reader=cast.bob)
    (line,) = found.judged.lines
    assert (line.judge, line.rank, line.points, line.focus) == ("Alice", 2, "3.5 of 5", "Say the date")
    assert [(one.name, one.points) for one in found.judged.criteria] == [("Analysis", "3.0"), ("Structure", "4.0")]
    assert "Working on: Say the date" in text(bob.get("/t/riverside/"))
    assert "Working on: Say the date" in text(as_member(cast.alice).get(f"{SPEAKERS}{cast.bob.pk}/"))


# Who sees it


def test_a_coach_sees_what_the_sentence_on_the_page_says_and_nothing_else(cast, bob, as_member):
    spoke(cast.bob, question="Why shown?", days_ago=3)
    spoke(cast.bob, question="Why kept?", days_ago=2, visibility="private")
    own = text(bob.get(f"{SPEAKERS}me/"))
    assert "Why shown?" in own and "Why kept?" in own
    assert "Your coaches see what stands on this page, made of the rounds that you show" in own
    as_they_do = text(bob.get(f"{SPEAKERS}me/?as=coaches"))
    assert "Why shown?" in as_they_do and "Why kept?" not in as_they_do and "1 is left out here" in as_they_do
    coach = text(as_member(cast.alice).get(f"{SPEAKERS}{cast.bob.pk}/"))
    assert "Why shown?" in coach and "Why kept?" not in coach
    for title in ("Last 6:40", "in 2 rounds"):
        assert (title in coach) == (title in as_they_do)


def test_nobody_else_sees_it(cast, as_member):
    other = make.member(team=cast.team)
    for member, status in ((cast.erin, 403), (other, 403), (cast.charlie, 404), (cast.dana, 404)):
        assert as_member(member).get(f"{SPEAKERS}{cast.bob.pk}/").status_code == status
    assert as_member(cast.alice).get(f"{SPEAKERS}{cast.dana.pk}/").status_code == 404, "left the team"


def test_the_squad_stands_by_name_with_what_is_not_yet_spoken_on(cast, as_member):
    courts, africa = make.area(team=cast.team, name="Courts"), make.area(team=cast.team, name="Africa")
    spoke(cast.bob, areas=[courts])
    spoke(cast.erin, question="Why here?", areas=[africa], visibility="private")
    rows = squad(cast.alice, None)
    assert [(str(row.member.user), row.never) for row in rows] == [("Bob", (africa,)), ("Erin", (africa, courts))]
    assert rows[0].last and rows[1].last is None
    tournament = make.tournament(member=cast.alice, areas=[courts])
    assert [row.never for row in squad(cast.alice, tournament)] == [(), (courts,)]
    assert "nothing left out" in text(as_member(cast.alice).get(SPEAKERS))


@pytest.mark.parametrize(
    "acts",
    [
        (abandon,),
        (start_speech, abandon),
        (start_speech, end_speech),
        (start_speech, take_questions, abandon),
        (start_speech, take_questions, end_questions),
        (start_speech, end_speech, partial(take_more_questions, way=Way(OWN, questioning=120))),
    ],
)
def test_spoken_is_what_the_clock_says(cast, acts):
    round = make.prepping(member=cast.bob)
    Round.objects.filter(pk=round.pk).update(rules={**round.rules, "questioning": 120})
    for act in acts:
        act(round=round)
    ended = Round.objects.finished().get(pk=round.pk)
    assert Round.objects.spoken().exists() == (ended.clock().phase in SPOKEN)


@pytest.mark.parametrize("spoken_in", [False, True])
def test_a_question_whose_round_was_put_away_is_not_spoken_on_for_the_squad_either(cast, spoken_in):
    courts = make.area(team=cast.team, name="Courts")
    for _ in range(3):
        make.question(member=cast.alice, areas=[courts])
    round = make.prepping(member=cast.bob)
    if spoken_in:
        start_speech(round=round)
    abandon(round=round)
    told = report(speaker=cast.bob, reader=cast.alice)
    bob = next(one for one in squad(cast.alice, None) if one.member == cast.bob)
    assert bob.last and told.last is None
    assert bob.never == tuple(line.area for line in told.never) == (courts,)


@pytest.mark.parametrize("page", ["me/", ""])
def test_the_pages_cost_the_same_queries_for_one_and_many(cast, as_member, page, django_assert_max_num_queries):
    client = as_member(cast.alice)
    area = make.area(team=cast.team)
    spoke(cast.alice, question="Why number 0?", areas=[area])
    client.get(SPEAKERS + page)
    with django_assert_max_num_queries(40) as one:
        client.get(SPEAKERS + page)
    for number in range(1, 4):
        spoke(cast.alice, question=f"Why number {number}?", areas=[area], days_ago=number)
        make.member(team=cast.team)
    with django_assert_max_num_queries(len(one)):
        client.get(SPEAKERS + page)


# Practice your weakest


def test_the_link_leads_to_a_draw_of_that_kind_only_and_the_draw_says_so(cast, bob):
    for number in range(3):
        make.question(member=cast.alice, text=f"Why number {number}?")
        make.question(member=cast.alice, text=f"How number {number}?")
    assert bob.get(f"{PRACTICE}?kind=why").context["form"]["kind"].value() == "why"
    bob.post(f"{PRACTICE}draw/", {"rule_set": str(make.rule_set().pk), "visibility": "coaches", "kind": "why"})
    round = Round.objects.get()
    assert all(slip.text.startswith("Why") for slip in round.slips.all())
    assert round.draw_record["kind"] == "why" and round.draw_record["fresh"] == 3
    assert proof_of(round).comes_out


def test_too_few_of_a_kind_is_said(cast):
    make.question(member=cast.alice, text="Why one?")
    outcome = start_round(member=cast.bob, rule_set=make.rule_set(), kind="why")
    assert isinstance(outcome, TooFew) and (outcome.wanted, outcome.left) == (3, 1)
