"""A passage marked with one key, without a word: made, and taken away by the same key."""

from dataclasses import dataclass

from django.db import transaction

from articles.models import Article
from evidence.attaching import Selection, attach_note, find
from evidence.models import Note
from evidence.placing import lock
from teams.models import Membership


@dataclass(frozen=True)
class Marked:
    """`stands` is False where the passage bore this member's mark and does no more."""

    note: Note
    stands: bool


def toggle_mark(*, member: Membership, article: Article, selection: Selection) -> Marked:
    """Mark the passage, privately; a passage that is marked so already loses its mark, which lies in the trash."""
    with transaction.atomic():
        locked = lock(article)
        there = _mark_on(member, locked, selection)
        if there is None:
            return Marked(attach_note(member=member, article=locked, selection=selection, body="").row, stands=True)
        if there.deleted_at is None:
            there.remove(by=member.user)
        else:
            there.restore()
    return Marked(there, stands=there.deleted_at is None)


def _mark_on(member: Membership, article: Article, selection: Selection) -> Note | None:
    """This member's mark on the very passage; a standing one first, else the last that was taken away."""
    found = find(article, selection)
    if found is None:
        return None
    own = Note.objects.for_article(article).filter(team=member.team, owner=member.user, body="")
    here = own.filter(passage__revision=found.revision, passage__start=found.quote.start, passage__end=found.quote.end)
    standing: Note | None = here.filter(deleted_at=None).first()
    return standing or here.order_by("-deleted_at").first()
