"""What is not drawn again for a speaker: what was met in a season, for one tournament, or ever.

A round keeps in its draw record which of these held, with the moment or the tournament that bounds it, so that the
draw can be done again whatever is begun or taken back later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from lib.fields import FIRST_YEAR
from practice.models.season import Season, Tournament
from teams.models import Membership

if TYPE_CHECKING:
    from practice.models.rounds import RoundQuerySet


class Kind(StrEnum):
    SEASON = "season"
    TOURNAMENT = "tournament"
    EVER = "ever"


@dataclass(frozen=True)
class Within:
    """Which earlier rounds of the speaker bar a question. By default, all but drills that did not speak on theirs.

    With `bars` False the draw is for such a drill: it counts all rounds, and none bars a question; what was met is
    drawn where nothing else is left.
    """

    kind: Kind = Kind.EVER
    since: datetime | None = None  # of a season
    tournament: str = ""  # its key
    bars: bool = True

    def of(self, rounds: RoundQuerySet) -> RoundQuerySet:
        rounds = rounds.filter(uses_up=True) if self.bars else rounds
        match self.kind:
            case Kind.SEASON:
                return rounds.filter(created_at__gte=self.since)
            case Kind.TOURNAMENT:
                return rounds.filter(tournament=self.tournament)
        return rounds

    @property
    def words(self) -> str:
        """As the end of "you have spoken on 3 …"."""
        return {Kind.SEASON: " this season", Kind.TOURNAMENT: " for this tournament"}.get(self.kind, "")

    def record(self) -> dict[str, Any]:
        """As the draw record keeps it; {} for ever, as older records have it."""
        kept: dict[str, Any] = {} if self.bars else {"bars": False}
        match self.kind:
            case Kind.SEASON:
                kept |= {"within": self.kind, "since": self.since.isoformat() if self.since else ""}
            case Kind.TOURNAMENT:
                kept |= {"within": self.kind, "tournament": self.tournament}
        return kept

    @classmethod
    def recorded(cls, record: Mapping[str, Any]) -> Within:
        """Raises ValueError for what `record` cannot have written."""
        kind = Kind(record.get("within", Kind.EVER))
        since = datetime.fromisoformat(record["since"]) if kind is Kind.SEASON else None
        bars = record.get("bars", True)
        if not isinstance(bars, bool):
            raise TypeError("bars is no yes or no")
        return cls(kind, since, record["tournament"] if kind is Kind.TOURNAMENT else "", bars)


ALWAYS = Within()


def season_of(member: Membership) -> Season | None:
    """The season that the team is in; None where none was ever begun."""
    seasons = Season.objects.visible_to(member).filter(began_at__lte=timezone.now())
    found: Season | None = seasons.newest_first().first()
    return found


def this_season(member: Membership) -> Within:
    """Since the season began; ever, where none did."""
    season = season_of(member)
    return Within(Kind.SEASON, season.began_at) if season else ALWAYS


def chosen(member: Membership, kind: str, tournament: Tournament | None) -> Within:
    """What the draw form says; what it cannot mean, or says nothing of, is this season."""
    if kind == Kind.EVER:
        return ALWAYS
    if kind == Kind.TOURNAMENT and tournament:
        return Within(Kind.TOURNAMENT, tournament=str(tournament.pk))
    return this_season(member)


def begin_season(*, member: Membership, day: date) -> Season:
    """From that day on, today from this minute on. Raises ValueError for a day to come, or before FIRST_YEAR."""
    today = timezone.localdate()
    if day > today or day.year < FIRST_YEAR:
        raise ValueError("A season that has not begun resets nothing, nor does one of another age.")
    began = timezone.now() if day == today else timezone.make_aware(datetime.combine(day, time.min))
    return Season.objects.create(team=member.team, owner=member.user, began_at=began)
