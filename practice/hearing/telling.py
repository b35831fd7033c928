"""What listeners say of a member's speech, on their page "For you" (evidence.for_you.MORE)."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from evidence.for_you import Item, Kind
from practice.models import Ballot, Comment
from teams.models import Membership


def _ballots(member: Membership) -> Any:
    rows = Ballot.objects.visible_to(member).given().filter(round__owner=member.user).exclude(owner=member.user)
    return rows.select_related("owner", "team", "round__question").prefetch_related("sheets")


def _of_ballot(row: Ballot, member: Membership, looked: datetime) -> Item:
    given = [sheet for sheet in row.sheets.all() if sheet.given_at]
    last = given[-1]
    did = "judged your speech" if len(given) == 1 else "changed the ballot on your speech"
    assert row.given_at is not None  # noqa: S101 - it was asked for
    about, words = str(row.round.question or ""), last.reasons or last.focus
    return Item(row.given_at, row.owner, did, words, about, row.get_absolute_url(), row.given_at > looked)


def _comments(member: Membership) -> Any:
    """Once the round is over: nobody is told in the middle of a speech."""
    to_me = Q(round__owner=member.user, answers=None) | Q(answers__owner=member.user)
    rows = Comment.objects.visible_to(member).said().exclude(owner=member.user)
    return rows.filter(to_me, round__finished_at__isnull=False).select_related("owner", "team", "round__question")


def _of_comment(row: Comment, member: Membership, looked: datetime) -> Item:
    did = "answered your comment" if row.answers_id else "commented on your speech"
    assert row.said_at is not None  # noqa: S101 - it was said
    about = str(row.round.question or "")
    return Item(row.said_at, row.owner, did, row.body, about, row.get_absolute_url(), row.said_at > looked)


KINDS = (Kind(_ballots, "given_at", _of_ballot), Kind(_comments, "said_at", _of_comment))
