"""How a speaker comes along: one's own page, and for coaches each student's and the squad at a glance."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from practice.season import allowing
from practice.season.extra import Extra
from practice.season.forms import ExtraForm
from practice.season.glance import squad
from practice.season.planning import next_of_team
from practice.season.report import MOST, report
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


@team_view(Action.PRACTISE)
@require_POST
def set_extra_time(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One's own, or as a coach anybody's."""
    member = get_object_or_404(Membership.objects.in_team(request.member.team), pk=pk)
    if member != request.member and not request.member.may(Action.EXTRA_TIME):
        raise PermissionDenied("Only their coaches set the extra time of somebody.")
    form = ExtraForm(request.POST)
    if not form.is_valid():
        return _page(request, member, form=form)
    allowing.set_extra(speaker=member, extra=Extra(**form.cleaned_data))
    said = str(Extra(**form.cleaned_data)) or "no extra time"
    messages.success(request, f"From the next draw on: {said}. Rounds that were drawn keep their times.")
    return redirect("practice:speaker", request.member.team.slug, member.pk)


def _page(request: MemberRequest, member: Membership, *, form: ExtraForm | None = None) -> HttpResponse:
    own = member == request.member
    if not own and not request.member.may(Action.READ_COACHES):
        raise PermissionDenied("Only their coaches see how somebody comes along.")
    ever, as_coaches = request.GET.get("of") == "ever", own and request.GET.get("as") == "coaches"
    found = report(speaker=member, reader=request.member, ever=ever, as_coaches=as_coaches)
    extra = allowing.extra_of(member)
    context = {
        "extra": extra,
        "extra_form": form or ExtraForm(initial={"prep": extra.prep, "speech": extra.speech}),
        "speaker": member,
        "own": own,
        "report": found,
        "ever": ever,
        "as_coaches": as_coaches,
        "most": MOST,
        "coached": own and not request.member.team.personal,
    }
    return TemplateResponse(request, "practice/season/speaker.html", context, status=422 if form else 200)
