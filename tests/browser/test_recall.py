"""Cites recalled by keyboard alone: type, Enter shows, Enter takes the mark that was found, 1 2 3 another."""

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from evidence.attaching import Selection, attach_card
from practice.models import Recall
from practice.rounds import end_speech, ready, start_speech
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_round import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PICTURES")
CITES = "/t/riverside/practice/drills/cites/"


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def furnish(cast) -> None:
    told = {"member": cast.alice, "areas": [make.area(team=cast.team)]}
    make.article(**told, title="Grain moves again through the strait", published_on=date(2026, 11, 12))
    article = make.article(**told, title="Ports reopen", published_on=date(2026, 11, 20), body=f"Second. {make.BODY}")
    selection = Selection("Wheat for May delivery fell 4 percent in two days")
    attach_card(member=cast.alice, article=article, selection=selection, tag="Open ports make bread cheaper", cite="x")


def test_ten_cites_by_keyboard_with_one_missed_that_comes_again(cast, page):
    furnish(cast)
    bob = page(cast.bob)
    bob.goto("/t/riverside/practice/drills/")
    bob.get_by_role("link", name="Open cite recall").press("Enter")
    bob.get_by_role("radio", name="Sources of my last rounds").focus()
    bob.keyboard.press("ArrowUp")
    expect(bob.get_by_role("radio", name="The team’s articles")).to_be_checked()
    bob.keyboard.press("Enter")
    expect(bob.get_by_label("Publication")).to_be_focused()
    bob.keyboard.type("The Continental")
    bob.keyboard.press("Tab")
    bob.keyboard.type("November 20th, 2026")
    bob.keyboard.press("Enter")
    expect(bob.get_by_text("The Continental, November 20, 2026")).to_be_visible()
    expect(bob.get_by_role("button", name="Right")).to_be_focused()
    bob.keyboard.press("Enter")
    expect(bob.get_by_label("Publication")).to_be_focused()
    expect(bob.get_by_role("heading", name="Grain moves again")).to_be_visible()
    expect(bob.get_by_label("Publication")).to_be_focused()
    bob.keyboard.press("Enter")
    expect(bob.get_by_text("How was what you said?")).to_be_visible()
    bob.wait_for_load_state()
    bob.keyboard.press("3")
    expect(bob.get_by_text("once more")).to_be_visible()
    expect(bob.get_by_label("Publication")).to_be_focused()
    bob.keyboard.press("Enter")
    expect(bob.get_by_text("How was what you said?")).to_be_visible()
    bob.wait_for_load_state()
    bob.keyboard.press("1")
    expect(bob.get_by_role("heading", name="1 of 2 right")).to_be_visible()
    expect(bob.get_by_role("button", name="Ten more")).to_be_focused()
    assert set(Recall.objects.values_list("last", flat=True)) == {"right", "wrong"}
    bob.keyboard.press("Enter")
    expect(bob.get_by_role("heading", name="Grain moves again")).to_be_visible()


def test_without_script_a_cite_is_shown_and_marked_by_buttons(cast, page):
    furnish(cast)
    bob = page(cast.bob, java_script_enabled=False)
    bob.goto(CITES)
    bob.get_by_label("The team’s articles").check()
    bob.get_by_role("button", name="Ask me ten").click()
    bob.get_by_role("button", name="Show the cite").click()
    bob.get_by_role("button", name="Missed").click()
    expect(bob.get_by_role("button", name="Show the cite")).to_be_visible()
    assert Recall.objects.get().last == "wrong"


def test_from_the_review_to_the_sources_of_that_round_and_back_by_keyboard(cast, page, axe):
    furnish(cast)
    article = make.article(member=cast.alice, title="Rails reopen", published_on=date(2026, 11, 21), body="Third.")
    round = make.prepping(member=cast.bob)
    make.source(round=round, article=article)
    for act in (ready, start_speech, end_speech):
        act(round=round)
    bob = page(cast.bob)
    bob.goto(address(round, "review"))
    bob.get_by_role("button", name="Recall your sources").press("Enter")
    expect(bob.get_by_role("heading", name="Rails reopen")).to_be_visible()
    expect(bob.get_by_text("1 of 1")).to_be_visible()
    axe(bob)
    picture(bob, "recall-of-a-round")
    bob.get_by_label("Date").fill("November 21st, 2026")
    bob.keyboard.press("Enter")
    expect(bob.get_by_text("Enter takes what was found")).to_be_visible()
    expect(bob.get_by_role("link", name="The review of your round")).to_be_visible()
    bob.wait_for_load_state()
    bob.keyboard.press("1")
    expect(bob.get_by_role("link", name="Back to the review")).to_be_focused()
    picture(bob, "recall-of-a-round-end")
    bob.wait_for_load_state()
    bob.keyboard.press("Enter")
    bob.wait_for_url(f"**{address(round, 'review')}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_every_page_of_it_fits_and_breaks_no_rule(cast, page, axe, viewport, scheme):
    furnish(cast)
    bob = page(cast.bob, viewport=viewport, color_scheme=scheme)

    def looks(name: str) -> None:
        picture(bob, f"recall-{name}-{viewport['width']}-{scheme}")
        axe(bob)
        assert bob.evaluate("document.documentElement.scrollWidth <= innerWidth")

    bob.goto(CITES)
    bob.get_by_label("The team’s cards").check()
    bob.get_by_text("Of all areas").click()
    looks("start")
    bob.get_by_role("button", name="Ask me ten").click()
    expect(bob.get_by_label("Publication")).to_be_focused()
    looks("asked")
    bob.get_by_label("Publication").fill("The Continentel")
    bob.get_by_label("Date").fill("November 2nd")
    bob.get_by_role("button", name="Show the cite").click()
    expect(bob.get_by_text("Enter takes what was found")).to_be_visible()
    looks("shown")
    bob.get_by_role("button", name="Nearly").click()
    expect(bob.get_by_role("heading", name="0 of 1 right")).to_be_visible()
    looks("end")
    bob.goto(CITES)
    looks("again")
