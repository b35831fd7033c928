"""Our end of django-allauth: what sign-up asks for and where a person lands. Authentication itself is allauth's."""

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest

from teams.models import User

# Those of the model, the first in our words.
USER_NAMES = [
    UnicodeUsernameValidator(message="A user name has letters, digits and @ . + - _ only, and no spaces."),
    MaxLengthValidator(150),
]


class Adapter(DefaultAccountAdapter):
    """The place where allauth asks what we want otherwise."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_taken": "Somebody has this user name already. Choose another.",
        "username_password_mismatch": "No account has this name with this password. Check both.",
        "too_many_login_attempts": "That was wrong too often. Wait five minutes, then try again.",
    }


class SignupFields(forms.Form):
    """Fields that sign-up asks beside user name, e-mail and password."""

    display_name = forms.CharField(max_length=60, required=False, label="Name your team sees (optional)")

    def signup(self, request: HttpRequest, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"].strip()
        user.save(update_fields=["display_name"])
