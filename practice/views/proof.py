"""How a round was drawn: the seed, its hash, the list, and the draw done again."""

from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practice.proof import bank_then, proof_of, recorded
from practice.views.gate import seen_round
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.READ)
@require_safe
@never_cache
def drawn(request: MemberRequest, round_id: UUID) -> HttpResponse:
    seen = seen_round(request, round_id)
    context = {"round": seen, "proof": proof_of(seen) if recorded(seen) else None}
    return TemplateResponse(request, "practice/drawn.html", context)


@team_view(Action.READ)
@require_safe
@never_cache
def questions(request: MemberRequest, round_id: UUID, which: str) -> StreamingHttpResponse:
    """The ids that were drawn from, sorted, one a line: no words of any question."""
    seen = seen_round(request, round_id)
    bank = bank_then(seen) if recorded(seen) else None
    shelf = {"unseen": bank.fresh, "seen": bank.seen}.get(which) if bank else None
    if shelf is None:
        raise Http404("There is no such list.")
    return StreamingHttpResponse((f"{one}\n" for one in shelf), content_type="text/plain; charset=utf-8")
