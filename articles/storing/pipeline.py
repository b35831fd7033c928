"""From a draft that a person has confirmed to rows of the library: articles, revisions, sources, questions."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from textwrap import shorten
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects

from articles.filing import file_by_rules
from articles.ingest.addresses import url_key
from articles.ingest.draft import Draft, SourceDraft
from articles.models import Area, Article, Question, Revision, Shingle, Source
from articles.rendering import Rendered, render
from articles.review import publish
from articles.search.index import index
from articles.storing.likeness import rows_of
from articles.storing.questions import ask_all, asked
from articles.tags import normalised
from lib.text import fingerprint, word_count
from teams.models import Membership

# What rooms above do with an article and its new revision, in the same transaction: they place there what hangs on it.
REVISED: list[Callable[..., object]] = []


@dataclass(frozen=True)
class Incoming:
    """A draft on its way in: the bytes it came from, the name of its file, the areas that a person chose.

    `again`: a person said that it shall be added although the trash has it.
    """

    draft: Draft
    original: bytes
    name: str = ""
    areas: tuple[Area, ...] = ()
    again: bool = False


@dataclass(frozen=True)
class Imported:
    """`created` is False where the library had the article already; then `article` is the one that was there.

    That may be the one that it had been merged into, and it may lie in the trash.
    """

    article: Article
    created: bool


def import_article(
    *,
    member: Membership,
    draft: Draft,
    original: bytes,
    name: str = "",
    areas: Iterable[Area] = (),
    waiting: bool = False,
) -> Imported:
    """Store the draft as a new article with its first revision, or point at the one that is there.

    For a draft that a person has confirmed: what lies in the trash is added anew.
    """
    incoming = Incoming(draft, original, name, tuple(areas), again=True)
    (imported,) = import_many(member=member, incoming=[incoming], waiting=waiting)
    return imported


def import_many(*, member: Membership, incoming: Sequence[Incoming], waiting: bool = False) -> list[Imported]:
    """Store the drafts, all or none, in a number of queries that does not grow with theirs; in the order given.

    A text that the library has, or that comes twice, is stored once. Two people who import the same text at once get
    one article: the database decides. `waiting` leaves them to a leader's review.
    """
    made = [_Made(one, render(one.draft.body)) for one in incoming]
    try:
        with transaction.atomic():
            return _import(member, made, waiting)
    except IntegrityError:
        # Somebody stored one of these texts between our look and our writing: now it can be seen.
        with transaction.atomic():
            return _import(member, made, waiting)


def revise(*, member: Membership, article: Article, markdown: str, original: bytes, name: str = "") -> Revision:
    """A corrected text is a new revision; the old ones stay. An unchanged text gives back the current revision."""
    rendered = render(markdown)
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        if article.current and article.current.markdown == markdown:
            return article.current
        number = article.revisions.count() + 1
        revision = _revision(article, number, member, Incoming(Draft("", markdown), original, name), rendered)
        revision.save(force_insert=True)
        article.current = revision
        article.fingerprint = fingerprint(rendered.text)
        article.words = word_count(rendered.text)
        article.save(update_fields=["current", "fingerprint", "words", "updated_at"])
        article.shingles.all().delete()
        Shingle.objects.bulk_create(rows_of(article, rendered.text))
        index([article])
        for place in REVISED:
            place(article=article, revision=revision)
        return revision


def source_row(article: Article, position: int, source: SourceDraft) -> Source:
    """The unsaved row of one line of the sources."""
    return Source(
        article=article,
        position=position,
        authors=list(source.authors),
        publication=source.publication,
        url=source.url,
        url_key=url_key(source.url),
        text=source.text,
    )


def add_question(
    *, member: Membership, text: str, article: Article | None = None, areas: Iterable[Area] = ()
) -> Question:
    """The team's row for this question, linked to the article and the areas; the same wording is one row."""
    with transaction.atomic():
        (question,) = ask_all(
            member=member, questions=[asked(text, areas=areas, articles=[article] if article else [])]
        )
        if article:
            index([article])
    return question


@dataclass(frozen=True)
class _Made:
    incoming: Incoming
    rendered: Rendered

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.rendered.text)


def _import(member: Membership, made: Sequence[_Made], waiting: bool) -> list[Imported]:
    prints = [one.fingerprint for one in made]
    known, binned = _of_the_team(member, prints)
    if not waiting:
        publish(known.values())  # what a leader brings in needs no review, whoever had sent it in before
    fresh: dict[str, tuple[Article, _Made]] = {}
    for print_, one in zip(prints, made, strict=True):
        if print_ not in known and print_ not in fresh and (one.incoming.again or print_ not in binned):
            fresh[print_] = (_article(member, one, print_, waiting), one)
    _store(member, list(fresh.values()), waiting)
    firsts = set(fresh)
    results = []
    for print_ in prints:
        article = known.get(print_) or (fresh[print_][0] if print_ in fresh else binned[print_])
        results.append(Imported(article, created=print_ in firsts))
        firsts.discard(print_)
    return results


def _of_the_team(member: Membership, prints: Sequence[str]) -> tuple[dict[str, Article], dict[str, Article]]:
    """The articles that stand for these texts, and those that lie in the trash; each by the fingerprint of the text.

    Of the whole team, also what this member may not see: a text is in a library once.
    """
    rows = Article.objects.filter(team=member.team, fingerprint__in=prints).select_related("team", "merged_into__team")
    known: dict[str, Article] = {}
    binned: dict[str, Article] = {}
    for article in sorted(rows, key=lambda row: row.deleted_at.timestamp() if row.deleted_at else 0):
        stands = article.merged_into or article
        (binned if stands.deleted_at else known).setdefault(article.fingerprint, stands)
    return known, binned


def _store(member: Membership, fresh: Sequence[tuple[Article, _Made]], waiting: bool) -> None:
    """A fixed number of queries. The foreign keys between article and revision are checked at the commit."""
    if not fresh:
        return
    articles = [article for article, _ in fresh]
    revisions = [_revision(article, 1, member, one.incoming, one.rendered) for article, one in fresh]
    for article, revision in zip(articles, revisions, strict=True):
        article.current = revision
    Article.objects.bulk_create(articles)
    Revision.objects.bulk_create(revisions)
    filed = Article.areas.through
    filed.objects.bulk_create(
        filed(article_id=article.pk, area_id=pk)
        for article, one in fresh
        for pk in {area.pk for area in one.incoming.areas}
    )
    Source.objects.bulk_create(
        source_row(article, position, source)
        for article, one in fresh
        for position, source in enumerate(one.incoming.draft.sources)
    )
    ask_all(
        member=member,
        waiting=waiting,
        questions=[
            asked(text, areas=one.incoming.areas, articles=[article])
            for article, one in fresh
            for text in one.incoming.draft.questions
        ],
    )
    Shingle.objects.bulk_create(row for article, one in fresh for row in rows_of(article, one.rendered.text))
    prefetch_related_objects(articles, "areas", "questions")
    index(articles)
    file_by_rules(member=member, articles=articles)
    for article in articles:  # what is read from it later is asked of the database again
        article._prefetched_objects_cache.clear()  # type: ignore[attr-defined]


def _article(member: Membership, made: _Made, print_: str, waiting: bool) -> Article:
    draft = made.incoming.draft
    return Article(
        team=member.team,
        owner=member.user,
        title=draft.title or _first_words(made.rendered.text),
        byline=list(draft.byline),
        published_on=draft.published_on,
        publisher=draft.publisher,
        url=draft.url,
        url_key=url_key(draft.url),
        kind=draft.kind,
        analysis=draft.analysis,
        analysis_html=render(draft.analysis).html if draft.analysis else "",
        waiting=waiting,
        fingerprint=print_,
        words=word_count(made.rendered.text),
        cautions=[asdict(caution) for caution in draft.warnings],
        tags=normalised(draft.tags),
    )


def _first_words(text: str) -> str:
    """What to call an article without a title: nobody can press a name that is empty."""
    return shorten(text[:300], 80, placeholder="…") or "Untitled"


def _revision(article: Article, number: int, member: Membership, incoming: Incoming, rendered: Rendered) -> Revision:
    return Revision(
        id=uuid4(),
        article=article,
        number=number,
        markdown=incoming.draft.body,
        html=rendered.html,
        text=rendered.text,
        sha256=hashlib.sha256(rendered.text.encode()).hexdigest(),
        original=incoming.original,
        original_name=incoming.name[:255],
        original_sha256=hashlib.sha256(incoming.original).hexdigest(),
        created_by=member.user,
    )
