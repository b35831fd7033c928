"""The team's evidence: cards, notes and the trash, searched and filtered."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Article, Question
from evidence.checking import checked
from evidence.forms import SearchForm
from evidence.models import Approval, Block, Card, Check, Note, Remark
from evidence.note_list import NotesForm, tags_of
from evidence.note_list import found as notes_found
from evidence.uses import with_uses
from lib.htmx import page
from teams.access import MemberRequest, team_view
from teams.policy import Action

PAGE = 20


@dataclass(frozen=True)
class Choice:
    """A kind of card, how many there are of it under the other filters, and the address that shows them."""

    label: str
    count: int
    href: str
    current: bool


@team_view(Action.READ)
@require_safe
def cards(request: MemberRequest) -> HttpResponse:
    """The cards this member may see, newest first or most used first."""
    form = SearchForm(request.GET, member=request.member)
    asked = form.cleaned_data
    rows = _cards_but_for_kind(request, form)
    kinds = _kinds(request, rows, asked.get("kind", ""))
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    seen = Question.objects.visible_to(request.member)
    question = seen.filter(pk=asked["question"]).first() if asked.get("question") else None
    words = {"checks": Check.objects.standing(), "approvals": Approval.objects.standing()}
    words_of = [Prefetch(name, found.select_related("by")) for name, found in words.items()]
    rows = rows.prefetch_related("areas", *words_of)
    return _found(request, form, rows, tab="cards", kinds=kinds, question=question)


def _cards_but_for_kind(request: MemberRequest, form: SearchForm) -> Any:
    asked = form.cleaned_data
    rows = with_uses(_narrowed(request, form, Card.objects.visible_to(request.member)))
    if asked.get("area"):
        rows = rows.filter(areas=asked["area"])
    if asked.get("question"):
        rows = rows.for_question(asked["question"])
    if asked.get("checked"):
        rows = checked(rows, asked["checked"])
    return rows.order_by("-uses", "-created_at", "pk") if asked.get("order") else rows


def found_by(request: MemberRequest, form: SearchForm | NotesForm) -> Any:
    """All the cards or notes that the page of this search shows, in its order."""
    if isinstance(form, NotesForm):
        return notes_found(form)
    kind = form.cleaned_data.get("kind")
    rows = _cards_but_for_kind(request, form)
    return rows.filter(kind=kind) if kind else rows


def _kinds(request: MemberRequest, rows: Any, now: str) -> list[Choice]:
    """Every kind that there is with its number, and all of them; one query."""
    counts = dict(rows.order_by().values_list("kind").annotate(number=Count("pk", distinct=True)))
    query = request.GET.copy()
    for name in ("page", "kind"):
        query.pop(name, None)
    rest = query.urlencode()
    made = [Choice("All", sum(counts.values()), f"?{rest}", not now)]
    for kind in Card.Kind:
        if counts.get(kind) or kind == now:
            href = "?" + "&".join(part for part in (rest, f"kind={kind.value}") if part)
            made.append(Choice(str(kind.label), counts.get(kind, 0), href, kind == now))
    return made if len(made) > 2 or now else []


@team_view(Action.READ)
@require_safe
def notes(request: MemberRequest) -> HttpResponse:
    """The member's own notes and marks, or all that they see."""
    form = NotesForm(request.GET, member=request.member)
    tags = tags_of(form, request.GET)
    return _found(request, form, notes_found(form), tab="notes", template="evidence/notes.html", tags=tags)


def _narrowed(request: MemberRequest, form: SearchForm, rows: Any) -> Any:
    asked = form.cleaned_data
    if asked.get("q"):
        rows = rows.saying(asked["q"])
    if asked.get("article"):
        rows = rows.filter(article=asked["article"])
    if asked.get("mine"):
        rows = rows.filter(owner=request.user)
    if asked.get("lost"):
        rows = rows.astray()
    return rows.for_list().newest_first()


def _found(
    request: MemberRequest,
    form: SearchForm | NotesForm,
    rows: Any,
    *,
    tab: str,
    template: str = "evidence/cards.html",
    **more: Any,
) -> HttpResponse:
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    article_id = form.cleaned_data.get("article")
    article = Article.objects.visible_to(request.member).filter(pk=article_id).first() if article_id else None
    context = {"form": form, "shown": shown, "tab": tab, "query": query.urlencode(), "article": article}
    return page(request, template, context | more, fragment="found")


@team_view(Action.READ)
@require_safe
def trash(request: MemberRequest) -> HttpResponse:
    """What this member may restore, last removed first."""
    gone = [
        row
        for rows in (Card.objects, Note.objects, Remark.objects, Block.objects)
        for row in rows.trash_of(request.member).select_related("owner").order_by("-deleted_at", "pk")[: PAGE * 5]
    ]
    gone.sort(key=lambda row: row.deleted_at, reverse=True)
    return page(request, "evidence/trash.html", {"gone": gone, "tab": "trash"})
