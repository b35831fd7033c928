"""The sign-in form, in our words; allauth does the rest."""

import re

import pytest
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from teams.models import User
from tests import make


def test_the_form_asks_for_the_user_name_and_offers_to_stay(client, db):
    page = client.get("/accounts/login/").content.decode()
    labels = re.findall(r"<label.*?</label>", page, re.DOTALL)
    assert [" ".join(re.sub(r"<[^>]*>", "", label).split()) for label in labels] == [
        "User name, or your e-mail address",
        "Password",
        "Keep me signed in on this device",
    ]
    assert 'autocomplete="username"' in page and "placeholder" not in page
    assert page.count("autofocus") == 1, "the user name is typed at once"
    assert page.index('type="checkbox"') < page.index("Keep me signed in")


def test_who_does_not_stay_is_signed_out_with_the_browser(client, cast):
    form = {"login": "bob", "password": make.PASSWORD}
    for remember, stays in (("", False), ("on", True)):
        client.logout()
        client.post("/accounts/login/", form | ({"remember": remember} if remember else {}))
        assert client.session["_auth_user_id"] == str(cast.bob.user.pk)
        assert client.session.get_expire_at_browser_close() is not stays


def test_nothing_is_said_of_what_everybody_sees(client, cast):
    landed = client.post("/accounts/login/", {"login": "bob", "password": make.PASSWORD}, follow=True)
    assert landed.status_code == 200 and list(landed.context["messages"]) == []


def test_signing_up_calls_things_as_signing_in_does(client, db):
    page = client.get("/accounts/signup/").content.decode()
    labels = re.findall(r"<label.*?</label>", page, re.DOTALL)
    assert [" ".join(re.sub(r"<[^>]*>", "", label).split()) for label in labels] == [
        "User name",
        "E-mail address (optional)",
        "Name your team sees (optional)",
        "Password",
    ]
    assert "placeholder" not in page


LONG = "At least 8 characters; a few words in a row are easy to remember."
SHORT = "That is too short: a password has at least 8 characters."
COMMON = "Too many people use this password, so it is guessed first. Choose another."
ALIKE = "This password is too much like your user name or your e-mail address."


def test_what_a_password_must_be_is_said_before_it_is_chosen(client, db):
    page = client.get("/accounts/signup/").content.decode()
    assert re.findall(r"<li>(.*?)</li>", page) == [
        LONG,
        "Not one that many people use, such as “password1”.",
        "Not like your user name or your e-mail address.",
    ]


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({}, {"username": ["Choose a user name."], "password1": ["Choose a password."]}),
        (
            {"username": "x", "password1": "quizzer"},
            {"username": ["A user name has at least 2 characters."], "password1": [SHORT]},
        ),
        ({"username": "nora", "password1": "Football1"}, {"password1": [COMMON]}),
        ({"username": "nora", "password1": "abc"}, {"password1": [SHORT, COMMON]}),
        ({"username": "nora-brandt", "password1": "nora-brandt1"}, {"password1": [ALIKE]}),
        ({"username": "no", "email": "nora.brandt@example.org", "password1": "norabrandt"}, {"password1": [ALIKE]}),
        (
            {"username": "nora b", "password1": make.PASSWORD},
            {"username": ["A user name has letters, digits and @ . + - _ only, and no spaces."]},
        ),
        (
            {"username": "BOB", "password1": make.PASSWORD},
            {"username": ["Somebody has this user name already. Choose another."]},
        ),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_in_our_words(client, cast, sent, faults):
    page = client.post("/accounts/signup/", sent)
    assert page.context["form"].errors == faults
    assert not User.objects.filter(username__in={sent.get("username", "")} - {"BOB"}).exists()


def test_who_signs_in_with_a_wrong_password_is_told_in_our_words(client, cast):
    page = client.post("/accounts/login/", {"login": "bob", "password": "not this one"})
    assert page.context["form"].non_field_errors() == ["No account has this name with this password. Check both."]


@pytest.mark.parametrize(
    "password", ["", "1234567", "abcdefgh", "12345678", "Password", "bobmarley", "letmein1", "kite"]
)
def test_our_words_refuse_what_djangos_own_refuse(password):
    """And nothing else: the words are changed, the rules are not."""

    def codes(rules) -> set[str]:
        try:
            password_validation.validate_password(password, User(username="bobmarley"), rules)
        except ValidationError as fault:
            return {one.code for one in fault.error_list}
        return set()

    names = ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
    djangos = [{"NAME": f"django.contrib.auth.password_validation.{name}"} for name in names]
    assert codes(None) == codes(password_validation.get_password_validators(djangos)) != set()
