"""Drills by keyboard: one press begins, only the part's slots stand on the desk."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from practice.drills.beginning import begin
from practice.drills.drill import drills
from tests import make
from tests.browser.conftest import LAPTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PICTURES")
DRILLS = "/t/riverside/practice/drills/"


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def furnish(cast) -> None:
    make.rule_set()
    for text in ("Will the grain corridor hold through spring?", "Should the river be shared anew?"):
        make.question(member=cast.alice, text=text)


def test_an_introduction_is_drilled_by_keyboard_from_the_list_to_the_same_question_again(cast, page):
    furnish(cast)
    bob = page(cast.bob)
    bob.goto(DRILLS)
    bob.get_by_role("button", name="Begin Introduction only").press("Enter")
    expect(bob.get_by_label("Hook")).to_be_visible()
    expect(bob.get_by_label("Point 1", exact=True)).to_have_count(0)
    expect(bob.locator(".room-bar .rules")).to_have_text("Introduction only")
    asked = bob.locator(".room-bar .question").text_content()
    bob.get_by_role("button", name="Ready to speak").press("Enter")
    expect(bob.get_by_role("button", name="Start the speech")).to_be_focused()
    bob.wait_for_load_state()  # it has the focus before the page knows its keys
    bob.keyboard.press("Space")
    expect(bob.get_by_role("button", name="End speech")).to_be_visible()
    expect(bob.get_by_text("Point 1")).to_have_count(0)
    expect(bob.get_by_role("timer")).to_have_text(re.compile("^1:[0-2][0-9]$"))
    bob.wait_for_timeout(1000)  # a press within the first second is the same press, twice
    bob.keyboard.press("Space")
    expect(bob.get_by_text("may be drawn again")).to_be_visible()
    picture(bob, "drill-review")
    bob.get_by_role("button", name="One body point").press("Enter")
    expect(bob.get_by_label("Point 1", exact=True)).to_be_visible()
    expect(bob.locator(".room-bar .question")).to_have_text(asked)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_list_fits_and_breaks_no_rule(cast, page, axe, viewport, scheme):
    furnish(cast)
    bob = page(cast.bob, viewport=viewport, color_scheme=scheme)
    bob.goto(DRILLS)
    picture(bob, f"drills-{viewport['width']}-{scheme}")
    axe(bob)
    assert bob.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_askers_without_a_question_find_some_on_the_stage(cast, page, axe):
    furnish(cast)
    question = make.question(member=cast.alice)
    begin(member=cast.bob, drill=drills()["quick-answers"], rule_set=make.rule_set(), question=question)
    bob = page(cast.bob)
    bob.goto("/t/riverside/practice/")
    bob.get_by_role("link", name="Go on with your round").click()
    bob.get_by_role("button", name="Ready to speak").click()
    bob.get_by_role("button", name="Start the speech").click()
    bob.get_by_role("button", name="End it and take questions").click()
    expect(bob.get_by_text("Who would lose if you were right?")).to_be_visible()
    picture(bob, "drill-asked")
    axe(bob)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_coach_makes_a_drill_like_another_and_a_student_begins_it(cast, page, axe, viewport, scheme):
    furnish(cast)
    alice = page(cast.alice, viewport=viewport, color_scheme=scheme)
    alice.goto(DRILLS)
    alice.get_by_role("link", name="The team’s own").press("Enter")
    expect(alice.get_by_role("heading", name="The team’s drills", level=1)).to_be_visible()
    axe(alice)
    picture(alice, f"ours-{viewport['width']}-{scheme}")
    alice.get_by_role("link", name=re.compile("like it ?: One body point")).press("Enter")
    alice.get_by_label("Name").fill("Closing words")
    alice.get_by_label("Speech", exact=True).fill("soon")
    alice.get_by_role("button", name="Save").press("Enter")
    expect(alice.get_by_text("Write minutes and seconds")).to_be_visible()
    expect(alice.get_by_label("Speech", exact=True)).to_be_focused()
    axe(alice)
    alice.get_by_label("Speech", exact=True).fill("1:00")
    alice.get_by_label("Point 1").press("Space")
    alice.get_by_label("Conclusion").press("Space")
    alice.get_by_role("button", name="Save").press("Enter")
    expect(alice.get_by_text("“Closing words” stands in everybody’s list of drills.")).to_be_visible()
    axe(alice)
    bob = page(cast.bob, viewport=viewport, color_scheme=scheme)
    bob.goto(DRILLS)
    expect(bob.locator(".drills .drill").first).to_contain_text("by your team")
    axe(bob)
    bob.get_by_role("button", name="Begin Closing words").press("Enter")
    expect(bob.get_by_label("Point 1", exact=True)).to_have_count(0)
    expect(bob.locator(".room-bar .question")).to_be_visible()
