"""The form of a team's own drill."""

from collections.abc import Mapping
from typing import Any

from django import forms

from practice.drills.drill import Drill
from practice.models import OwnDrill
from practice.models.drills import drill_of_team
from practice.outline.layout import SECTIONS
from practice.outline.layouts import shipped
from practice.rule_sets.figures import KINDS, typed
from practice.rule_sets.form import figure_field, read_figure
from practice.rule_sets.rules import RuleError, Rules

LEAST_TIME = 10  # seconds of prep, of speech
MOST_PROMPTS, LONGEST_PROMPT = 20, 200
_FIGURES = """
    draw prep speech grace overtime signals source_target questioning question_limit answer_limit questioner
""".split()
_KINDS = [kind for kind in KINDS if kind.field in _FIGURES]


class OwnDrillForm(forms.Form):
    """What a drill says instead of the rule set; a figure that is left empty is the rule set's."""

    name = forms.CharField(max_length=60, label="Name")
    about = forms.CharField(max_length=400, widget=forms.Textarea(attrs={"rows": 3}), label="What to do")
    sections = forms.MultipleChoiceField(
        choices=SECTIONS.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Parts of the speech",
        help_text="Only these are outlined and spoken. With none ticked, the whole speech.",
    )
    layout = forms.ChoiceField(required=False, label="Outline")
    areas = forms.ChoiceField(
        choices=OwnDrill.Areas.choices, required=False, widget=forms.RadioSelect, label="Drawn from"
    )
    uses_up = forms.BooleanField(
        required=False, label="The question counts as spoken on, and is not drawn for the speaker again"
    )
    prompts = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label="Questions for whoever asks",
        help_text="One a line. They show on the stage while questions are asked.",
    )
    source = forms.CharField(required=False, max_length=600, label="Where it is from")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, data: Any = None, *, like: Drill | None = None, version: int = 0) -> None:
        """It begins as `like`, whose figures that have no field here go along."""
        self._rest = {name: value for name, value in (like.rules if like else {}).items() if name not in _FIGURES}
        super().__init__(data, initial={"uses_up": True, **(_initial(like) if like else {}), "version": version})
        layouts: Any = self.fields["layout"]
        layouts.choices = [("", "The speaker’s own"), *((key, one.name) for key, one in shipped().items())]
        self.fields |= {kind.field: figure_field(kind) for kind in _KINDS}
        self.fields["questioning"].help_text = "Empty: as the rules say. 0:00: nobody asks."
        self.told: dict[str, Any] = {}

    def numbers(self) -> list[Any]:
        return [self[kind.field] for kind in _KINDS if kind.shape in ("number", "time")]

    def words(self) -> list[Any]:
        return [self[kind.field] for kind in _KINDS if kind.shape not in ("number", "time")]

    def said(self) -> list[tuple[str, str]]:
        """Each field that says something, in words."""
        found = []
        for bound in self:
            value, calls = bound.value(), dict(getattr(bound.field, "choices", ()))
            if value and not bound.is_hidden:
                several = value if isinstance(value, list) else [value]
                words = ", ".join("yes" if one is True else str(calls.get(one, one)) for one in several)
                found.append((str(bound.label), words))
        return found

    def clean_prompts(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["prompts"].splitlines() if line.strip()]
        if len(lines) > MOST_PROMPTS or any(len(line) > LONGEST_PROMPT for line in lines):
            raise forms.ValidationError(f"{MOST_PROMPTS} questions of {LONGEST_PROMPT} characters are the most.")
        return lines

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        rules = dict(self._rest)
        for kind in _KINDS:
            try:
                value = read_figure(kind, cleaned.get(kind.field))
            except ValueError as fault:
                self.add_error(kind.field, str(fault))
                continue
            if value not in (None, "", []):
                rules[kind.field] = value
        for field in ("prep", "speech"):
            if field in rules and rules[field] < LEAST_TIME:
                self.add_error(field, f"{LEAST_TIME} seconds are the least.")
        if "signals" in rules and "speech" not in rules:
            self.add_error("speech", "Signals of its own need a speech of its own: say how long it is.")
        if not self.errors:
            self._whole({**cleaned, "rules": rules})
        return cleaned

    def _whole(self, told: dict[str, Any]) -> None:
        fields = ("name", "about", "rules", "sections", "layout", "areas", "prompts", "uses_up", "source")
        self.told = {name: told[name] for name in fields}
        try:
            drill_of_team("any", self.told)
        except RuleError as fault:
            field = fault.field.split("[")[0]
            said = "This" if isinstance(fault.value, list | dict) else str(fault.value)
            self.add_error(field if field in self.fields else None, f"{said} {fault.reason}.")


def _initial(like: Drill) -> Mapping[str, Any]:
    """The fields as they would be typed for this drill."""
    figures = Rules.from_mapping({"name": like.name, **like.rules})
    return {
        "name": like.name if like.by_team else f"{like.name} (ours)",
        "about": like.about,
        "sections": list(like.sections),
        "layout": like.layout,
        "areas": like.areas,
        "uses_up": like.uses_up,
        "prompts": "\n".join(like.prompts),
        "source": like.source,
        **{kind.field: typed(kind.shape, getattr(figures, kind.field)) for kind in _KINDS if kind.field in like.rules},
    }
