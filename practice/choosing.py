"""A question is kept: by the speaker, or by the rules where the time to choose ends without a choice.

Whether that time is over is decided in one place, by the clock under the round's lock: an act at the deadline or after
it finds the question kept. Nobody need be there for it. The clock goes on by itself, and whoever looks at the round
next (`settle`) has the question written down, with the instant of the deadline and not of the look.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Question
from practice.draw import kept_slip
from practice.history import append
from practice.models import Board, Round, Slip
from practice.models.rounds import RoundQuerySet
from practice.phases import EventKind, Phase
from practice.rule_sets.rules import Rules
from practice.words import kept
from teams.models import Team


def keep(round: Round, slip: Slip, *, counted: bool = True) -> None:
    """From here on it is the round's question. The round must be locked. `counted`: as spoken on, in the bank."""
    round.question_id = slip.question_id
    round.save(update_fields=["question"])
    if round.uses_up and counted:
        Question.objects.filter(pk=slip.question_id).update(spoken=F("spoken") + 1)


def position_kept(rules: Rules, slips: int, seed: str) -> int:
    """Which of that many slips the rules keep, from 1: the first drawn, or the one that the seed gives."""
    return kept_slip(slips, seed) if rules.keeps == "chance" else 1


def due_in(round: Round, now: datetime) -> bool:
    """The time to choose is over and nobody has written down yet what was kept."""
    unkept = round.question_id is None and round.finished_at is None and bool(round.figures.keeps)
    return unkept and round.clock(now).due


def settle(rounds: Iterable[Round], now: datetime | None = None) -> bool:
    """Write down what the rules kept, where that is due. True where these rounds are to be read again."""
    now = now or timezone.now()
    due = sorted(round.pk for round in rounds if due_in(round, now))
    for pk in due:
        with transaction.atomic():
            settle_locked(Round.objects.select_for_update(of=("self",)).get(pk=pk), now)
    return bool(due)


def settle_locked(round: Round, now: datetime) -> None:
    """The same for a round that the caller has locked, before anything else is done in it."""
    if not due_in(round, now):
        return
    slips = list(round.slips.all())
    slip = slips[position_kept(round.figures, len(slips), round.seed) - 1]
    append(round, EventKind.KEPT, ended_at(round, now), {"slip": slip.position, "how": round.figures.keeps})
    keep(round, slip)


def settle_board(board: Board, now: datetime | None = None) -> None:
    """All that is due on a board."""
    if board.figures.keeps:
        settle(_unkept().filter(place__board=board), now)


def settle_team(team: Team, now: datetime | None = None) -> None:
    """All that is due in a team, so that what was put back can be drawn by others."""
    settle(_unkept().filter(team=team, rules__choose_end__in=["first", "chance"]), now)


def _unkept() -> RoundQuerySet:
    return Round.objects.under_way().filter(question=None, deleted_at=None).prefetch_related("events")


def ended_at(round: Round, now: datetime) -> datetime:
    """The instant at which the time to choose ended, where that is over."""
    chosen = [span.end for span in round.clock(now).spans if span.phase is Phase.CHOOSE and span.end]
    return chosen[-1] if chosen else next(event.at for event in round.happened if event.kind is EventKind.DRAWN)


@dataclass(frozen=True)
class Kept:
    """What the rules kept in a round, and at which instant. `how` as `Rules.keeps`."""

    at: datetime
    slip: int
    how: str

    @property
    def words(self) -> str:
        return kept(self.how, self.slip)


def kept_in(round: Round) -> Kept | None:
    """None where the speaker chose, or nobody has yet."""
    found = next((event for event in round.happened if event.kind is EventKind.KEPT), None)
    return Kept(found.at, found.data["slip"], found.data["how"]) if found else None
