"""Finding in a real browser: chips and other spellings, a question as a search, keys, a sentence made a card."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evidence.models import Card
from tests import make
from tests.browser.conftest import PHONE
from tests.browser.hands import holding
from tests.browser.waiting import stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = (
    "Grain left the ports on Monday. Wheat fell 4 percent in two days, and grain with it.\n\nThe weather stays fine."
)


def library(cast, **asked) -> str:
    return reverse("articles:library", args=[cast.team.slug], query=asked)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_word_is_swapped_for_another_spelling_and_taken_away(page, cast, axe, script):
    make.article(member=cast.alice, title="Old Spelling", body="Talks began in Kiev about grain.")
    make.article(member=cast.alice, title="New Spelling", body="Talks ended in Kyiv about grain.")
    opened = page(cast.bob, java_script_enabled=script)
    opened.goto(library(cast, q="kyiv grain"))
    expect(opened.locator(".row h2")).to_have_count(2)
    opened.locator(".swap summary").click()
    if script:
        axe(opened)
    opened.get_by_role("link", name="Only “Kiev”").click()
    expect(opened.locator(".row h2")).to_have_text(["Old Spelling"])
    opened.get_by_role("link", name=re.compile("Kiev")).first.click()
    expect(opened.locator(".row h2")).to_have_count(2)
    opened.get_by_text("Add a word").click()
    opened.get_by_label("One more word or condition").fill("title:new")
    opened.get_by_role("button", name="Add", exact=True).click()
    expect(opened.locator(".row h2")).to_have_text(["New Spelling"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_question_of_the_bank_becomes_chips_and_faults_are_told(page, cast, axe, scheme):
    make.article(member=cast.alice, title="Grain Moves", body=BODY, questions=["Will grain prices fall for good?"])
    opened = page(cast.bob, color_scheme=scheme)
    opened.goto(library(cast))
    opened.get_by_role("link", name="From a question").click()
    axe(opened)
    opened.get_by_role("link", name="Will grain prices fall for good?").click()
    expect(opened.locator(".query .chip.on").first).to_contain_text("grain")
    expect(opened.locator(".row h2")).to_have_text(["Grain Moves"])
    opened.get_by_label("Search articles").fill("grain before:yesterday")
    opened.keyboard.press("Enter")
    expect(opened.locator(".faults")).to_contain_text("That is no date")
    axe(opened)


def test_keys_go_to_the_search_and_through_the_results_and_can_be_switched_off(page, cast, axe):
    for n in range(3):
        make.article(member=cast.alice, title=f"Report {n}")
    opened = page(cast.alice)
    opened.goto(library(cast))
    opened.keyboard.press("/")
    expect(opened.get_by_label("Search articles")).to_be_focused()
    opened.get_by_label("Search articles").blur()
    links = opened.locator(".row h2 a")
    opened.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    opened.keyboard.press("j")
    opened.keyboard.press("x")
    expect(opened.locator("[data-tidy-count]")).to_have_text("1 ticked")
    opened.keyboard.press("?")
    axe(opened)
    opened.get_by_label("Single-letter keys on this device").uncheck()
    opened.get_by_role("button", name="Close").click()
    opened.reload()
    opened.keyboard.press("j")
    expect(links.nth(0)).not_to_be_focused()


def test_what_is_typed_into_the_search_while_an_answer_is_on_its_way_stays(page, cast):
    for title in ("Grain Moves", "Ports Reopen"):
        make.article(member=cast.alice, title=title, body="Ships came in on Monday.")
    opened = page(cast.bob)
    opened.goto(library(cast))
    held = holding(opened, "**/library/?*")
    search = opened.get_by_label("Search articles")
    search.fill("grain")
    search.press("Enter")
    stored(opened, lambda: bool(held), True)
    opened.keyboard.type(" ports")
    held[0].continue_()
    expect(opened.locator(".row h2")).to_have_text(["Grain Moves"])
    expect(search).to_have_value("grain ports")
    expect(search).to_be_focused()


def test_the_last_of_two_searches_is_answered(page, cast):
    make.article(member=cast.alice, title="Grain Moves", body="Ships came in on Monday.")
    make.article(member=cast.alice, title="Ports Reopen", body="The harbour was closed for a week.")
    opened = page(cast.bob)
    opened.goto(library(cast))
    held = holding(opened, "**/library/?*")
    search = opened.get_by_label("Search articles")
    for words in ("grain", "ports"):
        search.fill(words)
        search.press("Enter")
    stored(opened, lambda: len(held), 2)
    held[1].continue_()
    expect(opened.locator(".row h2")).to_have_text(["Ports Reopen"])
    expect(search).to_have_value("ports")


def test_filters_are_folded_on_a_phone_and_nothing_runs_over_the_edge(page, cast, axe):
    make.article(member=cast.alice, areas=[make.area(team=cast.team)])
    opened = page(cast.bob, viewport=PHONE)
    opened.goto(library(cast, q="wheat"))
    expect(opened.get_by_role("link", name=re.compile("^Black Sea"))).to_be_hidden()
    opened.get_by_text("Narrow", exact=True).click()
    axe(opened)
    opened.get_by_role("link", name=re.compile("^Black Sea")).click()
    expect(opened).to_have_url(re.compile("area=black-sea"))
    assert not opened.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_sentence_with_a_figure_becomes_a_card(page, cast, axe, scheme):
    article = make.article(member=cast.alice, title="Grain Moves", body=BODY)
    opened = page(cast.bob, color_scheme=scheme)
    opened.goto(reverse("evidence:sentences", args=[cast.team.slug]))
    axe(opened)
    opened.get_by_label("Topic").fill("grain")
    opened.get_by_role("button", name="Find").click()
    expect(opened.locator(".sentences li")).to_have_count(1)
    expect(opened.locator(".sentences")).to_contain_text("second hand")
    axe(opened)
    opened.get_by_role("link", name=re.compile("Make a card")).click()
    axe(opened)
    opened.get_by_label("Tag").fill("Wheat fell fast.")
    opened.get_by_role("button", name="Save card").click()
    expect(opened).to_have_url(re.compile(article.get_absolute_url()))
    expect(opened.locator("mark.card")).to_have_text("Wheat fell 4 percent in two days, and grain with it.")
    assert Card.objects.get().passage is not None
