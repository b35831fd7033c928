"""One note: its page and changing it; removing and restoring notes and cards."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evidence.editing import edit_note as store_note
from evidence.forms import NoteForm, VersionForm, note_values
from evidence.models import Card, Note
from evidence.reading import annotate
from evidence.talk import talk
from lib.htmx import wants_fragment
from lib.posted import posted
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action


def seen_or_404(model: type[Note] | type[Card], request: MemberRequest, pk: UUID) -> Any:
    row = model.objects.visible_to(request.member).for_list().filter(pk=pk).first()
    if row is None:
        raise Http404("No such note or card.")
    return row


def shown(request: MemberRequest, row: Note | Card) -> dict[str, Any]:
    article = row.article if row.article and row.article.deleted_at is None else None
    place = annotate([row], article.current, request.member)[0].place if article and article.current else None
    mine = row.owner_id == request.member.user_id
    removable = mine or request.member.may(Action.MODERATE)
    return {row.KIND: row, "row": row, "article": article, "place": place, "mine": mine, "removable": removable}


@team_view(Action.READ)
@require_safe
def note(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The note; for htmx only what is said of it."""
    row = seen_or_404(Note, request, pk)
    said = talk(about=row, member=request.member)
    if wants_fragment(request):
        response = TemplateResponse(request, "evidence/_remarks.html", {"talk": said})
    else:
        response = TemplateResponse(request, "evidence/note.html", shown(request, row) | {"talk": said})
    patch_vary_headers(response, ["HX-Request"])
    return response


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_note(request: MemberRequest, pk: UUID) -> HttpResponse:
    rows = Note.objects
    row = allowed_or_403(rows.visible_to(request.member), rows.editable_by(request.member), pk)
    form = NoteForm(posted(request), initial=note_values(row))
    status, now = 200, row
    if request.method == "POST":
        status = 422
        if form.is_valid():
            version = VersionForm(request.POST).stated()
            asked = {name: form.cleaned_data[name] for name in ("body", "visibility", "tags") if name in request.POST}
            done = store_note(note=row, version=version, **asked)
            if not done.conflict:
                messages.success(request, "Note saved.")
                return redirect("evidence:note", request.member.team.slug, row.pk)
            status, now = 409, done.row
    context = shown(request, now) | {"form": form, "conflict": status == 409}
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
