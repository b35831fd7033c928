"""The files of the prep room: what of the team's library and cards is shown beside the outline."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from textwrap import shorten
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.safestring import SafeString

from articles.merged import standing
from articles.models import Article
from articles.search.asking import two_of_question
from articles.search.find import find as search
from articles.search.tree import Query
from evidence.models import Block, Card
from evidence.outlines import cards_in, read_blocks
from practice.models import Round, RoundEvent
from practice.outline.texts import short_cite
from practice.phases import EventKind
from teams.models import Membership

LIMIT = 20
FEW = 5  # articles; fewer that speak to a question are filled up with what may
BLOCKS = 6
_ACCESS = frozenset({EventKind.OPENED, EventKind.SEARCHED})
SHOWS = ("articles", "cards", "opened")
_OF_ARTICLE = ("title", "byline", "publisher", "published_on")


@dataclass(frozen=True)
class Hit:
    """One line of the files: an article or a card. `snippet` is safe HTML or plain text; `group` says where it stands
    where a list has parts: "Grain moves again › Prices"."""

    article: Article | None
    card: Card | None
    title: str
    meta: str
    snippet: SafeString | str
    group: str = ""


@dataclass(frozen=True)
class Opening:
    """A file was opened, or (`sought`) searched for; `device` is the number of the device in a round in legal mode."""

    at: datetime
    title: str
    device: int | None = None
    sought: bool = False


@dataclass(frozen=True)
class Files:
    """What the three chips hold and which of them is shown."""

    query: str
    show: str
    articles: tuple[Hit, ...]
    cards: tuple[Hit, ...]
    opened: tuple[Hit, ...]
    kind: str = ""
    kinds: tuple[tuple[str, str, int], ...] = ()  # of the cards: name, label, number

    @property
    def grouped(self) -> bool:
        """The lines shown have more than one part."""
        return len({hit.group for hit in self.hits}) > 1

    @property
    def hits(self) -> tuple[Hit, ...]:
        return {"articles": self.articles, "cards": self.cards, "opened": self.opened}[self.show]


def files(
    *, member: Membership, round: Round, query: str = "", show: str = "", kind: str = "", picking: bool = False
) -> Files:
    """The files for the words of `query`; for the round's question where there are none. `kind` is of the cards.

    Who is picking a source is shown what was opened, if anything was and nothing else is asked for.
    """
    query = query.strip()[:500]
    attached = not round.in_legal_mode or round.room.attached
    linked = _linked(member, round.question_id) if attached else []
    prepared = _prepared(member, round) if attached and not query else ()
    cards, kinds = _cards(member, round, query, linked, kind)
    seen = opened(member=member, round=round)
    return Files(
        query=query,
        show=show if show in SHOWS else "opened" if picking and seen else SHOWS[0],
        articles=_found(member, query) if query else prepared + _for_question(member, round.asked, linked),
        cards=cards,
        kind=kind if kind in Card.Kind.values else "",
        kinds=kinds,
        opened=seen,
    )


def opened(*, member: Membership, round: Round) -> tuple[Hit, ...]:
    """What was opened in this round and may still be seen, the last one first, each once."""
    seen: dict[tuple[str, str], None] = {}
    for event in reversed([event for event in round.events.all() if event.kind == EventKind.OPENED]):
        seen.update(dict.fromkeys(_files_in(event)))
    rows = _named_by(member, seen)
    return tuple(rows[key] for key in seen if key in rows)


def opened_lines(*, member: Membership, rounds: Iterable[Round]) -> dict[UUID, tuple[Opening, ...]]:
    """For each round every opening and every search in order, a line each time. Three queries at most for them all."""
    rounds = list(rounds)
    events = [(round, e) for round in rounds for e in round.events.all() if e.kind in _ACCESS]
    rows = _named_by(member, [key for _, event in events for key in _files_in(event)])
    lines: dict[UUID, list[Opening]] = {round.pk: [] for round in rounds}
    for round, event in events:
        if event.kind == EventKind.SEARCHED:
            told = f"Searched for “{event.data.get('words', '')}”"
            lines[round.pk].append(Opening(event.at, told, event.data.get("device"), sought=True))
        for key in _files_in(event):
            title = rows[key].title if key in rows else "a file that is gone"
            lines[round.pk].append(Opening(event.at, title, event.data.get("device")))
    return {pk: tuple(told) for pk, told in lines.items()}


def _named_by(member: Membership, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Hit]:
    """The files that events name, by the names that these have for them; those that `member` may see."""
    ids: dict[str, list[UUID]] = {"article": [], "card": []}
    for kind, pk in keys:
        ids[kind].append(UUID(pk))
    rows: dict[tuple[str, str], Hit] = {}
    if ids["article"]:
        for opened_id, article in standing(member=member, ids=ids["article"]).items():
            rows["article", str(opened_id)] = _article_hit(article)
    if ids["card"]:
        for card in Card.objects.visible_to(member).filter(pk__in=ids["card"]).only("tag", "cite", "quotation"):
            rows["card", str(card.pk)] = _card_hit(card)
    return rows


def _files_in(event: RoundEvent) -> Iterator[tuple[str, str]]:
    """What an opening names: ("article", its key)."""
    return ((kind, pk) for kind, pk in event.data.items() if kind in ("article", "card"))


def was_opened(round: Round, kind: str, pk: str, device: int | None = None) -> bool:
    """In this round; on this device, where one is named."""
    openings = (e.data for e in round.events.all() if e.kind == EventKind.OPENED)
    return any(data.get(kind) == pk and device in (None, data.get("device")) for data in openings)


def find(member: Membership, query: str | Query, limit: int) -> tuple[Hit, ...]:
    """The seam to the library's search. Nothing else here knows how articles are found."""
    return tuple(
        _article_hit(hit.article, hit.snippet) for hit in search(member=member, query=query, limit=limit).hits
    )


def _found(member: Membership, query: str) -> tuple[Hit, ...]:
    return find(member, query, LIMIT)


def for_question(*, member: Membership, question_id: UUID, text: str) -> tuple[Hit, ...]:
    """The articles that a question came with and those that its words find; LIMIT at most."""
    return _for_question(member, text, _linked(member, question_id))


def _linked(member: Membership, question_id: UUID | None) -> list[Article]:
    """The articles that the question came with, newest first."""
    if question_id is None:
        return []
    rows = Article.objects.visible_to(member).filter(questions=question_id)
    return list(rows.recent_first().only(*_OF_ARTICLE)[:LIMIT])


def _prepared(member: Membership, round: Round) -> tuple[Hit, ...]:
    """What the team has made ready: the blocks for the question, those for its areas, the cards that speak to it."""
    question = round.question
    if question is None:
        return ()
    about = Q(area__in=question.areas.all(), question=None)
    seen = Block.objects.visible_to(member).alias(of_area=Q(question=None))
    found = seen.for_question(question) | seen.filter(about)
    blocks = list(found.order_by("of_area", "-updated_at", "pk").only("title")[:BLOCKS])
    hits: dict[UUID, Hit] = {}
    trees = read_blocks(blocks, member) if blocks else {}
    for block in blocks:
        for card, over in cards_in(trees[block.pk], block.title):
            hits.setdefault(card.pk, _card_hit(card, over))
    for card in _lines(Card.objects.visible_to(member).for_question(question)):
        hits.setdefault(card.pk, _card_hit(card, "Cards for this question"))
    return tuple(hits.values())


def _for_question(member: Membership, asked: str, linked: Iterable[Article]) -> tuple[Hit, ...]:
    hits = {article.pk: _article_hit(article) for article in linked}
    for hit in _speaking_to(member, asked):
        if hit.article and (hit.article.pk not in hits or not hits[hit.article.pk].snippet):
            hits[hit.article.pk] = hit
    return tuple(replace(hit, group="Articles") for hit in hits.values())[:LIMIT]


def _speaking_to(member: Membership, asked: str) -> tuple[Hit, ...]:
    """Articles that have two words of the question; where these are fewer than FEW, those with one behind them."""
    two = two_of_question(asked)
    found = find(member, two, LIMIT) if two else ()
    if not asked or len(found) >= FEW:
        return found
    there = {hit.article for hit in found}
    return (*found, *(hit for hit in find(member, asked, LIMIT) if hit.article not in there))[:FEW]


def _cards(
    member: Membership, round: Round, query: str, linked: list[Article], kind: str
) -> tuple[tuple[Hit, ...], tuple[tuple[str, str, int], ...]]:
    """The cards, and how many of each kind there are before `kind` narrows them."""
    numbers: dict[str, int] = {}
    cards = Card.objects.visible_to(member)
    if query:
        for word in query.split()[:12]:
            cards = cards.filter(Q(tag__icontains=word) | Q(quotation__icontains=word) | Q(cite__icontains=word))
    elif round.question_id:
        near = Card.objects.filter(Q(questions=round.question_id) | Q(article__in=linked), team=member.team_id)
        own = cards.filter(pk__in=near.values("pk"))
        if numbers := _kinds(own):
            cards = own
    numbers = numbers or _kinds(cards)
    kinds = tuple((name, label, numbers[name]) for name, label in Card.Kind.choices if name in numbers)
    shown = cards.filter(kind=kind) if kind in numbers else cards
    return tuple(_card_hit(card) for card in _lines(shown)), kinds


def _kinds(cards: Any) -> dict[str, int]:
    """How many there are of each kind."""
    return dict(cards.order_by().values_list("kind").annotate(Count("pk", distinct=True)))


def _lines(cards: Any) -> Any:
    """The newest, with what a line shows of each."""
    return cards.newest_first().only("tag", "cite", "quotation", "kind")[:LIMIT]


def _article_hit(article: Article, snippet: SafeString | str = "") -> Hit:
    meta = short_cite(article.byline, article.publisher, article.published_on)
    return Hit(article=article, card=None, title=article.title, meta=meta, snippet=snippet)


def _card_hit(card: Card, group: str = "") -> Hit:
    return Hit(
        article=None,
        card=card,
        title=card.tag,
        meta=card.cite,
        snippet=shorten(card.quotation, 240, placeholder=" …"),
        group=group,
    )
