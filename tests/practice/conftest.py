import pytest
from django.test import Client

from practice.models import Round
from tests import make
from tests.access.table import World
from tests.practice.legal.world import hang_everything


@pytest.fixture
def bob(cast, as_member) -> Client:
    return as_member(cast.bob)


@pytest.fixture
def prep(cast) -> Round:
    return make.prepping(member=cast.bob)


@pytest.fixture
def world(world: World) -> World:
    """A team with a row of everything, and in each thing that a prep room bars a word of its own."""
    hang_everything(world)
    return world
