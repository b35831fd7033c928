"""Rule sets, the season, boards, rounds, the outline, recordings of the speech and what listeners say of it."""

from practice.models.boards import Board, BoardQuerySet, Place
from practice.models.drills import OwnDrill
from practice.models.hearing import SHEET, Ballot, Comment, Focus, Said, Sheet, SpeechPlan
from practice.models.layouts import OwnLayout
from practice.models.outline import KeptText, Point, PointSource
from practice.models.recall import Recall, Sitting
from practice.models.recordings import Piece, Recording, RecordingQuerySet
from practice.models.rounds import Round, RoundEvent, RoundQuerySet, Slip
from practice.models.rule_sets import RuleSet, RuleSetQuerySet
from practice.models.season import ExtraTime, Going, PublishedArea, Season, Tournament, TournamentQuerySet
from practice.models.shortlist import Shortlist
from practice.models.signalling import Signalling

__all__ = [
    "SHEET",
    "Ballot",
    "Board",
    "BoardQuerySet",
    "Comment",
    "ExtraTime",
    "Focus",
    "Going",
    "KeptText",
    "OwnDrill",
    "OwnLayout",
    "Piece",
    "Place",
    "Point",
    "PointSource",
    "PublishedArea",
    "Recall",
    "Recording",
    "RecordingQuerySet",
    "Round",
    "RoundEvent",
    "RoundQuerySet",
    "RuleSet",
    "RuleSetQuerySet",
    "Said",
    "Season",
    "Sheet",
    "Shortlist",
    "Signalling",
    "Sitting",
    "Slip",
    "SpeechPlan",
    "Tournament",
    "TournamentQuerySet",
]
