"""Sources as a listener ticks them: of the outline by one press, others as they were heard."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lib.htmx import page, wants_fragment
from lib.keys import number_of, uuid_of
from lib.undo import say_with_undo
from practice.hearing import citing as verbs
from practice.hearing.citing import Meanwhile, citing
from practice.hearing.forms import SaidForm
from practice.models import PointSource, Round, Said
from practice.views.gate import seen_round, to_round
from practice.views.hearing import SOURCES, back, heard_round, judge_page
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action


@team_view(Action.LISTEN)
@require_safe
@never_cache
def check_sources(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """What was cited and what the library says of it, and nothing else of what a judge has."""
    seen = seen_round(request, round_id)
    if seen.is_of(request.member) and seen.finished_at is None:
        return to_round(request, seen)
    return _page(request, seen)


@team_view(Action.LISTEN)
@require_POST
def tick_source(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """`source` is the number of a source of the outline: it was said."""
    seen = heard_round(request, round_id)
    sources = PointSource.objects.select_related("article", "card__article")
    source = get_object_or_404(sources, pk=number_of(request.POST.get("source")), point__round=seen)
    verbs.tick(member=request.member, round=seen, source=source)
    return _answer(request, seen)


@team_view(Action.LISTEN)
@require_POST
def hear_source(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """A source that the outline does not have, or that was said otherwise: publication and date as they were heard."""
    seen = heard_round(request, round_id)
    form = SaidForm(request.POST)
    told = form.told() if form.is_valid() else {}
    if not any(told.get(name) for name in ("publication", "day", "words")):
        faults = form.errors or {"publication": ["Which publication was said?"]}
        if wants_fragment(request):
            context = {"round": seen, "faults": faults}
            response = TemplateResponse(request, "practice/hearing/_hear_faults.html", context, status=422)
            response["HX-Retarget"] = "#hear-faults"
            return response
        return _stood_on(request)(request, seen, status=422, hear_faults=faults, hear_typed=request.POST)
    client_id = uuid_of(request.POST.get("client_id")) or uuid4()
    verbs.hear(member=request.member, round=seen, told=told, client_id=client_id)
    return _answer(request, seen, heard_id=uuid4())


@team_view(Action.LISTEN)
@require_POST
def amend_source(request: MemberRequest, round_id: UUID, pk: UUID) -> HttpResponse:
    """What was heard, put right. Answers the library's word on it."""
    seen = heard_round(request, round_id)
    said = _said(request, seen, pk)
    form = SaidForm(request.POST)
    faults: dict[str, Any] = {}
    outcome = None
    if form.is_valid():
        told = form.told()
        if "filed" in request.POST:  # the date is the file's own
            told = {"day": request.POST["filed"][:60], "undated": False}
        if "no_date" in request.POST:
            told = {"undated": True}
        outcome = verbs.amend(said=said, told=told, version=number_of(request.POST.get("version")))
    else:
        faults = form.errors
    meanwhile = outcome.said if isinstance(outcome, Meanwhile) else None
    status = 409 if meanwhile else 422 if faults else 200
    if not wants_fragment(request) and status == 200:
        return back(request, seen, f"said-{said.pk}")
    told_now = citing(round=seen, reader=request.member)
    row = next((one for one in told_now.shown if one.said.pk == said.pk), None)
    if row is None:
        raise Http404("It was taken off meanwhile.")
    context = {"round": seen, "citing": told_now, "row": row, "swap": True, "faults": faults, "meanwhile": meanwhile}
    if not wants_fragment(request):
        return _stood_on(request)(request, seen, status=status, meanwhile=meanwhile, sent=request.POST)
    if status == 200 and ("filed" in request.POST or "no_date" in request.POST):
        return _answer(request, seen)  # the buttons go with it
    return TemplateResponse(request, "practice/hearing/_verdict.html", context, status=status)


@team_view(Action.LISTEN)
@require_POST
def untick_source(request: MemberRequest, round_id: UUID, pk: UUID) -> HttpResponse:
    seen = heard_round(request, round_id)
    said = _said(request, seen, pk)
    said.remove(by=request.user)
    undo = reverse("practice:restore_source", args=[request.member.team.slug, seen.pk, said.pk])
    if not wants_fragment(request):
        say_with_undo(request, f"{said} is taken off.", f"{undo}?from={_on(request)}" if _on(request) else undo)
    return _answer(request, seen, undo=undo, taken_off=said)


@team_view(Action.LISTEN)
@require_POST
def restore_source(request: MemberRequest, round_id: UUID, pk: UUID) -> HttpResponse:
    """Back from the trash; where it was ticked again meanwhile, that tick stands."""
    seen = heard_round(request, round_id)
    said = get_object_or_404(Said.objects.trash_of(request.member), pk=pk, round=seen)
    verbs.put_back(said=said)
    return _answer(request, seen)


def _on(request: MemberRequest) -> str:
    """Where the form stood: SOURCES, or "" for the page of a judge."""
    return SOURCES if request.POST.get("from") == SOURCES else ""


def _page(request: MemberRequest, seen: Round, *, status: int = 200, **more: Any) -> HttpResponse:
    """The check alone."""
    context = {
        "round": seen,
        "mine": seen.is_of(request.member),
        "citing": citing(round=seen, reader=request.member),
        "heard_id": uuid4(),
        "on": SOURCES,
        **more,
    }
    return page(request, "practice/sources.html", context, status=status)


def _stood_on(request: MemberRequest) -> Callable[..., HttpResponse]:
    return _page if _on(request) else judge_page


def _said(request: MemberRequest, seen: Round, pk: UUID) -> Said:
    rows = Said.objects.visible_to(request.member).filter(round=seen)
    found: Said = allowed_or_403(rows, Said.objects.editable_by(request.member).filter(round=seen), pk)
    return found


def _answer(request: MemberRequest, seen: Round, **context: Any) -> HttpResponse:
    """The list of what was said, swapped in; without htmx back to the page."""
    if not wants_fragment(request):
        return back(request, seen, "sources")
    now = citing(round=seen, reader=request.member)
    told = {"round": seen, "citing": now, "swap": True, "on": _on(request), **context}
    return TemplateResponse(request, "practice/hearing/_cited.html", told)
