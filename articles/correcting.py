"""A file that is a corrected text of an article: its newest revision, and what only the file knows of the details."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from articles.details import change_details, version_of
from articles.forms import draft_of
from articles.ingest.draft import Draft
from articles.models import Area, Article
from articles.storing.pipeline import revise
from lib.text import fingerprint
from teams.models import Membership


def correct(
    *,
    member: Membership,
    article: Article,
    draft: Draft,
    number: int,
    original: bytes,
    name: str = "",
    areas: Iterable[Area] = (),
) -> Article | None:
    """Make the draft's text the newest of the article, which keeps its title and all details that it has.

    None, and nothing is stored, where its newest text is not revision `number`, or it is in the trash by now. Raises
    IntegrityError where another article of the team has this text.
    """
    with transaction.atomic():
        locked = Article.objects.editable_by(member).select_for_update().filter(pk=article.pk).first()
        if locked is None or locked.current is None or locked.current.number != number:
            return None
        revise(member=member, article=locked, markdown=draft.body, original=original, name=name)
        locked.refresh_from_db()
        change_details(
            member=member,
            article=locked,
            version=version_of(locked),
            draft=_completed(draft_of(locked), draft),
            areas={*locked.areas.all(), *areas},
        )
    locked.refresh_from_db()
    return locked


def _completed(stands: Draft, new: Draft) -> Draft:
    """The details that stand, with those that only the new draft has; warnings of the text are the new one's."""
    asked = {fingerprint(text): text for text in (*new.questions, *stands.questions)}
    drawn = {fingerprint(source.text): source for source in (*new.sources, *stands.sources)}
    return replace(
        stands,
        byline=stands.byline or new.byline,
        published_on=stands.published_on or new.published_on,
        publisher=stands.publisher or new.publisher,
        url=stands.url or new.url,
        questions=(*stands.questions, *(text for text in asked.values() if text not in stands.questions)),
        sources=(*stands.sources, *(source for source in drawn.values() if source not in stands.sources)),
        tags=tuple(dict.fromkeys((*stands.tags, *new.tags))),
        warnings=(
            *(caution for caution in stands.warnings if caution.field != "body"),
            *(caution for caution in new.warnings if caution.field == "body"),
        ),
    )
