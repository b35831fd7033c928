"""How a round begins: questions drawn, one that the speaker picked, or what a squad board fixes.

The team is locked while it is drawn, so that no two draws give one question. `at` is for tests and demo data only.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Area, Question
from practice.choosing import settle_team
from practice.draw import TooFew
from practice.drills.drill import Drill
from practice.drills.own import kept_as
from practice.hearing.focus import carry
from practice.history import append
from practice.models import Place, Round, RuleSet, Slip, Tournament
from practice.outline.layout import Layout
from practice.outline.layouts import FIRST, layout_of, put_points, shipped
from practice.phases import EventKind
from practice.picking import Picked, Unsealed, pick_for
from practice.rounds import InAnotherRoom, choose, close_room
from practice.rule_sets.rules import Rules
from practice.season.again import Within, this_season
from practice.season.allowing import extra_of
from practice.season.extra import NONE, Extra, lengthened
from teams.access import Visibility
from teams.models import Membership, Team

BY_HAND = "by hand"  # in a draw record: the speaker picked the question


@dataclass(frozen=True)
class Started:
    """`created` is False where a round was under way already; then `round` is that one, be it of another team in whose
    room the speaker is by now."""

    round: Round
    created: bool


@dataclass(frozen=True)
class Fixed:
    """What a squad board fixes for a round that is drawn at a place of it (`practice.squad.squads`).

    `held` are questions that nobody else of the section gets, `late` the seconds by which this draw is late,
    `relaxed` what was given up to draw at all. `rules` hold the speaker's `extra` time already. Where `counted` is
    False the board counts in the bank how often its question was drawn, once nobody can be told anything by that.
    """

    place: Place
    rules: Rules
    held: tuple[str, ...]
    late: int
    relaxed: tuple[str, ...] = ()
    extra: Extra = NONE
    counted: bool = True


@dataclass(frozen=True, kw_only=True)
class _Room:
    """How a speaker wants the prep room, and for what. `layout` None: as in the last round."""

    simulation: bool = False
    training: bool = False
    layout: Layout | None = None
    tournament: Tournament | None = None
    drill: Drill | None = None


def start_round(
    *,
    member: Membership,
    rule_set: RuleSet | None,
    areas: Iterable[Area] = (),
    visibility: str = Visibility.COACHES,
    fewer: bool = False,
    shown: str = "",
    fixed: Fixed | None = None,
    simulation: bool = False,
    layout: Layout | None = None,
    training: bool = False,
    tournament: Tournament | None = None,
    within: Within | None = None,
    kind: str = "",
    difficulty: str = "",
    drill: Drill | None = None,
    settled: bool = False,
    at: datetime | None = None,
) -> Started | TooFew | Unsealed:
    """Draw questions for a new round of the member's, or give back the round that is under way.

    `fewer` draws what is left where the rule set's number is not there. `shown` is the hash of the seed that the
    student saw before. In a `simulation` the round is in legal mode (practice.legal.room), and the clock never pauses.
    It may be practiced for a `tournament`; `within` says what is not drawn again, where that is not this season's.
    Only questions of the `kind` and of the `difficulty` are drawn, where they are named. A `drill` changes the
    figures, and says whether the question counts as spoken on. Two presses at once make one round: the team is locked,
    and the database allows one round at a time.

    A caller that draws inside a transaction of its own calls `settle_team` before that, and says so by `settled`.
    """
    areas, again = list(areas), within or this_season(member)
    again = replace(again, bars=drill is None or drill.uses_up)

    def pick(rules: Rules) -> Picked | TooFew | Unsealed:
        held = fixed.held if fixed else None
        told = {"fewer": fewer, "shown": shown, "held": held, "within": again, "kind": kind, "difficulty": difficulty}
        picked = pick_for(member=member, areas=areas, k=rules.draw or 1, **told)  # type: ignore[arg-type]
        if fixed and isinstance(picked, Picked):
            picked.record["relaxed"] = [*fixed.relaxed, *picked.record["relaxed"]]
        if isinstance(picked, Picked) and drill and (words := drill.told([area.name for area in areas])):
            picked.record["relaxed"].append(words)
        return picked

    at = at or timezone.now()
    if not settled:  # before the locks: it takes those of other rounds, and of their questions
        settle_team(member.team, at)
    room = _Room(simulation=simulation, training=training, layout=layout, tournament=tournament, drill=drill)
    return _start(member, rule_set, areas, visibility, at, pick, fixed, room=room)


def start_on(
    *,
    member: Membership,
    rule_set: RuleSet | None,
    question: Question,
    visibility: str = Visibility.COACHES,
    simulation: bool = False,
    layout: Layout | None = None,
    drill: Drill | None = None,
    tournament: Tournament | None = None,
    fixed: Fixed | None = None,
    at: datetime | None = None,
) -> Started:
    """A round on a question that the speaker picked: nothing is drawn, and prep begins. Or the round under way.

    A board (`fixed`) may have picked it, and says why.
    """
    why = list(fixed.relaxed) if fixed else ["Picked by hand, not drawn."]
    record = {"algorithm": BY_HAND, "wanted": 1, "pool_size": 1, "relaxed": why}
    with transaction.atomic():
        at = at or timezone.now()
        picked = Picked("", record, (str(question.pk),))
        room = _Room(simulation=simulation, layout=layout, drill=drill, tournament=tournament)
        started = _start(member, rule_set, (), visibility, at, lambda rules: picked, fixed, room=room)
        assert isinstance(started, Started)  # noqa: S101 - one question is never too few
        if started.created:
            counted = fixed is None or fixed.counted
            choose(round=started.round, slip=started.round.slips.get(), at=at, counted=counted)
    return started


def _start(
    member: Membership,
    rule_set: RuleSet | None,
    areas: Iterable[Area],
    visibility: str,
    at: datetime,
    pick: Callable[[Rules], Picked | TooFew | Unsealed],
    fixed: Fixed | None = None,
    *,
    room: _Room,
) -> Started | TooFew | Unsealed:
    """`pick` is called when the team is locked, so that no two draws give one question, and no round is under way.

    What the speaker set in the last round is so again: the layout, the number of sources.
    """
    if fixed:
        rules, extra = fixed.rules, fixed.extra
    else:
        assert rule_set is not None  # noqa: S101 - only a board may have outlived its rule set
        figures = rule_set.figures if room.simulation else rule_set.figures.for_practice()
        extra = extra_of(member)
        rules = lengthened(room.drill.of(figures) if room.drill else figures, extra)
    try:
        with transaction.atomic():
            Team.objects.select_for_update(no_key=True).get(pk=member.team_id)
            under_way = Round.objects.visible_to(member).of(member).under_way().first()
            if under_way:
                return Started(under_way, created=False)
            picked = pick(rules)
            if not isinstance(picked, Picked):
                return picked
            last = Round.objects.visible_to(member).of(member).whole().order_by("-created_at").first()
            layout = _layout_for(room, last)
            round_ = Round.objects.create(
                team=member.team,
                owner=member.user,
                visibility=visibility,
                rule_set=rule_set,
                rules=rules.to_mapping(),
                extra={"prep": extra.prep, "speech": extra.speech} if extra else {},
                seed=picked.seed,
                draw_record=picked.record,
                place=fixed.place if fixed else None,
                tournament=room.tournament,
                simulation=room.simulation,
                training=room.training and not room.simulation,
                layout=layout.to_mapping(),
                aims_for=last.aims_for if last and not (room.drill and room.drill.sets_target) else None,
                **kept_as(room.drill),
                uses_up=room.drill is None or room.drill.uses_up,
            )
            round_.areas.add(*areas)
            put_points(round_, layout)
            _lay_out(round_, picked.ids, at, fixed)
            carry(member=member, round=round_)
            if room.simulation:
                close_room(round_, member.user, at)
            return Started(round_, created=True)
    except InAnotherRoom as there:
        return Started(there.round, created=False)
    except IntegrityError:
        under_way = Round.objects.visible_to(member).of(member).under_way().first()
        if under_way is None:
            raise
        return Started(under_way, created=False)


def _layout_for(room: _Room, last: Round | None) -> Layout:
    layout = room.layout or layout_of(last)
    if room.simulation and layout.key not in shipped():  # it was made beforehand
        return shipped()[FIRST]
    if room.drill is None:
        return layout
    return room.drill.outlined(shipped().get(room.drill.layout, layout), shipped()[FIRST])


def _lay_out(round: Round, ids: tuple[str, ...], at: datetime, fixed: Fixed | None) -> None:
    drawn = Question.objects.filter(pk__in=ids)
    # Locked in one order, whoever draws: two draws at once that lock some of the same wait, and do not wait in a ring.
    questions = {str(question.pk): question for question in drawn.order_by("pk").select_for_update(no_key=True)}
    Slip.objects.bulk_create(
        Slip(round=round, question=questions[pk], position=position, text=questions[pk].text)
        for position, pk in enumerate(ids, start=1)
    )
    if fixed is None or fixed.counted:
        drawn.update(drawn=F("drawn") + 1)
    late = {"late": fixed.late} if fixed and fixed.late else {}
    append(round, EventKind.DRAWN, at, {"slips": list(ids), **late})
