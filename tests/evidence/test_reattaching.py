"""What lost its place is listed, counted, and put back by hand; and stays where a hand has put it."""

import pytest
from django.urls import reverse

from evidence.anchoring import State
from evidence.attaching import Selection, attach_card, attach_note
from evidence.likely import likely
from evidence.models import Card, Note
from evidence.placing import revise_and_place
from evidence.reading import read
from evidence.reattaching import Fate, reattach
from teams.access import Visibility
from tests import make

BODY = (
    "Ports opened on Monday after eleven weeks. Insurers will wait for thirty days.\n\n"
    "Wheat for May delivery fell 4 percent in two days. Buyers in Cairo came back.\n\n"
    "The annex names no inspector and sets no penalty at all."
)
CHANGED = BODY.replace("fell 4 percent", "fell 6 percent").replace("The annex names", "The treaty names")
WHEAT = "Wheat for May delivery fell 4 percent in two days."
NOW = "Wheat for May delivery fell 6 percent in two days."


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen", body=BODY)


def note(member, article, exact=WHEAT, **more):
    more = {"visibility": Visibility.TEAM, **more}
    return attach_note(member=member, article=article, body="Why?", selection=Selection(exact), **more).row


def card(member, article, exact=WHEAT, **more):
    said = {"tag": "Wheat fell", "cite": "Castellanos", **more}
    return attach_card(member=member, article=article, selection=Selection(exact), **said).row


def correct(cast, article, markdown=CHANGED):
    revise_and_place(member=cast.alice, article=article, markdown=markdown, number=article.current.number)
    article.refresh_from_db()


def states(member, article):
    reading = read(article=article, member=member)
    return {a.row.pk: a.place for a in [*(a for block in reading.blocks for a in block.annotations), *reading.lost]}


def words(member, article, row):
    place = states(member, article)[row.pk]
    return article.current.text[place.start : place.end] if place.start is not None else None


@pytest.mark.parametrize("make_row", [note, card])
def test_a_lost_row_is_put_on_other_words_and_still_quotes_its_own(cast, article, make_row):
    row = make_row(cast.bob, article)
    correct(cast, article)
    assert words(cast.bob, article, row) is None
    done = reattach(member=cast.bob, row=row, selection=Selection(NOW), version=1)
    assert (done.fate, done.same, done.row.quotation, done.row.version) == (Fate.PLACED, False, WHEAT, 2)
    assert words(cast.bob, article, row) == NOW
    assert states(cast.bob, article)[row.pk].state is State.CHANGED


def test_where_a_hand_has_put_it_there_it_stays_in_the_next_revision(cast, article):
    row = note(cast.bob, article)
    correct(cast, article)
    reattach(member=cast.bob, row=row, selection=Selection(NOW), version=1)
    correct(cast, article, "A new first line.\n\n" + CHANGED)
    assert words(cast.bob, article, row) == NOW
    assert states(cast.bob, article)[row.pk].state is State.CHANGED
    correct(cast, article, BODY)
    assert words(cast.bob, article, row) == WHEAT
    assert states(cast.bob, article)[row.pk].state is State.EXACT


def test_the_same_words_elsewhere_count_as_moved(cast, article):
    row = note(cast.bob, article, "no penalty at all")
    correct(
        cast, article, f"{BODY.replace(' and sets no penalty at all', '')}\n\nIn short: no penalty at all, it says."
    )
    assert words(cast.bob, article, row) is None
    reattach(member=cast.bob, row=row, selection=Selection("no penalty at all"), version=1)
    assert states(cast.bob, article)[row.pk].state is State.MOVED


def test_a_card_whose_words_never_stood_takes_those_of_the_passage_and_its_history_keeps_the_first(cast, article):
    row = card(cast.bob, article, "Wheat fell a lot.")
    assert row.passage is None
    done = reattach(member=cast.bob, row=row, selection=Selection(WHEAT), version=1)
    assert done.fate is Fate.PLACED
    row.refresh_from_db()
    assert (row.quotation, row.passage.exact) == (WHEAT, WHEAT)
    assert [state.quotation for state in row.states.all()] == ["Wheat fell a lot."]
    assert states(cast.bob, article)[row.pk].state is State.EXACT


def test_a_note_whose_words_never_stood_keeps_them_in_what_is_written(cast, article):
    row = note(cast.bob, article, "Wheat fell a lot.")
    reattach(member=cast.bob, row=row, selection=Selection(WHEAT), version=1)
    row.refresh_from_db()
    assert row.quotation == WHEAT
    assert row.body == "Why?\n\nIt was put on other words at first: “Wheat fell a lot.”"
    assert "Wheat fell a lot." in row.html


@pytest.mark.parametrize(
    ("selection", "version", "fate"),
    [
        (Selection("Nothing like it."), 1, Fate.NOT_FOUND),
        (Selection(NOW), 7, Fate.OVERTAKEN),
        (Selection(NOW, number=1), 1, Fate.CORRECTED),
    ],
)
def test_what_is_uncertain_or_overtaken_changes_nothing(cast, article, selection, version, fate):
    row = note(cast.bob, article)
    correct(cast, article)
    assert reattach(member=cast.bob, row=row, selection=selection, version=version).fate is fate
    row.refresh_from_db()
    assert row.version == 1
    assert words(cast.bob, article, row) is None


def test_a_row_that_stands_in_this_very_text_stays(cast, article):
    row = note(cast.bob, article)
    done = reattach(member=cast.bob, row=row, selection=Selection("Buyers in Cairo came back."), version=1)
    assert done.fate is Fate.STANDS
    assert words(cast.bob, article, row) == WHEAT


# pages


def test_the_article_counts_them_and_only_their_owner_is_offered_a_place(cast, article, as_member):
    lost = [note(cast.bob, article), card(cast.bob, article)]
    note(cast.bob, article, "Ports opened on Monday")
    correct(cast, article)
    page = as_member(cast.bob).get(article.get_absolute_url()).content.decode()
    assert '<a href="#lost"><strong>2 lost their place</strong></a>' in page
    assert 'id="lost"' in page
    for row in lost:
        url = reverse(f"evidence:place_{row.KIND}", args=[cast.team.slug, row.pk])
        assert url in page
        assert url in as_member(cast.bob).get(row.get_absolute_url()).content.decode()
        assert url not in as_member(cast.alice).get(article.get_absolute_url()).content.decode()
        assert url not in as_member(cast.alice).get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("make_row", "name"), [(note, "notes"), (card, "cards")])
def test_the_lists_show_what_lost_its_place_and_nothing_else(cast, article, as_member, make_row, name):
    lost, never = make_row(cast.bob, article), make_row(cast.bob, article, "Words of another text.")
    make_row(cast.bob, article, "Ports opened on Monday")
    correct(cast, article)
    url = reverse(f"evidence:{name}", args=[cast.team.slug])
    page = as_member(cast.bob).get(url).content.decode()
    assert page.count("<strong>without a place</strong>") == 2
    found = as_member(cast.bob).get(url, {"lost": "on"}).context["shown"].object_list
    assert {row.pk for row in found} == {lost.pk, never.pk}
    reattach(member=cast.bob, row=lost, selection=Selection(NOW), version=1)
    found = as_member(cast.bob).get(url, {"lost": "on"}).context["shown"].object_list
    assert [row.pk for row in found] == [never.pk]


@pytest.mark.parametrize(("make_row", "model"), [(note, Note), (card, Card)])
def test_the_page_offers_what_reads_much_like_it_and_one_press_puts_it_there(
    cast, article, as_member, make_row, model
):
    row = make_row(cast.bob, article)
    correct(cast, article)
    client = as_member(cast.bob)
    url = reverse(f"evidence:place_{row.KIND}", args=[cast.team.slug, row.pk])
    response = client.get(url)
    (span, passage), *_ = response.context["likely"]
    assert passage == NOW
    done = client.post(url, {"sentence": span, "number": 2, "version": 1}, follow=True)
    assert done.redirect_chain[-1][0].endswith(f"#{row.anchor}")
    assert "has its place again. The words there are not those it was put on at first." in done.content.decode()
    assert model.objects.get().quotation == WHEAT
    assert words(cast.bob, article, row) == NOW


def test_nothing_chosen_or_words_that_do_not_stand_are_said_and_what_was_typed_stays(cast, article, as_member):
    row = note(cast.bob, article)
    correct(cast, article)
    client = as_member(cast.bob)
    url = reverse("evidence:place_note", args=[cast.team.slug, row.pk])
    response = client.post(url, {"number": 2, "version": 1})
    assert (response.status_code, "Tick a sentence or type some words first." in response.content.decode()) == (
        422,
        True,
    )
    response = client.post(url, {"typed": "Barley rose", "number": 2, "version": 1})
    assert response.status_code == 422
    assert "Barley rose</textarea>" in response.content.decode()
    assert client.post(url, {"typed": NOW, "number": 2, "version": 4}).status_code == 409


def test_a_note_on_the_whole_article_has_no_place_to_be_given(cast, article, as_member):
    row = attach_note(member=cast.bob, article=article, body="All of it").row
    url = reverse("evidence:place_note", args=[cast.team.slug, row.pk])
    assert as_member(cast.bob).get(url).status_code == 404


def test_likely_places_are_whole_sentences_the_likest_first_and_never_overlap():
    text = "Rates rose by 2 percent in May. Rates fell in June, it said. The board met. Rates rose 3 percent in May."
    whole = [(0, len(text))]
    found = [text[low:high] for low, high in likely(text, "Rates rose by 4 percent in May.", whole)]
    assert found[:2] == ["Rates rose by 2 percent in May.", "Rates rose 3 percent in May."]
    assert "The board met." not in found
    assert likely(text, "Nobody wrote anything of the kind, ever.", whole) == []
    two = likely(text, "The board met. Rates rose 9 percent in May.", whole)
    assert text[slice(*two[0])] == "The board met. Rates rose 3 percent in May."
