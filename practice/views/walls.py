"""A squad practice for the squad: the wall that all see, and each speaker's own place."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from lib.htmx import page, wants_fragment
from practice.draw import TooFew
from practice.models import Board, Place
from practice.season.allowing import extras_for
from practice.squad import squads
from practice.squad.board import shown
from practice.squad.squads import Busy, NotNow
from practice.views.gate import into
from practice.views.unchanged import unless_seen
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.READ)
@require_safe
def wall(request: MemberRequest, board_id: UUID) -> HttpResponse:
    """Names and times, to be read from across the room; it asks again by itself."""
    seen = _seen(request, board_id)
    now = shown(seen)
    context = {"board": seen, "shown": now, "runs": request.member.may(Action.RUN_BOARDS)}
    etag = now.etag("wall", wants_fragment(request), request.member.pk, request.member.role)
    return unless_seen(request, etag, lambda: page(request, "practice/wall.html", context, fragment="wall"))


@team_view(Action.PRACTISE)
@require_safe
def mine(request: MemberRequest, board_id: UUID) -> HttpResponse:
    """One address for all: each finds their own place."""
    return _mine(request, _seen(request, board_id))


@team_view(Action.PRACTISE)
@require_POST
def here(request: MemberRequest, board_id: UUID) -> HttpResponse:
    """The speaker signs in."""
    seen = _seen(request, board_id)
    place = get_object_or_404(seen.places, user=request.user)
    if place.state == Place.State.NO_SHOW:
        return _mine(request, seen, caution=squads.NOT_THERE, status=409)
    outcome = squads.mark(place=place, state=Place.State.HERE, version=place.version)
    if isinstance(outcome, NotNow):
        return _mine(request, seen, caution=outcome.why, status=409)
    return redirect("practice:mine", seen.team.slug, seen.pk)


@team_view(Action.PRACTISE)
@require_POST
def draw(request: MemberRequest, board_id: UUID) -> HttpResponse:
    """The speaker draws; a second press leads to the same questions."""
    seen = _seen(request, board_id)
    place = get_object_or_404(seen.places, user=request.user)
    outcome = squads.draw_at_place(place=place, member=request.member)
    match outcome:
        case NotNow(why):
            return _mine(request, seen, caution=why, status=409)
        case TooFew():
            return _mine(request, seen, caution=outcome.why, status=422)
        case Busy(round):
            return _mine(request, seen, busy=round, status=409)
    return into(request, outcome.place.round)


def _seen(request: MemberRequest, board_id: UUID) -> Board:
    boards = Board.objects.visible_to(request.member).select_related("team")
    found: Board = get_object_or_404(boards, pk=board_id)
    return found


def _mine(
    request: MemberRequest, seen: Board, *, caution: str = "", busy: Any = None, status: int = 200
) -> HttpResponse:
    now = shown(seen, extras=extras_for(request.member, [request.user.pk]), speaker=request.user.pk)
    line = next(iter(now.lines), None)
    context = {"board": seen, "line": line, "at": now.at, "caution": caution, "busy": busy}
    if line and line.place.drawn:
        context["asked"] = line.place.drawn.asked
    render = lambda: page(request, "practice/mine.html", context, fragment="mine", status=status)  # noqa: E731
    if status != 200 or not wants_fragment(request):
        return render()
    return unless_seen(request, now.etag("mine", request.member.pk), render)
