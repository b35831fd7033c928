"""What interrupted a speech is written down with its time, whatever goes on meanwhile."""

import pytest
from playwright.sync_api import expect

from practice.rounds import end_speech, ready
from tests.browser.hands import FAILS, holding
from tests.browser.test_round import address, prepping, seconds, speaking
from tests.browser.test_stage import open_stage
from tests.browser.waiting import hears_nothing, looks, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def asked(page):
    """The field for what it was."""
    page.locator("summary", has_text="More").press("Enter")
    return page.get_by_label("What interrupted you?")


def noted(round):
    return [event.data["words"] for event in round.events.filter(kind="noted")]


def test_an_interruption_after_the_end_elsewhere_stays_to_be_read(cast, page):
    round = speaking(cast.bob, ago=30)
    bob = open_stage(page(cast.bob), round)
    asked(bob).fill("fire alarm")
    hears_nothing(bob)
    end_speech(round=round)
    bob.get_by_role("button", name="Note an interruption").press("Enter")
    late = bob.locator("#notice textarea")
    expect(late).to_have_value("fire alarm")
    expect(bob.locator("[data-say]")).not_to_have_text("The interruption is noted.")
    bob.evaluate("window.hear()")
    with bob.expect_response(lambda response: response.url.endswith("/state/")):
        looks(bob)
    bob.wait_for_timeout(500)
    expect(late).to_have_value("fire alarm")


def test_an_interruption_is_noted_and_a_pause_stops_the_stage_without_a_new_page(cast, page):
    round = speaking(cast.bob, ago=30)
    bob = open_stage(page(cast.bob), round)
    bob.evaluate("window.same = true")
    asked(bob).fill("fire alarm")
    bob.get_by_role("button", name="Note an interruption").press("Enter")
    expect(bob.locator("[data-say]")).to_have_text("The interruption is noted.")
    bob.get_by_role("button", name="Pause").press("Enter")
    expect(bob.locator("[data-under]")).to_have_text("The clock is paused.")
    still = seconds(bob)
    bob.wait_for_timeout(1500)
    assert seconds(bob) == still
    bob.get_by_role("button", name="Go on").press("Enter")
    expect(bob.get_by_role("button", name="Pause")).to_be_visible()
    expect(bob.locator("[data-under]")).to_have_text("")
    assert bob.evaluate("window.same")
    assert round.events.get(kind="noted").data["words"] == "fire alarm"


def test_the_next_interruption_stays_that_is_typed_while_the_last_one_is_on_its_way(cast, page):
    round, held = speaking(cast.bob, ago=30), []
    bob = open_stage(page(cast.bob), round)
    bob.route("**/note/", lambda route: route.continue_() if held else held.append(route))
    words = asked(bob)
    for typed in ("fire alarm", "a knock"):
        words.fill(typed)
        words.press("Enter")
    stored(bob, lambda: len(held), 1)
    held[0].continue_()
    stored(bob, lambda: noted(round), ["fire alarm", "a knock"])
    expect(words).to_have_value("")


def test_a_second_press_while_it_is_on_its_way_notes_nothing_more(cast, page):
    round = speaking(cast.bob, ago=30)
    bob = open_stage(page(cast.bob), round)
    held = holding(bob, "**/note/")
    words = asked(bob)
    words.fill("fire alarm")
    words.press("Enter")
    words.press("Enter")
    stored(bob, lambda: len(held), 1)
    bob.unroute("**/note/")
    held[0].continue_()
    expect(words).to_have_value("")
    words.evaluate("field => (field.closest('details').open = true)")
    words.fill("a knock")
    words.press("Enter")
    stored(bob, lambda: noted(round), ["fire alarm", "a knock"])


def test_one_that_is_half_typed_when_prep_ends_elsewhere_is_noted(cast, page):
    round = prepping(cast.bob, ago=60)
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    asked(bob).fill("fire alarm")
    ready(round=round)
    looks(bob)
    expect(bob.get_by_role("button", name="Start the speech")).to_be_visible()
    assert noted(round) == ["fire alarm"]


def test_what_is_typed_on_while_it_is_on_its_way_is_noted_too_before_the_page_leaves(cast, page):
    round = prepping(cast.bob, ago=60)
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    held = holding(bob, "**/note/")
    words = asked(bob)
    words.fill("fire")
    ready(round=round)
    looks(bob)
    stored(bob, lambda: len(held), 1)
    bob.unroute("**/note/")
    words.press("End")
    bob.keyboard.type(" alarm")
    held[0].continue_()
    expect(bob.get_by_role("button", name="Start the speech")).to_be_visible()
    assert noted(round) == ["fire", "fire alarm"]


@pytest.mark.parametrize("then", ["the connection is back", "the field is emptied"])
def test_a_page_that_cannot_send_it_stays_until_it_can(cast, page, then):
    round = prepping(cast.bob, ago=60)
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    bob.route("**/note/", FAILS["no answer"])
    words = asked(bob)
    words.fill("fire alarm")
    ready(round=round)
    looks(bob)
    expect(bob.locator("#notice")).to_contain_text("No connection.")
    expect(words).to_have_value("fire alarm")
    bob.unroute("**/note/")
    if then == "the connection is back":
        bob.evaluate("window.dispatchEvent(new Event('online'))")
    else:
        words.fill("")
    expect(bob.get_by_role("button", name="Start the speech")).to_be_visible()
    assert noted(round) == (["fire alarm"] if then == "the connection is back" else [])


def test_one_that_is_half_typed_when_the_round_ends_elsewhere_stays_to_be_read(cast, page):
    round = speaking(cast.bob, ago=30)
    bob = open_stage(page(cast.bob), round)
    asked(bob).fill("fire al")
    end_speech(round=round)
    looks(bob)
    expect(bob.locator("#notice textarea")).to_have_value("fire al")
