"""Changing what stands beside an article's text; the text itself changes by a new revision only."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404

from articles.ingest.addresses import url_key
from articles.ingest.draft import Draft
from articles.models import Area, Article, Source
from articles.search.index import index
from articles.storing.pipeline import add_question, source_row
from articles.tags import normalised
from lib.text import fingerprint
from teams.models import Membership


@dataclass(frozen=True)
class Changed:
    """`saved` is False where somebody else had changed the article since `version`; then nothing was stored."""

    article: Article
    saved: bool


def version_of(article: Article) -> str:
    """What a form carries to say which state of the article it was filled from."""
    return article.updated_at.isoformat()


def change_details(
    *, member: Membership, article: Article, version: str, draft: Draft, areas: Iterable[Area]
) -> Changed:
    """Store the details in `draft` (its body is not looked at), its questions and sources, and index them.

    Raises Http404 where the article is in the trash by now.
    """
    with transaction.atomic():
        rows = Article.objects.editable_by(member).select_for_update(of=("self",))
        article = get_object_or_404(rows, pk=article.pk)
        if version_of(article) != version:
            return Changed(article, saved=False)
        article.title, article.byline = draft.title, list(draft.byline)
        article.published_on, article.publisher = draft.published_on, draft.publisher
        article.url, article.url_key = draft.url, url_key(draft.url)
        article.kind, article.tags = draft.kind, normalised(draft.tags)
        article.cautions = [asdict(caution) for caution in draft.warnings]
        article.save()
        article.areas.set(areas)
        _set_questions(member, article, draft)
        _set_sources(article, draft)
        index([article])
    return Changed(article, saved=True)


def _set_questions(member: Membership, article: Article, draft: Draft) -> None:
    """A question that is no longer the article's stays in the team's bank."""
    wanted = {fingerprint(text): text for text in draft.questions}
    linked = {question.fingerprint: question for question in article.questions.filter(deleted_at=None)}
    article.questions.remove(*(question for key, question in linked.items() if key not in wanted))
    for key, text in wanted.items():
        if key not in linked:
            add_question(member=member, text=text, article=article, areas=article.areas.all())


def _set_sources(article: Article, draft: Draft) -> None:
    now = [(source.text, source.publication, source.url, source.authors) for source in article.sources.all()]
    if now == [(source.text, source.publication, source.url, list(source.authors)) for source in draft.sources]:
        return
    article.sources.all().delete()
    Source.objects.bulk_create(source_row(article, position, new) for position, new in enumerate(draft.sources))


def restore(*, article: Article) -> bool:
    """Out of the trash; False where the library has the same text again and so keeps that one."""
    try:
        with transaction.atomic():
            article.restore()
            article.merged_into = None
            article.save(update_fields=["merged_into"])
    except IntegrityError:
        return False
    return True
