"""What a token reads: areas, articles, questions and cards, exactly what its member may see."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from articles.models import Area, Article, Question, Side
from articles.models.articles import Filed
from articles.search.find import find
from evidence.models import Card
from extemp.api.shapes import AreaShape, ArticleLine, Articles, ArticleShape, Cards, CardShape, Problem, Questions
from teams.models import Membership

MOST = 100  # rows of a page
PROBLEMS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 422: dict, 429: Problem}
router = Router()

_Page = Query(1, ge=1, le=10_000, description="The first page is 1.")
_Side = Query(None, description="Articles filed under an area of this side.")
_Size = Query(25, ge=1, le=MOST, description=f"Rows of a page, at most {MOST}.")


class _Request(HttpRequest):
    auth: Membership


@router.get("areas", response={200: list[AreaShape], **PROBLEMS}, url_name="areas")
def areas(request: _Request) -> Any:
    """The team's topic areas."""
    return Area.objects.filter(team=request.auth.team)


@router.get("articles", response={200: Articles, **PROBLEMS}, url_name="articles")
def articles(
    request: _Request,
    q: str = Query("", max_length=2_000, description="As in the library's search box; empty: all, newest first."),
    area: str = Query("", description="The slug of an area."),
    kind: str = Query("", description="One of original, digest, brief, reference, speech."),
    publisher: str = Query("", description="A publisher's name as in the library."),
    side: Side | None = _Side,
    newest: bool = Query(False, description="Newest first instead of best match first."),
    page: int = _Page,
    size: int = _Size,
) -> Any:
    """The library, searched and narrowed as on its page."""
    filed = [get_object_or_404(Area, team=request.auth.team, slug=area)] if area else []
    found = find(
        member=request.auth,
        query=q,
        areas=filed,
        kind=kind,
        publisher=publisher,
        side=side or "",
        newest=newest,
        limit=size,
        offset=(page - 1) * size,
    )
    return {
        "total": found.total,
        "more": found.more,
        "page": page,
        "items": [_line(hit.article, hit.article.filed) for hit in found.hits],
    }


@router.get("articles/{uuid:article_id}", response={200: ArticleShape, **PROBLEMS}, url_name="article")
def article(request: _Request, article_id: UUID) -> Any:
    """One article with its newest text, questions and sources."""
    rows = Article.objects.visible_to(request.auth).exclude(current=None).select_related("current")
    found = get_object_or_404(rows.prefetch_related("areas", "sources"), pk=article_id)
    current = found.current
    return {
        **_line(found, found.areas.all()),
        "revision": current.number,
        "text": current.text,
        "html": current.html,
        "sha256": current.sha256,
        "original_sha256": current.original_sha256,
        "questions": [question.text for question in found.questions.visible_to(request.auth).order_by("created_at")],
        "sources": list(found.sources.all()),
        "cautions": [caution["message"] for caution in found.cautions],
    }


@router.get("questions", response={200: Questions, **PROBLEMS}, url_name="questions")
def questions(
    request: _Request,
    area: str = Query("", description="The slug of an area."),
    retired: bool = Query(False, description="The retired ones instead of those that can be drawn."),
    page: int = _Page,
    size: int = _Size,
) -> Any:
    """The bank of questions, the newest first."""
    filed = [get_object_or_404(Area, team=request.auth.team, slug=area)] if area else []
    rows = Question.objects.visible_to(request.auth) if retired else Question.objects.drawable_by(request.auth)
    rows = (rows.exclude(retired_at=None) if retired else rows).in_areas(filed)
    shown = rows.prefetch_related("areas").order_by("-created_at", "pk")[(page - 1) * size : page * size]
    return {"total": rows.count(), "page": page, "items": [_question(row) for row in shown]}


@router.get("cards", response={200: Cards, **PROBLEMS}, url_name="cards")
def cards(
    request: _Request,
    q: str = Query("", max_length=500, description="Words that must all stand in tag, cite, quotation or analysis."),
    page: int = _Page,
    size: int = _Size,
) -> Any:
    """The cards that the member may see, the newest first."""
    rows = Card.objects.visible_to(request.auth).saying(q)
    shown = rows.select_related("passage__revision").prefetch_related("areas").newest_first()
    page_of = shown[(page - 1) * size : page * size]
    return {"total": rows.count(), "page": page, "items": [_card(row) for row in page_of]}


@router.get("cards/{uuid:card_id}", response={200: CardShape, **PROBLEMS}, url_name="card")
def card(request: _Request, card_id: UUID) -> Any:
    """One card."""
    rows = Card.objects.visible_to(request.auth).select_related("passage__revision").prefetch_related("areas")
    return _card(get_object_or_404(rows, pk=card_id))


def _line(article: Article, areas: Iterable[Area | Filed]) -> dict[str, Any]:
    names = ArticleLine.model_fields.keys() - {"areas"}
    return {**{name: getattr(article, name) for name in names}, "areas": [area.slug for area in areas]}


def _question(question: Question) -> dict[str, Any]:
    names = ("id", "text", "side", "source", "asked_on", "difficulty")
    said = {name: getattr(question, name) for name in names}
    return {**said, "areas": _slugs(question), "retired": question.retired_at is not None}


def _card(card: Card) -> dict[str, Any]:
    names = CardShape.model_fields.keys() - {"areas", "passage"}
    said = {name: getattr(card, name) for name in names}
    return {**said, "areas": _slugs(card), "passage": _passage(card)}


def _passage(card: Card) -> dict[str, Any] | None:
    passage = card.passage
    if passage is None:
        return None
    said = {name: getattr(passage, name) for name in ("start", "end", "prefix", "suffix")}
    return {**said, "article": passage.revision.article_id, "revision": passage.revision.number}


def _slugs(row: Question | Card) -> list[str]:
    return [area.slug for area in row.areas.all()]
