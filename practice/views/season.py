"""The season: its tournaments, and when it began."""

from datetime import UTC, date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lib.fields import FIRST_YEAR
from lib.posted import posted
from lib.undo import say_with_undo
from practice.models import Season, Tournament
from practice.season import again, ics, planning
from practice.season.again import season_of
from practice.season.forms import TournamentForm
from practice.season.ics import Happening
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action


@team_view(Action.READ)
@require_safe
def season(request: MemberRequest) -> HttpResponse:
    return _season(request, timezone.localdate().isoformat())


def _season(request: MemberRequest, day: str, status: int = 200) -> HttpResponse:
    """`day`: from which a new season is offered, or was asked for."""
    seen = Tournament.objects.visible_to(request.member).for_list()
    may_plan = request.member.may(Action.PLAN_SEASON)
    seasons = Season.objects.visible_to(request.member).newest_first()
    context = {
        "season": season_of(request.member),
        "seasons": seasons,
        "may_begin": request.member.may(Action.BEGIN_SEASON),
        "today": timezone.localdate(),
        "day": day,
        "coming": seen.to_come(),
        "over": seen.over(),
        "removed": Tournament.objects.trash_of(request.member).select_related("team") if may_plan else (),
        "may_plan": may_plan,
    }
    return TemplateResponse(request, "practice/season/season.html", context, status=status)


@team_view(Action.READ)
@require_safe
def calendar(request: MemberRequest) -> HttpResponse:
    """The team's tournaments for a calendar program."""
    rows = Tournament.objects.visible_to(request.member).for_list().order_by("first_day", "pk")
    happenings = [
        Happening(
            uid=f"{row.pk}@{request.get_host()}",
            name=row.name,
            place=row.place,
            words=f"Areas: {', '.join(area.name for area in row.areas)}" if row.areas else "",
            first=row.first_day,
            last=row.last_day,
            changed=row.created_at.astimezone(UTC),
        )
        for row in rows
    ]
    made = ics.calendar(str(request.member.team), happenings)
    named = {"Content-Disposition": 'attachment; filename="tournaments.ics"'}
    return HttpResponse(made, content_type="text/calendar; charset=utf-8", headers=named)


@team_view(Action.BEGIN_SEASON)
@require_POST
def begin_season(request: MemberRequest) -> HttpResponse:
    """From the `day` that is named on, what was spoken on before may be drawn again."""
    day = request.POST.get("day", "")
    try:
        begun = again.begin_season(member=request.member, day=date.fromisoformat(day))
    except ValueError:
        messages.error(request, f"No season was begun: name today, or a day that is past, from {FIRST_YEAR} on.")
        return _season(request, day, status=422)
    address = reverse("practice:undo_season", args=[request.member.team.slug, begun.pk])
    said = f"{begun}: what was spoken on before it may be drawn again."
    say_with_undo(request, said, address)
    return redirect("practice:season", request.member.team.slug)


@team_view(Action.BEGIN_SEASON)
@require_POST
def undo_season(request: MemberRequest, pk: UUID) -> HttpResponse:
    """As if it had not been begun. Rounds that were drawn in it stay, and so does what their draws say."""
    row = get_object_or_404(Season.objects.editable_by(request.member), pk=pk)
    row.remove(by=request.user)
    address = reverse("practice:redo_season", args=[request.member.team.slug, row.pk])
    say_with_undo(request, f"{row}: taken back, it does not count.", address)
    return redirect("practice:season", request.member.team.slug)


@team_view(Action.BEGIN_SEASON)
@require_POST
def redo_season(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Season.objects.trash_of(request.member), pk=pk)
    row.restore()
    messages.success(request, f"{row}: it counts again.")
    return redirect("practice:season", request.member.team.slug)


@team_view(Action.READ)
@require_safe
def tournament(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Tournament.objects.visible_to(request.member).for_list(), pk=pk)
    goes = any(one.user_id == request.user.pk for one in row.going.all())
    context = {"tournament": row, "goes": goes, "may_plan": request.member.may(Action.PLAN_SEASON)}
    return TemplateResponse(request, "practice/season/tournament.html", context)


@team_view(Action.PLAN_SEASON)
@require_http_methods(["GET", "HEAD", "POST"])
def new_tournament(request: MemberRequest) -> HttpResponse:
    form = TournamentForm(posted(request), member=request.member)
    if request.method == "POST" and form.is_valid():
        made = planning.plan(member=request.member, plan=form.plan())
        messages.success(request, f"{made.name} is planned.")
        return redirect(made)
    return _form(request, form, status=422 if form.is_bound else 200)


@team_view(Action.PLAN_SEASON)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_tournament(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = _editable(request, pk)
    if request.method != "POST":
        return _form(request, TournamentForm(member=request.member, tournament=row), row)
    form = TournamentForm(request.POST, member=request.member, tournament=row)
    if not form.is_valid():
        return _form(request, form, row, status=422)
    version = form.cleaned_data["version"] or 0
    done = planning.change(tournament=row, version=version, plan=form.plan())
    if not done.saved:
        return _form(request, form, _editable(request, pk), overtaken=True, status=409)
    messages.success(request, "Saved. Rounds that were drawn for it before keep the rules they had.")
    return redirect(row)


@team_view(Action.PLAN_SEASON)
@require_POST
def remove_tournament(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = _editable(request, pk)
    row.remove(by=request.user)
    address = reverse("practice:restore_tournament", args=[request.member.team.slug, row.pk])
    say_with_undo(request, f"{row.name} is removed.", address)
    return redirect("practice:season", request.member.team.slug)


@team_view(Action.PLAN_SEASON)
@require_POST
def restore_tournament(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Tournament.objects.trash_of(request.member).select_related("team"), pk=pk)
    row.restore()
    messages.success(request, f"{row.name} is back.")
    return redirect(row)


def _editable(request: MemberRequest, pk: UUID) -> Tournament:
    seen = Tournament.objects.visible_to(request.member).for_list()
    row: Tournament = allowed_or_403(seen, Tournament.objects.editable_by(request.member).for_list(), pk)
    return row


def _form(
    request: MemberRequest,
    form: TournamentForm,
    row: Tournament | None = None,
    *,
    overtaken: bool = False,
    status: int = 200,
) -> HttpResponse:
    """With `overtaken`, what somebody else saved meanwhile stands beside what was typed."""
    version = row.version if row and (overtaken or not form.is_bound) else form["version"].value()
    context = {"form": form, "tournament": row, "overtaken": overtaken, "version": version or 0}
    return TemplateResponse(request, "practice/season/tournament_form.html", context, status=status)
