import shutil
from collections import OrderedDict

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as examples

from articles.search import postgres
from lib import http
from teams.models import Membership
from tests import make
from tests.access import ROOMS
from tests.access.table import World
from tests.cast import Cast, assemble

# How long an example takes says how busy the machine is, and nothing of the code.
examples.register_profile("busy", examples.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("busy")


@pytest.fixture
def cast(db) -> Cast:
    return assemble()


@pytest.fixture
def world(cast) -> World:
    """The cast, with one of everything that an address may name."""
    world = World(cast=cast, article=make.article(member=cast.alice, questions=["Will the ports stay open?"]))
    for room in ROOMS:
        room.furnish(world)
    return world


@pytest.fixture
def as_member():
    """`as_member(cast.bob)` -> a client that is signed in as Bob; None -> a visitor."""

    def sign_in(member: Membership | None) -> Client:
        client = Client()
        if member:
            client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture(autouse=True)
def counted_anew(monkeypatch):
    """How common a word is is asked at every search: else a second one costs less than the first."""
    monkeypatch.setattr(postgres, "_KEPT", -1)


@pytest.fixture(autouse=True)
def robots_asked_anew(monkeypatch):
    """A port of this machine comes again, as another site."""
    monkeypatch.setattr(http, "_kept", OrderedDict())


@pytest.fixture(autouse=True, scope="session")
def _recordings_go_with_the_tests():
    yield
    shutil.rmtree(settings.RECORDINGS_DIR, ignore_errors=True)
