import pytest
from django.test import Client

from practice.models import Round
from tests import make


@pytest.fixture
def bob(cast, as_member) -> Client:
    return as_member(cast.bob)


@pytest.fixture
def prep(cast) -> Round:
    return make.prepping(member=cast.bob)
