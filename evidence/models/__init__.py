"""What people attach to a passage: notes and cards, what is said of both, and the blocks that cards are put into."""

from evidence.models.attached import (
    Attached,
    AttachedQuerySet,
    Card,
    Gift,
    Note,
    Passage,
    Placement,
)
from evidence.models.blocks import Block, BlockQuerySet, Entry
from evidence.models.bringing import CardBatch, CardLine
from evidence.models.cards import CardRun, CardState, Check, Pace
from evidence.models.merging import Merge, MergeQuerySet
from evidence.models.remarks import Approval, Looked, Mention, Muted, Remark
from evidence.models.sharing import Link

__all__ = [
    "Approval",
    "Attached",
    "AttachedQuerySet",
    "Block",
    "BlockQuerySet",
    "Card",
    "CardBatch",
    "CardLine",
    "CardRun",
    "CardState",
    "Check",
    "Entry",
    "Gift",
    "Link",
    "Looked",
    "Mention",
    "Merge",
    "MergeQuerySet",
    "Muted",
    "Note",
    "Pace",
    "Passage",
    "Placement",
    "Remark",
]
