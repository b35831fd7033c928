"""A form that arrives twice makes one thing; other words under its client id, as after Back, make another."""

import uuid

import pytest

from evidence.attaching import Selection, attach_card, attach_note
from evidence.blocks import make_block
from evidence.remarking import remark
from tests import make
from tests.together import together

pytestmark = pytest.mark.django_db

QUOTATION = "Wheat for May delivery fell 4 percent"


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen")


@pytest.fixture
def kept(cast, article):
    """What each verb makes of some words, under a client id."""
    card = attach_card(member=cast.alice, article=article, selection=Selection(QUOTATION), tag="T", cite="C").row
    chosen = {"article": article, "selection": Selection(QUOTATION), "cite": "C"}
    return {
        "note": lambda words, same: attach_note(member=cast.bob, article=article, body=words, client_id=same).row,
        "tagged": lambda words, same: (
            attach_note(member=cast.bob, article=article, body="Why?", tags=[words], client_id=same).row
        ),
        "card": lambda words, same: attach_card(member=cast.bob, tag=words, client_id=same, **chosen).row,
        "remark": lambda words, same: remark(member=cast.bob, about=card, body=words, client_id=same).remark,
        "block": lambda words, same: make_block(member=cast.bob, title=words, client_id=same).block,
    }


KINDS = ["note", "tagged", "card", "remark", "block"]


@pytest.mark.parametrize("kind", KINDS)
def test_other_words_under_a_known_client_id_are_kept_too(kept, kind):
    same, make_it = uuid.uuid4(), kept[kind]
    first, other = make_it("First thought", same), make_it("Another thought", same)
    assert first.pk != other.pk
    assert [make_it(words, same).pk for words in ("Another thought", "First thought")] == [other.pk, first.pk]


def test_what_was_changed_since_is_not_made_once_more(cast, kept):
    same = uuid.uuid4()
    note = kept["note"]("First thought", same)
    note.body = "Changed"
    note.save()
    assert kept["note"]("First thought", same).pk == note.pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", KINDS)
def test_other_words_that_are_sent_twice_at_once_are_kept_once(kept, kind):
    same, make_it = uuid.uuid4(), kept[kind]
    first = make_it("First thought", same)
    one, other = together(*[lambda: make_it("Another thought", same)] * 2)
    assert one.pk == other.pk != first.pk
