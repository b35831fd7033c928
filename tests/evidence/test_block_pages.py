"""The pages of blocks: made, named, filled, moved without script, seen from a card and a question, thrown away."""

import io
import json
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.bank.changing import merge
from evidence.attaching import Selection, attach_card
from evidence.blocks import add_cards, add_heading, make_block, take_out
from evidence.models import Block
from evidence.outlines import outline_of
from extemp.taking_out import take_out as take_out_team
from practice.files import files
from tests import make
from tests.practice.pages import HTMX, text

WORDS = Selection("Wheat for May delivery fell 4 percent in two days")


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice)


@pytest.fixture
def block(cast, article):
    block = make_block(member=cast.bob, title="Grain moves again").block
    over = add_heading(block=block, version=1, heading="Prices").entry
    add_cards(block=block, cards=[a_card(cast.bob, article, "Wheat fell")], under=over.pk)
    return Block.objects.get()


@pytest.fixture
def bob(cast, as_member):
    return as_member(cast.bob)


def a_card(member, article, tag, **said):
    return attach_card(member=member, article=article, selection=WORDS, tag=tag, cite="Castellanos", **said).row


def at(block, name="block", **more):
    return reverse(f"evidence:{name}", kwargs={"team": block.team.slug, "pk": block.pk, **more})


def to(cast, name):
    return reverse(f"evidence:{name}", args=[cast.team.slug])


def told(block, member):
    return ["  " * row.depth + (row.heading or row.card.tag) for row in outline_of(block, member)]


def form(**fields):
    return {"title": "Grain", "visibility": "team", "question": "", "area": "", **fields}


def key(block, name):
    return next(e.pk for e in block.entries.all().select_related("card") if str(e) == name)


# Made and named


def test_a_block_is_made_for_the_question_of_the_address(cast, bob):
    question = make.question(member=cast.alice, text="Will the ports stay open?")
    page = bob.get(f"{to(cast, 'new_block')}?question={question.pk}").content.decode()
    assert page.count('value="Will the ports stay open?"') == 3  # the title, the question, one that is offered
    bob.post(to(cast, "new_block"), form(question="will the PORTS stay open?"))
    assert Block.objects.get().question == question


def test_a_question_that_is_not_there_is_refused_and_what_was_typed_stays(cast, bob):
    response = bob.post(to(cast, "new_block"), form(title="My own", question="Will pigs fly?"))
    assert response.status_code == 422
    page = response.content.decode()
    assert 'value="My own"' in page and 'value="Will pigs fly?"' in page
    assert "No question of your team reads so." in page


def test_a_question_of_another_team_is_none_of_ours(cast, bob):
    make.question(member=cast.charlie, text="Will they hear us?")
    assert bob.post(to(cast, "new_block"), form(question="Will they hear us?")).status_code == 422


def test_a_late_edit_answers_409_with_both_titles_and_the_next_send_stores_it(cast, block, bob):
    bob.post(at(block, "edit_block"), form(title="First", version=block.version))
    late = bob.post(at(block, "edit_block"), form(title="Second", version=block.version))
    assert late.status_code == 409
    assert "<strong>First</strong>" in late.content.decode() and 'value="Second"' in late.content.decode()
    bob.post(at(block, "edit_block"), form(title="Second", version=block.version + 1))
    assert Block.objects.get().title == "Second"


def test_a_leader_changes_a_shared_block_and_a_student_only_their_own(cast, block, as_member):
    theirs = make_block(member=cast.erin, title="Of Erin").block
    assert (
        as_member(cast.erin).post(at(block, "edit_block"), form(title="x", version=block.version)).status_code == 302
    )
    assert as_member(cast.bob).get(at(theirs, "edit_block")).status_code == 403
    assert "Add cards" not in text(as_member(cast.bob).get(at(theirs)))


def test_a_private_block_is_not_there_for_others(cast, as_member):
    own = make_block(member=cast.bob, title="Mine", visibility="private").block
    assert [as_member(m).get(at(own)).status_code for m in (cast.bob, cast.erin, cast.alice)] == [200, 404, 404]
    assert "Mine" not in text(as_member(cast.alice).get(to(cast, "blocks")))


# Arranged


def test_a_button_moves_and_leads_back_to_the_entry(cast, block, bob):
    wheat = key(block, "Wheat fell")
    response = bob.post(at(block, "arrange"), {"move": f"out {wheat}", "version": block.version})
    assert response["Location"] == f"{at(block)}#entry-{wheat}"
    assert told(block, cast.bob) == ["Prices", "Wheat fell"]
    assert "“Wheat fell”: 2 of 2." in text(bob.get(at(block)))


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "swap"])
def test_a_stale_move_answers_409_with_what_stands_and_the_move_to_do_again(cast, article, block, bob, headers):
    add_cards(block=block, cards=[a_card(cast.bob, article, "Ships came")])
    move = f"out {key(block, 'Wheat fell')}"
    response = bob.post(at(block, "arrange"), {"move": move, "version": block.version}, headers=headers)
    assert response.status_code == 409
    page = response.content.decode()
    assert "your change is not done" in page and "Ships came" in page
    assert f'name="move" value="{move}">Do it now' in page
    assert told(block, cast.bob) == ["Prices", "  Wheat fell", "Ships came"]
    again = {"move": move, "version": block.version + 1}
    assert bob.post(at(block, "arrange"), again, headers=headers).status_code == (200 if headers else 302)
    assert told(block, cast.bob) == ["Prices", "Wheat fell", "Ships came"]


@pytest.mark.parametrize("move", ["", "fly 1", "up", "up x", "place 1 2", "up ١", "up 99999999999999999999", "undo 1"])
def test_nonsense_is_no_move(block, bob, move):
    assert bob.post(at(block, "arrange"), {"move": move, "version": block.version}).status_code == 404


def test_an_entry_of_another_block_is_not_moved(cast, block, bob):
    other = make_block(member=cast.erin, title="Other").block
    for heading in ("a", "b"):
        add_heading(block=other, version=Block.objects.get(pk=other.pk).version, heading=heading)
    for move in (f"down {key(other, 'a')}", f"take {key(other, 'a')}", f"back {key(other, 'a')}"):
        bob.post(at(block, "arrange"), {"move": move, "version": block.version})
    assert (told(other, cast.bob), Block.objects.get(pk=block.pk).version) == (["a", "b"], block.version)


def test_a_heading_is_added_and_reworded(cast, block, bob):
    added = bob.post(at(block, "add_heading"), {"heading": "Ports", "version": block.version})
    assert added["Location"] == f"{at(block)}#id_heading"
    where = at(block, "reword", entry=key(block, "Prices"))
    bob.post(where, {"heading": "What it costs", "version": block.version + 1})
    assert told(block, cast.bob) == ["What it costs", "  Wheat fell", "Ports"]


def test_a_heading_that_comes_late_or_is_too_long_stays_in_its_field(cast, block, bob):
    for name, where in (("new", at(block, "add_heading")), ("old", at(block, "reword", entry=key(block, "Prices")))):
        late = bob.post(where, {"heading": f"Typed {name}", "version": 1})
        assert (late.status_code, f'value="Typed {name}"' in late.content.decode()) == (409, True)
        assert "is not stored yet" in text(late)
        long = bob.post(where, {"heading": "x" * 161, "version": block.version})
        assert (long.status_code, "x" * 161 in long.content.decode()) == (422, True)
        assert "at most 160 characters" in text(long)
    assert told(block, cast.bob) == ["Prices", "  Wheat fell"]


def test_what_is_taken_out_is_listed_without_what_others_keep_to_themselves(cast, article, block, as_member):
    add_cards(block=block, cards=[a_card(cast.bob, article, "Bob alone", visibility="private")])
    for name in ("Bob alone", "Prices"):
        take_out(block=block, version=Block.objects.get().version, entry=key(block, name))
    assert "Taken out (2)" in text(as_member(cast.bob).get(at(block)))
    page = text(as_member(cast.erin).get(at(block)))
    assert "Taken out (1)" in page and "Bob alone" not in page


def test_a_block_is_put_into_another_and_not_into_itself(cast, block, bob):
    outer = make_block(member=cast.bob, title="Black Sea").block
    bob.post(at(outer, "put_block"), {"inner": block.pk})
    assert told(outer, cast.bob) == ["Grain moves again", "  Prices", "    Wheat fell"]
    assert "Stands in Black Sea" in text(bob.get(at(block)))
    response = bob.post(at(block, "put_block"), {"inner": outer.pk}, follow=True)
    assert "would stand in itself" in text(response)
    assert told(block, cast.bob) == ["Prices", "  Wheat fell"]


# Cards put in


def test_cards_are_put_under_the_heading_that_was_named(cast, article, block, bob):
    add_heading(block=block, version=block.version, heading="Ports")
    card = a_card(cast.erin, article, "Ships came")
    page = bob.get(f"{at(block, 'add_cards')}?under={key(block, 'Prices')}")
    assert "under “Prices”" in text(page)
    bob.post(at(block, "add_cards"), {"card": card.pk, "under": key(block, "Prices"), "add": 1})
    assert told(block, cast.bob) == ["Prices", "  Wheat fell", "  Ships came", "Ports"]


def test_the_search_offers_what_speaks_to_the_question_first(cast, article, block, bob):
    question = make.question(member=cast.alice)
    a_card(cast.erin, article, "Other")
    a_card(cast.erin, article, "Speaks").questions.add(question)
    Block.objects.update(question=question)
    assert [card.tag for card in bob.get(at(block, "add_cards")).context_data["found"]] == ["Speaks"]
    found = bob.get(at(block, "add_cards") + "?q=other").context_data["found"]
    assert [card.tag for card in found] == ["Other"]


def test_nothing_ticked_is_said_and_a_card_one_may_not_see_is_not_put_in(cast, article, block, bob):
    hidden = a_card(cast.erin, article, "Erin alone", visibility="private")
    response = bob.post(at(block, "add_cards"), {"card": hidden.pk, "add": 1})
    assert (response.status_code, "Tick a card first." in text(response)) == (422, True)
    assert told(block, cast.bob) == ["Prices", "  Wheat fell"]


def test_ticked_cards_go_into_a_block_that_is_there_or_a_new_one(cast, article, block, bob):
    cards = [a_card(cast.bob, article, tag) for tag in ("One", "Two")]
    ticked = {"card": [card.pk for card in cards]}
    page = bob.get(to(cast, "put_in"), ticked)
    assert [card.tag for card in page.context_data["cards"]] == ["One", "Two"]
    bob.post(to(cast, "put_in"), {**ticked, "block": block.pk})
    assert told(block, cast.bob) == ["Prices", "  Wheat fell", "One", "Two"]
    again = bob.post(to(cast, "put_in"), {**ticked, "block": block.pk}, follow=True)
    assert "0 cards added; 2 stood in it already." in text(again)
    bob.post(to(cast, "put_in"), {**ticked, "title": "Fresh"})
    assert told(Block.objects.get(title="Fresh"), cast.bob) == ["One", "Two"]


def test_without_a_block_and_a_title_the_ticks_stay(cast, article, bob):
    card = a_card(cast.bob, article, "One")
    response = bob.post(to(cast, "put_in"), {"card": card.pk})
    assert response.status_code == 422
    assert "say what the new one is called" in text(response)
    assert f'value="{card.pk}" checked' in response.content.decode()
    assert "No card is ticked" in text(bob.get(to(cast, "put_in")))


def test_a_student_puts_nothing_into_a_block_of_another(cast, article, bob):
    theirs = make_block(member=cast.erin, title="Of Erin").block
    card = a_card(cast.bob, article, "One")
    assert bob.post(to(cast, "put_in"), {"card": card.pk, "block": theirs.pk}).status_code == 422
    assert told(theirs, cast.bob) == []


# Seen from elsewhere


def test_a_card_names_its_blocks_and_not_those_that_the_reader_does_not_see(cast, block, as_member):
    card = block.entries.exclude(card=None).get().card
    make = make_block(member=cast.bob, title="Secret", visibility="private").block
    add_cards(block=make, cards=[card])
    page = text(as_member(cast.erin).get(card.get_absolute_url()))
    assert "In Grain moves again" in page and "Secret" not in page
    assert "Secret" in text(as_member(cast.bob).get(card.get_absolute_url()))


def test_a_questions_page_has_its_blocks_and_cards_those_of_a_merged_one_too(cast, article, block, bob):
    stays, gone = (make.question(member=cast.alice) for _ in range(2))
    Block.objects.update(question=gone)
    a_card(cast.bob, article, "Speaks").questions.add(gone)
    merge(member=cast.alice, stays=stays, gone=gone)
    page = bob.get(reverse("practice:question", args=[cast.team.slug, stays.pk]))
    assert [row.title for row in page.context_data["blocks"]] == ["Grain moves again"]
    assert [card.tag for card in page.context_data["cards"]] == ["Speaks"]
    assert stays.text in text(bob.get(at(block)))
    bob.post(at(block, "edit_block"), form(question=stays.text, version=block.version))
    assert Block.objects.get().question == stays


def test_the_prep_room_begins_with_the_blocks_for_the_question_then_its_cards(cast, article, block, bob):
    round = make.prepping(member=cast.bob)
    area = make.area(team=cast.team)
    round.question.areas.add(area)
    Block.objects.update(question=round.question)
    topic = make_block(member=cast.erin, title="Black Sea", area=area).block
    add_cards(block=topic, cards=[a_card(cast.bob, article, "Of the area")])
    a_card(cast.bob, article, "Speaks").questions.add(round.question)
    shown = [(hit.group, hit.title) for hit in files(member=cast.bob, round=round).hits if hit.card]
    assert shown == [
        ("Grain moves again › Prices", "Wheat fell"),
        ("Black Sea", "Of the area"),
        ("Cards for this question", "Speaks"),
    ]
    page = text(bob.get(reverse("practice:prep", args=[cast.team.slug, round.pk])))
    assert page.index("Grain moves again › Prices") < page.index("Wheat fell") < page.index("Cards for this question")


# The list, the trash, the file


def test_the_list_is_searched_and_narrowed(cast, article, bob):
    area = make.area(team=cast.team)
    question = make.question(member=cast.alice)
    make_block(member=cast.bob, title="Grain and ports", area=area)
    make_block(member=cast.erin, title="Rice", question=question)
    found = {
        query: [row.title for row in bob.get(f"{to(cast, 'blocks')}?{query}").context_data["shown"]]
        for query in ("q=PORTS+grain", "q=wheat", f"area={area.pk}", f"question={question.pk}", "area=x&question=y")
    }
    assert list(found.values()) == [
        ["Grain and ports"],
        [],
        ["Grain and ports"],
        ["Rice"],
        ["Rice", "Grain and ports"],
    ]


@pytest.mark.parametrize("name", ["blocks", "block", "add_cards"])
def test_a_page_costs_the_same_queries_for_one_and_for_thirty(cast, article, block, bob, name):
    address = to(cast, "blocks") if name == "blocks" else at(block, name)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert bob.get(address).status_code == 200
        return len(queries)

    few = cost()
    add_cards(block=block, cards=[a_card(cast.bob, article, f"Card {n}") for n in range(29)])
    for number in range(29):
        make_block(member=cast.bob, title=f"Block {number}")
    assert cost() == few


def test_a_block_goes_into_the_trash_without_its_cards_and_comes_back_whole(cast, block, bob):
    bob.post(at(block, "remove_block"))
    assert bob.get(at(block)).status_code == 404
    assert "Block of Bob" in text(bob.get(to(cast, "trash")))
    assert "Wheat fell" in text(bob.get(to(cast, "cards")))
    bob.post(at(block, "restore_block"))
    assert told(block, cast.bob) == ["Prices", "  Wheat fell"]


def test_a_members_file_leaves_out_the_entries_that_name_what_it_has_not(cast, article, block):
    add_cards(block=block, cards=[a_card(cast.bob, article, "Bob alone", visibility="private")])

    def entries(**scope):
        file = io.BytesIO()
        take_out_team(team=cast.team, to=file, **scope)
        with zipfile.ZipFile(file) as opened:
            return [json.loads(row) for row in opened.read("data/evidence.entry.jsonl").splitlines()]

    assert len(entries()) == 3
    assert [(e["heading"], e["depth"], bool(e["card"])) for e in entries(member=cast.alice)] == [
        ("Prices", 0, False),
        ("", 1, True),
    ]
