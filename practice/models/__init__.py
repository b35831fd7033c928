"""Rule sets, the season, boards, rounds and the outline that is written in one."""

from practice.models.boards import Board, BoardQuerySet, Place
from practice.models.layouts import OwnLayout
from practice.models.outline import KeptText, Point, PointSource
from practice.models.rounds import Round, RoundEvent, RoundQuerySet, Slip
from practice.models.rule_sets import RuleSet, RuleSetQuerySet
from practice.models.season import Going, PublishedArea, Season, Tournament, TournamentQuerySet

__all__ = [
    "Board",
    "BoardQuerySet",
    "Going",
    "KeptText",
    "OwnLayout",
    "Place",
    "Point",
    "PointSource",
    "PublishedArea",
    "Round",
    "RoundEvent",
    "RoundQuerySet",
    "RuleSet",
    "RuleSetQuerySet",
    "Season",
    "Slip",
    "Tournament",
    "TournamentQuerySet",
]
