"""Replying to a note, commenting on a card, and telling the members that are named."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from articles.rendering import render
from evidence.mentions import named
from evidence.models import Card, Mention, Muted, Note, Remark
from lib.once import once
from teams.access import Visibility
from teams.models import Membership


@dataclass(frozen=True)
class Remarked:
    """On a conflict nothing was stored and `remark` is what stands now.

    `told` are the members whom it names; `untold` are named too, but do not see it.
    """

    remark: Remark
    told: tuple[Membership, ...] = ()
    untold: tuple[Membership, ...] = ()
    conflict: bool = False


def remark(
    *,
    member: Membership,
    about: Note | Card,
    body: str,
    visibility: str = Visibility.TEAM,
    client_id: uuid.UUID | None = None,
) -> Remarked:
    """Say something of a note or a card. What arrives twice is said once. A comment is seen with its card."""
    client_id = once(client_id, about.pk, body, visibility)
    with transaction.atomic():
        # One at a time: a second post finds the first.
        type(about)._default_manager.select_for_update().get(pk=about.pk)
        first = Remark.objects.filter(owner=member.user, client_id=client_id, team=member.team).first()
        if first:
            return Remarked(first)
        said = Remark.objects.create(
            team=member.team,
            owner=member.user,
            note=about if isinstance(about, Note) else None,
            card=about if isinstance(about, Card) else None,
            visibility=visibility if isinstance(about, Note) else Visibility.TEAM,
            body=body,
            html=render(body).html,
            client_id=client_id,
        )
        return _tell(said)


def edit_remark(*, remark: Remark, version: int, body: str, visibility: str = "") -> Remarked:
    """Store a changed remark if nobody has changed it since `version`."""
    with transaction.atomic():
        now = Remark.objects.select_for_update().get(pk=remark.pk)
        if now.version != version:
            return Remarked(now, conflict=True)
        now.body, now.html, now.version = body, render(body).html, now.version + 1
        if now.note_id and visibility:
            now.visibility = visibility
        now.save()
        return _tell(now)


def _tell(said: Remark) -> Remarked:
    """Mention whom it names, nobody else. Nobody is told of what they cannot see."""
    wanted = set(named(said.body))
    people = list(Membership.objects.in_team(said.team)) if wanted else []
    meant = [member for member in people if member.user_id != said.owner_id and wanted & names(member)]
    told = [m for m in meant if Remark.objects.visible_to(m).filter(pk=said.pk).exists()]
    said.mentions.exclude(user__in=[m.user_id for m in told]).delete()
    Mention.objects.bulk_create([Mention(remark=said, user=m.user) for m in told], ignore_conflicts=True)
    return Remarked(said, tuple(told), tuple(m for m in meant if m not in told))


def mute(*, about: Note | Card, member: Membership, on: bool) -> None:
    """Hear no more of what is said of it, or hear of it again."""
    which: dict[str, Any] = {"user": member.user, about.KIND: about}
    if on:
        Muted.objects.get_or_create(**which)
    else:
        Muted.objects.filter(**which).delete()


def names(member: Membership) -> set[str]:
    """What may stand behind the @: the user name, or the shown name without its spaces."""
    return {member.user.username.casefold(), "".join(str(member.user).split()).casefold()}


def handle(member: Membership) -> str:
    """What to type for this member: "@Bob"."""
    shown = "".join(str(member.user).split())
    return f"@{shown if named(f'@{shown}') == (shown.casefold(),) else member.user.username}"
