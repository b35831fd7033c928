"""The page of whoever listens to a speech, and the sections that they or the speaker tap."""

from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lib.htmx import page, wants_fragment
from practice import rounds
from practice.drills.own import drill_of
from practice.hearing.ballots import ballot_of
from practice.hearing.citing import citing
from practice.hearing.live import etag
from practice.hearing.pages import BallotPage, ballot_page, talks
from practice.hearing.sections import NAMES, current, following
from practice.hearing.showing import heard
from practice.models import Board, Round
from practice.phases import SPEAKING
from practice.rounds import Refused
from practice.views.gate import refused, seen_round, to_round
from practice.views.unchanged import unless_seen
from practice.words import face, now_words
from teams.access import MemberRequest, team_view
from teams.policy import Action

REVIEW, SOURCES = "review", "sources"  # the pages beside the listener's own on which something is said of a speech
_PAGES = {REVIEW: "practice:review", SOURCES: "practice:check_sources"}


@team_view(Action.LISTEN)
@require_safe
@never_cache
def judge(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """Clock, comments, sources and ballot on one page; a swap asks for the clock alone."""
    seen = seen_round(request, round_id)
    if seen.is_of(request.member) and seen.finished_at is None:
        return to_round(request, seen)
    if wants_fragment(request):
        return page(request, "practice/judge.html", {**_bar(request, seen), "swap": True}, fragment="listening")
    return judge_page(request, seen)


@team_view(Action.LISTEN)
@require_safe
def listeners(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """The sections, the comments and the sources as they are now; 304 for a page that has them. `on` names the page
    that asks, where it is not the listener's: the review, which has the ballots too, or the check of the sources."""
    seen = heard_round(request, round_id)
    member, on = request.member, request.GET.get("on", "")

    def render() -> HttpResponse:
        if on == REVIEW:
            told = {"round": seen, "heard": heard(round=seen, reader=member)}
            return TemplateResponse(request, "practice/review/_live.html", told)
        context: dict[str, Any] = {"round": seen, "sections": tapping(seen), "on": on if on == SOURCES else ""}
        context["ballot"] = {"own": seen.is_of(member), "ballot": ballot_of(member=member, round=seen)}
        context |= {"talks": talks(round=seen, reader=member), "citing": citing(round=seen, reader=member)}
        return TemplateResponse(request, "practice/hearing/_live.html", context)

    return unless_seen(request, etag(round=seen, reader=member), render)


def judge_page(
    request: MemberRequest, seen: Round, *, ballot: BallotPage | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **_bar(request, seen),
        **comment_box(seen),
        "mine": seen.is_of(request.member),
        "talks": talks(round=seen, reader=request.member),
        "citing": citing(round=seen, reader=request.member),
        "heard_id": uuid4(),
        "ballot": ballot or ballot_page(member=request.member, round=seen),
        **more,
    }
    return page(request, "practice/judge.html", context, status=status)


def _bar(request: MemberRequest, seen: Round) -> dict[str, Any]:
    """The clock, and the `board` that whoever runs it goes back to for the next speaker."""
    state = seen.clock()
    return {
        "round": seen,
        "board": _board(request, seen),
        "clock": face(state, seen.asked_under),
        "version": len(seen.happened),
        "running": state.phase in SPEAKING,
        "now_words": now_words(state),
        "sections": tapping(seen),
    }


def _board(request: MemberRequest, seen: Round) -> Board | None:
    if not seen.place or not request.member.may(Action.RUN_BOARDS):
        return None
    boards = Board.objects.editable_by(request.member).select_related("team")
    found: Board | None = boards.filter(pk=seen.place.board_id).first()
    return found


def comment_box(seen: Round) -> dict[str, Any]:
    """What names the next comment, and the page that writes it."""
    return {"client_id": uuid4(), "tab": uuid4(), "running": seen.clock().phase in SPEAKING}


def heard_round(request: MemberRequest, round_id: UUID) -> Round:
    """A round on which the member may say something: 404 for one that may not be seen, 403 for the speaker of a
    speech that is not over."""
    seen = seen_round(request, round_id)
    if seen.is_of(request.member) and seen.finished_at is None:
        raise PermissionDenied("The speaker judges when the speech is over.")
    return seen


def back(request: MemberRequest, seen: Round, anchor: str) -> HttpResponse:
    """Without htmx: to the page that the form stood on; its address says so where a message brought the form."""
    on = request.POST.get("from") or request.GET.get("from", "")
    response = redirect(_PAGES.get(on, "practice:judge"), request.member.team.slug, seen.pk)
    response["Location"] += f"#{anchor}"
    return response


@team_view(Action.LISTEN)
@require_POST
def mark_section(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """`section` begins now, or `taken_back` was marked by mistake. Answers the tapping button anew."""
    seen = seen_round(request, round_id)
    mine = seen.is_of(request.member)
    back_again = "taken_back" in request.POST
    section = request.POST.get("taken_back" if back_again else "section", "")
    if section not in NAMES[1:]:
        raise Http404("No such section.")
    by = "speaker" if mine else "listener"
    outcome = rounds.mark_section(round=seen, section=section, by=by, taken_back=back_again)
    if isinstance(outcome, Refused):
        return refused(request, outcome)
    if not wants_fragment(request):
        page_name = "practice:speak" if mine else "practice:judge"
        return redirect(page_name, request.member.team.slug, seen.pk)
    context = {"round": seen, "sections": tapping(seen_round(request, round_id))}
    return TemplateResponse(request, "practice/_sections.html", context)


def tapping(round: Round) -> dict[str, Any] | None:
    """What the tapping button shows: the section `now`, which is the `first` or not, and the `next`, if any.

    None while no speech runs, and in a drill of a part of one.
    """
    drill = drill_of(round)
    if round.clock().phase not in SPEAKING or (drill and drill.sections):
        return None
    now = current(round.happened)
    return {"now": now, "next": following(now), "first": now.name == NAMES[0]}
