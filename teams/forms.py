"""What people type to make a team, join one and name themselves."""

from typing import Any

from django import forms

from teams import zones
from teams.models import Membership, Team, User


class ZoneField(forms.ChoiceField):
    """A time zone, or none: then times are the site's. On a page with zone.js an empty one becomes the browser's."""

    def __init__(self) -> None:
        super().__init__(
            choices=zones.choices,
            required=False,
            label="Time zone",
            help_text="Draws and speeches are told in it.",
        )


class TeamForm(forms.ModelForm):
    time_zone = ZoneField()

    class Meta:
        model = Team
        fields = ["name", "time_zone"]
        labels = {"name": "Name of the team"}


class JoinForm(forms.Form):
    code = forms.CharField(
        max_length=40,
        label="Join code",
        help_text="Your coach has it. Eight characters, such as CDFG-H347.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["display_name"]


class RoleForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["role"]


class TokenForm(forms.Form):
    """What a token is called, and for which of the person's teams it reads."""

    name = forms.CharField(max_length=60, label="What it is for", help_text="Such as “wall screen of room 12”.")
    team = forms.ChoiceField(label="Reads the team")

    def __init__(self, data: Any = None, *, members: list[Membership]) -> None:
        super().__init__(data)
        self._members = {str(member.pk): member for member in members}
        self.fields["team"].choices = [(key, str(m.team)) for key, m in self._members.items()]  # type: ignore[attr-defined]

    @property
    def member(self) -> Membership:
        return self._members[self.cleaned_data["team"]]
