"""Pages about people: my teams, the team's members and its join codes."""

from uuid import UUID

from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from teams import joining, zones
from teams.access import MemberRequest, SignedInRequest, team_view
from teams.forms import JoinForm, RoleForm, TeamForm
from teams.models import JoinCode, Membership
from teams.policy import TABLE, Action, Role

LAST_COACH = "You are the only coach. Make another member a coach first."


def _mine(request: SignedInRequest, status: int = 200, **forms: object) -> HttpResponse:
    context = {
        "members": Membership.objects.of(request.user),
        "join_form": JoinForm(),
        "team_form": TeamForm(),
        **forms,
    }
    return TemplateResponse(request, "teams/mine.html", context, status=status)


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """My teams; join one, make one, or go on alone."""
    return _mine(request)


@require_POST
def join(request: SignedInRequest) -> HttpResponse:
    form = JoinForm(request.POST)
    if not consume(request, action="join_team", user=request.user):
        form.add_error(None, "Too many codes in a short time. Wait ten minutes, then try again.")
        return _mine(request, 429, join_form=form)
    if form.is_valid():
        try:
            joined = joining.join(user=request.user, typed=form.cleaned_data["code"])
        except joining.UnknownCode:
            form.add_error("code", "No team has this code, or it has run out. Ask your coach for a new one.")
        else:
            messages.success(request, f"Welcome to {joined.member.team}.")
            return redirect("team_home", joined.member.team.slug)
    return _mine(request, 422, join_form=form)


@require_POST
def make(request: SignedInRequest) -> HttpResponse:
    form = TeamForm(request.POST)
    if not form.is_valid():
        return _mine(request, 422, team_form=form)
    member = joining.make_team(user=request.user, **form.cleaned_data)
    messages.success(request, "Your team stands. Make a join code for your students, then add articles.")
    return redirect("teams:team", member.team.slug)


@require_POST
def alone(request: SignedInRequest) -> HttpResponse:
    """The personal team of a student without a coach, in the browser's time zone."""
    zone = zones.known(request.POST.get("time_zone", ""))
    return redirect("team_home", joining.personal_team(user=request.user, time_zone=zone).team.slug)


@team_view(Action.READ)
@require_POST
def switch(request: MemberRequest) -> HttpResponse:
    joining.switch(member=request.member)
    return redirect("team_home", request.member.team.slug)


def _team_page(request: MemberRequest, status: int = 200, **more: object) -> HttpResponse:
    member = request.member
    context = {
        "members": Membership.objects.in_team(member.team),
        "may_manage": member.may(Action.MANAGE_MEMBERS) and not member.team.personal,
        "proctor": reverse(settings.PAGES_ABOVE["proctor"], args=[member.team.slug]),
        "recordings": reverse(settings.PAGES_ABOVE["recordings"], args=[member.team.slug]),
        "may_keep_recordings": member.may(Action.KEEP_RECORDINGS),
        "may_take_out": member.may(Action.TAKE_OUT),
        "may_allow_links": member.may(Action.ALLOW_LINKS),
        "codes": JoinCode.objects.usable()
        .filter(team=member.team)
        .select_related("created_by")
        .order_by("expires_at"),
        "roles": list(Role),  # a template calls a class that it is given
        "policy": [(action, [role in roles for role in Role]) for action, roles in TABLE.items()],
        **more,
    }
    return TemplateResponse(request, "teams/team.html", context, status=status)


@team_view(Action.READ)
@require_safe
def team(request: MemberRequest) -> HttpResponse:
    return _team_page(request, form=TeamForm(instance=request.member.team))


@team_view(Action.MANAGE_MEMBERS)
@require_POST
def rename(request: MemberRequest) -> HttpResponse:
    form = TeamForm(request.POST, instance=request.member.team)
    if not form.is_valid():
        return _team_page(request, 422, form=form)
    form.save()
    return redirect("teams:team", request.member.team.slug)


@team_view(Action.ALLOW_LINKS)
@require_POST
def allow_links(request: MemberRequest) -> HttpResponse:
    """`on` is "yes" or anything else. While it is off, no link opens, also none that was made before."""
    team = request.member.team
    team.links_on = request.POST.get("on") == "yes"
    team.save(update_fields=["links_on"])
    said = "Links to cards may be made now." if team.links_on else "No link to a card opens any more."
    messages.success(request, said)
    return redirect("teams:team", team.slug)


@team_view(Action.MANAGE_MEMBERS)
@never_cache
@require_POST
def make_code(request: MemberRequest) -> HttpResponse:
    """Shows the new code once, on the page that answers; it is stored as a hash only."""
    if request.member.team.personal:
        messages.error(request, "A personal team has one member. Make a team to work with others.")
        return redirect("teams:mine")
    new = joining.make_code(member=request.member)
    return _team_page(request, new_code=new.code, form=TeamForm(instance=request.member.team))


@team_view(Action.MANAGE_MEMBERS)
@require_POST
def revoke_code(request: MemberRequest, code_id: UUID) -> HttpResponse:
    joining.revoke_code(code=get_object_or_404(JoinCode, pk=code_id, team=request.member.team))
    messages.success(request, "The code opens nothing any more.")
    return redirect("teams:team", request.member.team.slug)


@team_view(Action.MANAGE_MEMBERS)
@require_POST
def change_room_code(request: MemberRequest) -> HttpResponse:
    joining.change_room_code(team=request.member.team)
    messages.success(request, "There is a new room code. The old one lets nobody out any more.")
    return redirect("teams:team", request.member.team.slug)


@team_view(Action.MANAGE_MEMBERS)
@require_POST
def give_role(request: MemberRequest, member_id: UUID) -> HttpResponse:
    target = get_object_or_404(Membership.objects.in_team(request.member.team), pk=member_id)
    form = RoleForm(request.POST, instance=target)
    if not form.is_valid():
        messages.error(request, "There is no such role.")
    else:
        try:
            joining.give_role(member=Membership.objects.get(pk=member_id), role=Role(form.cleaned_data["role"]))
            messages.success(request, f"{target.user} is now {target.role}.")
        except joining.LastCoach:
            messages.error(request, LAST_COACH)
    return redirect("teams:team", request.member.team.slug)


@team_view(Action.MANAGE_MEMBERS)
@require_POST
def remove(request: MemberRequest, member_id: UUID) -> HttpResponse:
    target = get_object_or_404(Membership.objects.in_team(request.member.team), pk=member_id)
    try:
        joining.end(member=target)
        messages.success(request, f"{target.user} sees nothing of this team any more. What they wrote for it stays.")
    except joining.LastCoach:
        messages.error(request, LAST_COACH)
    return redirect("teams:team", request.member.team.slug)


@team_view(Action.READ)
@require_POST
def leave(request: MemberRequest) -> HttpResponse:
    try:
        joining.end(member=request.member)
    except joining.LastCoach:
        messages.error(request, LAST_COACH)
        return redirect("teams:team", request.member.team.slug)
    messages.success(request, f"You have left {request.member.team}.")
    return redirect("teams:mine")
