"""Marking the words of a card, and reading it aloud."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evidence import citing, spans
from evidence.card_forms import LEVELS, CutForm, PaceForm
from evidence.editing import as_seen, mark_words
from evidence.forms import VersionForm
from evidence.models import Card, Pace
from evidence.views.cards import own_or_403, timed
from evidence.views.keeping import seen_or_404
from lib.htmx import page, wants_fragment
from lib.posted import posted
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def cut(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose a word, then the last of the range: the level goes on all of them, or off where all have it."""
    row = own_or_403(request, pk)
    level = request.GET.get("level", "")
    if request.method != "POST":
        return _words(request, row, level=level if level in dict(LEVELS) else "underline")
    form = CutForm(request.POST)
    level = form.data.get("level", "")
    if not form.is_valid():
        return _words(request, row, level=level, fault="Choose a word, and what it shall be.", status=422)
    first, last, level = (form.cleaned_data[name] for name in ("first", "word", "level"))
    if first is None:
        return _words(request, row, level=level, first=last)
    version = VersionForm(request.POST).stated()
    try:
        done = mark_words(card=row, version=version, by=request.user, first=first, last=last, level=level)
    except ValueError:
        return _words(request, row, level=level, fault="The quotation has no such word.", status=422)
    if done.conflict:
        return _overtaken(request, done.row, as_seen(done.row, version), first, last, level)
    if wants_fragment(request):
        return _words(request, done.row, level=level, done=_told(done.row, first, last, level))
    return redirect(reverse("evidence:cut", args=[request.member.team.slug, pk]) + f"?level={level}#words")


def _overtaken(request: MemberRequest, row: Card, seen: str, first: int, last: int, level: str) -> HttpResponse:
    """The words that were chosen are offered again, where they are the same words still."""
    span = spans.range_of(seen, first, last)
    chosen = seen[slice(*span)] if span else ""
    again = last if row.quotation == seen else None
    return _words(request, row, level=level, first=first, overtaken=chosen, again=again, status=409)


def _told(row: Card, first: int, last: int, level: str) -> str:
    """What the words are now: "“fell 4 percent”: underline, highlight"."""
    span = spans.range_of(row.quotation, first, last)
    if span is None:
        return ""
    there = [one.value for one, kept in row.cut.items() if spans.covered(kept, span)]
    words = row.quotation[slice(*span)]
    return f"“{words if len(words) < 60 else words[:57] + '…'}”: {', '.join(there) or 'not marked'}"


def _words(request: MemberRequest, row: Card, *, level: str, status: int = 200, **more: Any) -> HttpResponse:
    words = spans.words(row.quotation, row.cut)
    first = more.get("first")
    context = {
        "card": row,
        "words": words,
        "levels": LEVELS,
        "level": level,
        "from": words[first] if first is not None and first < len(words) else None,
        **more,
    }
    return page(request, "evidence/cut.html", context | timed(request, row), fragment="cutting", status=status)


@team_view(Action.READ)
@require_http_methods(["GET", "HEAD", "POST"])
def aloud(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What is read aloud of the card, and nothing else. A POST sets how fast the reader speaks."""
    row = seen_or_404(Card, request, pk)
    form = PaceForm(posted(request), initial={"words_per_minute": Pace.of(request.user)})
    if request.method == "POST" and form.is_valid():
        Pace.objects.update_or_create(user=request.user, defaults=form.cleaned_data)
        return redirect("evidence:aloud", request.member.team.slug, pk)
    cites = {cite.name: cite.text for cite in citing.cites_of(row)}
    context = {"card": row, "form": form, "cite": cites.get("cite-spoken") or row.cite} | timed(request, row)
    return TemplateResponse(request, "evidence/aloud.html", context, status=422 if form.errors else 200)
