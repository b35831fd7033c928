"""The practice page: the round under way, the draw, the rounds so far."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from articles.models import Question
from lib.htmx import page
from lib.keys import as_uuids
from practice.choosing import settle
from practice.draw import TooFew, sealed
from practice.forms import DrawForm
from practice.hearing.focus import standing_focus
from practice.hearing.speakers import under_way_of_others
from practice.models import Round, RuleSet, Tournament
from practice.picking import Unsealed, next_seed
from practice.squad.board import todays
from practice.starting import start_round
from practice.views.gate import into
from practice.words import face, spoken
from teams.access import MemberRequest, team_view
from teams.models import Membership
from teams.policy import Action

PAGE = 20


@team_view(Action.READ)
@require_safe
def practice(request: MemberRequest) -> HttpResponse:
    """With `for`, the rules and the areas are those of that tournament; `kind`, `area` and `difficulty` choose
    beforehand."""
    wished = {name: request.GET.get(name, "") for name in ("kind", "area", "difficulty")}
    last, tournament = last_rules(request.member), tournament_for(request)
    return _page(request, DrawForm(member=request.member, last=last, tournament=tournament, **wished))


@team_view(Action.PRACTISE)
@require_POST
def draw(request: MemberRequest) -> HttpResponse:
    """Draw; or, where a round is under way, go on with that one."""
    under_way = Round.objects.visible_to(request.member).of(request.member).under_way().first()
    if under_way:
        return into(request, under_way)
    form = DrawForm(request.POST, member=request.member)
    if not form.is_valid():
        return _page(request, form, status=422)
    outcome = start_round(member=request.member, **form.cleaned_data)
    if isinstance(outcome, TooFew):
        return _page(request, form, too_few=outcome, status=422)
    if isinstance(outcome, Unsealed):
        return _page(request, form, resealed=True, status=409)
    return into(request, outcome.round)


def tournament_for(request: MemberRequest) -> Tournament | None:
    """The tournament that the address names, if it is not over."""
    coming = Tournament.objects.visible_to(request.member).to_come().for_list()
    return coming.filter(pk__in=as_uuids([request.GET.get("for", "")])).first()


def _page(
    request: MemberRequest,
    form: DrawForm,
    *,
    too_few: TooFew | None = None,
    resealed: bool = False,
    status: int = 200,
) -> HttpResponse:
    member = request.member
    under_way = _under_way(member)
    whose = "shared" if request.GET.get("whose") == "shared" else "mine"
    what = request.GET.get("what", "")
    finished = Round.objects.visible_to(member).finished().for_list()
    rounds = {"rounds": finished.whole(), "drills": finished.drills()}.get(what, finished)
    mine = rounds.exclude(owner=member.user) if whose == "shared" else rounds.filter(owner=member.user)
    shown = Paginator(mine, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "too_few": too_few,
        "resealed": resealed,
        "sealed": "" if under_way else sealed(next_seed(member)),
        "under_way": under_way,
        "clock": face(under_way.clock(), under_way.figures) if under_way else None,
        "pool": 0 if under_way else Question.objects.drawable_by(member).count(),
        "squad": todays(member),
        "focus": None if under_way else standing_focus(member=member),
        "speaking": under_way_of_others(member),
        "runs": member.may(Action.RUN_BOARDS),
        "ways_out": form.ways_out() if too_few else (),
        "may_begin": member.may(Action.BEGIN_SEASON),
        "may_add": member.may(Action.ADD_ARTICLES),
        "whose": whose,
        "what": what if what in ("rounds", "drills") else "",
        "shown": shown,
        "rows": [_row(round) for round in shown],
    }
    return page(request, "practice/practice.html", context, status=status)


def _under_way(member: Membership) -> Round | None:
    own = Round.objects.visible_to(member).of(member).under_way().for_list()
    found = own.first()
    return own.first() if found and settle([found]) else found


def _row(round: Round) -> dict[str, object]:
    state = round.clock()
    return {"round": round, "state": state, "speech": spoken(state.speech_used)}


def last_rules(member: Membership) -> RuleSet | None:
    """What the member spoke by last."""
    last = Round.objects.visible_to(member).of(member).select_related("rule_set").order_by("-created_at").first()
    return last.rule_set if last else None
