"""A new revision: every passage is looked for once, and a wrong place is worse than none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.anchoring import State
from evidence.attaching import Selection, attach_card, attach_note
from evidence.models import Placement
from evidence.placing import Fate, place_all, revise_and_place
from evidence.reading import read
from teams.access import Visibility
from tests import make

BODY = (
    "Ports opened on Monday after eleven weeks. Insurers said that they will wait for thirty days of safe passage.\n\n"
    "Wheat for May delivery fell in two days. Buyers in Cairo came back to a market that they had left.\n\n"
    "The annex names no inspector and sets no penalty at all for those who break it."
)
CHANGED = (
    "A new first paragraph stands here, as the editor wished.\n\n"
    "Ports opened on Monday after eleven weeks. Insurers said that they will wait for thirty days of safe passage.\n\n"
    "Wheat for May delivery fell within two days. Buyers in Cairo came back to a market that they had left."
)


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen", body=BODY)


def note(member, article, exact, visibility=Visibility.TEAM, number=None):
    selection = Selection(exact, number=number)
    return attach_note(member=member, article=article, body="Why?", selection=selection, visibility=visibility).row


def correct(cast, article, markdown=CHANGED):
    done = revise_and_place(member=cast.alice, article=article, markdown=markdown, number=article.current.number)
    article.refresh_from_db()
    return done


def test_each_passage_is_exact_moved_changed_or_lost(cast, article):
    stays = note(cast.bob, article, "Insurers said that they will wait for thirty days")
    changes = note(cast.bob, article, "Wheat for May delivery fell in two days.")
    lost = note(cast.bob, article, "The annex names no inspector")
    done = correct(cast, article)
    assert done.fate is Fate.STORED
    assert done.lost == 1
    reading = read(article=article, member=cast.bob)
    states = {a.row.pk: a.state for block in reading.blocks for a in block.annotations}
    assert states[stays.pk] is State.EXACT
    assert states[changes.pk] is State.CHANGED
    assert [a.row for a in reading.lost] == [lost]
    assert sum(done.tally.values()) == 3


def test_a_word_with_copies_goes_where_its_sentence_went(cast, article):
    """The quote alone cannot tell: nothing near the word is as it was but its sentence."""
    word = Selection("that", start=BODY.index("that they had left"))
    row = attach_note(member=cast.bob, article=article, body="Which?", selection=word).row
    first, second, third = BODY.split("\n\n")
    wheat, buyers = second.split(" Buyers")
    done = correct(cast, article, "\n\n".join((f"{first} {wheat}", f"{third} Buyers{buyers}")))
    placed = Placement.objects.get(passage=row.passage, revision=done.revision)
    assert placed.start == done.revision.text.index("that they had left")


def test_passages_of_two_revisions_are_placed_in_the_same_queries_for_three_and_for_thirty(cast, article):
    def cost(rows: int, number: int) -> int:
        for at in range(rows):
            words = "Ports opened on Monday after eleven weeks." if at % 2 else "Buyers in Cairo came back to a market"
            note(cast.bob, article, words, number=number)
        with CaptureQueriesContext(connection) as queries:
            assert correct(cast, article, f"Draft {number} says this first.\n\n{CHANGED}").lost == 0
        return len(queries)

    cost(3, 1)
    assert cost(3, 2) == cost(30, 3)


def test_a_changed_passage_still_quotes_what_it_quoted(cast, article, as_member):
    card = attach_card(
        member=cast.bob,
        article=article,
        selection=Selection("Wheat for May delivery fell in two days."),
        tag="Wheat fell",
        cite="Castellanos",
    ).row
    correct(cast, article)
    card.refresh_from_db()
    assert card.quotation == "Wheat for May delivery fell in two days."
    client = as_member(cast.bob)
    assert "The text has changed since. It read:" in client.get(article.get_absolute_url()).content.decode()
    html = client.get(card.get_absolute_url()).content.decode()
    assert "The source text has changed since" in html
    assert f"#mark-{card.pk}" in html


def test_private_notes_and_the_trash_are_placed_too(cast, article):
    note(cast.bob, article, "Buyers in Cairo came back", Visibility.PRIVATE)
    note(cast.erin, article, "Ports opened on Monday").remove(by=cast.erin.user)
    assert correct(cast, article).tally == {State.EXACT: 2}


def test_passages_are_placed_once(cast, article):
    note(cast.bob, article, "Buyers in Cairo came back")
    done = correct(cast, article)
    assert place_all(article=article, revision=done.revision) == {}
    assert Placement.objects.count() == 1


def test_an_unchanged_text_is_no_new_revision(cast, article):
    note(cast.bob, article, "Buyers in Cairo came back")
    done = correct(cast, article, BODY)
    assert done.fate is Fate.SAME
    assert done.tally == {}
    assert article.current.number == 1


def test_a_note_made_on_the_text_before_the_correction_keeps_its_words(cast, article):
    correct(cast, article)
    late = note(cast.bob, article, "The annex names no inspector", number=1)
    assert late.passage.revision.number == 1
    assert Placement.objects.get(passage=late.passage).state == "orphan"
    assert [a.row for a in read(article=article, member=cast.bob).lost] == [late]


def test_a_note_on_the_old_text_whose_words_are_still_there_stands_in_the_new_one(cast, article):
    correct(cast, article)
    late = note(cast.bob, article, "Buyers in Cairo came back", number=1)
    assert late.passage.revision.number == 2


def test_the_page_that_corrects_says_what_became_of_the_passages(cast, article, as_member):
    note(cast.bob, article, "Buyers in Cairo came back")
    note(cast.bob, article, "The annex names no inspector")
    address = f"{article.get_absolute_url()}revise/"
    client = as_member(cast.alice)
    assert "The annex names no inspector" in client.get(address).content.decode()
    response = client.post(address, {"markdown": CHANGED, "number": 1}, follow=True)
    assert "Revision 2 is stored. Passages: 1 in place, 1 without a place now." in response.content.decode()


def test_a_correction_of_an_older_text_is_not_stored_and_not_lost(cast, article, as_member):
    correct(cast, article)
    address = f"{article.get_absolute_url()}revise/"
    response = as_member(cast.erin).post(address, {"markdown": f"{BODY}\n\nMine.", "number": 1})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Mine." in html
    assert "A new first paragraph" in html
    assert '<input type="hidden" name="number" value="2">' in html
    assert article.revisions.count() == 2


def test_a_text_that_another_article_has_is_refused(cast, article, as_member):
    other = make.article(member=cast.alice, title="The Other One", body=CHANGED)
    response = as_member(cast.erin).post(f"{article.get_absolute_url()}revise/", {"markdown": CHANGED, "number": 1})
    assert response.status_code == 422
    assert "another article of the library has this very text" in response.content.decode()
    assert (article.revisions.count(), other.revisions.count()) == (1, 1)


@pytest.mark.parametrize("markdown", ["  ", "<!-- nothing -->", ""])
def test_an_empty_text_is_refused(cast, article, as_member, markdown):
    response = as_member(cast.erin).post(f"{article.get_absolute_url()}revise/", {"markdown": markdown, "number": 1})
    assert response.status_code == 422
    assert article.revisions.count() == 1
