"""Acts of whoever listens to a speech, and of its speaker: a section begins."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from lib.htmx import wants_fragment
from practice import rounds
from practice.drills.drill import drills
from practice.hearing.sections import NAMES, current, following
from practice.models import Round
from practice.phases import SPEAKING
from practice.rounds import Refused
from practice.views.gate import refused, seen_round
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.LISTEN)
@require_POST
def mark_section(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """`section` begins now, or `taken_back` was marked by mistake. Answers the tapping button anew."""
    seen = seen_round(request, round_id)
    mine = seen.is_of(request.member)
    back = "taken_back" in request.POST
    section = request.POST.get("taken_back" if back else "section", "")
    if section not in NAMES[1:]:
        raise Http404("No such section.")
    by = "speaker" if mine else "listener"
    outcome = rounds.mark_section(round=seen, section=section, by=by, taken_back=back)
    if isinstance(outcome, Refused):
        return refused(request, outcome)
    if not wants_fragment(request):
        page = "practice:speak" if mine else "practice:review"
        return redirect(page, request.member.team.slug, seen.pk)
    context = {"round": seen, "sections": tapping(seen_round(request, round_id))}
    return TemplateResponse(request, "practice/_sections.html", context)


def tapping(round: Round) -> dict[str, Any] | None:
    """What the tapping button shows: the section `now`, which is the `first` or not, and the `next`, if any.

    None while no speech runs, and in a drill of a part of one.
    """
    drill = drills().get(round.drill)
    if round.clock().phase not in SPEAKING or (drill and drill.sections):
        return None
    now = current(round.happened)
    return {"now": now, "next": following(now), "first": now.name == NAMES[0]}
