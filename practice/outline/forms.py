"""The form of a layout of one's own."""

from typing import Any

from django import forms

from practice.models import OwnLayout
from practice.outline.layout import LONGEST, SECTIONS, Layout, LayoutError, read_slots
from teams.access import Visibility


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
