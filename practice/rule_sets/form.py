"""The form of a team's rule set: every figure with where it is from."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.html import format_html

from articles.models import Article
from practice.models import RuleSet
from practice.rule_sets.figures import ENDINGS, GROUPS, KINDS, Kind, read_signals, read_time, typed
from practice.rule_sets.rules import WORDS, RuleError, Rules

_LONGEST_SOURCE = 600


class RuleSetForm(forms.Form):
    name = forms.CharField(max_length=80, label="Name")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, rule_set: RuleSet) -> None:
        rules = rule_set.figures
        initial: dict[str, Any] = {"name": rule_set.name, "version": rule_set.version}
        for kind in KINDS:
            there = rule_set.sources.get(kind.field) or {}
            initial[kind.field] = typed(kind.shape, getattr(rules, kind.field))
            initial[f"{kind.field}-source"] = there.get("source") or ""
        super().__init__(data, initial=initial)
        for kind in KINDS:
            self.fields[kind.field] = figure_field(kind)
            self.fields[f"{kind.field}-source"] = forms.CharField(
                required=False,
                max_length=_LONGEST_SOURCE,
                label=format_html('From<span class="sr">, for: {}</span>', kind.label),
            )
        self.rules: Rules | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        mapping: dict[str, Any] = {"name": cleaned.get("name", "")}
        for kind in KINDS:
            try:
                mapping[kind.field] = read_figure(kind, cleaned.get(kind.field))
            except ValueError as fault:
                self.add_error(kind.field, str(fault))
        if not self.errors:
            try:
                self.rules = Rules.from_mapping(mapping)
            except RuleError as fault:
                field = fault.field.split("[")[0]
                self.add_error(field if field in self.fields else None, f"{_shown(fault.value)} {fault.reason}.")
        return cleaned

    def sources(self) -> dict[str, str]:
        return {kind.field: " ".join(self.cleaned_data[f"{kind.field}-source"].split()) for kind in KINDS}

    def groups(self) -> Iterator[tuple[str, list[tuple[Any, Any]]]]:
        """Each figure's field with that of its source."""
        for title, kinds in GROUPS:
            yield title, [(self[kind.field], self[f"{kind.field}-source"]) for kind in kinds]


def figure_field(kind: Kind) -> forms.Field:
    """The field in which a figure is typed; empty where it is not known."""
    given: dict[str, Any] = {"required": False, "label": kind.label, "help_text": kind.hint}
    match kind.shape:
        case "number":
            return forms.IntegerField(min_value=1, max_value=10_000, **given)
        case "yes":
            return forms.ChoiceField(choices=[("", "not known"), ("yes", "yes"), ("no", "no")], **given)
        case "ending":
            return forms.ChoiceField(choices=[("", "not known: the round waits"), *ENDINGS.items()], **given)
        case "flag":
            return forms.BooleanField(**given)
        case "kinds":
            return forms.MultipleChoiceField(
                choices=Article.Kind.choices, widget=forms.CheckboxSelectMultiple, **given
            )
        case "words":
            return forms.CharField(max_length=WORDS, widget=forms.Textarea(attrs={"rows": 2}), **given)
        case "lines":
            return forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 7}), **given)
        case "signals":
            given["help_text"] = "One a line: time left | what the hand shows | what is said."
            return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 7}), **given)
    return forms.CharField(max_length=30, **given)


def read_figure(kind: Kind, value: Any) -> Any:
    """What was typed as `practice.rule_sets.rules.Rules` has it; None for nothing. Raises ValueError."""
    match kind.shape:
        case "time":
            return read_time(value or "")
        case "yes":
            return {"yes": True, "no": False}.get(value)
        case "flag":
            return bool(value)
        case "lines":
            return [" ".join(line.split()) for line in (value or "").splitlines() if line.strip()] or None
        case "signals":
            return read_signals(value or "")
    return value or None


def _shown(value: object) -> str:
    return "This" if value is None or isinstance(value, dict | list) else str(value)
