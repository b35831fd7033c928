"""The switches of the signals, the guess at the end of a hidden clock."""

from typing import Any

from django import forms

from practice.models import Signalling
from practice.rule_sets.figures import read_time
from practice.rule_sets.rules import LONGEST


class SignalForm(forms.ModelForm[Signalling]):
    class Meta:
        model = Signalling
        fields = (*Signalling.WAYS, "counts_up", "hidden")

    def ways(self) -> list[Any]:
        return [self[way] for way in Signalling.WAYS]


class GuessForm(forms.Form):
    guess = forms.CharField(
        max_length=6, label="I spoke for", help_text="Minutes and seconds, like 6:40.", widget=forms.TextInput
    )

    def clean_guess(self) -> int:
        try:
            seconds = read_time(self.cleaned_data["guess"])
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from fault
        if seconds is None or not 0 <= seconds <= LONGEST:
            raise forms.ValidationError("Write minutes and seconds, like 6:40.")
        return seconds
