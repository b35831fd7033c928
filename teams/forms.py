"""What people type to make a team, join one and name themselves."""

from django import forms

from teams.models import Membership, Team, User


class TeamForm(forms.ModelForm):
    class Meta:
        model = Team
        fields = ["name"]
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
