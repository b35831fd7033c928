"""How a speaker comes along: one's own page, and for coaches each student's and the squad at a glance."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practice.season.planning import next_of_team
from practice.season.report import MOST, report, squad
from teams.access import MemberRequest, team_view
from teams.models import Membership
from teams.policy import Action


@team_view(Action.READ)
@require_safe
@never_cache
def mine(request: MemberRequest) -> HttpResponse:
    return _page(request, request.member)


@team_view(Action.READ)
@require_safe
@never_cache
def speaker(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A coach looks at anybody's page, everybody else at their own."""
    members = Membership.objects.in_team(request.member.team)
    return _page(request, get_object_or_404(members, pk=pk))


@team_view(Action.READ_COACHES)
@require_safe
@never_cache
def speakers(request: MemberRequest) -> HttpResponse:
    tournament = next_of_team(request.member)
    context = {"rows": squad(request.member, tournament), "tournament": tournament}
    return TemplateResponse(request, "practice/season/speakers.html", context)


def _page(request: MemberRequest, member: Membership) -> HttpResponse:
    own = member == request.member
    if not own and not request.member.may(Action.READ_COACHES):
        raise PermissionDenied("Only their coaches see how somebody comes along.")
    ever, as_coaches = request.GET.get("of") == "ever", own and request.GET.get("as") == "coaches"
    found = report(speaker=member, reader=request.member, ever=ever, as_coaches=as_coaches)
    context = {
        "speaker": member,
        "own": own,
        "report": found,
        "ever": ever,
        "as_coaches": as_coaches,
        "most": MOST,
        "coached": own and not request.member.team.personal,
    }
    return TemplateResponse(request, "practice/season/speaker.html", context)
