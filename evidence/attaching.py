"""Attaching a note or a card to a passage."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import transaction

from articles.models import Area, Article, Revision
from articles.rendering import render
from articles.tags import normalised
from evidence.anchoring import Quote, locate
from evidence.models import Attached, Card, Note, Passage, Placement
from evidence.placing import lock, place
from lib.once import once
from teams.access import Visibility
from teams.models import Membership

MOST = 20_000  # code points of a quotation


@dataclass(frozen=True)
class Selection:
    """What was selected, as it was sent: nothing here is believed before `find` has seen the text.

    `start` is in code points of the revision's text, or None. `number` is the revision that was on the screen.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    number: int | None = None


@dataclass(frozen=True)
class Found:
    """A selection's place: the revision it was found in and the quote as it stands there."""

    revision: Revision
    quote: Quote


Row = TypeVar("Row", bound=Attached)


@dataclass(frozen=True)
class Attachment(Generic[Row]):
    """`created` is False for a form that was sent twice with the same words; then `row` is what the first made."""

    row: Row
    created: bool

    @property
    def placed(self) -> bool:
        return self.row.passage_id is not None


def find(article: Article, selection: Selection) -> Found | None:
    """Where the selection stands: in the newest text, else in the one on the screen. None: no certain place."""
    if not selection.exact.strip() or article.current is None:
        return None
    revisions = [article.current]
    if selection.number not in (None, article.current.number):
        revisions += article.revisions.filter(number=selection.number)
    for revision in revisions:
        hint = selection.start if selection.number in (None, revision.number) else None
        quote = locate(revision.text, selection.exact[:MOST], selection.prefix, selection.suffix, hint)
        if quote:
            return Found(revision, quote)
    return None


def attach_note(
    *,
    member: Membership,
    article: Article,
    body: str,
    selection: Selection | None = None,
    visibility: str = Visibility.PRIVATE,
    tags: Iterable[str] = (),
    client_id: uuid.UUID | None = None,
) -> Attachment[Note]:
    """A note on the selected passage, or on the whole article without one. It is kept even if its place is lost."""

    labels = normalised(tags)

    def make(**common: Any) -> Note:
        html = render(body).html
        return Note.objects.create(visibility=visibility, body=body, html=html, tags=labels, **common)

    return _attach(Note, make, member, article, selection, client_id, (body, visibility, labels))


def attach_card(
    *,
    member: Membership,
    article: Article,
    selection: Selection,
    tag: str,
    cite: str,
    kind: str = Card.Kind.EXAMPLE,
    analysis: str = "",
    visibility: str = Visibility.TEAM,
    areas: Iterable[Area] | None = None,
    client_id: uuid.UUID | None = None,
) -> Attachment[Card]:
    """A card of the selected passage, filed under the article's areas unless others are named.

    Its quotation is the article's own text; where no certain place was found, what was sent, and `placed` is False.
    """

    def make(**common: Any) -> Card:
        card = Card.objects.create(
            visibility=visibility,
            tag=tag,
            cite=cite,
            kind=kind,
            analysis=analysis,
            analysis_html=render(analysis).html,
            **common,
        )
        card.areas.set(article.areas.all() if areas is None else areas)
        return card

    return _attach(Card, make, member, article, selection, client_id, (tag, cite, kind, analysis, visibility))


def copy_card(*, card: Card, member: Membership) -> Card:
    """A card of the member's own with the same words, marks and places, private at first; it names the first one."""
    with transaction.atomic():
        passage = card.passage
        if passage is not None:
            placements = list(passage.placements.all())
            passage = Passage.objects.get(pk=passage.pk)
            passage.pk, passage._state.adding = uuid.uuid4(), True
            passage.save()
            Placement.objects.bulk_create(
                Placement(passage=passage, revision_id=p.revision_id, state=p.state, start=p.start, end=p.end)
                for p in placements
            )
        same = (
            "team_id",
            "article_id",
            "quotation",
            "spans",
            "tag",
            "cite",
            "cite_spoken",
            "cite_mla",
            "kind",
            "credit",
        )
        copied = Card.objects.create(
            **{name: getattr(card, name) for name in (*same, "analysis", "analysis_html")},
            owner=member.user,
            visibility=Visibility.PRIVATE,
            passage=passage,
            copied_from=card,
        )
        copied.areas.set(card.areas.all())
        copied.questions.set(card.questions.all())
    return copied


def _attach(
    model: type[Row],
    make: Callable[..., Row],
    member: Membership,
    article: Article,
    selection: Selection | None,
    client_id: uuid.UUID | None,
    words: tuple[object, ...],
) -> Attachment[Row]:
    sent = selection.exact.strip()[:MOST] if selection else ""
    client_id = once(client_id, article.pk, sent, *words)
    with transaction.atomic():
        # One at a time, also with a revision: a second post finds the first, no passage is left unplaced.
        article = lock(article)
        first = model._default_manager.filter(owner=member.user, client_id=client_id, team=member.team).first()
        if first:
            return Attachment(first, created=False)
        found = find(article, selection) if selection else None
        passage = store_passage(article, found) if found else None
        row = make(
            team=member.team,
            owner=member.user,
            article=article,
            passage=passage,
            quotation=passage.exact if passage else sent,
            client_id=client_id,
        )
    return Attachment(row, created=True)


def store_passage(article: Article, found: Found) -> Passage:
    """The passage as a row, with its place in the newest text if it was found in an earlier one."""
    quote = found.quote
    passage = Passage.objects.create(
        revision=found.revision,
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
        start=quote.start,
        end=quote.end,
        rarity=quote.rarity.value,
    )
    if article.current and found.revision.pk != article.current.pk:
        place(passage, article.current).save()
    return passage
