"""The form of a layout of one's own, and what comes in from the outline of a round."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms

from lib.keys import number_of, uuid_of
from practice.models import OwnLayout, Round
from practice.outline.layout import LONGEST, SECTIONS, Layout, LayoutError, read_slots
from practice.outline.layouts import layout_of, layouts_for
from practice.outline.notecard import CHOICES
from practice.outline.points import Written
from teams.access import Visibility
from teams.models import Membership

_LATEST = 2**62


class LayoutForm(forms.Form):
    name = forms.CharField(max_length=LONGEST["name"], label="Name")
    shape = forms.ChoiceField(
        choices=OwnLayout.Shape.choices,
        initial=OwnLayout.Shape.COLUMN,
        widget=forms.RadioSelect,
        label="How it stands",
    )
    slots = forms.CharField(
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        label="Boxes",
        help_text="One a line: what it is called | what stands in it while it is empty. "
        f"A line “# Point 1” begins a part of the speech: {', '.join(SECTIONS.values())}.",
    )
    visibility = forms.ChoiceField(
        choices=[c for c in Visibility.choices if c[0] != Visibility.COACHES],
        initial=Visibility.PRIVATE,
        widget=forms.RadioSelect,
        label="Who can use it",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "slots" in data and "shape" in data:
            try:
                Layout("own", data.get("name", ""), data["shape"], read_slots(data["slots"], shape=data["shape"]))
            except LayoutError as fault:
                self.add_error("slots", str(fault))
        return data


class OutlineForm(forms.Form):
    """What a speaker sets of the outline in the prep room."""

    prefix = "set"
    layout = forms.ChoiceField(label="Layout")
    notecard = forms.ChoiceField(choices=CHOICES, required=False, label="Notecard")
    aims_for = forms.IntegerField(min_value=1, max_value=30, required=False, label="Sources to aim for")

    def __init__(self, data: Any = None, *, member: Membership, round: Round) -> None:
        now = layout_of(round)
        super().__init__(data, initial={"layout": now.key, "notecard": round.notecard, "aims_for": round.target})
        self._layouts = {**layouts_for(member), now.key: now}
        layout: Any = self.fields["layout"]
        layout.choices = [(key, one.name) for key, one in self._layouts.items()]

    def clean_layout(self) -> Layout:
        return self._layouts[self.cleaned_data["layout"]]


def written(post: Mapping[str, str], slot: str) -> Written:
    """One slot as the outline's form sends it. What is missing or no number reads as a page that knows nothing."""
    return Written(
        text=post.get(f"{slot}-text", ""),
        version=number_of(post.get(f"{slot}-version")),
        base=post.get(f"{slot}-base", ""),
        tab=uuid_of(post.get("tab")) or uuid4(),
        turn=number_of(post.get("turn"), _LATEST),
    )
