"""Rules that file articles under areas: a look at what one finds, keeping it, taking it back."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.filing import keep_rule, remove_rule, restore_rule
from articles.models import Area, FilingRule
from articles.search.find import find
from articles.search.query import parse
from lib.posted import sent
from lib.undo import say_with_undo
from teams.access import MemberRequest, team_view
from teams.policy import Action

SHOWN = 20


class RuleForm(forms.Form):
    """What is looked for, and where it goes."""

    query = forms.CharField(
        max_length=200,
        label="Articles that have",
        help_text="Words as in the library’s search: ceasefire OR truce, publisher:Reuters, title:court.",
    )
    area = forms.ChoiceField(label="go under")

    def __init__(self, data: object, *, areas: list[Area]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self._areas = {area.slug: area for area in areas}
        self.fields["area"].choices = [(area.slug, area.name) for area in areas]  # type: ignore[attr-defined]

    def clean_query(self) -> str:
        query: str = self.cleaned_data["query"]
        parsed = parse(query)
        if not parsed:
            raise forms.ValidationError("There is nothing in it to look for.")
        if parsed.faults:
            raise forms.ValidationError([fault.message for fault in parsed.faults])
        return query

    @property
    def chosen(self) -> Area:
        return self._areas[self.cleaned_data["area"]]


@team_view(Action.EDIT_ARTICLES)
@require_safe
def rules(request: MemberRequest) -> HttpResponse:
    """The rules with the number of articles that each has filed."""
    rows = FilingRule.objects.visible_to(request.member).select_related("area", "owner")
    context = {"rules": rows.annotate(filed=Count("filings")).order_by("area__name", "created_at")}
    return TemplateResponse(request, "articles/rules.html", context)


@team_view(Action.EDIT_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: MemberRequest) -> HttpResponse:
    """GET with words shows what the rule would file; POST keeps it and files."""
    areas = list(Area.objects.filter(team=request.member.team))
    given = sent(request)
    form = RuleForm(given or None, areas=areas)
    if request.method == "POST" and form.is_valid():
        made, filed = keep_rule(member=request.member, query=form.cleaned_data["query"], area=form.chosen)
        address = reverse("articles:remove_rule", args=[request.member.team.slug, made.pk])
        say_with_undo(request, f"The rule is kept; it filed {filed} under {made.area}.", address)
        return redirect("articles:rules", request.member.team.slug)
    found = None
    if form.is_bound and form.is_valid():
        found = find(member=request.member, query=form.cleaned_data["query"], newest=True, limit=SHOWN)
    context = {"form": form, "found": found, "areas": areas}
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "articles/rule.html", context, status=status)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def drop_rule(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(FilingRule.objects.editable_by(request.member).select_related("area"), pk=pk)
    number = remove_rule(rule=row, member=request.member)
    address = reverse("articles:restore_rule", args=[request.member.team.slug, row.pk])
    say_with_undo(request, f"The rule is gone; {number} left {row.area}. What people filed stays.", address)
    return redirect("articles:rules", request.member.team.slug)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def bring_back_rule(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(FilingRule.objects.trash_of(request.member).select_related("area"), pk=pk)
    number = restore_rule(rule=row, member=request.member)
    messages.success(request, f"The rule is back; it filed {number} under {row.area}.")
    return redirect("articles:rules", request.member.team.slug)
