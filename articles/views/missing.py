"""Sources that the library does not have yet."""

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from articles.missing import missing
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.READ)
@require_safe
def missing_sources(request: MemberRequest) -> HttpResponse:
    """By publication, the most cited first."""
    shelves = missing(request.member)
    context = {
        "shelves": shelves,
        "number": sum(len(shelf.wanted) for shelf in shelves),
        "may_add": request.member.may(Action.SEND_IN),
    }
    return TemplateResponse(request, "articles/missing.html", context)
