"""The team's evidence: cards, notes and the trash, searched and filtered."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Article
from evidence.forms import SearchForm
from evidence.models import Card, Note
from lib.htmx import page
from teams.access import MemberRequest, team_view
from teams.policy import Action

PAGE = 20


@team_view(Action.READ)
@require_safe
def cards(request: MemberRequest) -> HttpResponse:
    """The cards this member may see, newest first."""
    form = SearchForm(request.GET, member=request.member)
    rows = _narrowed(request, form, Card.objects.visible_to(request.member))
    if form.cleaned_data.get("kind"):
        rows = rows.filter(kind=form.cleaned_data["kind"])
    if form.cleaned_data.get("area"):
        rows = rows.filter(areas=form.cleaned_data["area"])
    return _found(request, form, rows.prefetch_related("areas"), tab="cards")


@team_view(Action.READ)
@require_safe
def notes(request: MemberRequest) -> HttpResponse:
    """The member's own notes and those the team shares, newest first."""
    form = SearchForm(request.GET, member=request.member, notes=True)
    return _found(request, form, _narrowed(request, form, Note.objects.visible_to(request.member)), tab="notes")


def _narrowed(request: MemberRequest, form: SearchForm, rows: Any) -> Any:
    asked = form.cleaned_data
    if asked.get("q"):
        rows = rows.saying(asked["q"])
    if asked.get("article"):
        rows = rows.filter(article=asked["article"])
    if asked.get("mine"):
        rows = rows.filter(owner=request.user)
    return rows.for_list().newest_first()


def _found(request: MemberRequest, form: SearchForm, rows: Any, *, tab: str) -> HttpResponse:
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    article_id = form.cleaned_data.get("article")
    article = Article.objects.visible_to(request.member).filter(pk=article_id).first() if article_id else None
    context = {"form": form, "shown": shown, "tab": tab, "query": query.urlencode(), "article": article}
    return page(request, "evidence/cards.html", context, fragment="found")


@team_view(Action.READ)
@require_safe
def trash(request: MemberRequest) -> HttpResponse:
    """What this member may restore, last removed first."""
    gone = [
        row
        for model in (Card, Note)
        for row in model.objects.trash_of(request.member).for_list().order_by("-deleted_at", "pk")[: PAGE * 5]
    ]
    gone.sort(key=lambda row: row.deleted_at, reverse=True)
    return page(request, "evidence/trash.html", {"gone": gone, "tab": "trash"})
