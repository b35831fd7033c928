"""Comments on a speech: typed while it runs or afterwards, saved as they are typed, answered by who was spoken to.

A comment begins as a draft when its first words arrive, with the second that the speech was at then by the server's
clock. Whatever arrives is stored: what comes too late for one tab is kept as a draft of its own.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from practice.models import Comment, Round
from practice.outline.texts import plain
from practice.phases import SPEAKING
from teams.models import Membership

MOST = 5000  # code points


@dataclass(frozen=True)
class Typed:
    """A comment as its form sends it. `client_id` names it from its first letter on; `tab` the open page."""

    body: str
    client_id: uuid.UUID
    version: int = 0
    tab: uuid.UUID | None = None
    second: int | None = None  # typed by hand; else the server's while the speech runs


@dataclass(frozen=True)
class Kept:
    """The comment holds what was typed."""

    comment: Comment


@dataclass(frozen=True)
class Clash:
    """Another tab had saved `comment` in between; what was typed is a draft of its own, `kept`."""

    comment: Comment
    kept: Comment


@dataclass(frozen=True)
class Nothing:
    """There were no words to say."""


def second_of(round: Round, at: datetime | None = None) -> int | None:
    """The second that the running speech is at; None where none runs."""
    state = round.clock(at)
    return int(state.speech_used) if state.phase in SPEAKING else None


def save_draft(*, member: Membership, round: Round, typed: Typed, at: datetime | None = None) -> Kept | Clash:
    """Store what is typed so far."""
    with transaction.atomic():
        return _store(member, round, typed, at)


def say(
    *, member: Membership, round: Round, typed: Typed, answers: Comment | None = None, at: datetime | None = None
) -> Kept | Clash | Nothing:
    """The words are said: whoever sees the round sees them. What arrives twice is said once."""
    if not plain(typed.body).strip():
        return Nothing()
    with transaction.atomic():
        outcome = _store(member, round, typed, at)
        if isinstance(outcome, Kept) and outcome.comment.draft:
            comment = outcome.comment
            comment.draft, comment.said_at = False, at or timezone.now()
            if answers:
                comment.answers, comment.second = answers, answers.second
            comment.save(update_fields=["draft", "said_at", "answers", "second", "updated_at"])
        return outcome


def change(*, comment: Comment, body: str, version: int, second: int | None) -> Kept | Clash | Nothing:
    """Change a comment that was said, if nobody has since `version`. Else the words are kept as a draft."""
    if not plain(body).strip():
        return Nothing()
    with transaction.atomic():
        now = Comment.objects.select_for_update().get(pk=comment.pk)
        if now.version != version and now.body != plain(body):
            return Clash(now, _begin(now.team_id, now.owner_id, now.round_id, uuid.uuid4(), plain(body), now.second))
        now.body, now.second, now.version = plain(body), now.second if now.answers_id else second, now.version + 1
        now.save(update_fields=["body", "second", "version", "updated_at"])
        return Kept(now)


def _store(member: Membership, round: Round, typed: Typed, at: datetime | None) -> Kept | Clash:
    # One at a time, so that a second request finds the row that the first one made.
    Membership.objects.select_for_update().get(pk=member.pk)
    body = plain(typed.body)
    own = Comment.objects.filter(owner=member.user, round=round)
    comment = own.filter(client_id=typed.client_id).first()
    if comment is None:
        second = typed.second if typed.second is not None else second_of(round, at)
        client_id = uuid.uuid4() if Comment.objects.filter(client_id=typed.client_id).exists() else typed.client_id
        return Kept(_begin(member.team_id, member.user_id, round.pk, client_id, body, second, tab=typed.tab))
    if comment.body == body and (typed.second is None or comment.second == typed.second):
        return Kept(comment)
    if not comment.draft or (comment.version != typed.version and comment.tab != typed.tab):
        kept = _begin(member.team_id, member.user_id, round.pk, uuid.uuid4(), body, comment.second, tab=typed.tab)
        return Clash(comment, kept)
    comment.body, comment.version, comment.tab = body, comment.version + 1, typed.tab
    if typed.second is not None:
        comment.second = typed.second
    comment.save(update_fields=["body", "second", "version", "tab", "updated_at"])
    return Kept(comment)


def _begin(
    team: Any,
    owner: Any,
    round: uuid.UUID,
    client_id: uuid.UUID,
    body: str,
    second: int | None,
    tab: uuid.UUID | None = None,
) -> Comment:
    return Comment.objects.create(
        team_id=team, owner_id=owner, round_id=round, client_id=client_id, body=body, second=second, tab=tab
    )
