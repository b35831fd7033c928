"""A judge's ballot: saved as it is filled in, given to the speaker; the speaker's word on a focus, and their plan."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from lib.htmx import wants_fragment
from practice.hearing import ballots
from practice.hearing.ballots import Empty, Given, Overtaken, Saved
from practice.hearing.focus import answer
from practice.hearing.forms import PlanForm
from practice.hearing.pages import BallotPage, ballot_page, differences
from practice.hearing.plans import set_plan
from practice.models import Focus, Round, Sheet
from practice.outline.texts import both
from practice.views.gate import own_round
from practice.views.hearing import heard_round, judge_page
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.LISTEN)
@require_POST
def save_ballot(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """Keep the draft. Answers its status line; 409 and the whole form with both texts if another page was faster."""
    seen = heard_round(request, round_id)
    filled = ballot_page(member=request.member, round=seen, data=request.POST)
    if not filled.form.is_valid():
        return _faulty(request, seen, filled)
    outcome = ballots.save(member=request.member, round=seen, written=filled.form.written())
    if isinstance(outcome, Overtaken):
        return _overtaken(request, seen, filled, outcome)
    filled = replace(filled, ballot=outcome.ballot, version=outcome.ballot.version, taken=outcome.taken, saved=True)
    if not wants_fragment(request):
        messages.success(request, "Your ballot is saved. It is yours alone until you give it.")
        return redirect("practice:judge", request.member.team.slug, seen.pk)
    return _status(request, seen, filled)


@team_view(Action.LISTEN)
@require_POST
def give_ballot(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """Keep the draft and give it to the speaker."""
    seen = heard_round(request, round_id)
    if seen.finished_at is None:
        raise PermissionDenied("A ballot is given when the speech is over.")
    filled = ballot_page(member=request.member, round=seen, data=request.POST)
    if not filled.form.is_valid():
        return _faulty(request, seen, filled)
    outcome = ballots.give(member=request.member, round=seen, written=filled.form.written())
    match outcome:
        case Overtaken():
            return _overtaken(request, seen, filled, outcome)
        case Saved(taken=taken):
            return _whole(request, seen, replace(filled, version=outcome.ballot.version, taken=taken), 409)
        case Empty(ballot=ballot):
            said = "There is nothing on this ballot yet."
            return _whole(request, seen, replace(filled, version=ballot.version, said=said), 422)
        case Given(ballot=ballot, repeated=repeated):
            return _given(request, seen, ballot, repeated=repeated)


@team_view(Action.LISTEN)
@require_POST
def settle_ballot(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """The judge's word on two drafts: `keep` is "mine" (what is in the form) or "both" (the reasons one after the
    other). `version` is the draft's that they were shown."""
    seen = heard_round(request, round_id)
    filled = ballot_page(member=request.member, round=seen, data=request.POST)
    if not filled.form.is_valid():
        return _faulty(request, seen, filled)
    written = filled.form.written()
    if request.POST.get("keep") == "both":
        saved = ballots.draft_of(ballots.ballot_of(member=request.member, round=seen))
        reasons = both(saved.reasons, written.says.get("reasons", ""))
        written = replace(written, says={**written.says, "reasons": reasons})
    outcome = ballots.save(member=request.member, round=seen, written=replace(written, turn=0))
    if isinstance(outcome, Overtaken):
        return _overtaken(request, seen, filled, outcome)
    if not wants_fragment(request):
        return redirect("practice:judge", request.member.team.slug, seen.pk)
    return _whole(request, seen, ballot_page(member=request.member, round=seen, taken=outcome.taken, saved=True))


def _given(request: MemberRequest, seen: Round, ballot: Any, *, repeated: bool) -> HttpResponse:
    who = "It is on the review" if seen.is_of(request.member) else f"{seen.owner} sees it on the review"
    said = "It says what it said before: nothing new was given." if repeated else f"Given. {who}."
    if not wants_fragment(request):
        messages.success(request, said)
        return redirect(ballot)
    return _whole(request, seen, ballot_page(member=request.member, round=seen, said=said))


def _faulty(request: MemberRequest, seen: Round, filled: BallotPage) -> HttpResponse:
    return _whole(request, seen, filled, 422) if not wants_fragment(request) else _status(request, seen, filled, 422)


def _overtaken(request: MemberRequest, seen: Round, filled: BallotPage, outcome: Overtaken) -> HttpResponse:
    """The form with what was typed in it, and beside it what another page had saved."""
    told = differences(outcome.draft, dict(filled.form.written().says))
    clash = replace(filled, clash=outcome.draft, version=outcome.ballot.version, differences=told)
    return _whole(request, seen, clash, 409)


def _status(request: MemberRequest, seen: Round, filled: BallotPage, status: int = 200) -> HttpResponse:
    name = "practice/hearing/_ballot_status.html"
    return TemplateResponse(request, name, {"round": seen, "ballot": filled}, status=status)


def _whole(request: MemberRequest, seen: Round, filled: BallotPage, status: int = 200) -> HttpResponse:
    if not wants_fragment(request):
        return judge_page(request, seen, ballot=filled, status=status)
    context = {"round": seen, "ballot": filled, "mine": filled.own}
    response = TemplateResponse(request, "practice/hearing/_ballot.html", context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#ballot", "outerHTML"
    return response


@team_view(Action.PRACTISE)
@require_POST
def answer_focus(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """The speaker's word on whether the focus of the round was met: `met`, or "" to take the word back."""
    own = own_round(request, round_id)
    focus = get_object_or_404(Focus, round=own)
    met = request.POST.get("met", "")
    if met not in ("", *Sheet.Met.values):
        raise Http404("No such answer.")
    answer(focus=focus, met=met)
    response = redirect("practice:review", request.member.team.slug, own.pk)
    response["Location"] += "#focus"
    return response


@team_view(Action.PRACTISE)
@require_POST
def plan_speech(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """The member's own shares of a speech, from their next speech on; "" goes back to the common ones."""
    own = own_round(request, round_id)
    form = PlanForm(request.POST)
    if request.POST.get("shares", "").strip() and form.is_valid():
        shares = form.cleaned_data["shares"]
        set_plan(member=request.member, shares=shares)
        messages.success(request, f"Your next speeches are held against {shares}.")
    elif request.POST.get("shares", "").strip():
        messages.error(request, " ".join(map(str, form.errors["shares"])))
    else:
        set_plan(member=request.member, shares="")
        messages.success(request, "Your next speeches are held against the common plan.")
    return redirect("practice:review", request.member.team.slug, own.pk)
