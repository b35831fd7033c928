"""Giving a lost note or card its place again by hand. What it quotes, and what was written on it, stays."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from articles.models import Article, Revision
from articles.rendering import render
from evidence.anchoring import Quote, State
from evidence.attaching import Found, Selection, find, store_passage
from evidence.editing import edit_card
from evidence.models import Card, Note, Passage, Placement
from evidence.placing import lock, newest
from evidence.quotes import squeeze
from teams.models import Membership


class Fate(StrEnum):
    """What became of the act; only PLACED stored anything."""

    PLACED = "placed"
    NOT_FOUND = "these words do not stand at one certain place in the text"
    OVERTAKEN = "it was changed meanwhile"
    CORRECTED = "the text was corrected meanwhile"
    STANDS = "it stands in this very text"


@dataclass(frozen=True)
class Reattached:
    """`row` as it stands now. `same` says that the words at the new place are the words it quotes."""

    fate: Fate
    row: Note | Card
    same: bool = True


def reattach(*, member: Membership, row: Note | Card, selection: Selection, version: int) -> Reattached:
    """Put the row on the selected passage of its article's newest text, if nobody changed it since `version`.

    A row that lost its place keeps its quotation: the new place counts as "moved", or as "changed" where the words
    differ. A row whose words were never in the text takes the words of the passage; a card's history keeps what it
    said, and a note keeps it in what is written. Raises ValueError for a row without an article.
    """
    if row.article is None:
        raise ValueError(f"{row.pk} has no article")
    with transaction.atomic():
        article = lock(row.article)
        now = type(row)._default_manager.select_for_update(of=("self",)).select_related("passage").get(pk=row.pk)
        current = newest(article)
        if now.version != version:
            return Reattached(Fate.OVERTAKEN, now)
        if selection.number not in (None, current.number):
            return Reattached(Fate.CORRECTED, now)
        if now.passage is not None and now.passage.revision_id == current.pk:
            return Reattached(Fate.STANDS, now)
        found = find(article, selection)
        if found is None:
            return Reattached(Fate.NOT_FOUND, now)
        same = squeeze(found.quote.exact) == squeeze(now.quotation)
        if now.passage is None:
            now = _first(member, article, now, found, same)
        else:
            _move(now.passage, current, found.quote)
            type(now)._default_manager.filter(pk=now.pk).update(version=now.version + 1)
            now.refresh_from_db()
    return Reattached(Fate.PLACED, now, same)


def _move(passage: Passage, revision: Revision, quote: Quote) -> None:
    same = squeeze(quote.exact) == squeeze(passage.exact)
    state = State.MOVED if same else State.CHANGED
    Placement.objects.update_or_create(
        passage=passage,
        revision=revision,
        defaults={"state": state.value, "start": quote.start, "end": quote.end},
    )


def _first(member: Membership, article: Article, row: Note | Card, found: Found, same: bool) -> Note | Card:
    """A passage for a row that never had one."""
    passage = store_passage(article, found)
    if isinstance(row, Card):
        row = edit_card(card=row, version=row.version, by=member.user, quotation=passage.exact).row
    else:
        if not same:
            row.body = f"{row.body}\n\nIt was put on other words at first: “{row.quotation}”"
            row.html = render(row.body).html
        row.quotation = passage.exact
        row.version += 1
    row.passage = passage
    row.save()
    return row
