import pytest

from articles.models import Article
from evidence.attaching import attach_note
from evidence.models import Note
from teams import joining
from teams.access import Visibility
from tests import make


@pytest.fixture
def article(cast):
    return make.article(member=cast.bob)


def seen(member):
    return list(Article.objects.visible_to(member))


def test_what_the_team_shares_is_seen_by_members_only(cast, article):
    assert [bool(seen(m)) for m in (cast.alice, cast.erin, cast.bob, cast.dana, cast.charlie)] == [1, 1, 1, 0, 0]


def test_what_is_private_is_seen_by_its_owner_only(cast, article):
    Article.objects.update(visibility=Visibility.PRIVATE)
    assert [bool(seen(m)) for m in (cast.alice, cast.erin, cast.bob)] == [0, 0, 1]


def test_what_is_shared_with_coaches_is_seen_by_owner_and_coaches(cast, article):
    Article.objects.update(visibility=Visibility.COACHES)
    assert [bool(seen(m)) for m in (cast.alice, cast.erin, cast.bob)] == [1, 0, 1]


def test_an_owner_who_has_left_sees_nothing_of_their_own_here(cast, article):
    joining.end(member=cast.bob)
    cast.bob.refresh_from_db()
    assert seen(cast.bob) == []


def test_what_is_in_the_trash_is_seen_by_nobody_and_restored_by_owner_or_coach(cast, article):
    note = attach_note(member=cast.bob, article=article, body="A thought", visibility=Visibility.TEAM).row
    note.remove(by=cast.bob.user)
    assert list(Note.objects.visible_to(cast.alice)) == []
    assert [bool(Note.objects.trash_of(m)) for m in (cast.alice, cast.erin, cast.bob, cast.charlie)] == [1, 0, 1, 0]
    note.restore()
    assert list(Note.objects.visible_to(cast.alice)) == [note]


def test_a_deactivated_account_sees_nothing(cast, article):
    cast.alice.user.is_active = False
    cast.alice.user.save()
    assert seen(cast.alice) == []
