"""What is said when a link to a card or a block is made."""

from django import forms

from evidence.links import DAYS


class LinkForm(forms.Form):
    days = forms.TypedChoiceField(
        label="It opens for",
        choices=[(days, f"{days} day{'' if days == 1 else 's'}") for days in DAYS],
        coerce=int,
        initial=DAYS[1],
    )
    with_analysis = forms.BooleanField(label="With the analysis", required=False)
