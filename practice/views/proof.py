"""How a round was drawn: the seed, its hash, the list, and the draw done again."""

from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practice.proof import bank_then, proof_of, recorded
from practice.views.gate import own_round, seen_round
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.READ)
@require_safe
@never_cache
def drawn(request: MemberRequest, round_id: UUID) -> HttpResponse:
    seen = seen_round(request, round_id)
    mine = seen.is_of(request.member)
    context = {"round": seen, "proof": proof_of(seen) if recorded(seen) else None, "mine": mine}
    return TemplateResponse(request, "practice/drawn.html", context)


@team_view(Action.READ)
@require_safe
@never_cache
def questions(request: MemberRequest, round_id: UUID, which: str) -> StreamingHttpResponse:
    """For the speaker: the ids that were drawn from, sorted, one a line, without the words of any question. What is
    missing from the lists was met in some round, and not every round is for others' eyes."""
    seen = own_round(request, round_id)
    bank = bank_then(seen) if recorded(seen) else None
    shelf = {"unseen": bank.fresh, "seen": bank.seen}.get(which) if bank else None
    if shelf is None:
        raise Http404("There is no such list.")
    return StreamingHttpResponse((f"{one}\n" for one in shelf), content_type="text/plain; charset=utf-8")
