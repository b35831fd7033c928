"""Undoing a file of cards: what it made goes to the trash, and comes back from there, all at once."""

from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.search.index import forget, index_attached
from evidence.indexing import attached
from evidence.models import Block, Card, CardBatch, CardLine, Entry, Remark
from teams.models import Membership

_AT_ONCE = 400


@dataclass(frozen=True)
class Moved:
    """`kept` were changed or spoken of since, so that they stayed."""

    cards: int
    blocks: int = 0
    kept: int = 0


def take_back(*, batch: CardBatch, member: Membership, changed_too: bool = False) -> Moved:
    """Into the trash with the cards that the file made, and with the blocks it made where nothing else stands.

    Cards that were changed, commented, checked or approved since stay, unless `changed_too`.
    """
    with transaction.atomic():
        now = CardBatch.objects.select_for_update().get(pk=batch.pk)
        moment = now.taken_back_at or timezone.now()
        live = _made(now).filter(deleted_at=None)
        kept = [] if changed_too else list(_touched(live).values_list("pk", flat=True))
        going = list(live.exclude(pk__in=kept).values_list("pk", flat=True))
        for at in range(0, len(going), _AT_ONCE):
            rows = Card.objects.filter(pk__in=going[at : at + _AT_ONCE])
            rows.update(deleted_at=moment, deleted_by=member.user)
        forget(going)
        other = Entry.objects.filter(Q(card__deleted_at=None, card__isnull=False) | Q(inner__isnull=False))
        used = other.filter(block=OuterRef("pk"), taken_out_at=None)
        empty = Block.objects.filter(pk__in=now.made_blocks.values("pk"), deleted_at=None).exclude(Exists(used))
        blocks = Block.objects.filter(pk__in=list(empty.values_list("pk", flat=True)))
        gone = blocks.update(deleted_at=moment, deleted_by=member.user)
        now.taken_back_at = moment
        now.save(update_fields=["taken_back_at"])
    return Moved(len(going), gone, len(kept))


def put_back(*, batch: CardBatch) -> Moved:
    """Out of the trash with what take_back put there; what was removed by a hand stays there."""
    with transaction.atomic():
        now = CardBatch.objects.select_for_update().get(pk=batch.pk)
        if now.taken_back_at is None:
            return Moved(0)
        keys = list(_made(now).filter(deleted_at=now.taken_back_at).values_list("pk", flat=True))
        for at in range(0, len(keys), _AT_ONCE):
            rows = Card.objects.filter(pk__in=keys[at : at + _AT_ONCE])
            rows.update(deleted_at=None, deleted_by=None)
            index_attached(known for row in rows if (known := attached(row)))
        made = Block.objects.filter(pk__in=now.made_blocks.values("pk"), deleted_at=now.taken_back_at)
        blocks = made.update(deleted_at=None, deleted_by=None)
        now.taken_back_at = None
        now.save(update_fields=["taken_back_at"])
    return Moved(len(keys), blocks)


def _made(batch: CardBatch) -> models.QuerySet[Card]:
    lines = CardLine.objects.filter(batch=batch, made=True, card=OuterRef("pk"))
    rows: models.QuerySet[Card] = Card.objects.filter(Exists(lines))
    return rows


def _touched(rows: models.QuerySet[Card]) -> models.QuerySet[Card]:
    said = Remark.objects.filter(card=OuterRef("pk"), deleted_at=None)
    return rows.filter(
        Q(version__gt=1) | Exists(said) | Q(checks__ended_at=None, checks__isnull=False)
        | Q(approvals__ended_at=None, approvals__isnull=False)
    ).distinct()  # fmt: skip
