"""Cards: the article's own words, found again by the team."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.bank.changing import merge as merge_questions
from evidence.attaching import Selection, attach_card, attach_note
from evidence.editing import edit_card
from evidence.models import Card
from evidence.placing import revise_and_place
from teams.access import Visibility
from tests import make

BODY = "Ports opened on Monday. “Insurers will wait,” said Oduya.\n\nWheat fell 4 percent. Buyers came back."


@pytest.fixture
def article(cast):
    areas = [make.area(team=cast.team, name="Black Sea"), make.area(team=cast.team, name="Trade")]
    return make.article(member=cast.alice, title="Ports Reopen", body=BODY, areas=areas)


def address(article, name):
    return reverse(f"evidence:{name}", args=[article.team.slug, article.pk])


def of(card, name):
    return reverse(f"evidence:{name}", args=[card.team.slug, card.pk])


def form(**fields):
    return {
        "tag": "Wheat fell",
        "cite": "Castellanos, The Continental, March 3, 2026",
        "kind": "statistic",
        "analysis": "So *prices* move.",
        "visibility": "team",
        "client_id": str(uuid.uuid4()),
        "exact": "Wheat fell 4 percent.",
        **fields,
    }


def a_card(member, article, **fields):
    options = {"tag": "Wheat fell", "cite": "Castellanos", "selection": Selection("Wheat fell 4 percent."), **fields}
    return attach_card(member=member, article=article, **options).row


def found(client, team, query="", tab="cards"):
    html = client.get(f"/t/{team.slug}/evidence/{'' if tab == 'cards' else f'{tab}/'}?{query}").content.decode()
    return html


def test_the_quotation_is_the_articles_own_text(cast, article, as_member):
    as_member(cast.bob).post(address(article, "add_card"), form(exact='"Insurers   will wait,"  said Oduya.'))
    card = Card.objects.get()
    assert card.quotation == "“Insurers will wait,” said Oduya."
    assert card.quotation == article.current.text[card.passage.start : card.passage.end]
    assert {area.name for area in card.areas.all()} == {"Black Sea", "Trade"}


def test_the_cite_is_filled_from_the_article(cast, article, as_member):
    data = {"what": "card", "typed": "Wheat fell 4 percent."}
    html = as_member(cast.bob).post(address(article, "passage"), data).content.decode()
    assert 'value="Castellanos and Weiss, The Continental, March 3, 2026"' in html


def test_a_card_without_a_quotation_is_asked_for_one_and_keeps_what_was_typed(cast, article, as_member):
    response = as_member(cast.bob).post(address(article, "add_card"), form(exact=" "))
    html = response.content.decode()
    assert response.status_code == 422
    assert "A card needs a quotation" in html
    assert "So *prices* move." in html


def test_a_card_whose_words_are_not_in_the_text_is_kept_and_says_so(cast, article, as_member):
    client = as_member(cast.bob)
    client.post(address(article, "add_card"), form(exact="Wheat fell 40 percent."))
    card = Card.objects.get()
    assert card.lost
    assert "Its words were not found in the text: check them" in client.get(of(card, "card")).content.decode()
    assert "without a place" in found(client, cast.team)


def test_sending_a_card_twice_makes_one(cast, article, as_member):
    client, data = as_member(cast.bob), form()
    assert [client.post(address(article, "add_card"), data)["Location"] for _ in "ab"] == [
        f"{article.get_absolute_url()}#annot-{Card.objects.get().pk}"
    ] * 2


def test_the_cards_page_shows_all_of_it_and_leads_back(cast, article, as_member):
    card = a_card(cast.bob, article, analysis="So *prices* move.", kind="statistic")
    html = as_member(cast.erin).get(of(card, "card")).content.decode()
    for part in (
        "Wheat fell",
        "“Wheat fell 4 percent.”",
        "<em>prices</em>",
        "Statistic",
        "Mira Castellanos and Jon Weiss in The Continental on March 3rd",
        f'href="{article.get_absolute_url()}#mark-{card.pk}"',
    ):
        assert part in html
    assert "Edit" not in html
    assert "Remove" not in html


def test_only_its_owner_edits_a_card(cast, article, as_member):
    card = a_card(cast.bob, article)
    data = {**form(tag="Mine now"), "version": 1, "areas": []}
    got = {name: as_member(m).post(of(card, "edit_card"), data).status_code for name, m in cast.actors.items() if m}
    assert got == {"stranger": 404, "former": 404, "student": 302, "captain": 403, "coach": 403}


def test_a_change_that_does_not_speak_of_the_quotation_leaves_it(cast, article, as_member):
    card = a_card(cast.bob, article)
    area = make.area(team=cast.team, name="Trade")
    data = {**form(exact="Wheat rose.", tag="New tag"), "version": 1, "areas": [area.pk]}
    as_member(cast.bob).post(of(card, "edit_card"), data)
    card.refresh_from_db()
    assert (card.tag, card.quotation, card.version) == ("New tag", "Wheat fell 4 percent.", 2)
    assert list(card.areas.all()) == [area]


def test_another_teams_area_cannot_be_filed_under(cast, article, as_member):
    card = a_card(cast.bob, article)
    theirs = make.area(team=cast.charlie.team, name="Theirs")
    data = {**form(), "version": 1, "areas": [theirs.pk]}
    assert as_member(cast.bob).post(of(card, "edit_card"), data).status_code == 422
    assert theirs not in card.areas.all()


def test_a_change_of_an_older_state_shows_both(cast, article, as_member):
    card = a_card(cast.bob, article)
    options = {"cite": "C", "kind": "example", "visibility": "team", "areas": [], "by": cast.bob.user}
    edit_card(card=card, version=1, tag="From the other tab", analysis="Theirs", **options)
    response = as_member(cast.bob).post(of(card, "edit_card"), {**form(tag="From this tab"), "version": 1})
    html = response.content.decode()
    assert response.status_code == 409
    for words in ("From the other tab", "Theirs", "From this tab", "So *prices* move."):
        assert words in html


def test_a_coach_removes_a_card_and_its_owner_restores_it(cast, article, as_member):
    card = a_card(cast.bob, article)
    assert as_member(cast.erin).post(of(card, "remove_card")).status_code == 403
    assert as_member(cast.alice).post(of(card, "remove_card")).status_code == 302
    card.refresh_from_db()
    assert card.deleted_by == cast.alice.user
    assert "Wheat fell" in found(as_member(cast.bob), cast.team, tab="trash")
    assert as_member(cast.bob).post(of(card, "restore_card")).status_code == 302
    assert Card.objects.visible_to(cast.erin).get() == card


@pytest.mark.parametrize(
    ("query", "hit"),
    [
        ("wheat", True),
        ("WHEAT PERCENT", True),
        ("castellanos", True),
        ("cafe society", True),
        ("%22fell 4 percent%22", True),
        ("%22percent fell%22", False),
        ("4_percent", False),
        ("4%25percent", False),
        ("barley", False),
        ("insurers' view", True),
    ],
)
def test_a_search_looks_at_tag_quotation_cite_and_analysis(cast, article, as_member, query, hit):
    a_card(cast.bob, article, analysis="The Café society; the insurers’ view.")
    assert ("Wheat fell" in found(as_member(cast.erin), cast.team, f"q={query}")) is hit


def test_filters_by_kind_area_article_and_owner(cast, article, as_member):
    a_card(cast.bob, article, tag="Of Bob", kind="statistic")
    other = make.article(member=cast.alice, areas=[make.area(team=cast.team, name="Courts")])
    a_card(cast.erin, other, tag="Of Erin", kind="history", selection=Selection("Wheat for May delivery"))
    area = make.area(team=cast.team, name="Courts")
    client = as_member(cast.bob)
    got = {
        query: [name for name in ("Of Bob", "Of Erin") if name in found(client, cast.team, query)]
        for query in ("", "kind=statistic", f"area={area.pk}", f"article={article.pk}", "mine=on", "kind=nonsense")
    }
    assert list(got.values()) == [
        ["Of Bob", "Of Erin"],
        ["Of Bob"],
        ["Of Erin"],
        ["Of Bob"],
        ["Of Bob"],
        ["Of Bob", "Of Erin"],
    ]


def test_private_cards_and_other_teams_are_not_found(cast, article, as_member):
    a_card(cast.bob, article, visibility=Visibility.PRIVATE)
    assert "Wheat fell" in found(as_member(cast.bob), cast.team)
    assert "Wheat fell" not in found(as_member(cast.alice), cast.team)
    assert "Wheat fell" not in found(as_member(cast.charlie), cast.charlie.team)


def test_the_notes_tab_has_ones_own_and_the_teams(cast, article, as_member):
    for member, body, visibility in (
        (cast.bob, "Of Bob alone", "private"),
        (cast.erin, "Of Erin alone", "private"),
        (cast.erin, "Of all", "team"),
    ):
        attach_note(member=member, article=article, body=body, visibility=visibility)
    client = as_member(cast.bob)
    mine, seen = (found(client, cast.team, query, tab="notes") for query in ("", "whose=all"))
    assert [words in mine for words in ("Of Bob alone", "Of Erin alone", "Of all")] == [True, False, False]
    assert [words in seen for words in ("Of Bob alone", "Of Erin alone", "Of all")] == [True, False, True]


@pytest.mark.parametrize("tab", ["cards", "notes", "trash"])
def test_a_list_costs_the_same_queries_for_one_and_for_thirty(cast, article, as_member, tab):
    def add() -> None:
        rows = [a_card(cast.bob, article), attach_note(member=cast.bob, article=article, body="Why?").row]
        for row in rows if tab == "trash" else []:
            row.remove(by=cast.bob.user)

    def cost() -> int:
        client = as_member(cast.bob)
        with CaptureQueriesContext(connection) as queries:
            found(client, cast.team, tab=tab)
        return len(queries)

    add()
    few = cost()
    for _ in range(29):
        add()
    assert cost() == few


def test_pages_of_twenty_keep_the_filters(cast, article, as_member):
    for number in range(21):
        a_card(cast.bob, article, tag=f"Tag {number}")
    client = as_member(cast.bob)
    assert "?q=tag&amp;page=2" in found(client, cast.team, "q=tag")
    assert "Tag 0<" in found(client, cast.team, "q=tag&page=2")
    assert "Tag 20<" not in found(client, cast.team, "q=tag&page=2")


def test_an_empty_list_says_what_to_do_next(cast, as_member):
    client = as_member(cast.bob)
    assert "Open an article, select a passage and press “Card”." in found(client, cast.team)
    assert "Nothing fits." in found(client, cast.team, "q=wheat")
    assert "The trash is empty." in found(client, cast.team, tab="trash")


def test_a_swap_of_the_search_is_the_list_alone(cast, article, as_member):
    a_card(cast.bob, article)
    html = as_member(cast.bob).get(f"/t/{cast.team.slug}/evidence/", headers={"HX-Request": "true"}).content.decode()
    assert "Wheat fell" in html
    assert "<html" not in html


def test_an_address_opens_the_form_of_a_card_with_its_passage(cast, as_member):
    article = make.article(member=cast.alice)
    start = article.current.text.index("Wheat for May")
    asked = {"what": "card", "number": 1, "sentence": f"{start}-{start + 28}"}
    page = as_member(cast.bob).get(reverse("evidence:passage", args=[cast.team.slug, article.pk]), asked)
    assert page.context_data["quotation"] == "“Wheat for May delivery fell ”".replace(" ”", "”")
    assert page.context_data["form"].initial["start"] == start


def test_an_address_of_an_earlier_text_means_the_words_of_that_text(cast, as_member):
    article = make.article(member=cast.alice)
    start = article.current.text.index("Wheat for May")
    moved = "A line before.\n\n" + article.current.markdown
    revise_and_place(member=cast.alice, article=article, markdown=moved, number=1)
    asked = {"what": "card", "number": 1, "sentence": f"{start}-{start + 27}"}
    page = as_member(cast.bob).get(reverse("evidence:passage", args=[cast.team.slug, article.pk]), asked)
    assert page.context_data["quotation"] == "“Wheat for May delivery fell”"
    assert page.context_data["form"].initial["start"] > start


def test_a_card_of_a_question_that_became_part_of_another_is_found_under_that_one(cast, article):
    stays, gone = make.question(member=cast.alice), make.question(member=cast.alice)
    card = a_card(cast.bob, article)
    card.questions.add(gone)
    merge_questions(member=cast.alice, stays=stays, gone=gone)
    assert list(Card.objects.visible_to(cast.bob).for_question(stays)) == [card]
    assert list(Card.objects.visible_to(cast.bob).for_question(make.question(member=cast.alice))) == []
