"""The team's own drills: those that there are, a new one, changing one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lib.undo import say_with_undo
from practice.drills.drill import drills
from practice.drills.own import change_drill, drills_for, make_drill
from practice.drills.own_forms import OwnDrillForm
from practice.models import OwnDrill
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action

REMOVED = 20


@team_view(Action.SET_DRILLS)
@require_safe
def own_drills(request: MemberRequest) -> HttpResponse:
    rows = OwnDrill.objects
    context = {
        "own": rows.visible_to(request.member).select_related("owner").order_by("name", "pk"),
        "shipped": drills().values(),
        "removed": rows.trash_of(request.member).order_by("-deleted_at", "pk")[:REMOVED],
    }
    return TemplateResponse(request, "practice/drills/ours.html", context)


@team_view(Action.SET_DRILLS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """`?like=` is the slug of a drill to begin with."""
    like = drills_for(request.member).get(request.GET.get("like", ""))
    if request.method != "POST":
        return _form(request, OwnDrillForm(like=like))
    form = OwnDrillForm(request.POST, like=like)
    if not form.is_valid():
        return _form(request, form, status=422)
    made = make_drill(member=request.member, told=form.told)
    messages.success(request, f"“{made}” stands in everybody’s list of drills.")
    return redirect("practice:own_drills", request.member.team.slug)


@team_view(Action.SET_DRILLS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = _editable(request, pk)
    if request.method != "POST":
        return _form(request, OwnDrillForm(like=row.drill, version=row.version), row=row)
    form = OwnDrillForm(request.POST, like=row.drill, version=row.version)
    if not form.is_valid():
        return _form(request, form, row=row, status=422)
    if change_drill(row=row, version=form.cleaned_data["version"] or 0, told=form.told) is None:
        return _form(request, form, row=_editable(request, pk), overtaken=True, status=409)
    messages.success(request, "Saved. Drills that were begun before keep what they had.")
    return redirect("practice:own_drills", request.member.team.slug)


@team_view(Action.SET_DRILLS)
@require_POST
def remove(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = _editable(request, pk)
    row.remove(by=request.user)
    address = reverse("practice:restore_drill", args=[request.member.team.slug, row.pk])
    say_with_undo(request, f"“{row}” is no longer offered.", address)
    return redirect("practice:own_drills", request.member.team.slug)


@team_view(Action.SET_DRILLS)
@require_POST
def restore(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(OwnDrill.objects.trash_of(request.member), pk=pk)
    row.restore()
    messages.success(request, f"“{row}” is back.")
    return redirect("practice:own_drills", request.member.team.slug)


def _editable(request: MemberRequest, pk: UUID) -> OwnDrill:
    rows = OwnDrill.objects
    row: OwnDrill = allowed_or_403(rows.visible_to(request.member), rows.editable_by(request.member), pk)
    return row


def _form(
    request: MemberRequest,
    form: OwnDrillForm,
    *,
    row: OwnDrill | None = None,
    overtaken: bool = False,
    status: int = 200,
) -> HttpResponse:
    """With `overtaken`, what somebody else saved meanwhile stands beside what was typed."""
    version = row.version if row and overtaken else form["version"].value()
    theirs = OwnDrillForm(like=row.drill).said() if row and overtaken else None
    context = {"form": form, "row": row, "theirs": theirs, "version": version or 0}
    return TemplateResponse(request, "practice/drills/own_edit.html", context, status=status)
