"""The forms by which a person signs in and up. In their own module: allauth's read teams/accounts.py as they load."""

from typing import Any

from allauth.account.forms import LoginForm, SignupForm


class SignInForm(LoginForm):
    """allauth's, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = "User name, or your e-mail address"
        told = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        login.widget.attrs = told
        del self.fields["password"].widget.attrs["placeholder"]
        self.fields["remember"].label = "Keep me signed in on this device"


class SignUpForm(SignupForm):
    """allauth's, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        name.label = "User name"
        name.error_messages |= {
            "required": "Choose a user name.",
            "min_length": "A user name has at least 2 characters.",
        }
        self.fields["password1"].error_messages["required"] = "Choose a password."
        self.fields["email"].label = "E-mail address (optional)"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
