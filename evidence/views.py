"""Pages of the evidence room."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.READ)
@require_safe
def reader(request: MemberRequest, article_id: str) -> HttpResponse:
    return HttpResponse("not built yet")


@team_view(Action.READ)
@require_safe
def cards(request: MemberRequest) -> HttpResponse:
    return HttpResponse("not built yet")
