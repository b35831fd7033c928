"""Questions taken in a browser: a question runs out into its answer on the same page, and the end is signalled."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from practice.asking import ways
from practice.models import Round
from practice.rounds import end_speech, take_more_questions, take_questions
from tests.browser.test_desk import picture
from tests.browser.test_round import address, seconds, speaking
from tests.browser.test_stage import open_stage, set_ways, touch
from tests.browser.waiting import becomes, hears_nothing, passes, stored, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANSWER = 120  # seconds of the questioning that come after the question


def asked(member) -> Round:
    """A round whose questioning began five seconds ago."""
    round = speaking(member, ago=300)
    take_questions(round=round, at=timezone.now() - timedelta(seconds=5))
    return round


def test_a_question_runs_out_into_its_answer_and_a_short_one_is_ended_by_a_press(cast, page, axe):
    round = asked(cast.bob)
    bob = page(cast.bob)
    bob.goto(address(round, "speak"))
    expect(bob.locator("[data-under]")).to_have_text("for the question")
    axe(bob)
    picture(bob, "stage-question")
    until(round, ANSWER + 2, bob)
    expect(bob.locator("[data-under]")).to_have_text("for the answer")
    assert seconds(bob) >= 60
    Round.objects.filter(pk=round.pk).update(finished_at=timezone.now())
    short = speaking(cast.bob, ago=300)
    take_questions(round=short)
    bob.goto(address(short, "speak"))
    bob.get_by_role("button", name="The answer begins").press("Enter")
    expect(bob.locator("[data-under]")).to_have_text("for the answer")
    assert seconds(bob) >= 70  # more than was left of the question


def test_the_tone_of_a_questions_end_is_heard_and_nothing_that_was_open_or_typed_is_lost(cast, page):
    set_ways(cast.bob, sound=True)
    round = asked(cast.bob)
    bob = open_stage(page(cast.bob), round)
    touch(bob.locator("summary", has_text="More"))
    bob.get_by_label("What interrupted you?").fill("a be")
    bob.evaluate("window.same = true")
    until(round, ANSWER + 5, bob)
    expect(bob.locator("[data-under]")).to_have_text("for the answer")
    becomes(bob, "[window.same, window.sounded]", [True, 1])
    assert seconds(bob) >= 70
    bob.keyboard.type("ll")
    expect(bob.get_by_label("What interrupted you?")).to_have_value("a bell")
    expect(bob.locator("[data-say]")).to_have_text("Time for the question is over")
    before = seconds(bob)
    stored(bob, lambda: before - 60 <= seconds(bob) < before, True)


def test_the_tone_is_heard_too_where_the_server_is_a_moment_ahead_of_the_page(cast, page):
    set_ways(cast.bob, sound=True)
    round = asked(cast.bob)
    bob = open_stage(page(cast.bob), round)
    touch(bob.locator("summary", has_text="More"))
    hears_nothing(bob)
    until(round, ANSWER - 1)
    passes(bob, seconds(bob) - 1.5)
    expect(bob.locator("[data-under]")).to_have_text("for the answer")
    becomes(bob, "window.sounded", 1)
    expect(bob.locator("[data-say]")).to_have_text("Time for the question is over")


def test_space_at_the_very_end_of_a_question_does_not_end_the_questioning(cast, page):
    round = asked(cast.bob)
    bob = page(cast.bob)
    bob.add_init_script(
        """window.pressed = 0;
        const press = () => queueMicrotask(() => {
          document.body.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true, cancelable: true }));
          window.pressed += 1;
        });
        document.addEventListener("clock:part", press);
        document.addEventListener("htmx:afterSettle", press, { once: true });"""
    )
    open_stage(bob, round)
    until(round, ANSWER + 2, bob)
    expect(bob.locator("[data-under]")).to_have_text("for the answer")
    becomes(bob, "window.pressed", 2)
    bob.wait_for_timeout(1200)
    assert not round.events.filter(kind="questions_ended").exists()
    bob.keyboard.press("Space")
    bob.wait_for_url("**/review/")


def test_questions_after_the_end_are_taken_from_the_review_by_keys(cast, page, axe):
    round = speaking(cast.bob, ago=420)
    end_speech(round=round)
    bob = page(cast.bob)
    bob.goto(address(round, "review"))
    bob.get_by_role("button", name="2 min in all").press("Enter")
    bob.wait_for_url("**/speak/")
    expect(bob.locator("[data-under]")).to_have_text("of questioning left")
    expect(bob.locator("svg.track text")).to_have_text(["2:00"])
    before = bob.locator("[data-track]").get_attribute("width")
    expect(bob.locator("[data-track]")).not_to_have_attribute("width", before)
    axe(bob)
    picture(bob, "stage-questions")
    bob.keyboard.press(" ")
    bob.wait_for_url("**/review/")
    expect(bob.get_by_role("button", name="2 min in all")).to_be_visible()


def test_the_end_of_questioning_is_signalled_and_said_and_waits(cast, page):
    set_ways(cast.bob, vibration=True)
    round = speaking(cast.bob, ago=420)
    end_speech(round=round, at=timezone.now() - timedelta(seconds=200))
    way = next(one for one in ways(round.figures) if one.slug == "two-minutes")
    take_more_questions(round=round, way=way, at=timezone.now() - timedelta(seconds=60))
    bob = open_stage(page(cast.bob), round)
    until(round, 3, bob)
    expect(bob.locator("[data-say]")).to_have_text("Time for questioning is over")
    expect(bob.locator("[data-time-up]")).to_have_text("Time for questioning is over")
    becomes(bob, "window.shook.length", 1)
    expect(bob.locator("[data-digits]")).to_have_text("0:00")
    expect(bob.get_by_role("button", name="End questioning")).to_be_visible()
