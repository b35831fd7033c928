"""Two articles that are one: which stays, what moves to it, and taking it apart again.

Nothing is deleted. The text of the one that goes becomes an earlier text of the one that stays, so that each passage
stands on the words it was made on and is placed in the current text like after a correction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from articles import details
from articles.models import Article, Revision, Source
from articles.search.index import index, move_attached
from articles.tags import MOST, normalised
from evidence.anchoring import State
from evidence.models import Card, Merge, Note, Passage
from evidence.placing import newest, place_all
from lib.text import fingerprint
from teams.models import Membership


@dataclass(frozen=True)
class Merged:
    """`notes` and `cards` count what moved, whoever's; `lost` the passages without a certain place now."""

    merge: Merge
    notes: int
    cards: int
    lost: int


@dataclass(frozen=True)
class Apart:
    """`gone` is back with so many notes and cards; `kept` of them had moved on and stay where they are."""

    gone: Article
    notes: int
    cards: int
    kept: int


def merge(*, member: Membership, stays: Article, gone: Article) -> Merged | None:
    """Make `gone` part of `stays` and put it in the trash; its address leads to the one that stays.

    None, and nothing is changed, where one of them lies in the trash by now: two who merge crosswise would put both
    there. Raises ValueError for an article and itself, and for one without a text.
    """
    if stays.pk == gone.pk:
        raise ValueError("An article cannot be merged into itself.")
    with transaction.atomic():
        locked = _locked(stays, gone)
        stays, gone = locked[stays.pk], locked[gone.pk]
        if stays.deleted_at or gone.deleted_at:
            return None
        texts = _take_texts(stays, gone)
        notes, cards = (_move(model, gone, stays) for model in (Note, Card))
        for copy, source in texts.items():
            Passage.objects.filter(revision=source).update(revision=copy)
        tally = place_all(article=stays, revision=newest(stays))
        _unite(stays, gone)
        Article.objects.filter(merged_into=gone).update(merged_into=stays)
        gone.merged_into = stays
        gone.save(update_fields=["merged_into"])
        gone.remove(by=member.user)
        index([stays])
        done = Merge.objects.create(
            team=stays.team,
            owner=member.user,
            stays=stays,
            gone=gone,
            notes=[str(pk) for pk in notes],
            cards=[str(pk) for pk in cards],
            texts={str(copy): str(source) for copy, source in texts.items()},
        )
    return Merged(done, len(notes), len(cards), tally.get(State.ORPHAN, 0))


def take_apart(*, member: Membership, merge: Merge) -> Apart | None:
    """`gone` is an article again, with its notes and cards on its own text. What was united stays on the other too.

    None, and nothing is changed, where the library has the text of `gone` again meanwhile, or it was taken apart by
    another hand.
    """
    with transaction.atomic():
        locked = _locked(merge.stays, merge.gone)
        stays, gone = locked[merge.stays_id], locked[merge.gone_id]
        merge.refresh_from_db(fields=["deleted_at"])
        if merge.deleted_at or not details.restore(article=gone):
            return None
        sources = {UUID(copy): UUID(source) for copy, source in merge.texts.items()}
        notes, cards = (
            _move(model, stays, gone, only=keys) for model, keys in ((Note, merge.notes), (Card, merge.cards))
        )
        _give_back(notes, cards, sources)
        place_all(article=gone, revision=newest(gone))
        merge.remove(by=member.user)
        index([gone])
    kept = len(merge.notes) + len(merge.cards) - len(notes) - len(cards)
    return Apart(gone, len(notes), len(cards), kept)


def merge_of(*, member: Membership, gone: Article) -> Merge | None:
    """The merge that put this article away, for a member who may take it apart."""
    return Merge.objects.editable_by(member).of(gone).first()


def _locked(*articles: Article) -> dict[UUID, Article]:
    """In one order, so that two merges never wait for each other."""
    rows = Article.objects.select_for_update().filter(pk__in=[a.pk for a in articles]).order_by("pk")
    return {article.pk: article for article in rows}


def _take_texts(stays: Article, gone: Article) -> dict[UUID, UUID]:
    """Copies of the texts of `gone` that are current or carry a passage, then the current text again as the newest.

    Gives the pk of each copy with that of its source.
    """
    current, other = newest(stays), newest(gone)
    carrying = Passage.objects.filter(revision__article=gone).values("revision")
    sources = list(gone.revisions.filter(pk__in=carrying).exclude(pk=other.pk).order_by("number"))
    number = stays.revisions.count()
    texts: dict[UUID, UUID] = {}
    for at, source in enumerate([*sources, other], start=1):
        texts[_copy(source, stays, number + at).pk] = source.pk
    stays.current = _copy(current, stays, number + len(texts) + 1)
    stays.save(update_fields=["current", "updated_at"])
    return texts


def _copy(source: Revision, article: Article, number: int) -> Revision:
    same = ("markdown", "html", "text", "sha256", "original", "original_name", "original_sha256", "created_by_id")
    return Revision.objects.create(article=article, number=number, **{name: getattr(source, name) for name in same})


def _move(
    model: type[Note] | type[Card], source: Article, target: Article, only: list[str] | None = None
) -> list[UUID]:
    """Everything that hangs on `source`, also what is private or in the trash."""
    rows = model.objects.for_article(source)
    if only is not None:
        rows = rows.filter(pk__in=only)
    keys: list[UUID] = list(rows.values_list("pk", flat=True))
    model.objects.filter(pk__in=keys).update(article=target)
    move_attached(keys, article_id=target.pk)
    return keys


def _give_back(notes: list[UUID], cards: list[UUID], sources: Mapping[UUID, UUID]) -> None:
    """The passages of these rows stand on their first texts again."""
    for model, keys in ((Note, notes), (Card, cards)):
        rows = model.objects.filter(pk__in=keys).values("passage")
        for copy, source in sources.items():
            Passage.objects.filter(pk__in=rows, revision=copy).update(revision=source)


def _unite(stays: Article, gone: Article) -> None:
    """Areas, questions, tags and sources of both, and what only `gone` knew of the details."""
    stays.areas.add(*gone.areas.all())
    stays.questions.add(*gone.questions.all())
    stays.tags = normalised([*stays.tags, *gone.tags], most=2 * MOST)
    for name in ("byline", "published_on", "publisher"):
        setattr(stays, name, getattr(stays, name) or getattr(gone, name))
    if not stays.url:
        stays.url, stays.url_key = gone.url, gone.url_key
    known = {fingerprint(source.text) for source in stays.sources.all()}
    last = max((source.position for source in stays.sources.all()), default=-1)
    new = [source for source in gone.sources.all() if fingerprint(source.text) not in known]
    Source.objects.bulk_create(
        Source(
            article=stays,
            position=last + at,
            authors=source.authors,
            publication=source.publication,
            url=source.url,
            url_key=source.url_key,
            text=source.text,
        )
        for at, source in enumerate(new, start=1)
    )
    if not stays.analysis:
        stays.analysis, stays.analysis_html = gone.analysis, gone.analysis_html
    stays.save()
