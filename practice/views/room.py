"""Legal mode's own pages: what was opened, leaving by the code, and who is in it now."""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from allauth.core.ratelimit import consume
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lib.htmx import page, wants_fragment
from lib.posted import posted
from practice.choosing import settle
from practice.legal.devices import device_of
from practice.legal.legality import in_words
from practice.legal.proctoring import watch
from practice.legal.room import Left, leave_room, let_out
from practice.models import Round
from practice.views.gate import own_round, seen_round, to_round
from practice.views.unchanged import unless_seen
from teams.access import MemberRequest, team_view
from teams.policy import Action

LATELY = timedelta(hours=24)
MOST = 40


class LeaveForm(forms.Form):
    code = forms.CharField(max_length=20, label="Room code", help_text="Six letters and digits. Your coach has it.")


@team_view(Action.PRACTISE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leave(request: MemberRequest, round_id: UUID) -> HttpResponse:
    own = own_round(request, round_id)
    if not own.in_legal_mode:
        return to_round(request, own)
    form, status = LeaveForm(posted(request)), 200
    if form.is_bound:
        status = 422
        if not consume(request, action="leave_room", user=request.user):
            status = 429
            form.add_error(None, "Too many codes in a short time. Wait ten minutes, then try again.")
        elif form.is_valid() and isinstance(leave_room(round=own, typed=form.cleaned_data["code"]), Left):
            messages.success(request, "You have left legal mode. The round goes on as practice.")
            return to_round(request, own)
        elif form.is_valid():
            form.add_error("code", "That is not your team’s room code. The attempt is written down with its time.")
    return TemplateResponse(request, "practice/leave.html", {"round": own, "form": form}, status=status)


@team_view(Action.READ)
@require_safe
@never_cache
def opened(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """What was opened in this round, with its times: to be shown to whoever watches the prep room."""
    seen = seen_round(request, round_id)
    (one,) = watch(member=request.member, rounds=[seen], here=device_of(request))
    context = {"one": one, "round": seen, "mine": seen.is_of(request.member), "room": in_words(seen.room)}
    return TemplateResponse(request, "practice/opened.html", context)


@team_view(Action.READ_COACHES)
@require_POST
def release(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """A coach ends legal mode for a student; their name and the time stand in the round."""
    seen = seen_round(request, round_id)
    if seen.is_of(request.member):
        raise PermissionDenied("Your own round is left by the code.")
    let_out(round=seen, by=request.member)
    messages.success(request, f"Legal mode is over for {seen.owner}. The round goes on as practice.")
    return redirect("practice:proctor", request.member.team.slug)


@team_view(Action.READ_COACHES)
@require_safe
def proctor(request: MemberRequest) -> HttpResponse:
    """Who is in legal mode now and what they opened; and who was, in the last day. It asks again by itself."""
    member = request.member
    rows = Round.objects.visible_to(member).filter(simulation=True).for_list().select_related("place")
    rows = rows.order_by("-created_at", "pk")
    now = list(rows.in_legal_mode()[:MOST])
    if settle(now):
        now = list(rows.in_legal_mode()[:MOST])
    before = list(rows.exclude(pk__in=[r.pk for r in now]).filter(created_at__gte=timezone.now() - LATELY)[:MOST])
    watched = watch(member=member, rounds=[*now, *before])
    context = {"now": watched[: len(now)], "before": watched[len(now) :]}
    faces = [(str(one.round.pk), one.now, len(one.round.happened), one.round.in_legal_mode) for one in watched]
    etag = f'"{sha256(repr((wants_fragment(request), member.pk, faces)).encode()).hexdigest()[:32]}"'
    return unless_seen(request, etag, lambda: page(request, "practice/proctor.html", context, fragment="room"))
