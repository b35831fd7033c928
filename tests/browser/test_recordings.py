"""A speech is recorded piece by piece in the browser: crash, second tab, full disk, shared computer."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Error, expect

from tests.browser.speaking import (
    address,
    browser,
    end,
    not_stored,
    picture,
    record,
    recorded,
    round,
    rows,
    seek,
    state,
    voice,
)
from tests.browser.waiting import stored

__all__ = ["browser", "round", "voice"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_recording_is_chosen_and_started_by_keyboard_and_said_once(cast, page, round):
    bob = page(cast.bob)
    bob.goto(address(round, "speak"))
    bob.get_by_label("No", exact=True).focus()
    bob.keyboard.press("ArrowRight")
    expect(bob.get_by_label("Sound", exact=True)).to_be_focused()
    expect(bob.get_by_text("You are heard.")).to_be_visible()
    expect(bob.locator("[data-say]")).to_have_text("Records when you start")
    for _ in range(6):
        if bob.evaluate("document.activeElement.textContent").startswith("Start the speech"):
            break
        bob.keyboard.press("Tab")
    bob.keyboard.press("Enter")
    expect(state(bob)).to_contain_text(recorded(2))
    expect(bob.locator("[data-say]")).to_have_text("Recording.")
    end(bob)
    expect(bob.locator("audio[data-recording]")).to_be_visible()


def test_a_crash_costs_one_piece_and_what_was_stored_is_found_on_the_next_visit(cast, page, axe, round):
    bob = page(cast.bob)
    record(bob, round, seconds=9)
    stored(bob, lambda: not_stored(bob) <= 3, True)  # also on a machine that is slow to store
    with pytest.raises(Error):
        bob.goto("chrome://crash")
    again = bob.context.new_page()
    again.goto(reverse("practice:practice", args=["riverside"]))
    found = again.get_by_role("region", name="Unfinished recording found")
    expect(found).to_contain_text(re.compile(r"0:(0[6-9]|[1-5]\d)"))
    axe(again)
    [row] = rows(again)
    assert row["duration"] >= 9_000 - 4_000 and row["state"] == "recording"
    assert row["duration"] <= 4_000 * row["pieces"]
    again.goto(address(round, "speak"))
    expect(state(again)).to_contain_text("Not recording: the page was loaded anew. The first 0:")
    again.get_by_role("button", name="Record the rest").click()
    expect(state(again)).to_contain_text(recorded(5))
    again.get_by_role("button", name="End speech").click()
    again.wait_for_url("**/review/")
    unfinished = again.locator("[data-row-unfinished]:visible")
    expect(unfinished).to_contain_text("Unfinished recording found (0:")
    expect(again.locator("audio[data-recording]")).to_have_count(2)
    picture(again, "unfinished")
    axe(again)
    again.get_by_role("button", name="Keep it").click()
    expect(unfinished).to_be_hidden()
    assert {row["state"] for row in rows(again)} == {"done"}
    offsets = sorted(row["offset"] for row in rows(again))
    # The second part began later in the speech; the first with it, as near as a browser knows the server's moment.
    assert offsets[0] < -8_000 and -1_000 < offsets[1] < 20_000
    which, second = seek(again, -offsets[0] / 1000 + 2)
    assert which == 1 and 1 < second < 20


def test_deleted_from_the_browser_it_can_be_called_back_until_the_page_is_left(cast, page, round):
    bob = page(cast.bob)
    record(bob, round, seconds=1)
    end(bob)
    bob.get_by_role("button", name="Delete from this browser").click()
    bob.get_by_role("button", name="Undo").click()
    expect(bob.locator("audio[data-recording]")).to_be_visible()
    bob.get_by_role("button", name="Delete from this browser").click()
    expect(bob.get_by_text("Deleted from this browser (0:")).to_be_visible()
    bob.reload()
    expect(bob.get_by_text("No recording of this speech lies in this browser.")).to_be_visible()


def test_another_person_on_the_same_browser_is_shown_nothing_of_it(cast, page, live_server, round):
    bob = page(cast.bob)
    record(bob, round, seconds=1)
    end(bob)
    expect(bob.locator("audio[data-recording]")).to_be_visible()
    client = Client()
    client.force_login(cast.alice.user, backend="django.contrib.auth.backends.ModelBackend")
    bob.context.clear_cookies()
    bob.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    bob.goto(reverse("practice:recordings", args=["riverside"]))
    expect(bob.get_by_text("Nothing is recorded in this browser")).to_be_visible()
    assert len(rows(bob)) == 1
    bob.goto(address(round, "review"))
    expect(bob.locator("[data-recording]")).to_have_count(0)


def test_two_tabs_record_one_speech_once(cast, page, round):
    bob = page(cast.bob)
    record(bob, round, seconds=5)
    stored(bob, lambda: len(rows(bob)), 1)
    other = bob.context.new_page()
    other.goto(address(round, "speak"))
    expect(state(other)).to_contain_text("another tab records this speech")
    other.goto(reverse("practice:practice", args=["riverside"]))
    looks = "recordingStore.unfinished(document.querySelector('[data-recordings-found]').dataset.owner)"
    assert other.evaluate(looks) == []  # as the page itself did before
    expect(other.get_by_role("heading", name="Unfinished recording found")).to_be_hidden()
    expect(state(bob)).to_contain_text("Recording 0:")


def test_a_browser_without_room_says_so_and_keeps_what_it_has(cast, page, round):
    bob = page(cast.bob)
    bob.add_init_script(
        """const add = IDBObjectStore.prototype.add;
        let pieces = 0;
        IDBObjectStore.prototype.add = function (...given) {
          if ((pieces += 1) > 2) throw new DOMException("full", "QuotaExceededError");
          return add.apply(this, given);
        };"""
    )
    bob.goto(address(round, "speak"))
    bob.get_by_label("Sound", exact=True).click()
    expect(bob.get_by_text("You are heard.")).to_be_visible()
    bob.keyboard.press("Space")
    expect(state(bob)).to_contain_text("this browser has no room left; the first 0:")
    end(bob)
    expect(bob.locator("audio[data-recording]")).to_be_visible()
    assert [row["pieces"] for row in rows(bob)] == [2]


def test_who_may_not_use_the_microphone_is_told_and_speaks_without(cast, page, round):
    bob = page(cast.bob)
    bob.add_init_script(
        """navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));"""
    )
    bob.goto(address(round, "speak"))
    bob.get_by_label("Sound", exact=True).click()
    expect(state(bob)).to_contain_text("Not recording: the microphone: the browser may not use it.")
    expect(bob.get_by_label("No", exact=True)).to_be_checked()
    bob.keyboard.press("Space")
    expect(bob.get_by_role("button", name="End speech")).to_be_visible()
    expect(state(bob)).to_contain_text("Not recording")


def test_a_picture_is_recorded_with_the_sound(cast, page, round):
    bob = page(cast.bob)
    record(bob, round, seconds=8, what="Sound and picture")  # a first picture may take a second or two
    end(bob)
    player = bob.locator("video[data-recording]")
    expect(player).to_be_visible()
    expect(player).not_to_have_js_property("videoWidth", 0)
    length = player.evaluate(
        """(player) => new Promise((done) => {
          const look = () => (Number.isFinite(player.duration) ? done(player.duration) : setTimeout(look, 50));
          look();
        })"""
    )
    assert 5 < length < 60
    expect(bob.locator("[data-fact=speaking]")).not_to_be_empty()


GIVEN = """
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (...what) => (window.given = await ask(...what));
"""
ASKED = """
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (...what) => new Promise((yes, no) => {
      window.allow = async () => yes((window.given = await ask(...what)));
      window.refuse = () => no(new DOMException("no", "NotAllowedError"));
    });
"""


def is_heard(page):
    expect(page.get_by_text("You are heard.")).to_be_visible()


def started_while_asked(bob, round):
    """The speech runs, and the browser has not yet answered whether the microphone may be used."""
    bob.add_init_script(ASKED)
    bob.goto(address(round, "speak"))
    bob.get_by_label("Sound", exact=True).click()
    bob.keyboard.press("Space")
    expect(bob.get_by_role("button", name="End speech")).to_be_visible()
    return bob


def test_a_start_that_failed_is_pressed_again_and_is_recorded(cast, page, round):
    bob = page(cast.bob)
    bob.goto(address(round, "speak"))
    bob.get_by_label("Sound", exact=True).click()
    is_heard(bob)
    bob.route("**/start/", lambda route: route.abort("connectionrefused"))
    bob.locator("[data-record-heard]").evaluate("(said) => { said.textContent = ''; }")
    bob.get_by_role("button", name="Start the speech").click()
    expect(bob.locator("#notice")).to_contain_text("No connection")
    expect(state(bob)).to_have_text("Records when you start")
    is_heard(bob)  # the meter is back
    bob.unroute("**/start/")
    bob.get_by_role("button", name="Start the speech").click()
    expect(state(bob)).to_contain_text(recorded(5))
    end(bob)
    expect(bob.locator("audio[data-recording]")).to_have_count(1)


def test_a_browser_that_does_not_begin_is_not_said_to_record(cast, page, round):
    bob = page(cast.bob)
    bob.add_init_script(GIVEN)
    bob.goto(address(round, "speak"))
    bob.get_by_label("Sound", exact=True).click()
    is_heard(bob)
    bob.evaluate("given.getTracks()[0].stop()")
    bob.keyboard.press("Space")
    expect(bob.get_by_role("button", name="End speech")).to_be_visible()
    expect(state(bob)).to_contain_text("Not recording: the browser did not begin")


def test_who_starts_before_the_microphone_is_allowed_is_recorded_from_then_on(cast, page, round):
    bob = started_while_asked(page(cast.bob), round)
    bob.evaluate("allow()")
    expect(state(bob)).to_contain_text(recorded(2))
    end(bob)
    expect(bob.locator("audio[data-recording]")).to_be_visible()


def test_who_is_refused_the_microphone_after_the_start_is_told(cast, page, round):
    bob = started_while_asked(page(cast.bob), round)
    bob.evaluate("refuse()")
    expect(state(bob)).to_have_text(re.compile("Not recording: the microphone: the browser may not use it"))
    expect(bob.get_by_role("button", name="Record the rest")).to_be_visible()


def test_a_microphone_allowed_before_the_answer_to_the_start_is_recorded_too(cast, page, round):
    bob = page(cast.bob)
    bob.add_init_script(ASKED)
    bob.goto(address(round, "speak"))
    held = []
    bob.route("**/start/", lambda route: held.append(route))
    bob.get_by_label("Sound", exact=True).click()
    bob.keyboard.press("Space")
    stored(bob, lambda: len(held), 1)
    bob.evaluate("allow()")
    is_heard(bob)
    held[0].continue_()
    expect(state(bob)).to_contain_text(recorded(1))


@pytest.mark.parametrize("before", [True, False], ids=["asked-before", "answered-before"])
def test_what_the_clock_asked_around_the_start_does_not_end_the_recording(cast, page, round, before):
    """An answer of before the start comes after it, or one of after it before its own."""
    bob = page(cast.bob)
    with bob.expect_response("**/state/"):
        bob.goto(address(round, "speak"))
    bob.get_by_label("Sound", exact=True).click()
    is_heard(bob)
    held = []

    def hold(route):
        if held:
            return route.continue_()
        held.append((route, route.fetch()))

    bob.route("**/state/" if before else "**/start/", hold)
    bob.evaluate("window.same = true")
    asks = "window.dispatchEvent(new Event('focus'))"
    if before:
        bob.evaluate(asks)
    else:
        bob.get_by_role("button", name="Start the speech").click()
    stored(bob, lambda: len(held), 1)
    if before:
        bob.get_by_role("button", name="Start the speech").click()
        expect(state(bob)).to_contain_text(recorded(1))
    else:
        with bob.expect_response("**/state/"):
            bob.evaluate(asks)
    answers = []
    bob.on("response", lambda response: answers.append(response) if response.url.endswith("/state/") else None)
    held[0][0].fulfill(response=held[0][1])
    stored(bob, lambda: len(answers) >= 1 + before, True)  # the next one, after the one that was held
    expect(state(bob)).to_contain_text(recorded(3))
    assert bob.evaluate("window.same")


def test_where_the_microphone_is_gone_the_rest_can_be_recorded(cast, page, round):
    bob = page(cast.bob)
    bob.add_init_script(GIVEN)
    record(bob, round, seconds=3)
    unplug = "{ const track = given.getTracks()[0]; track.stop(); track.dispatchEvent(new Event('ended')); }"
    bob.evaluate(unplug)
    expect(state(bob)).to_contain_text("Not recording: the microphone is gone; the first 0:")
    rest = bob.get_by_role("button", name="Record the rest")
    expect(rest).to_be_visible()
    bob.reload()
    expect(state(bob)).to_contain_text("Not recording: the page was loaded anew. The first 0:")
    rest.click()
    expect(state(bob)).to_contain_text(recorded(1))
    expect(rest).to_be_hidden()
    end(bob)
    expect(bob.locator("audio[data-recording]")).to_have_count(2)
