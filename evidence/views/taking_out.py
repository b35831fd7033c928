"""Cards and notes as a file: what is found by a search, or what is ticked of it."""

import tempfile
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from evidence.bringing.found import CREDIT
from evidence.export.formats import FORMATS, Format
from evidence.export.how_far import telling, told
from evidence.export.sheet import Sheet, line
from evidence.export.taking_out import file_name, for_another_team, sheet_of, sheet_of_block
from evidence.forms import SearchForm
from evidence.models import Block, Card, Note
from evidence.note_list import NotesForm
from evidence.views.finding import found_by
from lib.keys import as_uuids
from teams.access import MemberRequest, team_view
from teams.policy import Action

LISTED = 200  # to tick; more are chosen by a search


@team_view(Action.READ)
@require_safe
def take_out(request: MemberRequest) -> HttpResponse:
    """Which format; and which of what the search in the address finds."""
    return _page(request)


@team_view(Action.READ)
@never_cache
@require_GET
def file(request: MemberRequest) -> HttpResponseBase:
    """Made on disk, then sent in pieces: neither many cards nor a slow line hold memory."""
    format, block = FORMATS.get(request.GET.get("format", "")), _block(request)
    if format is None or format not in _offered(request):
        return _page(request, error="Choose a format.", status=422)
    if block:
        return _sent(request, sheet_of_block(member=request.member, block=block), format)
    rows = _chosen(request)
    of = rows.count()
    if not of:
        return _page(request, error="Nothing of that is there to take out.", status=422)
    title = f"{request.member.team.name}: {_what(request)}"
    return _sent(request, sheet_of(member=request.member, title=title, rows=rows), format, of)


@team_view(Action.READ)
@never_cache
@require_safe
def how_far(request: MemberRequest) -> HttpResponse:
    """How far the file is that this member has asked for under this token."""
    (token,) = as_uuids([request.GET.get("token", "")]) or [UUID(int=0)]
    return JsonResponse(asdict(told(request.user, token)))


def _sent(request: MemberRequest, sheet: Sheet, format: Format, of: int = 0) -> HttpResponseBase:
    for token in as_uuids([request.GET.get("token", "")]):
        sheet = telling(sheet, user=request.user, token=token, of=of)
    if format.name == "team":
        credit = line(request.GET.get("credit", ""))[:CREDIT]
        sheet = for_another_team(sheet, credit=credit, with_analysis="with_analysis" in request.GET)
    made = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    format.write(sheet, made)
    made.seek(0)
    return FileResponse(made, as_attachment=True, filename=file_name(sheet, format), content_type=format.media)


def _block(request: MemberRequest) -> Block | None:
    """The block that the address names, if it names one."""
    named = request.GET.get("block")
    seen = Block.objects.visible_to(request.member)
    return get_object_or_404(seen, pk__in=as_uuids([named])) if named else None


def _what(request: MemberRequest) -> str:
    return "notes" if request.GET.get("what") == "notes" else "cards"


def _model(request: MemberRequest) -> type[Card] | type[Note]:
    return Note if _what(request) == "notes" else Card


def _form(request: MemberRequest) -> SearchForm | NotesForm:
    kind = NotesForm if _what(request) == "notes" else SearchForm
    return kind(request.GET, member=request.member)


def _chosen(request: MemberRequest) -> Any:
    """What is ticked; where nothing is, all that the search finds."""
    picked = as_uuids(request.GET.getlist("pick"))
    if picked:
        return _model(request).objects.visible_to(request.member).newest_first().filter(pk__in=picked)
    return found_by(request, _form(request))


def _offered(request: MemberRequest) -> list[Format]:
    return [one for one in FORMATS.values() if one.notes or _what(request) == "cards"]


def _page(request: MemberRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    block = _block(request)
    if block:
        context = {
            "what": "cards",
            "credit": request.GET.get("credit", request.member.team.name),
            "with_analysis": "with_analysis" in request.GET,
            "outline": block,
            "formats": _offered(request),
            "count": 1,
            "error": error,
        }
        return TemplateResponse(request, "evidence/take_out.html", context, status=status)
    form = _form(request)
    rows = found_by(request, form)
    picked = set(as_uuids(request.GET.getlist("pick")))
    searched = [(name, value) for name in form.fields for value in request.GET.getlist(name) if value]
    context = {
        "what": _what(request),
        "credit": request.GET.get("credit", request.member.team.name),
        "with_analysis": "with_analysis" in request.GET,
        "formats": _offered(request),
        "format": request.GET.get("format"),
        "count": rows.count(),
        "all": _model(request).objects.visible_to(request.member).count() if searched else 0,
        "listed": [(row, row.pk in picked) for row in rows[:LISTED]],
        "picked": bool(picked),
        "searched": searched,
        "error": error,
    }
    return TemplateResponse(request, "evidence/take_out.html", context, status=status)
