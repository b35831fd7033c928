"""The coverage map, and who is asked to fill its empty cells."""

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.above import team_address_above
from articles.coverage import WEEKS, assign, coverage, monday_of
from articles.models import Area, Assignment
from lib.fields import DayField
from lib.posted import posted
from lib.undo import say_with_undo
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.models import Membership
from teams.policy import Action


class AssignForm(forms.Form):
    """Who looks, until when, with what in mind."""

    assignee = forms.ChoiceField(label="Who")
    due_on = DayField(required=False, label="Until", widget=forms.DateInput(attrs={"type": "date"}))
    remark = forms.CharField(required=False, max_length=300, help_text="What to look for, where.")

    def __init__(self, data: object, *, members: list[Membership]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self._users = {str(one.pk): one.user for one in members}
        choices = [("", "Choose"), *((str(one.pk), str(one.user)) for one in members)]
        self.fields["assignee"].choices = choices  # type: ignore[attr-defined]

    def given(self) -> dict[str, object]:
        typed = self.cleaned_data
        return {"assignee": self._users[typed["assignee"]], "due_on": typed["due_on"], "remark": typed["remark"]}


@team_view(Action.READ)
@require_safe
def coverage_map(request: MemberRequest) -> HttpResponse:
    """Areas by weeks: how many articles there are, what is empty, who looks."""
    context = {
        "map": coverage(request.member),
        "weeks": WEEKS,
        "may_assign": request.member.may(Action.EDIT_ARTICLES),
        "window": team_address_above("window", request.member.team),
    }
    return TemplateResponse(request, "articles/coverage.html", context)


@team_view(Action.EDIT_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def assign_week(request: MemberRequest, area: str, week: str) -> HttpResponse:
    """Ask a member to find articles for one cell of the map."""
    where = get_object_or_404(Area, team=request.member.team, slug=area)
    monday = _monday(week)
    members = list(Membership.objects.in_team(request.member.team))
    form = AssignForm(posted(request), members=members)
    if request.method == "POST" and form.is_valid():
        made = assign(member=request.member, area=where, week=monday, **form.given())  # type: ignore[arg-type]
        messages.success(request, f"{made.assignee} looks for articles on {where}, week of {monday:%b} {monday.day}.")
        return redirect("articles:coverage", request.member.team.slug)
    context = {"form": form, "area": where, "week": monday}
    return TemplateResponse(request, "articles/assign.html", context, status=422 if form.is_bound else 200)


@team_view(Action.READ)
@require_safe
def assignments(request: MemberRequest) -> HttpResponse:
    """What the member was asked for; leaders see what everybody was."""
    seen = Assignment.objects.doable_by(request.member)
    context = {
        "open": seen.open().for_list(),
        "done": seen.exclude(done_at=None).for_list().order_by("-done_at")[:30],
        "leads": request.member.may(Action.EDIT_ARTICLES),
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "articles/assignments.html", context)


@team_view(Action.READ)
@require_POST
def set_done(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Done, or with `open` not done after all."""
    rows = Assignment.objects
    row = allowed_or_403(rows.visible_to(request.member), rows.doable_by(request.member), pk)
    row.done_at = None if request.POST.get("open") else timezone.now()
    row.save(update_fields=["done_at"])
    messages.success(request, "It is open again." if row.done_at is None else "Done. Thank you.")
    return redirect("articles:assignments", request.member.team.slug)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def remove_assignment(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Assignment.objects.editable_by(request.member).select_related("assignee"), pk=pk)
    row.remove(by=request.user)
    address = reverse("articles:restore_assignment", args=[request.member.team.slug, row.pk])
    say_with_undo(request, f"{row.assignee} is not asked any more.", address)
    return redirect("articles:assignments", request.member.team.slug)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def restore_assignment(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Assignment.objects.trash_of(request.member).select_related("assignee"), pk=pk)
    if not row.restore_if_free():
        messages.error(request, f"{row.assignee} was asked for it again meanwhile, and that stands.")
    return redirect("articles:assignments", request.member.team.slug)


def _monday(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404("No such week.") from error
    if day != monday_of(day):
        raise Http404("A week is named by its Monday.")
    return day
