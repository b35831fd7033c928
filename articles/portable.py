"""What of the library stands in a team's file, and what is made anew when one is brought in."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import F

from articles.models import (
    Area,
    Article,
    Assignment,
    Batch,
    BatchFile,
    Feed,
    Filing,
    FilingRule,
    Publisher,
    Question,
    Revision,
    SavedSearch,
    SearchEntry,
    Shingle,
    Source,
    SynonymGroup,
    Vote,
)
from articles.rendering import sanitise, text_of
from articles.search.index import index
from articles.storing.likeness import rows_of
from lib.portable import Fault, Part, strings
from lib.text import fingerprint, word_count
from teams.models import Team

_AT_ONCE = 50  # few enough that folding remembers their texts, for the sketch and then for the index


def is_clean(html: str) -> bool:
    """Whether stored HTML is what the gates of articles.rendering let through."""
    return not html or sanitise(html) == html


def _cautions(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(caution, dict)
        and {"code", "field", "message"} <= caution.keys()
        and all(isinstance(said, str) for said in caution.values())
        for caution in value
    )


def _article(article: Article) -> str:
    return "" if is_clean(article.analysis_html) else "analysis_html: is not HTML that may be shown."


def _revision(revision: Revision) -> str:
    if not is_clean(revision.html):
        return "html: is not HTML that may be shown."
    if text_of(revision.html) != revision.text:
        return "text: is not the text of html."
    if hashlib.sha256(revision.text.encode()).hexdigest() != revision.sha256:
        return "sha256: is not the hash of text."
    return ""


PARTS = (
    Part(Area, key=("slug",)),
    Part(Publisher, key=(), shapes={"aliases": strings}),
    Part(SynonymGroup, key=(), shapes={"words": strings}),
    Part(
        Article,
        shapes={"byline": strings, "tags": strings, "cautions": _cautions},
        left_out={"fingerprint": "computed from the text", "words": "computed from the text"},
        check=_article,
        finish=lambda article: setattr(article, "fingerprint", article.pk.hex),  # until settle has the text
    ),
    Part(Revision, of="article", bytes_of={"original": "original_sha256"}, check=_revision),
    Part(Source, of="article", key=(), shapes={"authors": strings}),
    Part(
        Question,
        left_out=dict.fromkeys(("fingerprint", "words", "kind"), "computed from the text"),
        finish=lambda question: question.word(question.text),
    ),
    Part(Vote, of="question", key=(), person="user"),
    Part(FilingRule),
    Part(Filing, of="rule", key=()),
    Part(SavedSearch),
    Part(Assignment),
    Part(Feed),
    Part(Batch),
    Part(BatchFile, of="batch", bytes_of={"data": "sha256"}),
)
LEFT_OUT: Mapping[type[models.Model], str] = {
    SearchEntry: "made anew from the articles",
    Shingle: "made anew from the articles",
}


def settle(team: Team) -> None:
    """What is computed from a team's articles that just came in: their figures, the index, their sketches.

    Raises Fault where an article's newest text is another article's.
    """
    rows = Article.objects.filter(team=team)
    astray = rows.exclude(current=None).exclude(current__article=F("pk")).first()
    if astray:
        raise Fault("current", f"the newest text of “{astray}” is a text of another article.")
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(keys), _AT_ONCE):
        some = rows.filter(pk__in=keys[at : at + _AT_ONCE]).select_related("current")
        articles = list(some.prefetch_related("areas", "questions"))
        for article in articles:
            text = article.current.text if article.current else ""
            article.fingerprint, article.words = fingerprint(text), word_count(text)
        Article.objects.bulk_update(articles, ["fingerprint", "words"])
        Shingle.objects.bulk_create(
            row for article in articles if article.current for row in rows_of(article, article.current.text)
        )
        index(articles)
