"""What concerns one member: who names them, who answers their notes or joins in after them, what is said and found of
their cards, which cards are handed to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from evidence.models import Approval, Card, Check, Gift, Looked, Mention, Muted, Remark
from teams.models import Membership, User


@dataclass(frozen=True)
class Item:
    """`did` is what `by` did, as in "Erin replied to your note"; `about` is the note or card in a few words.

    `gift` is a card that was handed over: the member may take a copy of it.
    """

    when: datetime
    by: User
    did: str
    words: str
    about: str
    address: str
    new: bool
    gift: Card | None = None


@dataclass(frozen=True)
class Pile:
    """The newest first. `more` is a time before which there is more; `number_new` counts what is shown."""

    items: tuple[Item, ...]
    more: datetime | None
    looked: datetime

    @property
    def newest(self) -> datetime | None:
        """Until when a member has looked who has seen this."""
        return self.items[0].when if self.items else None

    @property
    def number_new(self) -> int:
        return sum(item.new for item in self.items)


@dataclass(frozen=True)
class Kind:
    """One kind of thing that is said to a member: its rows, the field that says when, and a row as an item."""

    rows: Callable[[Membership], Any]
    stamp: str
    item: Callable[[Any, Membership, datetime], Item]


# What rooms above tell a member beside what is said here.
MORE: list[Kind] = []


def for_you(*, member: Membership, before: datetime | None = None, most: int = 30) -> Pile:
    """At most `most` items; a fixed number of queries."""
    looked = looked_until(member)
    found: list[Item] = []
    for kind in (*_OURS, *MORE):
        rows = kind.rows(member)
        rows = rows.filter(**{f"{kind.stamp}__lt": before}) if before else rows
        found += [kind.item(row, member, looked) for row in rows.order_by(f"-{kind.stamp}", "pk")[: most + 1]]
    found.sort(key=lambda item: item.when, reverse=True)
    more = found[most - 1].when if len(found) > most else None
    return Pile(tuple(found[:most]), more, looked)


def number_new(member: Membership) -> int:
    """How much there is that the member has not looked at."""
    looked = looked_until(member)
    kinds = (*_OURS, *MORE)
    return sum(kind.rows(member).filter(**{f"{kind.stamp}__gt": looked}).count() for kind in kinds)


def looked_until(member: Membership) -> datetime:
    found: datetime | None = Looked.objects.filter(member=member).values_list("until", flat=True).first()
    return found or member.joined_at


def look(*, member: Membership, until: datetime) -> None:
    """The member has looked at everything up to then. It never goes back, nor into the future."""
    with transaction.atomic():
        row, _ = Looked.objects.select_for_update().get_or_create(member=member, defaults={"until": member.joined_at})
        row.until = max(row.until, min(until, timezone.now()))
        row.save(update_fields=["until"])


def _remarks(member: Membership) -> Any:
    """What others said to this member: it names them, is about a note or card of theirs, or comes after they joined
    in; but for what they muted, where only their name tells."""
    named = Exists(Mention.objects.filter(remark=OuterRef("pk"), user=member.user))
    mine = Q(note__owner=member.user) | Q(card__owner=member.user)
    about = Q(note=OuterRef("note")) | Q(card=OuterRef("card"))
    own = Remark.objects.filter(about, owner=member.user, deleted_at=None, created_at__lt=OuterRef("created_at"))
    muted = Exists(Muted.objects.filter(about, user=member.user))
    rows = Remark.objects.visible_to(member).exclude(owner=member.user).annotate(named=named)
    return rows.filter(Q(named=True) | (mine | Exists(own)) & ~muted).select_related(
        "owner", "note__team", "card__team", "note__article"
    )


def _on_cards(model: Any, member: Membership) -> Any:
    mine = Card.objects.visible_to(member).filter(owner=member.user)
    rows = model.objects.standing().filter(card__in=mine.values("pk")).exclude(by=member.user)
    return rows.select_related("by", "card__team")


def _approvals(member: Membership) -> Any:
    return _on_cards(Approval, member)


def _checks(member: Membership) -> Any:
    return _on_cards(Check, member)


def _of_remark(row: Any, member: Membership, looked: datetime) -> Item:
    on_note = row.note is not None
    if row.about.owner_id == member.user_id:
        did = "replied to your note" if on_note else "commented on your card"
    elif row.named:
        did = "named you in a reply" if on_note else "named you in a comment"
    else:
        did = "replied after you to a note" if on_note else "commented after you on a card"
    about = (row.note.words or row.note.quoted) if row.note else str(row.card)
    return Item(row.created_at, row.owner, did, row.words, about, row.get_absolute_url(), row.created_at > looked)


def _of_word(row: Any, member: Membership, looked: datetime) -> Item:
    if isinstance(row, Approval):
        did, words = "approved your card", ""
    else:
        did, words = ("checked your card" if row.holds else "disputes your card"), row.remark
    return Item(row.made_at, row.by, did, words, row.card.tag, row.card.get_absolute_url(), row.made_at > looked)


def _gifts(member: Membership) -> Any:
    """Cards that were handed to this member and that they see."""
    rows = Gift.objects.standing().filter(to=member.user, card__in=Card.objects.visible_to(member).values("pk"))
    return rows.select_related("by", "card__team")


def _of_gift(row: Gift, member: Membership, looked: datetime) -> Item:
    did, card = "shared a card with you", row.card
    return Item(row.made_at, row.by, did, row.remark, card.tag, card.get_absolute_url(), row.made_at > looked, card)


_OURS = (
    Kind(_remarks, "created_at", _of_remark),
    Kind(_approvals, "made_at", _of_word),
    Kind(_checks, "made_at", _of_word),
    Kind(_gifts, "made_at", _of_gift),
)
