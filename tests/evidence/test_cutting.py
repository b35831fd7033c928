"""A card's words are marked, shortened and restored; what was typed or stood before is never lost."""

import uuid

import pytest
from django.urls import reverse

from evidence.attaching import Selection, attach_card
from evidence.editing import as_seen, edit_card, mark_words, restore_state
from evidence.models import Card, CardState, Pace
from tests import make
from tests.together import together

BODY = (
    "Ports opened on Monday. “Insurers will wait,” said Oduya.\n\nWheat fell 4 percent in two days. Buyers came back."
)
QUOTATION = "Wheat fell 4 percent in two days."


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen", body=BODY)


@pytest.fixture
def card(cast, article):
    selection = Selection(QUOTATION)
    return attach_card(member=cast.bob, article=article, selection=selection, tag="Wheat fell", cite="Castellanos").row


def of(card, name, *more):
    return reverse(f"evidence:{name}", args=[card.team.slug, card.pk, *more])


def edit(card, **fields):
    said = {"tag": "Wheat fell", "cite": "Castellanos", "kind": "statistic", "analysis": "", "visibility": "team"}
    return {**said, "client_id": str(uuid.uuid4()), "version": card.version, **fields}


def marked(card):
    card.refresh_from_db()
    return {level: [card.quotation[start:end] for start, end in there] for level, there in card.cut.items()}


def mark(card, level, first, last):
    card.refresh_from_db()
    return mark_words(card=card, version=card.version, by=card.owner, first=first, last=last, level=level)


def test_a_first_word_is_asked_for_its_last_and_then_both_are_marked_without_script(cast, card, as_member):
    client = as_member(cast.bob)
    asked = client.post(of(card, "cut"), {"word": 1, "level": "underline", "version": 1})
    assert "From “fell”. Now choose the last word" in asked.content.decode()
    assert marked(card) == {}
    done = client.post(of(card, "cut"), {"first": 1, "word": 3, "level": "underline", "version": 1})
    assert done["Location"] == of(card, "cut") + "?level=underline#words"
    assert marked(card) == {"underline": ["fell 4 percent"]}
    assert '<u class="underline">fell 4 percent</u>' in client.get(of(card, "card")).content.decode()


def test_a_swap_is_the_words_alone_with_the_next_version_and_what_was_done(cast, card, as_member):
    data = {"first": 3, "word": 1, "level": "highlight", "version": 1}
    html = as_member(cast.bob).post(of(card, "cut"), data, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert 'name="version" value="2"' in html
    assert "“fell 4 percent”: highlight" in html


def test_the_same_mark_again_takes_it_off_and_nothing_takes_off_all(cast, card):
    mark(card, "underline", 0, 4)
    mark(card, "highlight", 1, 2)
    mark(card, "underline", 1, 1)
    assert marked(card) == {"underline": ["Wheat", "4 percent in"], "highlight": ["fell 4"]}
    mark(card, "clear", 2, 3)
    assert marked(card) == {"underline": ["Wheat", "in"], "highlight": ["fell"]}


@pytest.mark.parametrize(
    "data",
    [{}, {"word": 99, "first": 0}, {"word": "x"}, {"word": 0, "first": 0, "level": "bold"}, {"word": -1, "first": -5}],
)
def test_words_and_levels_that_are_none_are_refused_and_nothing_is_marked(cast, card, as_member, data):
    response = as_member(cast.bob).post(of(card, "cut"), {"level": "underline", "version": 1, **data})
    assert response.status_code == 422
    assert marked(card) == {}


def test_a_mark_on_an_older_state_is_not_stored_and_its_words_are_offered_again(cast, card, as_member):
    mark(card, "underline", 0, 0)
    data = {"first": 1, "word": 3, "level": "highlight", "version": 1}
    response = as_member(cast.bob).post(of(card, "cut"), data)
    html = response.content.decode()
    assert response.status_code == 409
    assert "your mark on “fell 4 percent” is not stored" in html
    assert '<button class="button" name="word" value="3">Mark these words now</button>' in html
    assert 'name="version" value="2"' in html
    assert marked(card) == {"underline": ["Wheat"]}


def test_after_the_quotation_itself_has_changed_the_words_are_named_and_chosen_anew(cast, card, as_member):
    edit_card(card=card, version=1, by=card.owner, quotation="Wheat fell … in two days.")
    response = as_member(cast.bob).post(of(card, "cut"), {"first": 1, "word": 3, "level": "highlight", "version": 1})
    html = response.content.decode()
    assert response.status_code == 409
    assert "your mark on “fell 4 percent” is not stored" in html
    assert "Mark these words now" not in html
    assert as_seen(Card.objects.get(), 1) == QUOTATION


@pytest.mark.django_db(transaction=True)
def test_of_two_marks_at_once_one_is_stored_and_one_is_told(cast, card):
    acts = (
        lambda first=first: mark_words(card=card, version=1, by=card.owner, first=first, last=first, level="underline")
        for first in (0, 1)
    )
    assert sorted(done.conflict for done in together(*acts)) == [False, True]
    assert sum(len(there) for there in marked(card).values()) == 1


def test_words_are_left_out_only_with_a_mark_and_what_was_typed_stays_in_the_form(cast, card, as_member):
    client = as_member(cast.bob)
    refused = client.post(of(card, "edit_card"), edit(card, quotation="Wheat rose 4 percent.", analysis="My *words*"))
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "You have “rose 4 percent.” where the article has “fell 4 percent in two days.”." in html
    assert "Wheat rose 4 percent.</textarea>" in html
    assert "My *words*" in html
    assert client.post(of(card, "edit_card"), edit(card, quotation='"Wheat fell ... days."')).status_code == 302
    card.refresh_from_db()
    assert card.quotation == "Wheat fell ... days."
    page = client.get(of(card, "card")).content.decode()
    assert "Words are left out or added in brackets" in page
    assert QUOTATION in page


def test_a_not_that_was_left_out_is_pointed_at_on_the_card(cast, as_member):
    said = "The guild does not say that it will pay unless the ports stay open."
    article = make.article(member=cast.alice, body=said)
    card = attach_card(member=cast.bob, article=article, selection=Selection(said), tag="T", cite="C").row
    client = as_member(cast.bob)
    assert "Left out of it" not in client.get(of(card, "card")).content.decode()
    edit_card(card=card, version=1, by=card.owner, quotation="The guild … say[s] that it will pay …")
    assert "Left out of it: <em>not, unless</em>." in client.get(of(card, "card")).content.decode()


def test_an_empty_quotation_is_refused(cast, card, as_member):
    assert as_member(cast.bob).post(of(card, "edit_card"), edit(card, quotation="  ")).status_code == 422


def test_marks_follow_a_quotation_that_is_shortened_and_one_that_is_made_whole_again(cast, card):
    mark(card, "underline", 0, 4)
    mark(card, "highlight", 5, 6)
    card.refresh_from_db()
    edit_card(card=card, version=card.version, by=card.owner, quotation="Wheat … in two days.")
    assert marked(card) == {"underline": ["Wheat", "in"], "highlight": ["two days."]}


def test_a_card_without_a_place_may_be_corrected_and_says_that_nothing_was_compared(cast, article, as_member):
    selection = Selection("Wheat fell 40 percent.")
    lost = attach_card(member=cast.bob, article=article, selection=selection, tag="T", cite="C").row
    client = as_member(cast.bob)
    assert "nothing can be compared" in client.get(of(lost, "edit_card")).content.decode()
    assert client.post(of(lost, "edit_card"), edit(lost, quotation="Wheat fell 4 percent.")).status_code == 302
    lost.refresh_from_db()
    assert (lost.quotation, lost.lost) == ("Wheat fell 4 percent.", True)


def test_cites_follow_the_article_until_they_are_written_by_hand_and_again_after_a_reset(cast, card, as_member):
    client = as_member(cast.bob)
    aloud = client.get(of(card, "edit_card")).context_data["form"]["cite_spoken"].value()
    assert aloud.startswith("Mira Castellanos and Jon Weiss in The Continental on March 3rd")  # later with its year
    client.post(of(card, "edit_card"), edit(card, cite_spoken=aloud, cite_mla="Mine."))
    card.refresh_from_db()
    assert (card.cite_spoken, card.cite_mla) == ("", "Mine.")
    reset = client.post(of(card, "edit_card"), edit(card, cite_mla="Typed", tag="Typed too", reset="cite_mla"))
    html = reset.content.decode()
    assert reset.status_code == 200
    assert "Castellanos, Mira, and Jon Weiss. “Ports Reopen.” The Continental, 3 Mar. 2026." in html
    assert "Typed too" in html
    card.refresh_from_db()
    assert card.cite_mla == "Mine."


def test_the_page_has_three_cites_and_says_which_are_by_hand(cast, card, as_member):
    edit_card(card=card, version=1, by=card.owner, cite_spoken="Mira in the paper")
    cites = as_member(cast.erin).get(of(card, "card")).context_data["cites"]
    assert [(cite.label, cite.text, cite.by_hand) for cite in cites] == [
        ("Aloud", "Mira in the paper", True),
        ("One line", "Castellanos", True),
        ("MLA", "Castellanos, Mira, and Jon Weiss. “Ports Reopen.” The Continental, 3 Mar. 2026.", False),
    ]


def test_what_is_read_aloud_is_shown_alone_with_the_time_at_ones_own_pace(cast, card, as_member):
    mark(card, "highlight", 0, 0)
    mark(card, "highlight", 2, 3)
    client = as_member(cast.erin)
    page = client.get(of(card, "aloud"))
    assert page.context_data["aloud"] == ("Wheat", "4 percent")
    assert "two days" not in page.content.decode()
    assert (page.context_data["seconds"], page.context_data["pace"]) == (2, Pace.USUAL)
    assert client.post(of(card, "aloud"), {"words_per_minute": 60}).status_code == 302
    again = client.get(of(card, "aloud"))
    assert (again.context_data["seconds"], again.context_data["pace"]) == (3, 60)
    assert as_member(cast.bob).get(of(card, "aloud")).context_data["pace"] == Pace.USUAL


@pytest.mark.parametrize("pace", ["", "fast", "59", "401", "1.5"])
def test_a_pace_that_nobody_has_is_refused_with_a_reason(cast, card, as_member, pace):
    response = as_member(cast.bob).post(of(card, "aloud"), {"words_per_minute": pace})
    assert response.status_code == 422
    assert not Pace.objects.exists()


def test_each_change_of_words_is_a_state_and_marking_in_one_sitting_is_one(cast, card):
    for word in range(4):
        mark(card, "underline", word, word)
    card.refresh_from_db()
    edit_card(card=card, version=card.version, by=card.owner, tag="New tag")
    edit_card(card=card, version=card.version + 1, by=card.owner, visibility="private")
    assert [(state.number, state.tag, state.spans) for state in card.states.all()] == [
        (5, "Wheat fell", {"underline": [[0, 20]]}),
        (1, "Wheat fell", {}),
    ]


def test_one_click_restores_a_state_and_what_stood_is_kept(cast, card, as_member):
    mark(card, "underline", 0, 1)
    card.refresh_from_db()
    edit_card(
        card=card,
        version=2,
        by=card.owner,
        tag="New",
        quotation="Wheat … days.",
        analysis="*So*",
        visibility="private",
    )
    client = as_member(cast.bob)
    assert "Wheat fell" in client.get(of(card, "history")).content.decode()
    client.post(of(card, "restore_version", 2))
    card.refresh_from_db()
    assert (card.tag, card.quotation, card.analysis_html) == ("Wheat fell", QUOTATION, "")
    assert (marked(card), card.visibility, card.version) == ({"underline": ["Wheat fell"]}, "private", 4)
    client.post(of(card, "restore_version", 3))
    card.refresh_from_db()
    assert (card.tag, card.quotation, card.analysis_html) == ("New", "Wheat … days.", "<p><em>So</em></p>")


def test_a_state_whose_words_are_not_those_of_the_passage_leaves_the_quotation(cast, card):
    edit_card(card=card, version=1, by=card.owner, tag="New")
    CardState.objects.update(quotation="Wheat rose.")
    done = restore_state(card=card, by=card.owner, state=CardState.objects.get())
    assert done.quotation_stays
    assert (done.card.tag, done.card.quotation) == ("Wheat fell", QUOTATION)


def test_what_a_card_was_while_it_was_private_is_shown_to_nobody_else(cast, card, as_member):
    edit_card(card=card, version=1, by=card.owner, visibility="private", tag="Secret")
    edit_card(card=card, version=2, by=card.owner, visibility="team", tag="Shared")
    got = {
        name: [state.tag for state in as_member(member).get(of(card, "history")).context_data["states"]]
        for name, member in (("owner", cast.bob), ("captain", cast.erin), ("coach", cast.alice))
    }
    assert got == {"owner": ["Secret", "Wheat fell"], "captain": ["Wheat fell"], "coach": ["Wheat fell"]}
