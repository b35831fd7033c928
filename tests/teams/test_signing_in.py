"""The sign-in form, in our words; allauth does the rest."""

import re

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
