import pytest
from django.test import Client

from practice.models import Round
from tests import make
from tests.access.table import World
from tests.practice.legal.world import hang_everything
from tests.test_access import ROOMS


@pytest.fixture
def bob(cast, as_member) -> Client:
    return as_member(cast.bob)


@pytest.fixture
def prep(cast) -> Round:
    return make.prepping(member=cast.bob)


@pytest.fixture
def world(cast) -> World:
    """A team with a row of everything, and in each thing that a prep room bars a word of its own."""
    world = World(cast=cast, article=make.article(member=cast.alice, questions=["Will the ports stay open?"]))
    for room in ROOMS:
        room.furnish(world)
    hang_everything(world)
    return world
