"""Rule sets, the season, boards, rounds, the outline that is written in one, and recordings of the speech."""

from practice.models.boards import Board, BoardQuerySet, Place
from practice.models.layouts import OwnLayout
from practice.models.outline import KeptText, Point, PointSource
from practice.models.recordings import Piece, Recording, RecordingQuerySet
from practice.models.rounds import Round, RoundEvent, RoundQuerySet, Slip
from practice.models.rule_sets import RuleSet, RuleSetQuerySet
from practice.models.season import Going, PublishedArea, Season, Tournament, TournamentQuerySet

__all__ = [
    "Board",
    "BoardQuerySet",
    "Going",
    "KeptText",
    "OwnLayout",
    "Piece",
    "Place",
    "Point",
    "PointSource",
    "PublishedArea",
    "Recording",
    "RecordingQuerySet",
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
