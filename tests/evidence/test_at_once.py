"""Two requests at the very same moment: one result, no lost words, no error."""

import uuid

import pytest

from articles.models import Article
from evidence.attaching import Selection, attach_card, attach_note
from evidence.editing import edit_note
from evidence.models import Card, Note, Passage, Placement
from evidence.placing import Fate, revise_and_place
from tests import make
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)

BODY = "Ports opened on Monday. Insurers will wait for thirty days.\n\nWheat fell. Buyers came back."


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen", body=BODY)


def test_a_card_that_is_sent_twice_at_once_is_one_card(cast, article):
    same = uuid.uuid4()

    def send():
        return attach_card(
            member=cast.bob, article=article, selection=Selection("Wheat fell."), tag="T", cite="C", client_id=same
        )

    first, second = together(send, send)
    assert {first.created, second.created} == {True, False}
    assert first.row.pk == second.row.pk == Card.objects.get().pk
    assert Passage.objects.count() == 1


def test_of_two_changes_from_one_state_one_is_stored_and_one_is_told(cast, article):
    note = attach_note(member=cast.bob, article=article, body="Why?").row
    results = together(
        *(lambda body=body: edit_note(note=note, version=1, body=body, visibility="team") for body in ("One", "Two"))
    )
    assert sorted(done.conflict for done in results) == [False, True]
    stored = next(done.row.body for done in results if not done.conflict)
    assert (Note.objects.get().body, Note.objects.get().version) == (stored, 2)


def test_of_two_corrections_of_one_text_one_is_stored(cast, article):
    results = together(
        *(
            lambda end=end: revise_and_place(member=cast.alice, article=article, markdown=f"{BODY}\n\n{end}", number=1)
            for end in ("One.", "Two.")
        )
    )
    assert sorted(done.fate for done in results) == [Fate.OVERTAKEN, Fate.STORED]
    assert article.revisions.count() == 2


def test_a_note_that_meets_a_correction_has_its_place_in_the_new_text(cast, article):
    def note():
        return attach_note(member=cast.bob, article=article, body="Why?", selection=Selection("Wheat fell."))

    def correct():
        return revise_and_place(member=cast.alice, article=article, markdown=f"New.\n\n{BODY}", number=1)

    attached, revised = together(note, correct)
    assert revised.fate is Fate.STORED
    current = Article.objects.visible_to(cast.bob).get().current
    passage = attached.row.passage
    assert passage.revision_id == current.pk or Placement.objects.get(passage=passage, revision=current).start
