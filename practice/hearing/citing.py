"""Sources as they were said: ticked or noted by a listener, and held against the library for whoever reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.ingest.register import Register, key
from articles.merged import standing
from articles.models import Article, Revision, Source
from articles.publishers import publishers_seen, register_of
from evidence.models import Card
from lib.once import once
from practice.hearing.comments import second_of
from practice.hearing.matching import Checked, Counts, Filed, Heard, Place, check, count, quoted_right
from practice.models import PointSource, Round, Said
from practice.outline.texts import plain
from practice.phases import EventKind
from teams.models import Membership

FIELDS = ("publication", "day", "undated", "words")
MOST = 5_000  # dates of the said publications that are looked at, the newest


@dataclass(frozen=True)
class Noted:
    """`repeated`: somebody had ticked it already, and `said` is theirs."""

    said: Said
    repeated: bool = False


@dataclass(frozen=True)
class Meanwhile:
    """Nothing was changed: somebody else has changed it since."""

    said: Said


def tick(*, member: Membership, round: Round, source: PointSource, at: datetime | None = None) -> Noted:
    """A source of the outline was said. Whoever ticks it second finds it ticked."""
    with transaction.atomic():
        Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
        article, card = source.article, source.card
        same = {"card": card} if card else {"card": None, "article": article}
        there = Said.objects.filter(round=round, deleted_at=None, **same).first()
        if there:
            return Noted(there, repeated=True)
        of = card.article if card else article
        said = _new(member, round, at, article=of, card=card, publication=of.publisher if of else "")
        return Noted(said)


def hear(
    *, member: Membership, round: Round, told: dict[str, Any], client_id: UUID, at: datetime | None = None
) -> Noted:
    """A source was said, as it was heard. What arrives twice is noted once. `told` has some of FIELDS."""
    told = _cut(told)
    client_id = once(client_id, round.pk, *sorted(told.items()))
    with transaction.atomic():
        Membership.objects.select_for_update().get(pk=member.pk)
        there = Said.objects.filter(owner=member.user, client_id=client_id).first()
        if there:
            return Noted(there, repeated=True)
        return Noted(_new(member, round, at, client_id=client_id, **told))


def amend(*, said: Said, told: dict[str, Any], version: int) -> Noted | Meanwhile:
    """Change what was heard, if nobody has since `version`."""
    with transaction.atomic():
        now = Said.objects.select_for_update(of=("self",)).get(pk=said.pk)
        told = _cut(told)
        if all(getattr(now, name) == value for name, value in told.items()):
            return Noted(now, repeated=True)
        if now.version != version:
            return Meanwhile(now)
        for name, value in told.items():
            setattr(now, name, value)
        now.version += 1
        now.save(update_fields=[*told, "version", "updated_at"])
        return Noted(now)


def put_back(*, said: Said) -> Said:
    """Back from the trash; where the same source was ticked again meanwhile, that tick stands."""
    with transaction.atomic():
        Round.objects.select_for_update(of=("self",)).get(pk=said.round_id)
        same = {"card": said.card_id} if said.card_id else {"card": None, "article": said.article_id}
        there = Said.objects.filter(round=said.round_id, deleted_at=None, **same).first() if _is_tick(said) else None
        if there is None:
            said.restore()
        return there or said


def _is_tick(said: Said) -> bool:
    return bool(said.card_id or said.article_id)


def _new(member: Membership, round: Round, at: datetime | None, **told: Any) -> Said:
    return Said.objects.create(team=member.team, owner=member.user, round=round, second=second_of(round, at), **told)


def _cut(told: dict[str, Any]) -> dict[str, Any]:
    """Only what can be heard, as it can be stored."""
    return {
        name: " ".join(plain(value).split()) if name != "undated" else bool(value)
        for name, value in told.items()
        if name in FIELDS
    }


@dataclass(frozen=True)
class Shown:
    """A said source with the library's answer. `article` is the file that is meant, where the reader may see it;
    `quoted`: None where nothing was quoted, else whether the words stand in the card or the article."""

    said: Said
    checked: Checked
    article: Article | None
    quoted: bool | None
    against: str  # the words of the card that a quotation was held against


@dataclass(frozen=True)
class Citing:
    """All sources of a speech: what was said, and what the outline has that was not. `offered` are the outline's, each
    with what ticks it."""

    shown: tuple[Shown, ...]
    counts: Counts
    left: tuple[PointSource, ...]
    offered: tuple[tuple[PointSource, Shown | None], ...]
    target: int | None

    @property
    def nothing(self) -> bool:
        return not self.shown and not self.offered


def citing(*, round: Round, reader: Membership) -> Citing:
    """In a fixed number of queries. The answers are the library's as `reader` sees it, now. The speaker sees nothing
    of the listeners' while the round is under way."""
    rows = Said.objects.visible_to(reader).filter(round=round)
    if round.is_of(reader) and round.finished_at is None:
        rows = rows.filter(owner=reader.user)
    said = list(rows.in_order())
    attached = list(
        PointSource.objects.filter(point__round=round)
        .select_related("article", "card__article", "point")
        .order_by("created_at", "pk")
    )
    register, names = publications(said=said, reader=reader)
    of_outline = {pk for pk in (*map(_of, attached), *(one.article_id for one in said)) if pk}
    opened = {UUID(event.data["article"]) for event in round.events.all() if _opens_an_article(event)}
    stands = standing(member=reader, ids=of_outline | opened)
    files = [*_of_round(stands, of_outline, register), *_of_library(reader, register, names)]
    today = timezone.localdate(round.created_at)
    checks = [check(_heard(one, stands), files, register, today) for one in said]
    shown = _shown(reader, said, checks)
    named = {result.article for result in checks}
    ticks = {(row.said.card_id or row.said.article_id): row for row in shown if _is_tick(row.said)}
    offered = _offered(attached, ticks)
    left = tuple(source for source, tick in offered if not tick and _stands(_of(source), stands) not in named)
    return Citing(shown, count(checks), left, offered, round.figures.source_target)


def _opens_an_article(event: Any) -> bool:
    return bool(event.kind == EventKind.OPENED and "article" in event.data)


def _of(source: PointSource) -> UUID | None:
    """The article that a source of the outline cites."""
    return source.card.article_id if source.card else source.article_id


def _stands(pk: UUID | None, stands: Mapping[UUID, Article]) -> UUID | None:
    """Of an article that was merged, the one it became part of."""
    return stands[pk].pk if pk and pk in stands else pk


def _heard(one: Said, stands: Mapping[UUID, Article]) -> Heard:
    return Heard(one.publication, one.day, one.undated, _stands(one.article_id, stands))


def _offered(attached: list[PointSource], ticks: dict[Any, Shown]) -> tuple[tuple[PointSource, Shown | None], ...]:
    """Each source once, however many points it stands under."""
    offered: dict[object, tuple[PointSource, Shown | None]] = {}
    for source in attached:
        known = source.card_id or source.article_id
        offered.setdefault(known, (source, ticks.get(known)))
    return tuple(offered.values())


def _of_round(stands: Mapping[UUID, Article], of_outline: set[UUID], register: Register) -> list[Filed]:
    """The files of the outline and those that were opened."""
    digests = [article.pk for article in stands.values() if article.kind == Article.Kind.DIGEST]
    drawn_on: dict[object, set[str]] = {}
    lines = Source.objects.filter(article__in=digests).exclude(publication="")
    for pk, publication in lines.values_list("article", "publication"):
        drawn_on.setdefault(pk, set()).add(register.canonical(publication))
    attached = {_stands(pk, stands) for pk in of_outline}
    return [
        Filed(
            article.pk,
            register.canonical(article.publisher),
            article.published_on,
            Place.ATTACHED if article.pk in attached else Place.OPENED,
            article.kind == Article.Kind.DIGEST,
            frozenset(drawn_on.get(article.pk, ())),
        )
        for article in {article.pk: article for article in stands.values()}.values()
    ]


def publications(*, said: list[Said], reader: Membership) -> tuple[Register, list[str]]:
    """The register with all under which the reader's library files; and under which names it files the publications
    that were said, however a listener or a file wrote them. Two queries."""
    filed_under = publishers_seen(reader) if said else []
    register = register_of(reader.team).knowing(filed_under)
    wanted = {key(register.canonical(one.publication)) for one in said if one.publication}
    return register, [name for name in filed_under if key(register.canonical(name)) in wanted]


def _of_library(reader: Membership, register: Register, names: list[str]) -> list[Filed]:
    """Every article that is filed under one of the names."""
    rows = Article.objects.visible_to(reader).filter(publisher__in=names).order_by("-published_on", "pk")
    found = rows.values_list("pk", "publisher", "published_on")[:MOST]
    return [Filed(pk, register.canonical(name), day) for pk, name, day in found]


def _shown(reader: Membership, said: list[Said], checks: list[Checked]) -> tuple[Shown, ...]:
    """Each with the file that is meant, and whether what was quoted stands in it."""
    meant = {result.article for result in checks if result.article}
    articles = Article.objects.visible_to(reader).select_related("team").in_bulk(meant)
    cards = Card.objects.visible_to(reader).in_bulk({one.card_id for one in said if one.words and one.card_id})
    quoted = {result.article for one, result in zip(said, checks, strict=True) if one.words and not one.card_id}
    texts = dict(
        Revision.objects.filter(article__in=quoted & set(articles), article__current=F("pk")).values_list(
            "article", "text"
        )
    )
    rows = []
    for one, result in zip(said, checks, strict=True):
        card = cards.get(one.card_id) if one.card_id else None
        text = card.quotation if card else texts.get(result.article) if result.article else None
        right = quoted_right(one.words, text) if one.words and text is not None else None
        rows.append(Shown(one, result, articles.get(result.article), right, card.quotation if card else ""))
    return tuple(rows)
