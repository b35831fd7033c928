"""What people attach to a passage: notes and cards, what a card was before, and the blocks that cards are put into."""

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
from evidence.models.blocks import Block, BlockQuerySet, Entry
from evidence.models.cards import CardRun, CardState, Check, Pace

__all__ = [
    "Attached",
    "AttachedQuerySet",
    "Block",
    "BlockQuerySet",
    "Card",
    "CardRun",
    "CardState",
    "Check",
    "Entry",
    "Merge",
    "MergeQuerySet",
    "Note",
    "Pace",
    "Passage",
    "Placement",
]
