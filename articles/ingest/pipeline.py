"""From a draft that a person has confirmed to rows of the library: articles, revisions, sources, questions."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction

from articles.ingest.draft import Draft
from articles.models import Area, Article, Question, Revision, Source
from articles.rendering import Rendered, render
from articles.search.index import index
from articles.tags import normalised
from lib.text import fingerprint, word_count
from teams.models import Membership


@dataclass(frozen=True)
class Imported:
    """`created` is False where the library had the article already; then `article` is the one that was there."""

    article: Article
    created: bool


def find_same(*, member: Membership, draft: Draft, rendered: Rendered | None = None) -> Article | None:
    """The article of the member's team that has this text, whatever its quotes, dashes and white space look like."""
    print_ = fingerprint((rendered or render(draft.body)).text)
    return Article.objects.visible_to(member).filter(fingerprint=print_).first()


def import_article(
    *, member: Membership, draft: Draft, original: bytes, name: str = "", areas: Iterable[Area] = ()
) -> Imported:
    """Store the draft as a new article with its first revision, or point at the one that is there.

    Two people who import the same text at once get one article: the database decides.
    """
    rendered = render(draft.body)
    same = find_same(member=member, draft=draft, rendered=rendered)
    if same:
        return Imported(same, created=False)
    try:
        with transaction.atomic():
            return Imported(_create(member, draft, rendered, original, name, areas), created=True)
    except IntegrityError:
        same = find_same(member=member, draft=draft, rendered=rendered)
        if same is None:
            raise
        return Imported(same, created=False)


def revise(*, member: Membership, article: Article, markdown: str, original: bytes, name: str = "") -> Revision:
    """A corrected text is a new revision; the old ones stay. An unchanged text gives back the current revision."""
    rendered = render(markdown)
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        if article.current and article.current.markdown == markdown:
            return article.current
        revision = _add_revision(article, member, markdown, rendered, original, name)
        index([article])
        return revision


def add_question(
    *, member: Membership, text: str, article: Article | None = None, areas: Iterable[Area] = ()
) -> Question:
    """The team's row for this question, linked to the article and the areas; the same wording is one row."""
    with transaction.atomic():
        question = _question(member, text, article, areas)
        if article:
            index([article])
    return question


def _question(member: Membership, text: str, article: Article | None, areas: Iterable[Area]) -> Question:
    question, _ = Question.objects.get_or_create(
        team=member.team,
        fingerprint=fingerprint(text),
        deleted_at=None,
        defaults={"owner": member.user, "text": text},
    )
    question.areas.add(*areas)
    if article:
        question.articles.add(article)
    return question


def _create(
    member: Membership, draft: Draft, rendered: Rendered, original: bytes, name: str, areas: Iterable[Area]
) -> Article:
    article = Article.objects.create(
        team=member.team,
        owner=member.user,
        title=draft.title,
        byline=list(draft.byline),
        published_on=draft.published_on,
        publisher=draft.publisher,
        url=draft.url,
        kind=draft.kind,
        fingerprint=fingerprint(rendered.text),
        cautions=[asdict(caution) for caution in draft.warnings],
        tags=normalised(draft.tags),
        analysis=draft.analysis,
        analysis_html=render(draft.analysis).html,
    )
    areas = list(areas)
    article.areas.set(areas)
    Source.objects.bulk_create(
        Source(article=article, position=i, authors=list(s.authors), publication=s.publication, url=s.url, text=s.text)
        for i, s in enumerate(draft.sources)
    )
    for text in draft.questions:
        _question(member, text, article, areas)
    _add_revision(article, member, draft.body, rendered, original, name)
    index([article])
    return article


def _add_revision(
    article: Article, member: Membership, markdown: str, rendered: Rendered, original: bytes, name: str
) -> Revision:
    revision = Revision.objects.create(
        article=article,
        number=article.revisions.count() + 1,
        markdown=markdown,
        html=rendered.html,
        text=rendered.text,
        sha256=hashlib.sha256(rendered.text.encode()).hexdigest(),
        original=original,
        original_name=name[:255],
        original_sha256=hashlib.sha256(original).hexdigest(),
        created_by=member.user,
    )
    article.current = revision
    article.fingerprint = fingerprint(rendered.text)
    article.words = word_count(rendered.text)
    article.save(update_fields=["current", "fingerprint", "words", "updated_at"])
    return revision
