"""What is done on a squad board. Every verb holds the board's lock, so two acts at once come one after the other.

The `board` or `place` that is given is one that the caller may act on. A verb that had been done already changes
nothing and says so. Whoever acts on a place says which `version` of it they saw. `at` is for tests and demo data.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Area, Question
from practice.choosing import settle_team
from practice.draw import TooFew
from practice.models import Board, Place, Round, RuleSet, Slip, Tournament
from practice.picking import pick_for_all
from practice.rule_sets.rules import Rules
from practice.season.allowing import extra_of, leads_of
from practice.season.extra import NONE, Extra, lead, lengthened
from practice.squad.stagger import Standing, Times, moved_up, prep_left, slot_again, stagger, times, with_time_for
from practice.starting import Fixed, Started, start_on, start_round
from teams.access import Visibility
from teams.models import Membership, User

NOT_THERE = "You are marked as not there. Tell whoever runs the board."
SAME = "All speakers of this squad practice have the same question."
PUT_BACK = "Few questions are left, so a team-mate may have drawn some of these and put them back."


@dataclass(frozen=True)
class Done:
    """`repeated` is True where it had been done before and nothing was changed."""

    place: Place
    repeated: bool = False


@dataclass(frozen=True)
class Changed:
    """Somebody else was faster: nothing was done. `place` is how it stands now."""

    place: Place


@dataclass(frozen=True)
class NotNow:
    """It cannot be done as things stand; `why` is a sentence for people."""

    why: str


@dataclass(frozen=True)
class Busy:
    """The speaker has another round under way."""

    round: Round


def make_board(
    *,
    member: Membership,
    speakers: Sequence[User],
    rule_set: RuleSet,
    first_draw: datetime,
    interval: timedelta,
    sections: int = 1,
    areas: Iterable[Area] = (),
    gap: str = Board.Gap.KEEP,
    asks: str = Board.Asked.NOBODY,
    by_lot: bool = False,
    tournament: Tournament | None = None,
    simulation: bool = False,
    one_question: bool = False,
) -> Board:
    """A board with a place for every speaker, in the order given or by lot. Raises `StaggerError`.

    In a `simulation` every speaker is in legal mode from their draw on. With `one_question` all speak on the same,
    which is drawn when the first of them draws.
    """
    rules = replace(rule_set.figures, pause=False)
    if not asks:
        rules = replace(rules, questioning=0)
    # In a zone of the team, minutes added to it would be an hour off behind a change of the clocks.
    first_draw = first_draw.astimezone(UTC).replace(microsecond=0)
    order = list(speakers)
    if by_lot:
        secrets.SystemRandom().shuffle(order)
        extras = leads_of(member.team_id, [one.pk for one in order])
        order = list(
            with_time_for(
                order,
                [_lead(rules, extras.get(one.pk, NONE)) for one in order],
                sections=sections,
                interval=interval,
                until_first=max(timedelta(0), first_draw - timezone.now()),
            )
        )
    slots = stagger(order, sections=sections, interval=interval, first=first_draw, rules=rules)
    with transaction.atomic():
        board = Board.objects.create(
            team=member.team,
            owner=member.user,
            rule_set=rule_set,
            rules=rules.to_mapping(),
            first_draw=first_draw,
            interval=int(interval.total_seconds()),
            sections=sections,
            gap=gap,
            asks=asks,
            tournament=tournament,
            simulation=simulation,
            one_question=one_question,
        )
        board.areas.set(areas)
        Place.objects.bulk_create(
            Place(board=board, user=slot.speaker, section=slot.section, number=slot.number, draw_at=slot.times.draw)
            for slot in slots
        )
    return board


def mark(*, place: Place, state: str, version: int, at: datetime | None = None) -> Done | Changed | NotNow:
    """Note that a speaker is there, late, or did not come; where the board says so, a gap is closed."""
    with transaction.atomic():
        board, place = _locked(place)
        if place.state == state:
            return Done(place, repeated=True)
        if place.version != version:
            return Changed(place)
        if board.ended_at:
            return NotNow("This squad practice is over.")
        now = at or timezone.now()
        if place.drawn:
            return NotNow(f"{place.user} has drawn." if now >= place.draw_at else f"{place.user} keeps that mark.")
        before, place.state = place.state, state
        if state == Place.State.HERE:
            place.signed_in_at = place.signed_in_at or now
        if board.gap == Board.Gap.CLOSE and before == Place.State.NO_SHOW:
            _give_time_again(board, place)
        _save(place)
        if state == Place.State.NO_SHOW:
            if board.gap == Board.Gap.CLOSE:
                _close_gap(board, place, now)
            _count_same(board)
        return Done(place)


def swap(*, place: Place, other: Place, seats: tuple[str, str]) -> Done | Changed | NotNow:
    """Two speakers change places: number, section and time. Neither may have drawn.

    `seats` are the codes at which they were seen ("A1", "B2"); where they have changed already, it is done.
    """
    with transaction.atomic():
        board, place = _locked(place)
        other = board.places.select_related("user", "round").get(pk=other.pk)
        other.board = board
        if place.pk == other.pk:
            return NotNow("Choose two speakers.")
        if (other.code, place.code) == seats:
            return Done(place, repeated=True)
        if (place.code, other.code) != seats:
            return Changed(place)
        if board.ended_at:
            return NotNow("This squad practice is over.")
        if board.gap == Board.Gap.CLOSE and Place.State.NO_SHOW in (place.state, other.state):
            return NotNow("The others moved up into the time of who did not come. Sign them in; then swap.")
        for one in (place, other):
            if one.drawn:
                before = timezone.now() < one.draw_at  # with extra time, which whoever runs the board need not know
                why = "These places stay as they are." if before else ""
                return NotNow(why or f"{one.user} has drawn, so the places stay as they are.")
        mine, theirs = ((one.section, one.number, one.draw_at) for one in (place, other))
        Place.objects.filter(pk=place.pk).update(number=0)  # nobody has two places, not even for a moment
        other.section, other.number, other.draw_at = mine
        place.section, place.number, place.draw_at = theirs
        for one in (other, place):
            one.swapped, one.set_at = True, timezone.now()
            _save(one)
        return Done(place)


def draw_at_place(*, place: Place, member: Membership, at: datetime | None = None) -> Done | NotNow | Busy | TooFew:
    """The speaker draws. Whatever the hour of it, prep ends when the board says.

    No question is drawn twice in a section while enough are left; then those that were put back come again, and
    never one that somebody kept or may still choose.
    """
    settle_team(member.team, at)  # as start_round does: before the locks
    with transaction.atomic():
        board, place = _locked(place)
        now = (at or timezone.now()).replace(microsecond=0)
        if place.drawn:
            return Done(place, repeated=True)
        extra = extra_of(member)
        rules, opens = lengthened(board.figures, extra), place.draw_at - _lead(board.figures, extra)
        why = _why_not(board, place, now, times(opens, rules))
        if why:
            return NotNow(why)
        late = max(0, int((now - max(opens, min(place.set_at, place.draw_at))).total_seconds()))
        started = _started(board, member, Fixed(place, rules, (), late, extra=extra), now)
        if isinstance(started, TooFew):
            return started
        if not started.created:
            return Busy(started.round)
        if place.state == Place.State.EXPECTED:
            place.state, place.signed_in_at = Place.State.HERE, now
        _save(place)
        _count_same(board)
        return Done(place)


def end_board(*, board: Board, at: datetime | None = None) -> None:
    """Nobody draws any more; rounds that are under way go on."""
    with transaction.atomic():
        board = Board.objects.select_for_update(of=("self",)).get(pk=board.pk)
        if board.ended_at is None:
            board.ended_at = at or timezone.now()
            board.save(update_fields=["ended_at"])
            _count_same(board)


def open_board(*, board: Board, by: Membership) -> NotNow | None:
    """Go on with one that was ended. Who would still draw its one question may not: what a board gives away when it is
    over (slips, counts in the bank) would be known to them."""
    if board.question_id and board.places.filter(user=by.user, round=None).exists():
        return NotNow("You would draw the question of this board, which may be known to you. Ask another to go on.")
    Board.objects.filter(pk=board.pk).update(ended_at=None)
    return None


def _started(board: Board, member: Membership, fixed: Fixed, now: datetime) -> Started | TooFew:
    told: dict[str, Any] = {
        "member": member,
        "rule_set": board.rule_set,
        "tournament": board.tournament,
        "simulation": board.simulation,
        "visibility": Visibility.COACHES,
        "at": now,
    }
    if board.one_question:
        same = _same_for_all(board)
        if isinstance(same, TooFew):
            return same
        return start_on(**told, question=same, fixed=replace(fixed, relaxed=(SAME,), counted=False))
    held, kept = _held(board, fixed.place)
    started = None
    for now_fixed in (replace(fixed, held=held), replace(fixed, held=kept, relaxed=(PUT_BACK,))):
        started = start_round(**told, areas=board.areas.all(), fixed=now_fixed, settled=True)
        if not isinstance(started, TooFew):
            break
    assert isinstance(started, Started | TooFew)  # noqa: S101 - the loop ran, and no seal was shown
    return started


def _same_for_all(board: Board) -> Question | TooFew:
    """The question of a board on which all speak on the same: drawn now, where nobody has drawn yet."""
    if board.question is None:
        users = board.places.exclude(state=Place.State.NO_SHOW).values("user")
        speakers = list(Membership.objects.in_team(board.team).filter(user__in=users))
        picked = pick_for_all(speakers, list(board.areas.all()))
        if isinstance(picked, TooFew):
            return picked
        board.question = Question.objects.get(pk=picked)
        board.save(update_fields=["question"])
    return board.question


def _count_same(board: Board) -> None:
    """How often the one question was drawn is told in the bank when nobody of the board draws it any more: who reads
    there which question is newly drawn would know theirs. The board must be locked."""
    if board.question_id is None:
        return
    waiting = board.places.exclude(state=Place.State.NO_SHOW).filter(round=None)
    if board.ended_at is None and waiting.exists():
        return
    more = Round.objects.filter(place__board=board).count() - board.counted
    Question.objects.filter(pk=board.question_id).update(drawn=F("drawn") + more, spoken=F("spoken") + more)
    board.counted += more
    board.save(update_fields=["counted"])


def _locked(place: Place) -> tuple[Board, Place]:
    board = (
        Board.objects.select_for_update(of=("self",))
        .select_related("team", "rule_set", "tournament")
        .get(pk=place.board_id)
    )
    found = Place.objects.select_related("user", "round").get(pk=place.pk)
    found.board = board
    return board, found


def _save(place: Place) -> None:
    place.version += 1
    place.save()


def _lead(rules: Rules, extra: Extra) -> timedelta:
    return timedelta(seconds=lead(rules, extra))


def _why_not(board: Board, place: Place, now: datetime, own: Times) -> str:
    """`own`: the speaker's times from when they may draw, with what extra time they have."""
    if board.ended_at:
        return "This squad practice is over."
    if place.state == Place.State.NO_SHOW:
        return NOT_THERE
    if now < own.draw:
        return f"You draw at {timezone.localtime(own.draw):%H:%M}."
    if not prep_left(own, now, board.figures):
        return "Your time to speak has come, so there is nothing left to prepare in."
    return ""


def _held(board: Board, place: Place) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the rest of the section drew; and of that, what was kept or may still be chosen."""
    slips = Slip.objects.filter(round__place__board=board, round__place__section=place.section)
    rows = slips.values_list("question", "question__merged_into", "round__question")
    drawn = {str(pk) for question, merged, _ in rows for pk in (question, merged) if pk}
    kept = {str(pk) for *pair, chosen in rows if chosen in (None, pair[0]) for pk in pair if pk}
    return tuple(drawn), tuple(kept)


def _others(board: Board, place: Place) -> list[Place]:
    """Who else comes in this section, in the order of their draws."""
    places = board.places.filter(section=place.section).exclude(pk=place.pk).exclude(state=Place.State.NO_SHOW)
    return list(places.select_related("round").order_by("draw_at", "number"))


def _close_gap(board: Board, place: Place, now: datetime) -> None:
    following = [one for one in _others(board, place) if one.draw_at > place.draw_at]
    extras = leads_of(board.team_id, [one.user_id for one in following])
    start = -(-now.timestamp() // 60) * 60  # the next whole minute: a time that can be read from a clock
    times = moved_up(
        place.draw_at,
        [
            Standing(one.draw_at, fixed=bool(one.drawn), lead=_lead(board.figures, extras.get(one.user_id, NONE)))
            for one in following
        ],
        interval=timedelta(seconds=board.interval),
        now=datetime.fromtimestamp(start, tz=now.tzinfo),
    )
    for one, draw_at in zip(following, times, strict=True):
        if one.draw_at != draw_at:
            one.draw_at, one.set_at = draw_at, now
            _save(one)


def _give_time_again(board: Board, place: Place) -> None:
    others = [one.draw_at for one in _others(board, place)]
    if others:
        place.set_at = timezone.now()
        place.draw_at = slot_again(place.draw_at, others, interval=timedelta(seconds=board.interval))
