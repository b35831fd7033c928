"""Pages of the practice room."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.READ)
@require_safe
def practice(request: MemberRequest) -> HttpResponse:
    return HttpResponse("not built yet")


@team_view(Action.READ)
@require_safe
def round(request: MemberRequest, round_id: str) -> HttpResponse:
    return HttpResponse("not built yet")
