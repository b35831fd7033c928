"""The age from which the team marks an article as old."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from lib.posted import posted
from practice.models import RuleSet
from practice.window import LONGEST, rule_sets_with_a_window, set_window
from teams.access import MemberRequest, team_view
from teams.policy import Action

_OWN = ""


class WindowForm(forms.Form):
    """A rule set's window, or days of one's own."""

    rule_set = forms.ChoiceField(required=False, widget=forms.RadioSelect, label="As the rules say")
    days = forms.IntegerField(required=False, min_value=1, max_value=LONGEST, label="Days of our own")

    def __init__(self, data: object, *, rule_sets: list[RuleSet], initial: dict[str, object]) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        self._by_key = {str(one.pk): one for one in rule_sets}
        named = [(key, f"{one.name}: {one.figures.age_days} days") for key, one in self._by_key.items()]
        self.fields["rule_set"].choices = [*named, (_OWN, "None of these")]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> RuleSet | None:
        return self._by_key.get(self.cleaned_data["rule_set"])

    def clean(self) -> None:
        if not self.errors and not self.chosen and not self.cleaned_data.get("days"):
            self.add_error("days", "Write the number of days, or choose a rule set.")


@team_view(Action.EDIT_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def window(request: MemberRequest) -> HttpResponse:
    team = request.member.team
    rule_sets = rule_sets_with_a_window(team)
    now = next((str(one.pk) for one in rule_sets if one.name == team.window_from), _OWN)
    initial: dict[str, object] = {"rule_set": now, "days": None if now else team.window_days}
    form = WindowForm(posted(request), rule_sets=rule_sets, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_window(team=team, rule_set=form.chosen, days=form.cleaned_data["days"])
        messages.success(request, f"Articles older than {team.window_days} days are marked.")
        return redirect("articles:coverage", team.slug)
    return TemplateResponse(request, "practice/window.html", {"form": form}, status=422 if form.is_bound else 200)
