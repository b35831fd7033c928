"""Cards of a file beside the team’s: which are there, which articles they quote; and keeping those that are new.

A card is there where one that the member sees has the same tag and the same quotation: the same file twice adds
nothing.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from articles.ingest.addresses import url_key
from articles.models import Area, Article, Question
from articles.publishers import register_of
from articles.rendering import render
from articles.search.index import index_attached
from evidence import attaching, citing, spans
from evidence.anchoring import Quote
from evidence.bringing.found import Found
from evidence.finding import folded
from evidence.indexing import attached
from evidence.likeness import Alike, alike_to_each
from evidence.models import Card, CardRun, Passage, Placement
from evidence.placing import lock, place
from evidence.runs import kept_runs
from evidence.wording import quote
from lib.text import fingerprint
from teams.access import Visibility
from teams.models import Membership

AT_ONCE = 200


@dataclass(frozen=True)
class Offer:
    """A card of the file: `there` is the team's own that says the same, `article` the one that it quotes, `alike` the
    likest of the team's cards, where `compared` was asked for."""

    number: int
    found: Found
    there: uuid.UUID | None = None
    article: Article | None = None
    alike: Alike | None = None


@dataclass(frozen=True)
class Kept:
    """The key of each card by its number in what was found: `made` were new, `there` were in the team. `unplaced` of
    the new have an article and no certain place in it."""

    made: dict[int, uuid.UUID] = field(default_factory=dict)
    there: dict[int, uuid.UUID] = field(default_factory=dict)
    unplaced: frozenset[int] = frozenset()


def offers_of(*, member: Membership, found: Sequence[Found], compared: bool = False) -> tuple[Offer, ...]:
    """The number of queries depends on the number of different articles, and of words, only by the hundred."""
    known = _known(member, found)
    articles = _Articles.of(member, found)
    likest = alike_to_each(member=member, quotations=[one.card.quotation for one in found]) if compared else {}
    return tuple(
        Offer(
            number,
            one,
            known.get(_key(one.card.tag, one.card.quotation)),
            articles.quoted_by(one),
            likest.get(number),
        )
        for number, one in enumerate(found)
    )


def keep(
    *,
    member: Membership,
    found: Sequence[Found],
    visibility: str = Visibility.TEAM,
    areas: Iterable[Area] = (),
) -> Kept:
    """Store the cards that are not there yet, all or none."""
    with transaction.atomic():
        # One group at a time: the same cards sent twice find those of the first.
        Membership.objects.select_for_update().get(pk=member.pk)
        keeper = _Keeper(member, visibility, tuple(areas))
        first: dict[str, Offer] = {}
        for offer in (offers := offers_of(member=member, found=found)):
            first.setdefault(_key(offer.found.card.tag, offer.found.card.quotation), offer)
        made = keeper.store([offer for offer in first.values() if not offer.there])
        there = {}
        for offer in offers:
            if offer.number not in made:
                one = first[_key(offer.found.card.tag, offer.found.card.quotation)]
                there[offer.number] = one.there or made[one.number]
        return Kept(made, there, frozenset(keeper.unplaced))


def _key(tag: str, quotation: str) -> str:
    return fingerprint(f"{tag}\n{quotation}")


def _known(member: Membership, found: Sequence[Found]) -> dict[str, uuid.UUID]:
    """The oldest card that says the same, by what it says."""
    rows = Card.objects.visible_to(member).order_by("-created_at", "pk").values_list("pk", "tag", "quotation")
    tags = sorted({one.card.tag for one in found})
    known: dict[str, uuid.UUID] = {}
    for at in range(0, len(tags), 400):
        known |= {_key(tag, said): pk for pk, tag, said in rows.filter(tag__in=tags[at : at + 400])}
    return known


@dataclass(frozen=True)
class _Articles:
    """The team's articles that the cards may be of, by address and by title; what two have is nobody's."""

    by_url: Mapping[str, Article]
    by_title: Mapping[str, Article]

    @classmethod
    def of(cls, member: Membership, found: Iterable[Found]) -> "_Articles":
        urls, titles = set(), set()
        for one in found:
            urls |= {_address(one)} - {""}
            titles |= {_title(one)} - {""}
        seen = Article.objects.visible_to(member).select_related("team").prefetch_related("areas")
        return cls(_by("url_key", seen, urls), _by("title", seen, titles))

    def quoted_by(self, one: Found) -> Article | None:
        return self.by_url.get(_address(one)) or self.by_title.get(_title(one))


def _by(name: str, seen: Any, wanted: set[str]) -> dict[str, Article]:
    found: dict[str, list[Article]] = defaultdict(list)
    for at in range(0, len(wanted), 400):
        for article in seen.filter(**{f"{name}__in": sorted(wanted)[at : at + 400]}):
            found[getattr(article, name)].append(article)
    return {key: rows[0] for key, rows in found.items() if len(rows) == 1}


def _address(one: Found) -> str:
    """The key of the address that the card names: that of its source, else the last word of its MLA cite."""
    if one.card.source:
        return url_key(one.card.source.url) if one.card.source.url else ""
    last = one.card.mla.rsplit(" ", 1)[-1]
    address = last if "://" in last else f"https://{last}"
    return url_key(address) if "." in urlsplit(address).netloc.rstrip(".") and "/" in last else ""


def _title(one: Found) -> str:
    """The title that the card names, in its source or between the first quotation marks of its MLA cite."""
    if one.card.source:
        return one.card.source.title
    return one.card.mla.partition("“")[2].partition("”")[0].removesuffix(".")


class _Keeper:
    """Makes rows of cards, many at a time."""

    def __init__(self, member: Membership, visibility: str, areas: tuple[Area, ...]) -> None:
        self.member, self.visibility, self.filed = member, visibility, areas
        self.register = register_of(member.team)
        self.areas = {area.name.casefold(): area for area in Area.objects.filter(team=member.team)}
        self.questions: dict[str, Question] = {}
        self.unplaced: set[int] = set()

    def store(self, offers: Sequence[Offer]) -> dict[int, uuid.UUID]:
        """The key of the card that each became."""
        locked = {
            pk: lock(article) for pk, article in sorted({o.article.pk: o.article for o in offers if o.article}.items())
        }
        asked = {fingerprint(text) for offer in offers for text in offer.found.card.questions}
        for question in Question.objects.visible_to(self.member).filter(fingerprint__in=asked):
            self.questions[question.fingerprint] = question
        made: dict[int, uuid.UUID] = {}
        # From the last to the first, so that newest first is the order of the file.
        for at in range(0, len(offers), AT_ONCE):
            group = offers[::-1][at : at + AT_ONCE]
            cards = [self._card(offer, locked) for offer in group]
            self._write(cards, group)
            made |= {offer.number: card.pk for offer, card in zip(group, cards, strict=True)}
        return made

    def _card(self, offer: Offer, locked: Mapping[uuid.UUID, Article]) -> Card:
        said = offer.found.card
        article = locked[offer.article.pk] if offer.article else None
        if article:
            article.team = self.member.team
        given = citing.made(article, self.register) if article else None
        card = Card(
            team=self.member.team,
            owner=self.member.user,
            visibility=self.visibility,
            article=article,
            tag=said.tag,
            cite=said.cite,
            cite_spoken=said.own_spoken,
            cite_mla="" if given and given.mla == said.mla else said.mla,
            quotation=said.quotation,
            spans=spans.written(said.spans),
            analysis=said.analysis,
            analysis_html=render(said.analysis).html if said.analysis else "",
            kind=said.kind,
            credit=said.credit,
        )
        if article and said.quotation:
            self._place(card, article, offer)
        card.search = folded(*card.searched)
        return card

    def _place(self, card: Card, article: Article, offer: Offer) -> None:
        """The words stand as the article prints them; a place where they do not stand is none."""
        said = offer.found.card.place
        sent = attaching.Selection(card.quotation)
        if said:
            sent = attaching.Selection(said.exact, said.prefix, said.suffix, said.start)
        at = attaching.find(article, sent)
        printed = quote(at.quote.exact, card.quotation) if at else None
        if at is None or not isinstance(printed, str):
            self.unplaced.add(offer.number)
            return
        card.passage = _passage(at.quote, at.revision)
        if printed != card.quotation:
            card.spans = spans.written(spans.follow(card.cut, card.quotation, printed))
            card.quotation = printed

    def _write(self, cards: Sequence[Card], group: Sequence[Offer]) -> None:
        passages = [card.passage for card in cards if card.passage]
        Passage.objects.bulk_create(passages)
        Card.objects.bulk_create(cards)
        placements = [
            place(card.passage, card.article.current)
            for card in cards
            if card.passage and card.article and card.article.current
            and card.passage.revision_id != card.article.current.pk
        ]  # fmt: skip
        Placement.objects.bulk_create(placements)
        CardRun.objects.bulk_create(
            CardRun(card_id=card.pk, team_id=card.team_id, value=value)
            for card in cards
            for value in kept_runs(card.quotation)
        )
        index_attached(known for card in cards if (known := attached(card)))
        self._file(cards, group)

    def _file(self, cards: Sequence[Card], group: Sequence[Offer]) -> None:
        """Under the areas of the form and those of the file that the team has; with those questions the bank has."""
        areas, questions = [], []
        for card, offer in zip(cards, group, strict=True):
            said = offer.found.card
            mine = {*self.filed, *(self.areas[n.casefold()] for n in said.areas if n.casefold() in self.areas)}
            areas += [Card.areas.through(card_id=card.pk, area_id=area.pk) for area in mine]
            asked = {self.questions[key] for text in said.questions if (key := fingerprint(text)) in self.questions}
            questions += [Card.questions.through(card_id=card.pk, question_id=question.pk) for question in asked]
        Card.areas.through._default_manager.bulk_create(areas)
        Card.questions.through._default_manager.bulk_create(questions)


def _passage(quoted: Quote, revision: Any) -> Passage:
    return Passage(
        revision=revision,
        exact=quoted.exact,
        prefix=quoted.prefix,
        suffix=quoted.suffix,
        start=quoted.start,
        end=quoted.end,
        rarity=quoted.rarity.value,
    )
