"""Blocks: what is put in, moved, taken out and undone, and what of it each member sees."""

import itertools
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.attaching import Selection, attach_card
from evidence.blocks import (
    NESTED,
    UNDONE,
    add_cards,
    add_heading,
    add_inner,
    edit_block,
    make_block,
    move,
    place,
    put_back,
    reword,
    take_out,
    undo,
)
from evidence.models import Block, Entry
from evidence.outlines import There, outline_of, read_block
from evidence.uses import uses_of
from tests import make
from tests.together import together

WORDS = Selection("Wheat for May delivery fell 4 percent in two days")


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice)


@pytest.fixture
def block(cast, article):
    """Two headings with a card each, and a card at the end."""
    block = make_block(member=cast.bob, title="Grain moves again").block
    for heading, tag in (("Prices", "Wheat fell"), ("Ports", "Ships came")):
        over = add_heading(block=block, version=now(block).version, heading=heading).entry
        add_cards(block=block, cards=[a_card(cast.bob, article, tag)], under=over.pk)
    add_cards(block=block, cards=[a_card(cast.bob, article, "Insurers wait")])
    return now(block)


def a_card(member, article, tag, **said):
    return attach_card(member=member, article=article, selection=WORDS, tag=tag, cite="Castellanos", **said).row


def now(block):
    return Block.objects.get(pk=block.pk)


def told(block, member):
    return ["  " * row.depth + (row.heading or row.card.tag) for row in outline_of(block, member)]


def key(block, name):
    return next(e.pk for e in block.entries.standing().select_related("card", "inner") if str(e) == name)


START = ["Prices", "  Wheat fell", "Ports", "  Ships came", "Insurers wait"]


def test_a_block_is_headings_and_cards_in_their_order(cast, block):
    assert told(block, cast.bob) == START
    assert [entry.position for entry in block.entries.standing()] == [0, 1, 2, 3, 4]


def test_a_card_stands_in_many_blocks_and_in_each_of_them_once(cast, article, block):
    card = a_card(cast.bob, article, "Twice")
    other = make_block(member=cast.bob, title="Other").block
    assert add_cards(block=other, cards=[card]).changed == 1
    assert add_cards(block=block, cards=[card, card]).changed == 1
    assert add_cards(block=block, cards=[card]).changed == 0
    assert (told(other, cast.bob), told(block, cast.bob)) == (["Twice"], [*START, "Twice"])
    assert dict(uses_of(card)) == {"block": 2}
    other.remove(by=cast.bob.user)
    assert dict(uses_of(card)) == {"block": 1}


def test_a_move_is_stored_and_a_stale_one_changes_nothing(cast, block):
    done = move(block=block, version=block.version, entry=key(block, "Ports"), step="up")
    after = ["Ports", "  Ships came", "Prices", "  Wheat fell", "Insurers wait"]
    assert (done.conflict, told(block, cast.bob), done.block.version) == (False, after, block.version + 1)
    for late in (
        move(block=block, version=block.version, entry=key(block, "Prices"), step="up"),
        place(block=block, version=block.version, entry=key(block, "Prices"), before=None, depth=0),
        take_out(block=block, version=block.version, entry=key(block, "Prices")),
        reword(block=block, version=block.version, entry=key(block, "Prices"), heading="Costs"),
        add_heading(block=block, version=block.version, heading="Costs"),
        put_back(block=block, version=block.version, entry=key(block, "Prices")),
        undo(block=block, version=block.version),
        edit_block(block=block, version=block.version, title="x", question=None, area=None, visibility="team"),
    ):
        assert late.conflict
    assert told(block, cast.bob) == after
    assert now(block).version == block.version + 1


def test_a_step_that_leads_nowhere_makes_no_version_and_nothing_to_undo(cast, block):
    done = move(block=block, version=block.version, entry=key(block, "Prices"), step="up")
    assert (done.changed, done.conflict, now(block).version) == (0, False, block.version)
    assert now(block).earlier == block.earlier


def test_what_is_taken_out_is_kept_and_put_back(cast, block):
    wheat = key(block, "Wheat fell")
    take_out(block=block, version=block.version, entry=wheat)
    assert told(block, cast.bob) == ["Prices", "Ports", "  Ships came", "Insurers wait"]
    assert Entry.objects.get(pk=wheat).taken_out_at is not None
    put_back(block=block, version=now(block).version, entry=wheat)
    assert told(block, cast.bob) == ["Prices", "Ports", "  Ships came", "Insurers wait", "Wheat fell"]


def test_a_heading_that_is_taken_out_leaves_what_stood_under_it(cast, block):
    take_out(block=block, version=block.version, entry=key(block, "Ports"))
    assert told(block, cast.bob) == ["Prices", "  Wheat fell", "Ships came", "Insurers wait"]


def test_undo_goes_back_change_by_change_through_moves_wording_and_what_came_in(cast, article, block):
    move(block=block, version=block.version, entry=key(block, "Wheat fell"), step="out")
    reword(block=block, version=now(block).version, entry=key(block, "Ports"), heading="Harbours")
    take_out(block=block, version=now(block).version, entry=key(block, "Prices"))
    add_cards(block=block, cards=[a_card(cast.bob, article, "New")])
    assert told(block, cast.bob) == ["Wheat fell", "Harbours", "  Ships came", "Insurers wait", "New"]
    states = []
    for _ in range(4):
        undo(block=block, version=now(block).version)
        states.append(told(block, cast.bob))
    assert states == [
        ["Wheat fell", "Harbours", "  Ships came", "Insurers wait"],
        ["Prices", "Wheat fell", "Harbours", "  Ships came", "Insurers wait"],
        ["Prices", "Wheat fell", "Ports", "  Ships came", "Insurers wait"],
        START,
    ]


def test_undo_has_an_end_and_keeps_the_last_changes_only(cast, block):
    for number in range(UNDONE + 5):
        step = "up" if number % 2 else "down"
        move(block=block, version=now(block).version, entry=key(block, "Prices"), step=step)
    assert len(now(block).earlier) == UNDONE
    while now(block).earlier:
        assert undo(block=block, version=now(block).version).changed == 1
    assert undo(block=block, version=now(block).version).changed == 0


def test_a_form_that_was_sent_twice_makes_one_block(cast):
    client_id = uuid.uuid4()
    first, second = (make_block(member=cast.bob, title="Once", client_id=client_id) for _ in range(2))
    assert (first.created, second.created, Block.objects.count()) == (True, False, 1)


# Blocks in blocks


def nest(cast, number):
    """Each in the one before it."""
    blocks = [make_block(member=cast.bob, title=f"Block {n}").block for n in range(number)]
    for outer, inner in itertools.pairwise(blocks):
        assert add_inner(block=outer, inner=inner).changed == 1
    return blocks


def test_an_inner_block_is_unfolded_under_its_title(cast, article, block):
    outer = make_block(member=cast.bob, title="Black Sea").block
    add_inner(block=outer, inner=block)
    assert told(outer, cast.bob) == ["Grain moves again", *(f"  {line}" for line in START)]
    assert add_inner(block=outer, inner=block).changed == 0


def test_no_block_stands_in_itself_at_any_remove(cast):
    first, second, third = nest(cast, 3)
    for inner in (first, second, third):
        assert add_inner(block=third, inner=inner).changed == 0
    assert told(first, cast.bob) == ["Block 1", "  Block 2"]


def test_blocks_nest_so_deep_and_no_deeper(cast):
    blocks = nest(cast, NESTED + 1)
    last = make_block(member=cast.bob, title="Last").block
    assert add_inner(block=blocks[-1], inner=last).changed == 0
    assert add_inner(block=last, inner=blocks[0]).changed == 0
    assert add_inner(block=blocks[-2], inner=last).changed == 1


def test_a_loop_that_a_file_brought_in_is_read_to_its_end(cast):
    first, second = nest(cast, 2)
    Entry.objects.create(block=second, inner=first)
    assert told(first, cast.bob) == ["Block 1", "  Block 0"]


# Who sees what


def test_a_card_in_the_trash_keeps_its_place_and_comes_back(cast, block):
    entry = Entry.objects.get(pk=key(block, "Wheat fell"))
    entry.card.remove(by=cast.bob.user)
    (prices, *_) = read_block(block, cast.bob)
    assert [(node.there, node.card.tag) for node in prices.under] == [(There.TRASH, "Wheat fell")]
    assert told(block, cast.bob) == ["Prices", "Ports", "  Ships came", "Insurers wait"]
    entry.card.restore()
    assert told(block, cast.bob) == START


def test_what_is_not_shared_with_a_member_is_a_line_without_words(cast, article, block):
    inner = make_block(member=cast.bob, title="Secret", visibility="private").block
    add_cards(block=block, cards=[a_card(cast.bob, article, "Mine alone", visibility="private")])
    add_inner(block=block, inner=inner)
    assert told(block, cast.bob) == [*START, "Mine alone", "Secret"]
    assert told(block, cast.erin) == START
    hidden = read_block(block, cast.erin)[-2:]
    assert [(node.there, node.card, node.inner, node.heading) for node in hidden] == [
        (There.HIDDEN, None, None, "")
    ] * 2


def test_reading_a_block_costs_the_same_for_three_cards_and_for_sixty(cast, article, block):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            told(block, cast.erin)
        return len(queries)

    few = cost()
    add_cards(block=block, cards=[a_card(cast.bob, article, f"Card {n}") for n in range(60)])
    assert cost() == few == 2


# Two at the same moment


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_are_one_move_and_one_conflict(cast, block):
    keys = [key(block, name) for name in ("Ports", "Insurers wait")]
    done = together(*(lambda k=k: move(block=block, version=block.version, entry=k, step="up") for k in keys))
    assert sorted(one.conflict for one in done) == [False, True]
    assert sorted(line.strip() for line in told(block, cast.bob)) == sorted(line.strip() for line in START)


@pytest.mark.django_db(transaction=True)
def test_cards_that_two_add_at_once_are_both_in_it(cast, article, block):
    cards = [a_card(cast.bob, article, f"Card {n}") for n in range(2)]
    together(*(lambda c=c: add_cards(block=block, cards=[c]) for c in cards))
    assert sorted(told(block, cast.bob)) == sorted([*START, "Card 0", "Card 1"])
