"""A squad practice for whoever runs it: making the board, the board itself, what is printed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Question
from lib.htmx import page, wants_fragment
from lib.keys import as_uuids, uuid_of, whole
from lib.posted import posted
from practice.choosing import settle_board
from practice.models import Board, Place, Round, RuleSet
from practice.season.allowing import extras_for
from practice.squad import squads
from practice.squad.board import shown, topic_slips
from practice.squad.forms import BoardForm
from practice.squad.squads import Changed, Done, NotNow, make_board
from practice.views.drawing import tournament_for
from practice.views.unchanged import unless_seen
from teams.access import MemberRequest, team_view
from teams.policy import Action

LATEST = 10


@team_view(Action.RUN_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_board(request: MemberRequest) -> HttpResponse:
    last = Board.objects.visible_to(request.member).newest_first().select_related("rule_set", "team").first()
    tournament = tournament_for(request)
    form = BoardForm(posted(request), member=request.member, last=_last_rules(last), tournament=tournament)
    if request.method == "POST" and form.is_valid():
        board = make_board(member=request.member, **form.cleaned_data)
        return redirect("practice:board", request.member.team.slug, board.pk)
    boards = Board.objects.visible_to(request.member).newest_first().prefetch_related("places")[:LATEST]
    context = {"form": form, "boards": boards, "pool": Question.objects.drawable_by(request.member).count()}
    return page(request, "practice/new_board.html", context, status=422 if form.is_bound else 200)


@team_view(Action.RUN_BOARDS)
@require_safe
def board(request: MemberRequest, board_id: UUID) -> HttpResponse:
    return _board(request, _own(request, board_id))


@team_view(Action.RUN_BOARDS)
@require_POST
def mark(request: MemberRequest, board_id: UUID) -> HttpResponse:
    """`place` and `version` as they were seen, `state` as it is now."""
    own = _own(request, board_id)
    state = request.POST.get("state", "")
    if state not in Place.State.values:
        return _board(request, own, caution="Nothing was changed: that mark is not known.", status=422)
    place = get_object_or_404(own.places, pk__in=as_uuids([request.POST.get("place", "")]))
    return _answer(request, own, squads.mark(place=place, state=state, version=_number(request.POST.get("version"))))


@team_view(Action.RUN_BOARDS)
@require_POST
def swap(request: MemberRequest, board_id: UUID) -> HttpResponse:
    """Each speaker is named with the seat at which they were seen: `<id>:A1`."""
    own = _own(request, board_id)
    (one, seat), (two, other_seat) = (_seated(request.POST.get(name, "")) for name in ("one", "two"))
    place, other = (get_object_or_404(own.places, pk=pk) for pk in (one, two))
    return _answer(request, own, squads.swap(place=place, other=other, seats=(seat, other_seat)))


@team_view(Action.RUN_BOARDS)
@require_POST
def end_board(request: MemberRequest, board_id: UUID) -> HttpResponse:
    """End it, or with `again` go on with it."""
    own = _own(request, board_id)
    if request.POST.get("again"):
        refused = squads.open_board(board=own, by=request.member)
        if refused:
            return _board(request, own, caution=refused.why, status=409)
    else:
        squads.end_board(board=own)
    return redirect(own)


@team_view(Action.RUN_BOARDS)
@require_safe
def slips(request: MemberRequest, board_id: UUID) -> HttpResponse:
    """What goes to the judges: each chosen question in its exact words, one slip a speaker."""
    own = _own(request, board_id)
    settle_board(own)
    return page(request, "practice/slips.html", {"board": own, "slips": topic_slips(own, request.member)})


def _own(request: MemberRequest, board_id: UUID) -> Board:
    boards = Board.objects.editable_by(request.member).select_related("team")
    found: Board = get_object_or_404(boards, pk=board_id)
    return found


def _board(request: MemberRequest, own: Board, *, caution: str = "", status: int = 200) -> HttpResponse:
    extras = {}
    if request.member.may(Action.READ_COACHES):
        extras = extras_for(request.member, own.places.values_list("user", flat=True))
    now = shown(own, extras=extras)
    heard = set(Round.objects.visible_to(request.member).filter(place__board=own).values_list("pk", flat=True))
    context: dict[str, Any] = {
        "board": own,
        "shown": now,
        "caution": caution,
        "states": Place.State,
        "heard": heard,
        "watches": own.simulation and request.member.may(Action.READ_COACHES),
    }
    render = lambda: page(request, "practice/board.html", context, fragment="board", status=status)  # noqa: E731
    if request.method == "POST" or not wants_fragment(request):
        return render()
    return unless_seen(request, now.etag("board", request.member.role), render)


def _answer(request: MemberRequest, own: Board, outcome: Done | Changed | NotNow) -> HttpResponse:
    match outcome:
        case Changed(place):
            why = (
                f"Nothing was changed: {place.user} is {place.get_state_display()} at {place.code} by now. Look again."
            )
            return _board(request, own, caution=why, status=409)
        case NotNow(why):
            return _board(request, own, caution=why, status=409)
    return _board(request, own) if wants_fragment(request) else redirect(own)


def _last_rules(last: Board | None) -> RuleSet | None:
    return last.rule_set if last else None


def _seated(typed: str) -> tuple[UUID, str]:
    pk, _, seat = typed.partition(":")
    return uuid_of(pk) or UUID(int=0), seat


def _number(typed: str | None) -> int:
    return whole(typed or "", 8)
