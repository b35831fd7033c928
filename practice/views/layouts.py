"""Layouts of the outline: those that there are, one on paper, one's own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lib.undo import say_with_undo
from practice.models import OwnLayout
from practice.outline.forms import LayoutForm
from practice.outline.layout import Layout, typed
from practice.outline.layouts import change_layout, layouts_for, make_layout, shipped
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action


@team_view(Action.READ)
@require_safe
def layouts(request: MemberRequest) -> HttpResponse:
    rows = OwnLayout.objects
    may_change = set(rows.editable_by(request.member).values_list("pk", flat=True))
    may_remove = set(rows.removable_by(request.member).values_list("pk", flat=True))
    own = rows.visible_to(request.member).select_related("owner").order_by("name", "pk")
    context = {
        "shipped": shipped().values(),
        "own": [(row, row.pk in may_change, row.pk in may_remove) for row in own],
        "removed": rows.trash_of(request.member).order_by("-deleted_at", "pk")[:20],
    }
    return TemplateResponse(request, "practice/layouts.html", context)


@team_view(Action.READ)
@require_safe
def layout(request: MemberRequest, key: str) -> HttpResponse:
    """A layout with empty boxes, for paper."""
    return TemplateResponse(request, "practice/layout.html", {"layout": _known(request, key)})


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """`?like=` is the key of a layout to begin with."""
    if request.method == "POST":
        form = LayoutForm(request.POST)
        if form.is_valid():
            del form.cleaned_data["version"]
            made = make_layout(member=request.member, **form.cleaned_data)
            messages.success(request, f"“{made}” can be chosen on the practice page and in the prep room.")
            return redirect("practice:layouts", request.member.team.slug)
        return _form(request, form, status=422)
    like = layouts_for(request.member).get(request.GET.get("like", "")) or shipped()["classic"]
    return _form(request, LayoutForm(initial={"shape": like.shape, "slots": typed(like.slots)}))


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    rows = OwnLayout.objects
    row = allowed_or_403(rows.visible_to(request.member), rows.editable_by(request.member), pk)
    if request.method != "POST":
        return _form(request, LayoutForm(initial=_values(row)), row=row)
    form = LayoutForm(request.POST)
    if not form.is_valid():
        return _form(request, form, row=row, status=422)
    changed = change_layout(row=row, **form.cleaned_data)
    if changed is None:
        row.refresh_from_db()
        return _form(request, form, row=row, theirs=_values(row), status=409)
    messages.success(request, "Saved. Outlines that are written keep the layout they had.")
    return redirect("practice:layouts", request.member.team.slug)


@team_view(Action.WRITE)
@require_POST
def remove(request: MemberRequest, pk: UUID) -> HttpResponse:
    rows = OwnLayout.objects
    row = allowed_or_403(rows.visible_to(request.member), rows.removable_by(request.member), pk)
    row.remove(by=request.user)
    address = reverse("practice:restore_layout", args=[request.member.team.slug, row.pk])
    say_with_undo(request, f"“{row}” is no longer offered.", address)
    return redirect("practice:layouts", request.member.team.slug)


@team_view(Action.WRITE)
@require_POST
def restore(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(OwnLayout.objects.trash_of(request.member), pk=pk)
    row.restore()
    messages.success(request, f"“{row}” is back.")
    return redirect("practice:layouts", request.member.team.slug)


def _known(request: MemberRequest, key: str) -> Layout:
    found = layouts_for(request.member).get(key)
    if found is None:
        raise Http404("No such layout.")
    return found


def _values(row: OwnLayout) -> dict[str, Any]:
    text = typed(row.layout.slots)
    return {
        "name": row.name,
        "shape": row.shape,
        "slots": text,
        "visibility": row.visibility,
        "version": row.version,
    }


def _form(
    request: MemberRequest, form: LayoutForm, *, row: OwnLayout | None = None, theirs: Any = None, status: int = 200
) -> HttpResponse:
    version = row.version if row and theirs else form["version"].value()
    context = {"form": form, "row": row, "theirs": theirs, "version": version}
    return TemplateResponse(request, "practice/layout_edit.html", context, status=status)
