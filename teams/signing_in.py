"""The form by which a person signs in. In its own module: allauth's forms read teams/accounts.py while they load."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    """allauth's, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = "User name, or your e-mail address"
        login.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        del self.fields["password"].widget.attrs["placeholder"]
        self.fields["remember"].label = "Keep me signed in on this device"
