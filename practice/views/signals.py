"""How the speaker is told the time, what interrupted them, and how long a hidden clock seemed."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lib.htmx import wants_fragment
from lib.posted import posted
from practice import noting, rounds
from practice.clock import fold
from practice.models import Round, RuleSet
from practice.phases import CLOCK_SHOWN, Phase
from practice.signal_forms import GuessForm, SignalForm
from practice.signalling import guess_due, set_signalling, signalling_of
from practice.views.gate import own_round, page_of, quiet, refused, to_round
from practice.views.outline import save_all
from practice.words import face
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.PRACTISE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def signals(request: MemberRequest) -> HttpResponse:
    """The switches, each to be tried, and a speech in ten seconds by the rules of the last round."""
    form = SignalForm(posted(request), instance=signalling_of(request.user))
    if form.is_bound and form.is_valid():
        set_signalling(user=request.user, ways=form.cleaned_data)
        return _kept(request, redirect("practice:signals", request.member.team.slug))
    last = Round.objects.visible_to(request.member).of(request.member).order_by("-created_at").first()
    offered = RuleSet.objects.for_team(request.member.team)
    rules = last.figures if last else next((row.figures for row in offered if row.figures.signals), None)
    clock = face(replace(fold([], rules, timezone.now()), phase=Phase.READY), rules) if rules else None
    context = {"ways": form, "clock": clock, "rules": rules}
    return TemplateResponse(request, "practice/signals.html", context, status=422 if form.errors else 200)


@team_view(Action.PRACTISE)
@require_POST
def set_signals(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """The same switches, on the stage."""
    own = own_round(request, round_id)
    form = SignalForm(request.POST, instance=signalling_of(request.user))
    if form.is_valid():
        set_signalling(user=request.user, ways=form.cleaned_data)
        return _kept(request, to_round(request, own))
    said = " ".join(str(fault) for faults in form.errors.values() for fault in faults)
    if wants_fragment(request):
        return HttpResponse(said, status=422, headers={"HX-Retarget": "#ways-said", "HX-Reswap": "textContent"})
    messages.error(request, said)
    return to_round(request, own)


@team_view(Action.PRACTISE)
@require_POST
def note(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """An interruption, which stops no clock; or the speaker looks at a clock that was hidden."""
    own = own_round(request, round_id)
    save_all(request, own)
    looks = request.POST.get("what") == CLOCK_SHOWN
    words = request.POST.get("words", "") if own.may_type and not looks else ""
    outcome = noting.note(round=own, what=CLOCK_SHOWN if looks else "interruption", words=words)
    if isinstance(outcome, rounds.Refused):
        return refused(request, outcome)
    return to_round(request, own) if looks else quiet(request, outcome)


@team_view(Action.PRACTISE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def guess(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """How long did it seem? Asked before the review shows how long it was."""
    own = own_round(request, round_id)
    state = own.clock()
    if not guess_due(state):
        return to_round(request, own, page_of(state))
    form, skips = GuessForm(posted(request)), "skip" in request.POST
    if skips or (form.is_bound and form.is_valid()):
        noting.guess(round=own, seconds=None if skips else form.cleaned_data["guess"])
        return to_round(request, own, page_of(state))
    context = {"round": own, "form": form, "asked": state.phase is Phase.QUESTIONING}
    return TemplateResponse(request, "practice/guess.html", context, status=422 if form.errors else 200)


def _kept(request: MemberRequest, response: HttpResponse) -> HttpResponse:
    return HttpResponse(status=204) if wants_fragment(request) else response
