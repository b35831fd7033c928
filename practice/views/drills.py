"""The page of drills: one press begins."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from articles.models import Question
from lib.htmx import page
from lib.keys import as_uuids
from practice.draw import TooFew, sealed
from practice.drills.beginning import begin
from practice.drills.forms import DrillForm
from practice.drills.own import drills_for
from practice.drills.words import Offer, offer
from practice.models import Round, RuleSet
from practice.picking import Unsealed, next_seed
from practice.views.drawing import last_rules
from practice.views.gate import into
from teams.access import MemberRequest, team_view
from teams.models import Membership
from teams.policy import Action


@team_view(Action.READ)
@require_safe
def drills_page(request: MemberRequest) -> HttpResponse:
    """With `question`, the drills are on that one."""
    form = DrillForm(member=request.member, last=last_rules(request.member))
    return _page(request, form, _question(request, request.GET.get("question", "")))


@team_view(Action.PRACTISE)
@require_POST
def begin_drill(request: MemberRequest) -> HttpResponse:
    """The drill begins; or, where a round is under way, go on with that one."""
    member = request.member
    form = DrillForm(request.POST, member=member, last=last_rules(member))
    if not form.is_valid():
        return _page(request, form, _question(request, request.POST.get("question", "")), status=422)
    outcome = begin(member=member, **form.cleaned_data)
    match outcome:
        case TooFew():
            return _page(request, form, None, too_few=outcome, status=422)
        case Unsealed():
            return _page(request, form, None, resealed=True, status=409)
    return into(request, outcome.round)


def _question(request: MemberRequest, named: str) -> Question | None:
    seen = Question.objects.visible_to(request.member).select_related("team")
    return seen.filter(pk__in=as_uuids([named])).first()


def _page(
    request: MemberRequest,
    form: DrillForm,
    question: Question | None,
    *,
    too_few: TooFew | None = None,
    resealed: bool = False,
    status: int = 200,
) -> HttpResponse:
    member = request.member
    under_way = Round.objects.visible_to(member).of(member).under_way().first()
    rule_set = form.fields["rule_set"].initial
    context: dict[str, Any] = {
        "form": form,
        "question": question,
        "too_few": too_few,
        "resealed": resealed,
        "sealed": "" if under_way or question else sealed(next_seed(member)),
        "again": form.cleaned_data["drill"].slug if too_few else "",
        "under_way": under_way,
        "offers": _offers(member, rule_set, question),
        "pool": Question.objects.drawable_by(member).exists(),
        "may_add": member.may(Action.ADD_ARTICLES),
        "may_set": member.may(Action.SET_DRILLS),
    }
    return page(request, "practice/drills/drills.html", context, status=status)


def _offers(member: Membership, rule_set: RuleSet | None, question: Question | None) -> list[Offer]:
    """Where the question is known, nothing that is about the draw."""
    if rule_set is None:
        return []
    there = [drill for drill in drills_for(member).values() if not (question and drill.areas)]
    return [offer(drill, rule_set.figures, on_one=bool(question)) for drill in there]
