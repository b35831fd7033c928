"""What listeners said, in a team's file."""

from typing import Any

from django.db import models
from django.db.models import Q

from lib.portable import Part
from practice.hearing.ballots import MOST as LONGEST_REASONS
from practice.hearing.ballots import POINTS
from practice.hearing.comments import MOST as LONGEST_COMMENT
from practice.hearing.sections import PlanError, read_plan
from practice.models import Ballot, Comment, Focus, Said, Sheet, SpeechPlan
from teams.portable import Scope


def _points(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(marked, int) and not isinstance(marked, bool) and 1 <= marked <= POINTS for marked in value.values()
    )


def _sheet(sheet: Sheet) -> str:
    if sheet.rank is not None and sheet.rank < 1:
        return "rank: is below 1."
    return "" if len(sheet.reasons) <= LONGEST_REASONS else "reasons: are longer than they can be."


def _comment(comment: Comment) -> str:
    return "" if len(comment.body) <= LONGEST_COMMENT else "body: is longer than it can be."


def _plan(plan: SpeechPlan) -> str:
    try:
        read_plan(plan.shares)
    except PlanError as fault:
        return f"shares: {fault}"
    return ""


def _ballots(scope: Scope) -> models.QuerySet[Any]:
    """A member's own things are what they gave and what was given to them."""
    assert scope.member is not None  # noqa: S101 - without one nothing is chosen
    seen = Ballot.objects.held_for(scope.member)
    mine = Q(owner=scope.member.user) | Q(round__owner=scope.member.user)
    return seen.filter(mine) if scope.own else seen


def _sheets(scope: Scope) -> models.QuerySet[Any]:
    """What was given; a draft is its judge's."""
    assert scope.member is not None  # noqa: S101 - without one nothing is chosen
    seen = Q(given_at__isnull=False) | Q(ballot__owner=scope.member.user)
    return Sheet.objects.filter(seen, ballot__in=scope.of(Ballot).values("pk"))


_NAMED_BY_PAGE = {
    "client_id": "it keeps one page from sending twice",
    "tab": "an open page is of a sitting",
}
PARTS = (
    Part(SpeechPlan, check=_plan),
    Part(Comment, left_out=_NAMED_BY_PAGE, check=_comment),
    Part(Said, left_out={"client_id": _NAMED_BY_PAGE["client_id"]}),
    Part(Ballot, left_out={"tab": _NAMED_BY_PAGE["tab"], "turn": _NAMED_BY_PAGE["tab"]}, chosen=_ballots),
    Part(Sheet, of="ballot", shapes={"points": _points}, check=_sheet, chosen=_sheets),
    Part(Focus, of="round", key=(), person="by"),
)
