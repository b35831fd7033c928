"""Rule sets: what each says and where that is from; those of the team, to change."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lib.undo import say_with_undo
from practice.models import RuleSet
from practice.rule_sets import ruling
from practice.rule_sets.figures import LABELS, order, shown
from practice.rule_sets.form import RuleSetForm
from practice.rule_sets.shortlist import pick, picked
from practice.words import in_words
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action


@team_view(Action.READ)
@require_safe
def rule_sets(request: MemberRequest) -> HttpResponse:
    team, may = request.member.team, request.member.may(Action.SET_RULES)
    rows = [(row, in_words(row.figures), row.figures.lacking()) for row in RuleSet.objects.for_team(team)]
    context = {
        "ours": [row for row in rows if row[0].team_id],
        "presets": [row for row in rows if not row[0].team_id],
        "removed": RuleSet.objects.removed(team) if may else (),
        "may_set": may,
        "picked": picked(request.member),
    }
    return TemplateResponse(request, "practice/rule_sets.html", context)


@team_view(Action.SET_RULES)
@require_POST
def shortlist(request: MemberRequest) -> HttpResponse:
    """The rule sets that the practice page shows first; the rest stand under "more"."""
    typed = set(request.POST.getlist("first"))
    chosen = [row for row in RuleSet.objects.for_team(request.member.team) if row.slug in typed]
    pick(member=request.member, rule_sets=chosen)
    messages.success(
        request, "Saved: those stand first on the practice page." if chosen else "The usual ones stand first."
    )
    return redirect("practice:rule_sets", request.member.team.slug)


@team_view(Action.READ)
@require_safe
def rule_set(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(RuleSet.objects.for_team(request.member.team), pk=pk)
    context = {
        "rule_set": row,
        "order": order(row.figures),
        "groups": shown(row.figures, row.sources),
        "lacking": [label for field, label in _NEEDED.items() if field in row.figures.lacking()],
        "may_set": request.member.may(Action.SET_RULES),
    }
    return TemplateResponse(request, "practice/rule_set.html", context)


@team_view(Action.SET_RULES)
@require_POST
def copy(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(RuleSet.objects.for_team(request.member.team), pk=pk)
    made = ruling.copy_rule_set(member=request.member, rule_set=row)
    messages.success(request, f"“{made.name}” is the team’s now. Change what your rules say otherwise.")
    return redirect("practice:edit_rule_set", request.member.team.slug, made.pk)


@team_view(Action.SET_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = _own(request, pk)
    if request.method != "POST":
        return _form(request, row, RuleSetForm(rule_set=row))
    form = RuleSetForm(request.POST, rule_set=row)
    if not form.is_valid() or form.rules is None:
        return _form(request, row, form, version=request.POST.get("version", ""), status=422)
    changed = ruling.change_rule_set(
        member=request.member,
        rule_set=row,
        version=form.cleaned_data["version"],
        rules=form.rules,
        sources=form.sources(),
    )
    if not changed.saved:
        theirs = shown(changed.rule_set.figures, changed.rule_set.sources)
        return _form(request, changed.rule_set, form, theirs=theirs, status=409)
    messages.success(request, "Saved. Rounds that were drawn before keep the rules they had.")
    for field, source in changed.unsourced:
        again = f"{source} stood beside the figure before. If it says the new one too, enter it again."
        messages.warning(request, f"No source now for “{LABELS[field]}”: {again}")
    return redirect("practice:rule_set", request.member.team.slug, row.pk)


@team_view(Action.SET_RULES)
@require_POST
def remove(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = _own(request, pk)
    ruling.remove_rule_set(member=request.member, rule_set=row)
    address = reverse("practice:restore_rule_set", args=[request.member.team.slug, row.pk])
    say_with_undo(request, f"“{row.name}” is no longer offered.", address)
    return redirect("practice:rule_sets", request.member.team.slug)


@team_view(Action.SET_RULES)
@require_POST
def restore(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(RuleSet.objects.removed(request.member.team), pk=pk)
    ruling.restore_rule_set(rule_set=row)
    messages.success(request, f"“{row.name}” is back.")
    return redirect("practice:rule_set", request.member.team.slug, row.pk)


_NEEDED = {"draw": "how many are drawn", "keep": "how many are kept", "prep": "prep", "speech": "the speech"}


def _own(request: MemberRequest, pk: UUID) -> RuleSet:
    """One of the team's: 403 for a preset, which is copied and never changed."""
    team = request.member.team
    return allowed_or_403(RuleSet.objects.for_team(team), RuleSet.objects.own(team), pk)


def _form(
    request: MemberRequest,
    row: RuleSet,
    form: RuleSetForm,
    *,
    version: str = "",
    theirs: Any = None,
    status: int = 200,
) -> HttpResponse:
    context = {"rule_set": row, "form": form, "version": version or row.version, "theirs": theirs}
    return TemplateResponse(request, "practice/rule_set_edit.html", context, status=status)
