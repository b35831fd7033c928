"""A lost card and a lost note are given their place again: by keyboard alone, by finger, and without script."""

import os

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from evidence.attaching import Selection, attach_card, attach_note
from evidence.placing import revise_and_place
from teams.access import Visibility
from tests import make
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = (
    "Two ports took in their first ships on Monday 🚢. Freight insurers said they would wait for thirty days.\n\n"
    "The agreement names no inspector. A diplomat called it “a promise to promise”, and left.\n\n"
    "Wheat fell 4 percent in two days. Buyers in Cairo came back."
)
NOW = BODY.replace("fell 4 percent", "fell 6 percent").replace("names no inspector", "now names an inspector")


@pytest.fixture
def lost(cast):
    article = make.article(member=cast.alice, title="Ports Reopen", body=BODY)
    card = attach_card(
        member=cast.bob,
        article=article,
        selection=Selection("Wheat fell 4 percent in two days."),
        tag="Wheat fell",
        cite="Castellanos",
    ).row
    note = attach_note(
        member=cast.bob,
        article=article,
        body="Who checks?",
        selection=Selection("The agreement names no inspector."),
        visibility=Visibility.TEAM,
    ).row
    revise_and_place(member=cast.alice, article=article, markdown=NOW, number=1)
    article.refresh_from_db()
    return article, card, note


def tab_to(page: Page, name: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(name):
            return
    raise AssertionError(f"no {name!r} is reached by Tab")


def pictured(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_with_the_keyboard_alone_from_the_count_on_the_article_to_the_place(cast, lost, page, axe):
    article, card, _ = lost
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    tab_to(bob, "2 lost their place")
    bob.keyboard.press("Enter")
    expect(bob.locator("#lost")).to_be_in_viewport()
    axe(bob)
    pictured(bob, "reader")
    tab_to(bob, "Wheat fell")
    tab_to(bob, "Give it a place")
    bob.keyboard.press("Enter")
    expect(bob.get_by_role("heading", name="Where does this card belong?")).to_be_visible()
    axe(bob)
    pictured(bob, "place")
    tab_to(bob, "Put it here: Wheat fell 6 percent")
    bob.keyboard.press("Enter")
    expect(bob.locator("mark.card")).to_have_text("Wheat fell 6 percent in two days.")
    expect(bob.locator(f"#{card.anchor}")).to_contain_text("“Wheat fell 4 percent in two days.”")
    expect(bob.locator("#lost")).to_have_text("1 lost its place")
    axe(bob)


def test_with_a_finger_on_a_phone_from_the_whole_text(cast, lost, page, axe):
    _, _, note = lost
    bob = page(cast.bob, viewport=PHONE, has_touch=True, color_scheme="dark")
    bob.goto(note.get_absolute_url())
    pictured(bob, "note")
    bob.get_by_role("link", name="Give it a place").tap()
    bob.get_by_text("Choose from the whole text").tap()
    bob.get_by_label("The agreement now names an inspector.").tap()
    axe(bob)
    pictured(bob, "place_phone")
    assert bob.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    bob.get_by_role("button", name="Put it on these words").tap()
    expect(bob.locator("mark.note")).to_have_text("The agreement now names an inspector.")


def test_without_script_and_from_the_list_of_what_has_no_place(cast, lost, page):
    bob = page(cast.bob, java_script_enabled=False)
    bob.goto(reverse("evidence:notes", args=[cast.team.slug]))
    bob.get_by_text("More filters").click()
    bob.get_by_label("Without a place").check()
    bob.get_by_role("button", name="Search").click()
    expect(bob.get_by_role("listitem")).to_have_count(1)
    pictured(bob, "list")
    bob.get_by_role("link", name="Who checks?").click()
    bob.get_by_role("link", name="Give it a place").click()
    bob.get_by_role("button", name="Put it here").click()
    expect(bob.locator("mark.note")).to_have_text("The agreement now names an inspector.")
