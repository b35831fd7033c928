"""The stage in a browser: signals by every way, a demo, one tab that sounds, a screen that stays on."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from practice.models import Round, Signalling
from practice.rounds import ready
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_desk import picture
from tests.browser.test_round import address, prepping, seconds, speaking
from tests.browser.waiting import becomes, stored, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEAR = """
    window.sounded = 0; window.shook = []; window.locks = 0; window.released = 0;
    window.AudioContext = class extends AudioContext { constructor() { super(); window.audio = this; } };
    document.addEventListener("signal:sounded", () => { window.sounded += 1; });
    document.addEventListener("DOMContentLoaded", () => {
      const stage = document.getElementById("stage");
      const seen = new MutationObserver(() => { window.flashed ||= stage.classList.contains("flash"); });
      if (stage) seen.observe(stage, { attributes: true });
    });
    Object.defineProperty(navigator, "vibrate", { value: (how) => window.shook.push(how) });
    Object.defineProperty(navigator, "wakeLock", { value: { request: async (kind) => {
      window.locks += 1;
      const lock = new EventTarget();
      window.letGo = () => lock.dispatchEvent(new Event("release"));
      return lock;
    } } });
"""


def on_stage(member) -> Round:
    round = prepping(member, ago=60)
    ready(round=round)
    return round


def set_ways(member, **ways: object) -> None:
    Signalling.objects.update_or_create(user=member.user, defaults=ways)


def open_stage(page: Page, round: Round) -> Page:
    page.add_init_script(HEAR)
    page.goto(address(round, "speak"))
    return page


def touch(place: Locator) -> None:
    """A gesture, without which no browser sounds; the first sound of a browser starts a process of its own."""
    place.page.bring_to_front()
    place.click()
    becomes(place.page, "window.audio?.state", "running")


def sounded(round: Round, *tabs: Page) -> list[int]:
    """How often each tab sounds for one signal. A tone that a busy machine would give two seconds late is not given at
    all: then it is the next signal's turn."""
    for minutes in (5, 4, 3):
        until(round, 60 * minutes + 4, *tabs)
        for tab in tabs:
            expect(tab.locator("[data-palm]")).to_have_attribute("data-fingers", str(minutes))
        for _ in range(10):  # sound may be two seconds late in waking
            tabs[0].wait_for_timeout(500)
            if any(tab.evaluate("window.sounded") for tab in tabs):
                tabs[0].wait_for_timeout(1000)
                return [tab.evaluate("window.sounded") for tab in tabs]
    return [0] * len(tabs)


def see_hands(page: Page) -> None:
    """Each one that goes up or down, in `window.hands`: nobody looks as often as they come."""
    page.evaluate(
        """() => {
          window.hands = [];
          const palm = document.querySelector("[data-palm]");
          new MutationObserver(() => window.hands.push(palm.dataset.fingers)).observe(palm, { attributes: true });
        }"""
    )


def test_every_way_is_tried_before_the_round_and_is_kept(cast, page, axe):
    round = on_stage(cast.bob)
    bob = open_stage(page(cast.bob), round)
    bob.locator("summary", has_text="Signals and clock").press("Enter")
    bob.get_by_role("button", name="Try a tone").click()
    expect(bob.locator("[data-ways-hint]")).to_contain_text("Nothing heard?")
    becomes(bob, "window.sounded", 1)
    bob.get_by_role("button", name="Try vibration").click()
    becomes(bob, "window.shook.length", 1)
    bob.get_by_role("button", name="Try a flash of the screen").click()
    becomes(bob, "window.flashed", True)
    see_hands(bob)
    bob.get_by_role("button", name="Try the judge’s hand").click()
    becomes(bob, "window.hands", ["5", ""])
    with bob.expect_response(lambda response: response.request.method == "POST" and "/signals/" in response.url):
        bob.get_by_label("A tone").check()
    assert Signalling.objects.get(user=cast.bob.user).sound
    axe(bob)
    bob.reload()
    bob.locator("summary", has_text="Signals and clock").press("Enter")
    expect(bob.get_by_label("A tone")).to_be_checked()


def test_a_speech_in_ten_seconds_shows_every_signal_and_starts_nothing(cast, page):
    set_ways(cast.bob, sound=True, vibration=True)
    round = on_stage(cast.bob)
    bob = open_stage(page(cast.bob), round)
    bob.clock.install()
    bob.reload()
    see_hands(bob)
    bob.clock.pause_at(bob.evaluate("Date.now()") / 1000 + 60)  # time goes on when this says so
    bob.locator("summary", has_text="Signals and clock").press("Enter")
    bob.get_by_role("button", name="Show me a speech in ten seconds").press("Enter")
    expect(bob.locator("[data-demo-said]")).to_have_text("A speech in ten seconds. Nothing is started.")
    bob.clock.run_for(5_000)
    middle = seconds(bob)
    assert 190 <= middle <= 210
    bob.clock.run_for(7_000)
    expect(bob.locator("[data-demo-said]")).to_have_text("That was all of it. Nothing was started.")
    assert bob.evaluate("window.hands") == ["5", "4", "3", "2", "1", "0.5", "0", ""]
    assert bob.evaluate("window.shook.length") == 8
    expect(bob.locator("[data-digits]")).to_have_text("7:00")
    assert not round.events.filter(kind="speech_started").exists()


def test_starting_in_the_middle_of_the_demo_ends_it(cast, page):
    round = on_stage(cast.bob)
    bob = open_stage(page(cast.bob), round)
    bob.locator("summary", has_text="Signals and clock").press("Enter")
    bob.get_by_role("button", name="Show me a speech in ten seconds").press("Enter")
    bob.locator("summary", has_text="Signals and clock").press("Enter")
    bob.get_by_role("button", name="Start the speech").press("Enter")
    expect(bob.get_by_role("button", name="End speech")).to_be_visible()
    bob.wait_for_timeout(2500)
    expect(bob.locator("[data-palm]")).to_have_attribute("data-fingers", "")
    assert seconds(bob) > 360


def test_a_demo_whose_sound_wakes_after_the_start_does_not_run(cast, page):
    set_ways(cast.bob, sound=True)
    bob = page(cast.bob)
    bob.add_init_script(
        "window.wakes = []; AudioContext.prototype.resume = () => new Promise((done) => window.wakes.push(done));"
    )
    open_stage(bob, on_stage(cast.bob))
    bob.locator("summary", has_text="Signals and clock").press("Enter")
    bob.get_by_role("button", name="Show me a speech in ten seconds").press("Enter")
    bob.get_by_role("button", name="Start the speech").press("Enter")
    expect(bob.get_by_role("button", name="End speech")).to_be_visible()
    see_hands(bob)
    bob.evaluate("for (const done of window.wakes) done()")
    bob.wait_for_timeout(3500)
    assert bob.evaluate("window.hands") == []
    assert seconds(bob) > 360


def test_of_two_tabs_one_sounds(cast, page):
    set_ways(cast.bob, sound=True)
    round = speaking(cast.bob, ago=60)
    one = page(cast.bob)
    two = one.context.new_page()
    for tab in (one, two):
        open_stage(tab, round)
        touch(tab.locator(".question"))
    assert sorted(sounded(round, one, two)) == [0, 1]


def test_a_tab_that_may_not_sound_leaves_it_to_the_other(cast, page):
    set_ways(cast.bob, sound=True)
    round = speaking(cast.bob, ago=60)
    silent = page(cast.bob)
    open_stage(silent, round)
    awake = silent.context.new_page()
    open_stage(awake, round)
    touch(awake.locator(".question"))
    assert sounded(round, silent, awake) == [0, 1]


def test_without_sound_flash_and_vibration_the_time_is_still_said(cast, page):
    set_ways(cast.bob, hand=False, number=False, flash=False)
    round = speaking(cast.bob, ago=60)
    bob = open_stage(page(cast.bob), round)
    until(round, 303, bob)
    expect(bob.locator("[data-say]")).to_have_text("5 minutes left")
    expect(bob.locator("[data-palm]")).to_be_hidden()
    expect(bob.locator("[data-hand]")).to_be_hidden()
    assert bob.evaluate("[window.sounded, window.shook.length, Boolean(window.flashed)]") == [0, 0, False]


def test_the_screen_stays_on_from_the_start_and_again_when_the_page_is_seen_again(cast, page):
    bob = open_stage(page(cast.bob), on_stage(cast.bob))
    assert bob.evaluate("window.locks") == 0
    bob.get_by_role("button", name="Start the speech").click()
    expect(bob.get_by_role("button", name="End speech")).to_be_visible()
    becomes(bob, "window.locks", 1)
    bob.evaluate("window.letGo()")  # a browser lets it go when the page is hidden
    bob.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    becomes(bob, "window.locks", 2)
    bob.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    bob.wait_for_timeout(200)
    assert bob.evaluate("window.locks") == 2


def test_a_browser_that_refuses_to_stay_on_counts_all_the_same(cast, page):
    bob = page(cast.bob)
    bob.add_init_script(
        "Object.defineProperty(navigator, 'wakeLock', { value: { request: () => Promise.reject(new Error('no')) } });"
    )
    bob.goto(address(on_stage(cast.bob), "speak"))
    bob.get_by_role("button", name="Start the speech").click()
    expect(bob.locator("[data-digits]")).to_have_text(re.compile("^6:[0-5][0-8]$"))


def test_a_clock_that_counts_up(cast, page):
    set_ways(cast.bob, counts_up=True)
    round = speaking(cast.bob, ago=300)
    bob = open_stage(page(cast.bob), round)
    until(round, 2, bob)
    expect(bob.locator("[data-digits]")).to_have_text(re.compile("^7:[0-2][1-9]$"))
    expect(bob.locator("[data-under]")).to_have_text("in the grace")


def test_a_hidden_clock_is_guessed_at_the_end(cast, page, axe):
    set_ways(cast.bob, hidden=True)
    bob = open_stage(page(cast.bob), on_stage(cast.bob))
    expect(bob.locator("[data-digits]")).to_have_text("7:00")
    bob.keyboard.press("Space")
    expect(bob.get_by_text("The clock is hidden.")).to_be_visible()
    expect(bob.locator("[data-digits]")).to_have_count(0)
    axe(bob)
    picture(bob, "stage-hidden")
    bob.wait_for_timeout(1100)
    bob.locator("body").press("Space")
    bob.wait_for_url("**/guess/")
    picture(bob, "guess")
    axe(bob)
    bob.get_by_label("I spoke for").fill("2:00")
    bob.keyboard.press("Enter")
    bob.wait_for_url("**/review/")
    expect(bob.locator(".times")).to_contain_text(re.compile(r"guessed 2:00: [01]:\d\d too long"))


def test_sections_are_marked_by_a_key_and_stand_against_the_plan(cast, page, axe):
    round = speaking(cast.bob, ago=70)
    bob = open_stage(page(cast.bob), round)
    expect(bob.locator("[data-pace-said]")).to_have_text(re.compile("0:[1-5]. past the plan for it"))
    bob.locator("body").press("s")
    expect(bob.locator("#tapping")).to_contain_text("Now: Point 1")
    expect(bob.locator("[data-pace-said]")).to_have_text("planned until 2:49")
    bob.locator("body").press("Enter")
    expect(bob.locator("#tapping")).to_contain_text("Now: Point 2")
    assert round.events.filter(kind="marked").count() == 2
    axe(bob)


def test_on_a_phone_the_digits_stay_where_they_are_when_a_section_is_tapped(cast, page):
    bob = open_stage(page(cast.bob, viewport=PHONE, has_touch=True), speaking(cast.bob, ago=30))
    expect(bob.locator("[data-pace-said]")).not_to_be_empty()
    before = bob.locator("[data-digits]").bounding_box()["y"]
    bob.get_by_role("button", name="Point 1 begins").tap()
    expect(bob.get_by_role("button", name="Not yet: take it back")).to_be_visible()
    expect(bob.locator("[data-pace-said]")).to_have_text("planned until 2:49")
    assert bob.locator("[data-digits]").bounding_box()["y"] == pytest.approx(before, abs=0.5)


def test_a_second_press_that_was_meant_for_a_slow_start_does_not_end_the_speech(cast, page):
    round = on_stage(cast.bob)
    bob = open_stage(page(cast.bob), round)
    held = []
    bob.route("**/start/", lambda route: held.append(route))
    bob.keyboard.press("Space")
    stored(bob, lambda: len(held), 1)
    bob.wait_for_timeout(1100)
    bob.evaluate(  # as soon as the stage of the speech stands
        """() => document.addEventListener("htmx:afterSettle", () => {
          document.addEventListener("submit", (event) => { window.ends = !event.defaultPrevented; }, { once: true });
          document.body.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true }));
        }, { once: true })"""
    )
    held[0].continue_()
    becomes(bob, "window.ends", False)
    expect(bob.get_by_role("button", name="End speech")).to_be_visible()


# Seen


@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_stage_and_its_switches_fit(cast, page, axe, viewport, scheme):
    name = f"{'phone' if viewport is PHONE else 'laptop'}-{scheme}"
    bob = page(cast.bob, viewport=viewport, color_scheme=scheme)
    round = on_stage(cast.bob)
    bob.goto(address(round, "speak"))
    axe(bob)
    picture(bob, f"stage-ready-{name}")
    bob.locator("summary", has_text="Signals and clock").click()
    axe(bob)
    picture(bob, f"stage-ways-{name}")
    bob.goto("/t/riverside/practice/signals/")
    axe(bob)
    picture(bob, f"signals-{name}")
    assert bob.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    Round.objects.filter(pk=round.pk).update(finished_at=timezone.now())
    running = speaking(cast.bob, ago=245)
    bob.goto(address(running, "speak"))
    axe(bob)
    assert bob.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    picture(bob, f"stage-{name}")
    Round.objects.filter(pk=running.pk).update(finished_at=timezone.now() - timedelta(hours=1))
    over = speaking(cast.bob, ago=455)
    bob.goto(address(over, "speak"))
    picture(bob, f"stage-over-{name}")
