"""A round in a real browser: the clock that is never wrong for long, the outline that loses nothing, every page."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from practice.models import KeptText, Point, Round, RuleSet
from practice.rounds import ready, start_speech
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.speaking import end
from tests.browser.waiting import stored, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def address(round: Round, page: str = "round") -> str:
    return reverse(f"practice:{page}", args=[round.team.slug, round.pk])


def prepping(member, *, ago: float = 0) -> Round:
    return make.prepping(member=member, at=timezone.now() - timedelta(seconds=ago))


def seconds(page: Page) -> int:
    """What the digits show."""
    minutes, rest = page.locator("[data-digits]").inner_text().lstrip("+").split(":")
    return int(minutes) * 60 + int(rest)


def hook(round: Round) -> str:
    return Point.objects.get(round=round, slot="hook").text


def wait_for_save(page: Page, slot: str = "hook") -> None:
    expect(page.locator(f"#status-{slot} [data-said]")).to_have_text(re.compile(r"^saved \d\d:\d\d$"))


# The whole of it


def test_a_round_from_draw_to_review_by_keyboard(cast, page, axe):
    article = make.article(member=cast.alice, title="Ports Reopen", questions=["Will A?", "Will B?", "Will C?"])
    make.rule_set()
    bob = page(cast.bob)
    bob.goto(reverse("practice:practice", args=["riverside"]))
    bob.get_by_role("button", name="Draw a question").press("Enter")
    bob.wait_for_url("**/choose/")
    second = bob.locator("#slip-2").inner_text()
    bob.reload()
    assert bob.locator("#slip-2").inner_text() == second
    bob.keyboard.press("2")
    bob.wait_for_url("**/prep/")
    expect(bob.get_by_role("heading", level=1)).to_have_text(second)
    bob.get_by_label("Hook").press_sequentially("Ships came back on Monday. 1 2 3")
    wait_for_save(bob)
    bob.get_by_label("Search the library").press_sequentially("wheat")
    expect(bob.locator("#hits .chip").first).to_have_attribute("href", re.compile("q=wheat&"))  # all five letters
    expect(bob.locator(".hit mark").first).to_have_text("Wheat")
    expect(bob.get_by_label("Search the library")).to_be_focused()
    bob.get_by_role("button", name="Ports Reopen").press("Enter")
    expect(bob.locator("#open")).to_contain_text("took in their first ships")
    expect(bob.locator("#open")).to_be_focused()
    bob.locator("#open").get_by_role("button", name="Point 1").press("Enter")
    expect(bob.locator("#sources-point_1")).to_contain_text("Castellanos and Weiss, 3 Mar 2026")
    expect(bob.locator("#source-count")).to_contain_text("1 of 7 sources")
    bob.get_by_role("link", name="Back to the files").press("Enter")
    expect(bob.get_by_role("button", name="Ports Reopen")).to_be_focused()
    expect(bob.get_by_role("link", name="Opened 1")).to_be_visible()
    bob.get_by_role("button", name="Ready to speak").press("Enter")
    bob.wait_for_url("**/speak/")
    bob.keyboard.press("Space")
    expect(bob.get_by_role("button", name="End speech")).to_be_visible()
    expect(bob.locator("[data-digits]")).to_have_text(re.compile("^6:[0-5][0-8]$"))
    axe(bob)
    end(bob)
    expect(bob.locator(".replay")).to_contain_text(f"Source attached to Point 1: {article.title}")
    expect(bob.locator("main")).to_contain_text("Ships came back on Monday. 1 2 3")
    axe(bob)


def test_a_round_without_any_script(cast, page):
    make.article(member=cast.alice, title="Ports Reopen", questions=["Will A?", "Will B?", "Will C?"])
    make.rule_set()
    bob = page(cast.bob, java_script_enabled=False)
    bob.goto(reverse("practice:practice", args=["riverside"]))
    bob.get_by_role("button", name="Draw a question").click()
    bob.get_by_role("button", name="Take this one").nth(2).click()
    bob.get_by_label("Hook").fill("typed and not saved")
    bob.get_by_role("button", name="Ports Reopen").click()
    expect(bob.get_by_label("Hook")).to_have_value("typed and not saved")
    bob.locator("#open").get_by_role("button", name="Point 2").click()
    expect(bob.locator("#sources-point_2")).to_contain_text("Castellanos and Weiss")
    bob.get_by_role("searchbox", name="Search the library").fill("wheat")
    bob.get_by_role("button", name="Search").click()
    expect(bob.locator(".hit mark").first).to_have_text("Wheat")
    bob.get_by_role("button", name="Pause").click()
    bob.get_by_role("button", name="Go on").click()
    expect(bob.get_by_role("button", name="Pause")).to_be_visible()
    bob.get_by_label("Close").fill("last words")
    bob.get_by_role("button", name="Ready to speak").click()
    bob.get_by_role("button", name="Start the speech").click()
    bob.get_by_role("link", name="Look at the clock").click()
    bob.get_by_role("button", name="End speech").click()
    expect(bob.locator("main")).to_contain_text("last words")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_no_page_of_a_round_breaks_a_rule_or_scrolls_sideways(cast, page, axe, viewport, scheme):
    for _ in range(3):
        make.article(
            member=cast.alice, questions=["Will a question as long as this one still fit on a slip of paper?"]
        )
    bob = page(cast.bob, viewport=viewport, color_scheme=scheme)

    def look(where: str) -> None:
        bob.goto(where)
        axe(bob)
        assert bob.evaluate("document.documentElement.scrollWidth") == viewport["width"], where

    make.rule_set()
    look(reverse("practice:practice", args=["riverside"]))
    round = make.round(member=cast.bob)
    look(address(round, "choose"))
    round = make.prepping_on(round)
    make.kept_text(member=cast.bob, round=round)
    look(address(round, "prep") + "?show=articles#files")
    look(reverse("practice:practice", args=["riverside"]))
    ready(round=round)
    look(address(round, "speak"))
    look(address(round, "review"))


def test_on_a_phone_the_room_is_three_tabs_under_one_clock(cast, page):
    make.article(member=cast.alice, title="Ports Reopen", questions=["Will A?", "Will B?", "Will C?"])
    round = prepping(cast.bob)
    bob = page(cast.bob, viewport=PHONE, has_touch=True)
    bob.goto(address(round, "prep"))
    expect(bob.get_by_label("Hook")).to_be_visible()
    expect(bob.get_by_label("Search the library")).to_be_hidden()
    bob.get_by_role("link", name="Files").tap()
    expect(bob.get_by_label("Hook")).to_be_hidden()
    bob.get_by_role("button", name="Ports Reopen").tap()
    expect(bob.locator("#open")).to_contain_text("took in their first ships")
    expect(bob.locator("#find")).to_be_hidden()
    bob.get_by_role("link", name="Outline").tap()
    expect(bob.get_by_label("Hook")).to_be_visible()
    expect(bob.locator("[data-digits]")).to_be_visible()


# The clock


def test_the_clock_goes_on_over_a_reload(cast, page):
    round = prepping(cast.bob, ago=600)
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    first = seconds(bob)
    assert 1140 <= first <= 1200
    bob.reload()
    assert first - 60 <= seconds(bob) <= first + 2  # half of the way of a slow answer


def test_a_clock_that_jumped_is_put_right_by_the_server(cast, page):
    round = prepping(cast.bob, ago=600)
    bob = page(cast.bob)
    bob.clock.install()
    bob.goto(address(round, "prep"))
    bob.clock.fast_forward("10:00")
    expect(bob.locator("[data-digits]")).to_have_text(re.compile("^19:"))
    bob.clock.fast_forward("10:00")
    expect(bob.locator("[data-digits]")).to_have_text(re.compile("^19:"))


def test_a_clock_that_was_set_is_put_right_by_the_server(cast, page):
    round = prepping(cast.bob, ago=600)
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    bob.evaluate("{ const now = Date.now; Date.now = () => now() + 300_000; }")
    expect(bob.locator("[data-digits]")).to_have_text(re.compile("^19:"))
    bob.wait_for_timeout(1500)
    expect(bob.locator("[data-digits]")).to_have_text(re.compile("^19:"))


def test_prep_that_runs_out_goes_to_the_stage_by_itself(cast, page):
    round = prepping(cast.bob, ago=1500)
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    bob.evaluate(
        """() => document.addEventListener("clock:leave", () => {
          const close = document.getElementById("text-close");
          close.value = "typed in the last moment";
          close.dispatchEvent(new Event("input", { bubbles: true }));
        })"""
    )
    until(round, 2, bob)
    bob.wait_for_url("**/speak/")
    expect(bob.get_by_role("button", name="Start the speech")).to_be_visible()
    text = lambda: Point.objects.get(round=round, slot="close").text  # noqa: E731
    stored(bob, text, "typed in the last moment")


def test_a_pause_in_one_tab_stops_the_clock_of_the_other(cast, page):
    round = prepping(cast.bob)
    one = page(cast.bob)
    one.goto(address(round, "prep"))
    two = one.context.new_page()
    two.goto(address(round, "prep"))
    one.bring_to_front()
    one.get_by_role("button", name="Pause").click()
    expect(two.get_by_role("button", name="Go on")).to_be_visible()
    two.bring_to_front()
    two.get_by_role("button", name="Go on").click()
    expect(one.get_by_role("button", name="Pause")).to_be_visible()


def test_a_choice_in_one_tab_takes_the_other_along(cast, page):
    round = make.round(member=cast.bob)
    one = page(cast.bob)
    one.goto(address(round, "choose"))
    two = one.context.new_page()
    two.goto(address(round, "choose"))
    one.bring_to_front()  # a key pressed in a tab that is not looked at is never answered by a busy browser
    one.keyboard.press("1")
    two.wait_for_url("**/prep/")


def choosing(member, *, left: float, end: str | None) -> Round:
    """Three minutes to choose, of which so many seconds are left."""
    rules = make.rule_set()
    rules.rules = {**rules.rules, "choose": 180, "choose_end": end}
    rules.save()
    return make.round(
        member=member, rule_set=RuleSet.objects.get(pk=rules.pk), at=timezone.now() - timedelta(seconds=180 - left)
    )


def test_time_to_choose_ends_on_every_device_with_the_same_question_and_is_told(cast, page, axe):
    round = choosing(cast.bob, left=150, end="first")
    one, two = page(cast.bob), page(cast.bob, viewport=PHONE)
    for device in (one, two):
        device.goto(address(round, "choose"))
    expect(one.get_by_text("When it ends, the first question drawn is kept for you.")).to_be_visible()
    until(round, 3, one, two)
    for device in (one, two):
        device.wait_for_url("**/prep/")
        expect(device.locator(".kept-for")).to_contain_text("the first question drawn was kept for you")
        expect(device.locator("[data-say]")).to_contain_text("Time to choose ended at ")
        expect(device.locator("h1.question")).to_have_text(round.slips.get(position=1).text)
    assert list(round.events.values_list("kind", flat=True)) == ["drawn", "kept"]
    assert round.events.get(seq=2).at == round.events.get(seq=1).at + timedelta(seconds=180)
    axe(one)


def test_time_to_choose_that_only_waits_turns_into_the_clock_of_prep(cast, page):
    round = choosing(cast.bob, left=150, end="wait")
    bob = page(cast.bob)
    bob.goto(address(round, "choose"))
    expect(bob.get_by_text("When it ends, prep runs on and the round waits for your choice.")).to_be_visible()
    until(round, 2, bob)
    expect(bob.get_by_text("Time to choose is over, and prep runs on.")).to_be_visible()
    assert seconds(bob) > 1500
    bob.wait_for_load_state()  # a new page, which must know its keys before one is pressed
    bob.keyboard.press("2")
    bob.wait_for_url("**/prep/")


def speaking(member, *, ago: float) -> Round:
    round = prepping(member, ago=ago)
    start_speech(round=round, at=timezone.now() - timedelta(seconds=ago))
    return round


def test_the_judges_hand_goes_up_at_its_moment_and_is_said_once(cast, page):
    round = speaking(cast.bob, ago=60)
    bob = page(cast.bob)
    bob.goto(address(round, "speak"))
    expect(bob.locator("[data-hand]")).to_be_hidden()
    expect(bob.locator("[data-say]")).to_be_empty()
    until(round, 303, bob)
    expect(bob.locator("[data-hand]")).to_have_text("5")
    expect(bob.locator("[data-say]")).to_have_text("5 minutes left")


def test_grace_is_counted_and_overtime_says_what_it_costs(cast, page):
    bob = page(cast.bob)
    round = speaking(cast.bob, ago=300)
    bob.goto(address(round, "speak"))
    until(round, 2, bob)
    expect(bob.locator("[data-hand]")).to_have_text("fist")
    expect(bob.locator("[data-under]")).to_have_text("of grace left")
    expect(bob.locator("[data-digits]")).to_have_text(re.compile("^0:[0-2]"))
    expect(bob.locator("[data-time-up]")).to_have_text("time")
    erin = page(cast.erin)
    erin.goto(address(speaking(cast.erin, ago=448), "speak"))
    expect(erin.locator("[data-digits]")).to_have_text(re.compile(r"^\+0:[345]"))
    expect(erin.locator("[data-under]")).to_have_text("over: may not be ranked first")


# The outline


def test_two_tabs_keep_both_texts(cast, page):
    round = prepping(cast.bob)
    one = page(cast.bob)
    one.goto(address(round, "prep"))
    two = one.context.new_page()
    two.goto(address(round, "prep"))
    one.get_by_label("Hook").fill("from one")
    wait_for_save(one)
    two.get_by_label("Hook", exact=True).fill("from two")
    expect(two.locator("#status-hook")).to_contain_text("changed in another tab")
    two.get_by_label("Hook", exact=True).press_sequentially(", typed on")
    expect(two.get_by_label("Hook", exact=True)).to_be_focused()
    expect(two.locator("#status-hook blockquote")).to_have_text("from one")
    expect(two.locator("#status-hook [data-said]")).to_have_text("changed in another tab")  # what was typed on is sent
    two.get_by_role("button", name="Keep both").click()
    expect(two.get_by_label("Hook", exact=True)).to_have_value("from one\n\nfrom two, typed on")
    assert hook(round) == "from one\n\nfrom two, typed on"
    assert KeptText.objects.filter(settled_at=None).count() == 0


def test_a_choice_between_two_texts_is_not_swapped_away_under_the_press(cast, page):
    round = prepping(cast.bob)
    make.kept_text(member=cast.bob, round=round, slot="hook")
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    bob.route("**/outline/hook/", lambda route: None)
    bob.get_by_label("Hook", exact=True).press_sequentially("typed on")
    bob.get_by_role("button", name="Keep both").hover()
    bob.mouse.down()  # who leaves the text sends it, and the answer brings the button anew
    expect(bob.get_by_label("Hook", exact=True)).to_be_focused()
    bob.mouse.up()
    expect(bob.get_by_label("Hook", exact=True)).to_have_value(re.compile("typed on"))
    stored(bob, lambda: KeptText.objects.filter(settled_at=None).count(), 0)


def test_typing_on_while_a_save_is_on_its_way_is_no_conflict(cast, page):
    round = prepping(cast.bob)
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    for word in ("Ships ", "came ", "back ", "on ", "Monday."):
        bob.get_by_label("Hook").press_sequentially(word)
        bob.wait_for_timeout(805)
    stored(bob, lambda: hook(round), "Ships came back on Monday.")
    wait_for_save(bob)
    assert KeptText.objects.count() == 0


def test_leaving_the_page_sends_what_was_typed(cast, page):
    round = prepping(cast.bob)
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    bob.get_by_label("Hook").press_sequentially("half a sente")
    bob.goto(reverse("practice:practice", args=["riverside"]))
    stored(bob, lambda: hook(round), "half a sente")


def test_a_draft_that_a_crash_left_on_the_device_is_offered_again(cast, page):
    round = prepping(cast.bob)
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    bob.evaluate(f"localStorage.setItem('outline:{round.pk}:hook', 'before the crash')")
    bob.reload()
    expect(bob.locator("#slot-hook .kept blockquote")).to_have_text("before the crash")
    bob.get_by_role("button", name="Put it back").click()
    wait_for_save(bob)
    assert hook(round) == "before the crash"
    assert bob.evaluate(f"localStorage.getItem('outline:{round.pk}:hook')") is None
