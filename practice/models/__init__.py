"""Rule sets, boards, rounds and the outline that is written in one."""

from practice.models.boards import Board, BoardQuerySet, Place
from practice.models.layouts import OwnLayout
from practice.models.outline import KeptText, Point, PointSource
from practice.models.rounds import Round, RoundEvent, RoundQuerySet, Slip
from practice.models.rule_sets import RuleSet, RuleSetQuerySet

__all__ = [
    "Board",
    "BoardQuerySet",
    "KeptText",
    "OwnLayout",
    "Place",
    "Point",
    "PointSource",
    "Round",
    "RoundEvent",
    "RoundQuerySet",
    "RuleSet",
    "RuleSetQuerySet",
    "Slip",
]
