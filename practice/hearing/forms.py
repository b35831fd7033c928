"""What comes in from the pages of whoever listens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms

from lib.keys import number_of, uuid_of
from practice.hearing import ballots, comments
from practice.hearing.ballots import POINTS, Rank, Written
from practice.hearing.comments import Typed
from practice.hearing.seconds import SecondError, read_second
from practice.hearing.sections import PlanError, read_plan, write_plan
from practice.models import Sheet

_LATEST = 2**62


class SecondField(forms.CharField):
    """ "2:14" as seconds; None where nothing was typed."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=10, required=False, **given)

    def to_python(self, value: Any) -> Any:
        try:
            return read_second(super().to_python(value) or "")
        except SecondError as fault:
            raise forms.ValidationError(str(fault)) from fault

    def clean(self, value: Any) -> Any:
        return self.to_python(value)


class CommentForm(forms.Form):
    """A comment as it is typed. What cannot be read in its hidden fields is as if it were not there."""

    body = forms.CharField(max_length=comments.MOST, required=False, strip=False)
    at = SecondField()

    def typed(self) -> Typed:
        return Typed(
            body=self.cleaned_data["body"],
            client_id=uuid_of(self.data.get("client_id")) or uuid4(),
            version=number_of(self.data.get("version")),
            tab=uuid_of(self.data.get("tab")),
            second=self.cleaned_data["at"],
        )


class SaidForm(forms.Form):
    """A source as it was heard. `told` has only the fields that were sent."""

    publication = forms.CharField(max_length=160, required=False)
    day = forms.CharField(max_length=60, required=False)
    undated = forms.BooleanField(required=False)
    words = forms.CharField(max_length=1000, required=False)

    def told(self) -> dict[str, Any]:
        sent = {name for name in ("publication", "day", "words") if name in self.data}
        return {name: self.cleaned_data[name] for name in (*sorted(sent), "undated")}


class PlanForm(forms.Form):
    shares = forms.CharField(max_length=60)

    def clean_shares(self) -> str:
        try:
            return write_plan(read_plan(self.cleaned_data["shares"]))
        except PlanError as fault:
            raise forms.ValidationError(str(fault)) from fault


@dataclass(frozen=True)
class Choice:
    """A question with one answer, for radio buttons in a row: each with its value, its label, and if it is chosen."""

    label: str
    name: str
    options: tuple[tuple[str, str, bool], ...]


def choice(bound: Any) -> Choice:
    now = "" if bound.value() is None else str(bound.value())
    options = tuple((str(value), str(label), str(value) == now) for value, label in bound.field.choices)
    return Choice(str(bound.label), bound.html_name, options)


class BallotForm(forms.Form):
    """A ballot: a field a criterion, named by its place in the list, so that any words can be a criterion."""

    rank = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label="Rank in the section")
    better = forms.ChoiceField(
        choices=[("", "not said"), *Sheet.Better.choices], required=False, label="Against last time"
    )
    as_asked = forms.ChoiceField(
        choices=[("", "not noticed"), *Sheet.AsAsked.choices], required=False, label="The question was said"
    )
    met = forms.ChoiceField(choices=[("", "not said"), *Sheet.Met.choices], required=False, label="Was it met?")
    reasons = forms.CharField(
        max_length=ballots.MOST, required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5}), label="Reasons"
    )
    focus = forms.CharField(max_length=160, required=False, label="One thing to work on next time")

    def __init__(
        self,
        data: Any = None,
        *,
        criteria: tuple[str, ...],
        ranks: tuple[Rank, ...] = (),
        asks_of_focus: bool = False,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        given = dict(initial or {})
        marked = given.pop("points", {})
        given |= {f"points-{at}": marked.get(name, "") for at, name in enumerate(criteria)}
        super().__init__(data, initial=given)
        self.criteria = criteria
        rank: Any = self.fields["rank"]
        rank.choices = [("", "not ranked"), *((one.number, _rank(one)) for one in ranks)]
        if not ranks:
            del self.fields["rank"]
        if not asks_of_focus:
            del self.fields["met"]
        marks = [("", "–"), *((n, str(n)) for n in range(1, POINTS + 1))]
        for at, name in enumerate(criteria):
            self.fields[f"points-{at}"] = forms.TypedChoiceField(
                choices=marks, coerce=int, empty_value=None, required=False, label=name, widget=forms.RadioSelect
            )

    def marks(self) -> list[Choice]:
        return [choice(self[f"points-{at}"]) for at in range(len(self.criteria))]

    @property
    def has_marks(self) -> bool:
        return any(self[f"points-{at}"].value() or self[f"points-{at}"].errors for at in range(len(self.criteria)))

    def was_met(self) -> Choice:
        return choice(self["met"])

    def written(self, *, version: int | None = None) -> Written:
        says = {name: self.cleaned_data[name] for name in self.cleaned_data if name in ballots.SHEET}
        says["points"] = {
            name: self.cleaned_data[f"points-{at}"]
            for at, name in enumerate(self.criteria)
            if self.cleaned_data[f"points-{at}"] is not None
        }
        return Written(
            says=says,
            version=number_of(self.data.get("version")) if version is None else version,
            tab=uuid_of(self.data.get("tab")),
            turn=number_of(self.data.get("turn"), _LATEST),
        )


def _rank(rank: Rank) -> str:
    return f"{rank.number} ({rank.to} has it)" if rank.to else str(rank.number)
