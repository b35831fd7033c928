"""Pages of the teams room."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from teams.access import MemberRequest, team_view
from teams.policy import Action


@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    return HttpResponse("not built yet")


@require_safe
def account(request: MemberRequest) -> HttpResponse:
    return HttpResponse("not built yet")


@team_view(Action.READ)
@require_safe
def team(request: MemberRequest) -> HttpResponse:
    return HttpResponse("not built yet")
