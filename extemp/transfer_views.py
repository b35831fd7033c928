"""The page "Take out and bring in": a team or one's own things as a file, a file as a team, and who its people are."""

import tempfile
from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from extemp import arriving, handing_over
from extemp.models import Arriving
from extemp.taking_out import Damaged, take_out
from extemp.team_file import Refused
from lib.keys import as_uuids
from teams import joining
from teams.access import MemberRequest, team_view
from teams.models import Membership, User
from teams.policy import Action

_MB = 1024**2


def _page(request: MemberRequest, status: int = 200, **more: Any) -> HttpResponse:
    member = request.member
    context = {
        "may_take_out": member.may(Action.TAKE_OUT),
        "most": arriving.MOST // _MB,
        "placeholders": handing_over.placeholders(member),
        "members": Membership.objects.in_team(member.team) if handing_over.may_say(member) else (),
        **more,
    }
    return TemplateResponse(request, "extemp/out_and_in.html", context, status=status)


@team_view(Action.READ)
@require_safe
def out_and_in(request: MemberRequest) -> HttpResponse:
    return _page(request)


@team_view(Action.TAKE_OUT)
@never_cache
@require_GET
def team_file(request: MemberRequest) -> HttpResponseBase:
    """The whole team, as far as this coach may see it."""
    return _file(request, name=request.member.team.slug, own=False)


@team_view(Action.READ)
@never_cache
@require_GET
def own_file(request: MemberRequest) -> HttpResponseBase:
    """What the member made, whoever may see it."""
    return _file(request, name=f"{request.member.team.slug}-{request.user.username}", own=True)


def _file(request: MemberRequest, *, name: str, own: bool) -> HttpResponseBase:
    """Made on disk, then sent in pieces: a slow line holds neither memory nor a transaction."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        take_out(team=request.member.team, to=file, member=request.member, own=own)
    except Damaged as error:
        file.close()
        return _page(request, 500, out_error=str(error))
    file.seek(0)
    stamp = timezone.localdate().isoformat()
    return FileResponse(
        file, as_attachment=True, filename=f"{name}-{stamp}.extemp.zip", content_type="application/zip"
    )


@team_view(Action.TAKE_OUT)
@require_POST
def send_team(request: MemberRequest) -> HttpResponse:
    """The file is looked over whole and kept for a day; nothing of it is a team yet."""
    sent = request.FILES.get("file")
    if sent is None:
        return _page(request, 422, in_error="Choose a file first.")
    if not consume(request, action="bring_in", user=request.user):
        return _page(request, 429, in_error="Too many files in a short time. Wait an hour, then try again.")
    try:
        kept = arriving.keep(owner=request.user, file=sent, name=sent.name or "file", size=sent.size or 0)
    except Refused as error:
        return _page(request, 422, in_error=str(error), in_name=sent.name)
    return redirect("arriving", request.member.team.slug, kept.pk)


def _arriving(request: MemberRequest, pk: UUID) -> Arriving:
    return get_object_or_404(Arriving, pk=pk, owner=request.user)


def _look(request: MemberRequest, kept: Arriving, status: int = 200, error: str = "") -> HttpResponse:
    context = {"kept": kept, "seen": kept.seen, "error": error}
    return TemplateResponse(request, "extemp/arriving.html", context, status=status)


@team_view(Action.TAKE_OUT)
@require_safe
def look(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What is in the file that was sent."""
    return _look(request, _arriving(request, pk))


@team_view(Action.TAKE_OUT)
@require_POST
def bring_in(request: MemberRequest, pk: UUID) -> HttpResponse:
    kept = _arriving(request, pk)
    try:
        done = arriving.take(arriving=kept)
    except Refused as error:
        return _look(request, kept, 422, str(error))
    except arriving.Elsewhere:
        return _look(request, kept, 409, "It is being brought in already. Look at your teams in a minute.")
    joining.switch(member=Membership.objects.of(request.user).get(team=done.team))
    messages.success(request, f"{done.team} is here, and you are its coach. No other team was changed.")
    return redirect("out_and_in", done.team.slug)


@team_view(Action.TAKE_OUT)
@require_POST
def drop(request: MemberRequest, pk: UUID) -> HttpResponse:
    _arriving(request, pk).delete()
    messages.success(request, "The file was put away. Nothing was brought in.")
    return redirect("out_and_in", request.member.team.slug)


@team_view(Action.TAKE_OUT)
@require_safe
def this_is(request: MemberRequest, user_id: int) -> HttpResponse:
    """Shows what would pass to whom. The member is chosen on the page before."""
    placeholder, to = _who(request, user_id, request.GET.get("member", ""))
    context = {"placeholder": placeholder, "to": to, "things": handing_over.things_of(placeholder)}
    return TemplateResponse(request, "extemp/this_is.html", context)


@team_view(Action.TAKE_OUT)
@require_POST
def hand_over(request: MemberRequest, user_id: int) -> HttpResponse:
    placeholder, to = _who(request, user_id, request.POST.get("member", ""))
    name = str(placeholder)
    done = handing_over.hand_over(placeholder=placeholder, to=to, by=request.member)
    said = f"What {name} had is {to.user}’s now."
    if done.aside:
        said += f" {done.aside} of it they had already in another form: votes went, the rest is in the trash."
    messages.success(request, said)
    return redirect("out_and_in", request.member.team.slug)


def _who(request: MemberRequest, user_id: int, member: str) -> tuple[User, Membership]:
    if not handing_over.may_say(request.member):
        raise PermissionDenied("Only who brought the file in can say who its people are.")
    placeholder = get_object_or_404(handing_over.placeholders(request.member), pk=user_id)
    members = Membership.objects.in_team(request.member.team)
    return placeholder, get_object_or_404(members, pk__in=as_uuids([member]))
