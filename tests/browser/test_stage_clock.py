"""The clock in a browser, whatever happens to the page: hidden, asleep, on two devices, without its server."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_round import address, seconds, speaking
from tests.browser.waiting import hears_nothing, passes, stored, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_tab_that_was_hidden_for_an_hour_is_right_when_it_is_seen(cast, page):
    round = speaking(cast.bob, ago=60)
    bob = page(cast.bob)
    bob.clock.install()
    bob.goto(address(round, "speak"))
    bob.clock.fast_forward("01:00:00")
    bob.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(bob.locator("[data-digits]")).to_have_text(re.compile(r"^5:\d\d$|^6:00$"))


def test_after_a_sleep_in_which_the_steady_clock_stood_still_the_digits_are_right(cast, page):
    round = speaking(cast.bob, ago=60)
    bob = page(cast.bob)
    with bob.expect_response("**/state/"):
        bob.goto(address(round, "speak"))
    bob.wait_for_timeout(200)
    hears_nothing(bob)
    for event in round.events.all():  # the server lived through two minutes that the steady clock slept
        round.events.filter(pk=event.pk).update(at=event.at - timedelta(minutes=2))
    passes(bob, 120)
    expect(bob.locator("[data-digits]")).to_have_text(re.compile(r"^3:\d\d$"))
    bob.wait_for_timeout(1500)
    expect(bob.locator("[data-digits]")).to_have_text(re.compile(r"^3:\d\d$"))


def test_an_answer_that_was_on_its_way_while_the_laptop_slept_is_not_believed(cast, page):
    round, held = speaking(cast.bob, ago=60), []
    bob = page(cast.bob)
    with bob.expect_response("**/state/"):
        bob.goto(address(round, "speak"))
    bob.route("**/state/", lambda route: route.continue_() if held else held.append((route, route.fetch())))
    bob.evaluate("window.dispatchEvent(new Event('focus'))")
    stored(bob, lambda: len(held), 1)
    until(round, 200, bob)
    stored(bob, lambda: 120 < seconds(bob) <= 200, True)
    bob.evaluate(
        """() => {
          const digits = document.querySelector("[data-digits]");
          window.shown = [];
          new MutationObserver(() => window.shown.push(digits.textContent)).observe(digits, { childList: true });
        }"""
    )
    answers = []
    bob.on("response", lambda response: answers.append(response.url) if "/state/" in response.url else None)
    (route, answer) = held[0]
    route.fulfill(response=answer)
    stored(bob, lambda: len(answers) >= 2, True)  # it asks again
    bob.wait_for_timeout(1200)
    shown = bob.evaluate("window.shown")
    assert shown and not [digits for digits in shown if not re.match("[23]:", digits)]
    assert 120 < seconds(bob) <= 200


def test_what_is_shown_and_cannot_be_is_put_right_by_a_slow_answer_too(cast, page):
    round = speaking(cast.bob, ago=60)
    bob = page(cast.bob)
    with bob.expect_response("**/state/"):
        bob.goto(address(round, "speak"))
    bob.route("**/state/", lambda route: (bob.wait_for_timeout(600), route.continue_()))
    for event in round.events.all():
        round.events.filter(pk=event.pk).update(at=event.at - timedelta(minutes=2))
    bob.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(bob.locator("[data-digits]")).to_have_text(re.compile(r"^3:\d\d$"))
    bob.unroute_all(behavior="wait")


def test_a_second_device_shows_the_same_clock_and_follows_its_end(cast, page):
    round = speaking(cast.bob, ago=60)
    laptop, phone = page(cast.bob), page(cast.bob, viewport=PHONE)
    laptop.goto(address(round, "speak"))
    phone.goto(address(round, "speak"))

    def same() -> bool:
        for device in (laptop, phone):
            device.evaluate("window.dispatchEvent(new Event('focus'))")  # a quicker answer is nearer the truth
        laptop.wait_for_timeout(500)
        before, there, after = seconds(laptop), seconds(phone), seconds(laptop)
        return after - 1 <= there <= before + 1

    stored(laptop, same, True)
    laptop.get_by_role("button", name="End speech").click()
    laptop.wait_for_url("**/review/")
    phone.evaluate("window.dispatchEvent(new Event('focus'))")
    phone.wait_for_url("**/review/")


def test_while_the_server_is_gone_the_clock_counts_on_and_says_so(cast, page):
    bob = page(cast.bob)
    with bob.expect_response("**/state/"):
        bob.goto(address(speaking(cast.bob, ago=60), "speak"))
    bob.wait_for_timeout(200)
    bob.route("**/state/", lambda route: route.abort("connectionrefused"))
    bob.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(bob.locator("[data-sync]")).to_be_visible()
    before = seconds(bob)
    stored(bob, lambda: before - 60 <= seconds(bob) <= before - 2, True)
    bob.unroute("**/state/")
    bob.evaluate("window.dispatchEvent(new Event('online'))")
    expect(bob.locator("[data-sync]")).to_be_hidden()
