"""What comes in from the pages of drills."""

from typing import Any

from django import forms

from articles.models import Area, Question
from lib.fields import RowsField
from practice.drills.drill import Drill
from practice.drills.own import drills_for
from practice.folds import Fold
from practice.forms import SEEN, FoldedForm, StartForm
from practice.models import RuleSet, Sitting
from teams.models import Membership


class DrillForm(StartForm):
    """A drill needs its name only; else the rules are those of the last round, and coaches look on."""

    drill = forms.CharField(max_length=40)
    question = forms.ModelChoiceField(
        queryset=Question.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "This question is drawn no more. Begin a drill that draws one."},
    )
    fewer = forms.BooleanField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Membership, last: RuleSet | None = None, **kwargs: Any) -> None:
        super().__init__(*args, member=member, last=last, **kwargs)
        self._member = member
        for of_a_whole_round in ("layout", "simulation"):
            self.fields.pop(of_a_whole_round, None)
        for name in {"rule_set", "visibility"} & self.fields.keys():
            field: Any = self.fields[name]
            field.required, field.widget = False, forms.Select(choices=field.choices)
        questions: Any = self.fields["question"]
        questions.queryset = Question.objects.drawable_by(member).select_related("team")

    def how(self) -> Fold:
        rule_sets: Any = self.fields["rule_set"]
        rules = {str(one.pk): f"by the rules of {one.name}" for one in rule_sets.queryset}
        words = {"rule_set": rules, "visibility": SEEN}
        return self.folded({name: calls for name, calls in words.items() if name in self.fields})

    def clean_drill(self) -> Drill:
        found = drills_for(self._member).get(self.cleaned_data["drill"])
        if found is None:
            raise forms.ValidationError("There is no such drill any more.")
        return found

    def clean_rule_set(self) -> RuleSet:
        rule_set: RuleSet | None = self.cleaned_data["rule_set"] or self.fields["rule_set"].initial
        if rule_set is None:
            raise forms.ValidationError("No rule set is loaded.")
        return rule_set

    def clean_visibility(self) -> str:
        return str(self.cleaned_data["visibility"] or self.fields["visibility"].initial)


_POOLS = [choice for choice in Sitting.Pool.choices if choice[0] != Sitting.Pool.ROUND]  # that begins at its review


class SittingForm(FoldedForm):
    """Which cites are asked."""

    pool = forms.ChoiceField(choices=_POOLS, widget=forms.RadioSelect, label="Ask me about")
    areas = RowsField(
        queryset=Area.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="Only of these areas"
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["areas"]
        areas.queryset = Area.objects.filter(team=member.team).order_by("side", "name")
        self.fields["pool"].initial = Sitting.Pool.ROUNDS
