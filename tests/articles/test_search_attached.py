"""Notes and cards in the index: who finds which, and that the index keeps up with them."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, SearchEntry
from articles.search.find import find
from evidence.attaching import Selection, attach_card, attach_note
from evidence.editing import edit_note
from tests import make

pytestmark = pytest.mark.django_db


def found(member, query: str, **narrowing) -> list[tuple[str, str]]:
    return [(hit.article.title, hit.found_in) for hit in find(member=member, query=query, **narrowing).hits]


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen")


def note(cast, article, visibility, body="An obsidian thought."):
    return attach_note(member=cast.bob, article=article, body=body, visibility=visibility).row


def card(member, article, **given):
    chosen = Selection(exact="Wheat for May delivery fell 4 percent in two days")
    said = {"tag": "Markets trust the deal", "cite": "Castellanos, 2026", "analysis": "It *resonates*."}
    return attach_card(member=member, article=article, selection=chosen, **(said | given)).row


@pytest.mark.parametrize(
    ("visibility", "finders"),
    [("private", {"bob"}), ("coaches", {"bob", "alice"}), ("team", {"bob", "alice", "erin"})],
)
def test_a_note_is_found_by_those_who_may_see_it(cast, article, visibility, finders):
    note(cast, article, visibility)
    everybody = {name: getattr(cast, name) for name in ("alice", "bob", "erin", "charlie", "dana")}
    assert {name for name, member in everybody.items() if found(member, "obsidian")} == finders
    assert {name for name, member in everybody.items() if found(member, "ports has:note")} == finders
    assert {name for name, member in everybody.items() if found(member, "", attached="note")} == finders


def test_a_hit_says_in_what_it_was_found_and_shows_its_words(cast, article):
    card(cast.bob, article)
    note(cast, article, "private")
    (hit,) = find(member=cast.bob, query="obsidian").hits
    assert (hit.found_in, hit.named, hit.snippet) == ("note", "", "An <mark>obsidian</mark> thought.")
    (hit,) = find(member=cast.erin, query="resonates").hits
    assert (hit.found_in, hit.named) == ("card", "Markets trust the deal")
    assert hit.snippet == "It <mark>resonates</mark>. Wheat for May delivery fell 4 percent in two days"


def test_a_card_is_found_by_its_tag_and_cite(cast, article):
    card(cast.bob, article, tag="Obsidian markets", cite="Quill, 2026")
    assert found(cast.erin, "obsidian") == found(cast.erin, "quill") == [("Ports Reopen", "card")]


def test_an_article_is_one_hit_however_many_of_its_notes_match(cast, article):
    for number in range(3):
        note(cast, article, "team", body=f"Ports, thought {number}.")
    assert found(cast.erin, "ports") == [("Ports Reopen", "article")]
    assert find(member=cast.erin, query="ports").total == 1


def test_a_changed_note_is_found_by_its_new_words_and_by_whom_it_is_shown_to_now(cast, article):
    row = note(cast, article, "private")
    edit_note(note=row, version=1, body="A basalt thought.", visibility="team")
    assert found(cast.bob, "obsidian") == []
    assert found(cast.erin, "basalt") == [("Ports Reopen", "note")]
    edit_note(note=row, version=2, body="A basalt thought.", visibility="private")
    assert found(cast.erin, "basalt") == []


def test_a_removed_note_is_not_found_and_a_restored_one_is(cast, article):
    row = note(cast, article, "team")
    row.remove(by=cast.bob.user)
    assert found(cast.erin, "obsidian") == found(cast.erin, "has:note") == []
    row.restore()
    assert found(cast.erin, "obsidian") == found(cast.erin, "has:note obsidian") == [("Ports Reopen", "note")]


def test_a_note_on_a_removed_article_is_not_found(cast, article):
    note(cast, article, "team")
    article.remove(by=cast.alice.user)
    assert found(cast.bob, "obsidian") == []


def test_a_note_on_an_article_for_review_is_found_by_leaders_and_the_sender_only(cast, article):
    note(cast, article, "team")
    Article.objects.filter(pk=article.pk).update(waiting=True, owner=cast.bob.user)
    assert found(cast.bob, "obsidian") == found(cast.alice, "obsidian") == [("Ports Reopen", "note")]
    other = make.member(team=cast.team)
    assert found(other, "obsidian") == found(other, "ports") == found(other, "has:note") == []


def test_a_former_members_team_note_stays_with_the_team_and_a_private_one_with_nobody(cast, article):
    note(cast, article, "team")
    note(cast, article, "private", body="A basalt thought.")
    cast.bob.ended_at = timezone.now()
    cast.bob.save()
    assert found(cast.bob, "obsidian") == found(cast.bob, "basalt") == found(cast.alice, "basalt") == []
    assert found(cast.erin, "obsidian") == [("Ports Reopen", "note")]


def test_archived_articles_are_found_only_where_they_are_asked_for(cast, article):
    Article.objects.filter(pk=article.pk).update(archived_at=timezone.now())
    make.article(member=cast.alice, title="Ports Close")
    assert found(cast.bob, "ports") == found(cast.bob, "") == [("Ports Close", "article")]
    assert found(cast.bob, "ports is:archived") == [("Ports Reopen", "article")]
    assert found(cast.bob, "ports -is:archived") == [("Ports Close", "article")]


def test_reindex_brings_notes_and_cards_back_and_no_stale_ones(cast, article, capsys):
    row = note(cast, article, "coaches")
    card(cast.bob, article)
    gone = note(cast, article, "team", body="A basalt thought.")
    type(gone).objects.filter(pk=gone.pk).update(deleted_at=timezone.now())
    SearchEntry.objects.filter(key=row.pk).delete()
    call_command("reindex")
    assert "1 articles, 2 notes and cards" in capsys.readouterr().out
    assert found(cast.alice, "obsidian") == [("Ports Reopen", "note")]
    assert found(cast.erin, "obsidian") == found(cast.erin, "basalt") == []
    assert found(cast.erin, "resonates") == [("Ports Reopen", "card")]
