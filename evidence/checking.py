"""A member's word that a card says what its source says, or does not."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from evidence.editing import as_seen
from evidence.models import Card, Check
from teams.models import User


@dataclass(frozen=True)
class Checked:
    """`check` is None where the quotation has changed since the member saw it; then nothing was stored."""

    card: Card
    check: Check | None


def check(*, card: Card, version: int, by: User, holds: bool, remark: str = "") -> Checked:
    """Store what this member found, in place of what they found before; that is kept, ended."""
    with transaction.atomic():
        now = Card.objects.select_for_update().get(pk=card.pk)
        if now.version != version and as_seen(now, version) != now.quotation:
            return Checked(now, None)
        end(card=now, by=by)
        return Checked(now, Check.objects.create(card=now, by=by, holds=holds, remark=remark))


def end(*, card: Card, by: User) -> None:
    """Take this member's word back."""
    card.checks.standing().filter(by=by).update(ended_at=timezone.now())


def checked(rows: Any, how: str) -> Any:
    """Only cards that somebody compared with their source ("yes"), that nobody did ("no"), that are "disputed"."""
    standing = Check.objects.standing().filter(card=OuterRef("pk"))
    if how == "no":
        return rows.exclude(Exists(standing))
    return rows.filter(Exists(standing.filter(holds=how == "yes")))
