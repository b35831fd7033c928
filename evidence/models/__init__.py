"""What people attach to a passage: notes and cards, and what a card was before."""

from evidence.models.attached import (
    Attached,
    AttachedQuerySet,
    Card,
    Merge,
    MergeQuerySet,
    Note,
    Passage,
    Placement,
)
from evidence.models.cards import CardRun, CardState, Check, Pace

__all__ = [
    "Attached",
    "AttachedQuerySet",
    "Card",
    "CardRun",
    "CardState",
    "Check",
    "Merge",
    "MergeQuerySet",
    "Note",
    "Pace",
    "Passage",
    "Placement",
]
