"""Our end of django-allauth: what sign-up asks for and where a person lands. Authentication itself is allauth's."""

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest

from teams.models import User


class Adapter(DefaultAccountAdapter):
    """The place where allauth asks what we want otherwise."""


class SignupFields(forms.Form):
    """Fields that sign-up asks beside user name, e-mail and password."""

    display_name = forms.CharField(max_length=60, required=False, label="Name your team sees (optional)")

    def signup(self, request: HttpRequest, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"].strip()
        user.save(update_fields=["display_name"])
