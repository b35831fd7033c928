import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from extemp import settings as site
from lib.htmx import LoginRequired
from tests import make
from tests.together import together

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {"ALLOWED_HOSTS": "extemp.example.org", "SECRET_KEY": "k3y-" * 20}


def manage(*words: str, tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **variables}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *words], env=env, capture_output=True, text=True, cwd=ROOT, check=False
    )


def test_an_empty_environment_is_enough_on_this_machine(tmp_path):
    done = manage("check", tmp_path=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_production_settings_pass_djangos_own_deployment_check(tmp_path):
    key = "".join(chr(33 + (i * 7) % 90) for i in range(80))
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path, **PRODUCTION | {"SECRET_KEY": key}
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("variables", "why"),
    [
        (PRODUCTION | {"DEBUG": "1"}, "DEBUG is on"),
        (PRODUCTION | {"SECRET_KEY": ""}, "SECRET_KEY must be set"),
        (PRODUCTION | {"SECRET_KEY": "short"}, "SECRET_KEY must be set"),
        (PRODUCTION | {"ALLOWED_HOSTS": "*"}, "accepts forged hosts"),
    ],
)
def test_an_unsafe_production_does_not_start_and_says_why(tmp_path, variables, why):
    done = manage("check", tmp_path=tmp_path, **variables)
    assert done.returncode != 0 and why in done.stderr


def test_every_answer_carries_the_strict_headers(client, db):
    headers = client.get("/").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["script-src"] == "'self'" and policy["style-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    senses = dict(part.split("=") for part in headers["Permissions-Policy"].split(", "))
    assert senses["microphone"] == senses["camera"] == "(self)"  # a speech is recorded
    assert {value for name, value in senses.items() if name not in ("microphone", "camera")} == {"()"}


def test_text_posted_after_the_login_expired_is_offered_again(client, cast):
    sent = client.post("/t/riverside/evidence/", {"body": "An hour of thought", "csrfmiddlewaretoken": "x"})
    assert sent["Location"] == "/accounts/login/?next=/kept/"
    client.force_login(cast.bob.user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/kept/").content.decode()
    assert "An hour of thought" in page and 'action="/t/riverside/evidence/"' in page


def test_a_form_with_a_stale_token_shows_what_was_typed(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.bob.user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/teams/make/", {"name": "Typed with care"})
    assert answer.status_code == 403 and "Typed with care" in answer.content.decode()


def test_a_password_is_neither_shown_nor_kept(client, cast):
    login = {"login": "bob", "password": "my secret"}
    shown = Client(enforce_csrf_checks=True).post("/accounts/login/", login).content.decode()
    assert "bob" in shown and "my secret" not in shown
    client.post("/accounts/password/change/", {"oldpassword": "my secret", "password1": "a new one", "note": "Mine"})
    assert client.session[LoginRequired.KEPT]["fields"] == [["note", "Mine"]]


def test_what_was_typed_for_what_is_gone_by_now_is_shown(cast, as_member):
    question = make.question(member=cast.alice)
    address = reverse("articles:edit_question", args=["riverside", question.pk])
    question.remove(by=cast.alice.user)
    answer = as_member(cast.alice).post(address, {"text": "Will it <hold>?", "version": "3", "topic": str(uuid4())})
    page = answer.content.decode()
    assert answer.status_code == 404 and "What you typed is still here" in page and "Will it &lt;hold&gt;?" in page
    assert page.count("<textarea") == 1


def test_what_was_typed_for_what_one_may_not_do_any_more_is_shown(cast, as_member):
    question = make.question(member=cast.alice)
    address = reverse("articles:edit_question", args=["riverside", question.pk])
    answer = as_member(cast.bob).post(address, {"text": "Will it hold?"})
    assert answer.status_code == 403 and "Will it hold?" in answer.content.decode()


def test_an_address_that_leads_nowhere_shows_nothing_of_what_was_sent(client, db):
    answer = client.post("/nowhere/", {"body": "Made to be shown"})
    assert answer.status_code == 404 and "Made to be shown" not in answer.content.decode()


def test_an_htmx_read_without_login_goes_to_the_login_page_whole(client, db):
    answer = client.get("/teams/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/t/x/library/"})
    assert answer["HX-Redirect"] == "/accounts/login/?next=/t/x/library/"


def test_an_htmx_write_without_login_answers_401_and_swaps_nothing(client, db):
    assert client.post("/teams/make/", {"name": "x"}, headers={"HX-Request": "true"}).status_code == 401


def test_processes_that_start_at_once_have_one_key_and_never_half_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr(site, "VAR_DIR", tmp_path)
    keys = together(*[site._local_secret_key] * 12)
    assert len(set(keys)) == 1 and len(keys[0]) > 80
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_disk_without_hard_links_keeps_a_key_too(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError("no hard links here")

    monkeypatch.setattr(site, "VAR_DIR", tmp_path)
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert site._local_secret_key() == site._local_secret_key() != ""
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
