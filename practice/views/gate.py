"""What the views of a round share: who may act, and what an act answers."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from lib.htmx import wants_fragment
from practice.choosing import kept_in, settle
from practice.clock import ClockState
from practice.models import Round
from practice.phases import ENDED, EventKind, Phase
from practice.rounds import Acted, Refused
from practice.words import refusal, too_late
from teams.access import MemberRequest

INTERRUPTED = "What interrupted you?"  # as its field is labelled


def seen_round(request: MemberRequest, round_id: UUID) -> Round:
    """A round that the member may see, or 404. What its rules kept is written down, if it was due."""
    rounds = Round.objects.visible_to(request.member).select_related("team", "owner", "rule_set", "place__board")
    rounds = rounds.prefetch_related("events", "slips")
    found: Round = get_object_or_404(rounds, pk=round_id)
    if settle([found]):
        found = get_object_or_404(rounds, pk=round_id)
    return found


def own_round(request: MemberRequest, round_id: UUID) -> Round:
    """A round that the member may act in: 404 for one that may not be seen, 403 for another's."""
    round = seen_round(request, round_id)
    if not round.is_of(request.member):
        raise PermissionDenied("Only the speaker acts in a round.")
    return round


def page_of(state: ClockState) -> str:
    """The name of the page that a round is on."""
    if state.phase in (Phase.DRAW, Phase.CHOOSE):
        return "practice:choose"
    if state.phase is Phase.PREP:
        return "practice:prep"
    return "practice:review" if state.phase in ENDED else "practice:speak"


def to_round(request: MemberRequest, round: Round, page: str = "practice:round") -> HttpResponse:
    """A swap is told to load that page: it would put it into the one that asked."""
    if wants_fragment(request):
        return HttpResponseClientRedirect(reverse(page, args=[request.member.team.slug, round.pk]))
    return redirect(page, request.member.team.slug, round.pk)


def into(request: MemberRequest, round: Round) -> HttpResponse:
    """To the page that the round is on; without the detour over the round's own address, which finds it again."""
    return to_round(request, round, page_of(round.clock()))


def answer(request: MemberRequest, outcome: Acted | Refused) -> HttpResponse:
    """The page that the round is on now; or, where the act was refused, why."""
    if isinstance(outcome, Refused):
        return refused(request, outcome)
    return to_round(request, outcome.round, page_of(outcome.state))


def quiet(request: MemberRequest, outcome: Acted | Refused) -> HttpResponse:
    """Nothing to show but the clock: its script looks at the server again."""
    if not wants_fragment(request):
        return answer(request, outcome)
    return trigger_client_event(HttpResponse(status=204), "clock:look")


def refused(request: MemberRequest, outcome: Refused) -> HttpResponse:
    """409 with a sentence. The page of the act asks the server again, so that it shows what is.

    An outline that came along is saved; the words of an interruption are not, and stand on the page.
    """
    own, act, post = outcome.round, outcome.act, request.POST
    late = kept_in(own) if act is EventKind.CHOSEN else None
    ended = f"{localtime(late.at):%H:%M:%S}" if late else ""
    context: dict[str, Any] = {
        "round": own,
        "why": too_late(ended, late.words, own.asked) if late else refusal(act, outcome.state),
        "page": page_of(outcome.state),
        "kept": own.may_type and any(name.endswith("-text") for name in post),
        "typed": [(INTERRUPTED, post["words"])] if act is EventKind.NOTED and post.get("words", "").strip() else [],
    }
    name = "practice/refused.html" + ("#refusal" if wants_fragment(request) else "")
    response = TemplateResponse(request, name, context, status=409)
    if wants_fragment(request):
        response["HX-Retarget"] = "#notice"
        response["HX-Reswap"] = "innerHTML"
    return response
