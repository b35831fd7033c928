"""One note or one card: its page, changing it, removing and restoring it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evidence.attaching import edit_card as store_card
from evidence.attaching import edit_note as store_note
from evidence.cites import spoken
from evidence.forms import CardAreas, CardForm, NoteForm, VersionForm, card_values, note_values
from evidence.models import Card, Note
from evidence.reading import annotate
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action


def _seen(model: type[Note] | type[Card], request: MemberRequest, pk: UUID) -> Any:
    row = model.objects.visible_to(request.member).for_list().filter(pk=pk).first()
    if row is None:
        raise Http404("No such note or card.")
    return row


def _context(request: MemberRequest, row: Note | Card) -> dict[str, Any]:
    article = row.article if row.article and row.article.deleted_at is None else None
    place = annotate([row], article.current, request.member)[0].place if article and article.current else None
    mine = row.owner_id == request.member.user_id
    removable = mine or request.member.may(Action.MODERATE)
    return {row.KIND: row, "row": row, "article": article, "place": place, "mine": mine, "removable": removable}


@team_view(Action.READ)
@require_safe
def note(request: MemberRequest, pk: UUID) -> HttpResponse:
    return TemplateResponse(request, "evidence/note.html", _context(request, _seen(Note, request, pk)))


@team_view(Action.READ)
@require_safe
def card(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = _seen(Card, request, pk)
    context = _context(request, row)
    article = row.article
    said = spoken(article.byline, article.publisher, article.published_on) if article else ""
    return TemplateResponse(request, "evidence/card.html", context | {"spoken": said, "areas": row.areas.all()})


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_note(request: MemberRequest, pk: UUID) -> HttpResponse:
    rows = Note.objects
    row = allowed_or_403(rows.visible_to(request.member), rows.editable_by(request.member), pk)
    form = NoteForm(request.POST or None, initial=note_values(row))
    status, now = 200, row
    if request.method == "POST":
        status = 422
        if form.is_valid():
            version = VersionForm(request.POST).stated()
            asked = form.cleaned_data
            done = store_note(note=row, version=version, body=asked["body"], visibility=asked["visibility"])
            if not done.conflict:
                messages.success(request, "Note saved.")
                return redirect("evidence:note", request.member.team.slug, row.pk)
            status, now = 409, done.row
    context = _context(request, now) | {"form": form, "conflict": status == 409}
    return TemplateResponse(request, "evidence/edit.html", context, status=status)


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_card(request: MemberRequest, pk: UUID) -> HttpResponse:
    rows = Card.objects
    row = allowed_or_403(rows.visible_to(request.member), rows.editable_by(request.member), pk)
    form = CardForm(request.POST or None, initial=card_values(row))
    areas = CardAreas(request.POST or None, initial={"areas": row.areas.all()}, member=request.member)
    status, now = 200, row
    if request.method == "POST":
        status = 422
        if form.is_valid() and areas.is_valid():
            asked = {name: form.cleaned_data[name] for name in ("tag", "cite", "kind", "analysis", "visibility")}
            version = VersionForm(request.POST).stated()
            done = store_card(card=row, version=version, areas=areas.cleaned_data["areas"], **asked)
            if not done.conflict:
                messages.success(request, "Card saved.")
                return redirect("evidence:card", request.member.team.slug, row.pk)
            status, now = 409, done.row
    context = _context(request, now) | {"form": form, "areas": areas, "conflict": status == 409}
    return TemplateResponse(request, "evidence/edit.html", context, status=status)


@team_view(Action.WRITE)
@require_POST
def remove(request: MemberRequest, pk: UUID, model: type[Note] | type[Card]) -> HttpResponse:
    """Into the trash; the next page offers to undo it."""
    rows = model.objects
    row = allowed_or_403(rows.visible_to(request.member), rows.removable_by(request.member), pk)
    row.remove(by=request.user)
    messages.success(request, f"The {row.KIND} is in the trash. You can restore it there.")
    return redirect("evidence:trash", request.member.team.slug)


@team_view(Action.WRITE)
@require_POST
def restore(request: MemberRequest, pk: UUID, model: type[Note] | type[Card]) -> HttpResponse:
    row = model.objects.trash_of(request.member).filter(pk=pk).first()
    if row is None:
        raise Http404("Not in the trash.")
    row.restore()
    messages.success(request, f"The {row.KIND} is back.")
    return redirect(f"evidence:{row.KIND}", request.member.team.slug, row.pk)
