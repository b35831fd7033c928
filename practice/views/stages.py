"""The stages of a round, one page each: choose, speak, review. The prep room is `practice.views.desk`."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lib.htmx import page, wants_fragment
from lib.keys import whole
from practice import asking, noting, rounds
from practice.choosing import kept_in
from practice.covering import covers
from practice.drills.own import drill_of, drills_for
from practice.hearing.focus import in_room
from practice.hearing.showing import heard
from practice.models import Round
from practice.pacing import plan_in, plan_json
from practice.phases import SPEAKING, Phase
from practice.recording.showing import section
from practice.review import review_of
from practice.rounds import Acted, Refused
from practice.seen import show_to, sights
from practice.signal_forms import SignalForm
from practice.signalling import guess_due, signalling_of
from practice.squad.board import askers_of
from practice.views.gate import answer, own_round, page_of, quiet, seen_round, to_round
from practice.views.hearing import tapping
from practice.views.outline import save_all
from practice.words import choice_ends, face, now_words, prep_beside, track
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.READ)
@require_safe
@never_cache
def round(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """To the page that the round is on; another's round is always on its review page."""
    seen = seen_round(request, round_id)
    return to_round(request, seen, page_of(seen.clock()) if seen.is_of(request.member) else "practice:review")


@team_view(Action.PRACTISE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def choose(request: MemberRequest, round_id: UUID) -> HttpResponse:
    own = own_round(request, round_id)
    if request.method == "POST":
        slip = get_object_or_404(own.slips, position=_position(request))
        return answer(request, rounds.choose(round=own, slip=slip))
    state = own.clock()
    if state.phase is not Phase.CHOOSE:
        return to_round(request, own, page_of(state))
    told = covers(member=request.member, round=own)
    drawn = list(own.slips.all())
    prefetch_related_objects(drawn, "question__areas")
    slips = [(slip, told.get(slip.position)) for slip in drawn]
    context = {
        "round": own,
        "clock": face(state, own.figures),
        "part": state.part,
        "ends": choice_ends(own.figures),
        "prep_runs": prep_beside(state),
        "version": len(own.happened),
        "slips": slips,
        "focus": in_room(own),
    }
    return page(request, "practice/choose.html", context)


@team_view(Action.PRACTISE)
@require_safe
@never_cache
def speak(request: MemberRequest, round_id: UUID) -> HttpResponse:
    own = own_round(request, round_id)
    if page_of(own.clock()) != "practice:speak":
        return to_round(request, own, page_of(own.clock()))
    return _stage(request, own)


@team_view(Action.READ)
@require_safe
@never_cache
def review(request: MemberRequest, round_id: UUID) -> HttpResponse:
    seen = seen_round(request, round_id)
    state, mine = seen.clock(), seen.is_of(request.member)
    context = {
        "round": seen,
        "review": review_of(round=seen, reader=request.member),
        "mine": mine,
        "parts": [drill for drill in drills_for(request.member).values() if drill.sections],
        "ways": asking.ways(seen.figures) if state.done else (),
        "to_ask": None if seen.place is None or not mine else askers_of(seen).of,
        "asked_now": state.phase is Phase.QUESTIONING and state.done,
        "under_way": "" if seen.finished_at else now_words(state),
        "heard": heard(round=seen, reader=request.member),
        "recording": section(round=seen, reader=request.member),
        "sights": sights(seen),
    }
    return page(request, "practice/review.html", context)


@team_view(Action.PRACTISE)
@require_POST
def show_round(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """The speaker says anew who sees it: `visibility`."""
    own = own_round(request, round_id)
    chosen = request.POST.get("visibility", "")
    if chosen not in dict(sights(own)):
        raise Http404("It is not shown so.")
    show_to(round=own, visibility=chosen)
    messages.success(request, f"Who sees this round: {own.get_visibility_display().lower()}.")
    return to_round(request, own, "practice:review")


@team_view(Action.READ)
@require_safe
@never_cache
def state(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """The clock as the server has it, for the script that counts. `left_ms` as `practice.words.Face.left`."""
    seen = seen_round(request, round_id)
    now = seen.clock()
    shown = face(now, seen.asked_under)
    return JsonResponse(
        {
            "phase": shown.phase,
            "part": now.part,
            "paused": shown.paused,
            "running": shown.running,
            "left_ms": shown.left,
            "version": len(seen.happened),
            "server_now": now.at.isoformat(),
            "page": reverse(page_of(now), args=[request.member.team.slug, seen.pk]),
        }
    )


@team_view(Action.PRACTISE)
@require_POST
def pause(request: MemberRequest, round_id: UUID) -> HttpResponse:
    return _with_outline(request, round_id, rounds.pause, quiet)


@team_view(Action.PRACTISE)
@require_POST
def resume(request: MemberRequest, round_id: UUID) -> HttpResponse:
    return _with_outline(request, round_id, rounds.resume, quiet)


@team_view(Action.PRACTISE)
@require_POST
def ready(request: MemberRequest, round_id: UUID) -> HttpResponse:
    return _with_outline(request, round_id, rounds.ready, answer)


@team_view(Action.PRACTISE)
@require_POST
def start(request: MemberRequest, round_id: UUID) -> HttpResponse:
    own = own_round(request, round_id)
    outcome = rounds.start_speech(round=own, hidden=signalling_of(request.user).hidden)
    if isinstance(outcome, Acted) and outcome.state.phase is not Phase.DONE and wants_fragment(request):
        return _stage(request, own_round(request, round_id))
    return answer(request, outcome)


@team_view(Action.PRACTISE)
@require_POST
def end(request: MemberRequest, round_id: UUID) -> HttpResponse:
    return _over(request, rounds.end_speech(round=own_round(request, round_id)))


@team_view(Action.PRACTISE)
@require_POST
def questions(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """The speech ends and somebody asks; or, with a `way`, questions are taken after the round."""
    own = own_round(request, round_id)
    if "way" not in request.POST:
        return _over(request, rounds.take_questions(round=own))
    way = next((one for one in asking.ways(own.figures) if one.slug == request.POST["way"]), None)
    if way is None:
        raise Http404("No such way to take questions.")
    return answer(request, rounds.take_more_questions(round=own, way=way))


@team_view(Action.PRACTISE)
@require_POST
def begin_answer(request: MemberRequest, round_id: UUID) -> HttpResponse:
    return answer(request, noting.begin_answer(round=own_round(request, round_id)))


@team_view(Action.PRACTISE)
@require_POST
def end_questions(request: MemberRequest, round_id: UUID) -> HttpResponse:
    return answer(request, rounds.end_questions(round=own_round(request, round_id)))


def _over(request: MemberRequest, outcome: Acted | Refused) -> HttpResponse:
    """Where the clock was hidden, its speaker is asked before they see it."""
    if isinstance(outcome, Acted) and guess_due(outcome.state):
        return to_round(request, outcome.round, "practice:guess")
    return answer(request, outcome)


@team_view(Action.PRACTISE)
@require_POST
def abandon(request: MemberRequest, round_id: UUID) -> HttpResponse:
    return _with_outline(request, round_id, rounds.abandon, answer)


def _with_outline(
    request: MemberRequest,
    round_id: UUID,
    act: Callable[..., Acted | Refused],
    respond: Callable[[MemberRequest, Acted | Refused], HttpResponse],
) -> HttpResponse:
    """The buttons of the prep room send the outline along, so that no word is lost on the way out."""
    own = own_round(request, round_id)
    save_all(request, own)
    return respond(request, act(round=own))


def _stage(request: MemberRequest, own: Round) -> HttpResponse:
    state, ways = own.clock(), signalling_of(request.user)
    before = state.phase in (Phase.WALK, Phase.READY)
    context = {
        "round": own,
        "clock": face(state, own.asked_under, counts_up=ways.counts_up),
        "ways": SignalForm(instance=ways),
        "before": before,
        "kept": kept_in(own) if before else None,
        "part": state.part,
        "pacing": plan_json(own.figures.speech, plan_in(own.happened)),
        "hidden": ways.hidden if before else state.hidden and state.phase in SPEAKING,
        "version": len(own.happened),
        "track": () if state.phase is Phase.QUESTIONING else track(own.figures),
        "after": state.done,
        "asker": askers_of(own).by,
        "sections": tapping(own),
        "focus": in_room(own),
        "asked_for": own.figures.asked_for,
        "drill": drill_of(own),
    }
    return page(request, "practice/speak.html", context, fragment="stage")


def _position(request: MemberRequest) -> int:
    return whole(request.POST.get("slip", ""), 4)
