"""A coach on a phone judges a student's speech while it runs; the student sees the ballot and goes on with a focus."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from practice.models import Comment, Said, Sheet
from practice.outline.points import attach
from practice.rounds import start_speech
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.waiting import stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PICTURES")


def shoot(page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


@pytest.fixture
def prep(cast):
    began = timezone.now() - timedelta(minutes=15)
    round = make.prepping(member=cast.bob, at=began)
    for slot in ("point_1", "point_2"):
        article = make.article(member=cast.alice)
        attach(round=round, slot=slot, article=article, at=began + timedelta(minutes=2))
    return round


def test_a_coach_on_a_phone_judges_a_speech_and_the_speaker_sees_it(cast, prep, page, axe):
    coach = page(cast.alice, viewport=PHONE, has_touch=True)
    coach.goto("/t/riverside/")
    coach.get_by_role("link", name="Listen to Bob").click()
    expect(coach.get_by_text("prep is running")).to_be_visible()
    axe(coach)
    start_speech(round=prep)  # on the speaker's own device
    expect(coach.locator("#listening")).to_have_attribute("data-every", "3000")  # ms; the rest is the machine's
    expect(coach.get_by_role("button", name="Point 1 begins")).to_be_visible()
    expect(coach.get_by_text("Now: Introduction")).to_be_visible()

    expect(coach.get_by_label("Type as you listen")).to_be_visible()  # the page was open before the speech began
    box = coach.get_by_label("A comment").or_(coach.get_by_label("Type as you listen"))
    box.fill("Great hook")
    day = coach.get_by_label("Its date, as said")
    day.focus()
    expect(coach.locator("#comment-status")).to_contain_text("kept, at 0:")
    expect(day).to_be_focused()  # what saves itself moves no focus
    coach.get_by_role("button", name="Add", exact=True).click()
    expect(coach.locator("#comment-list")).to_contain_text("Great hook")
    expect(box).to_have_value("")
    expect(coach.get_by_label("Type as you listen")).to_be_visible()

    coach.get_by_role("button", name="Point 1 begins").click()
    expect(coach.get_by_role("button", name="Point 2 begins")).to_be_visible()
    coach.locator(".tick").first.click()
    expect(coach.locator("#cited-counts")).to_contain_text("1 said: 1 found")
    coach.get_by_role("button", name="3 Mar 2026", exact=True).click()
    expect(coach.locator(".verdict-line").first).to_contain_text("found: 3 March 2026")
    coach.get_by_label("Another source you hear").fill("NYT")
    coach.get_by_label("Its date, as said").fill("last Tuesday")
    coach.get_by_role("button", name="Add source").click()
    expect(coach.locator("#cited")).to_contain_text("nothing of New York Times in the library")
    coach.get_by_label("Reasons").fill("Clear answer, strong evidence.")
    expect(coach.locator("#ballot-status")).to_contain_text("saved")
    shoot(coach, "judge-phone")
    axe(coach)

    speaker = page(cast.bob)
    speaker.goto(prep.get_absolute_url())
    speaker.get_by_role("button", name=re.compile("End speech")).click()
    expect(speaker.get_by_role("heading", name="Ballots")).to_be_visible()
    speaker.wait_for_load_state()
    expect(speaker.get_by_text("Great hook").first).to_be_visible()
    expect(speaker.locator(".comment").first).to_contain_text(re.compile(r"0:\d\d"))
    expect(speaker.locator(".time-link")).to_have_count(0)  # nothing was recorded: a time is no button
    expect(speaker.get_by_text("Clear answer, strong evidence.")).to_have_count(0)

    expect(coach.get_by_role("button", name="Give it to Bob")).to_be_visible()  # without a reload
    coach.reload()
    expect(coach.get_by_label("Reasons")).to_have_value("Clear answer, strong evidence.")
    coach.get_by_label("One thing to work on next time").fill("Look up at every transition")
    coach.get_by_text("Marks for each criterion").click()
    coach.get_by_role("group", name="Introduction").get_by_role("radio", name="4").check()
    coach.get_by_role("button", name="Give it to Bob").press("Enter")
    expect(coach.get_by_text("Given. Bob sees it on the review.")).to_be_visible()
    expect(coach.get_by_role("button", name="Give it as it is now")).to_be_focused()
    shoot(coach, "judge-given-phone")
    axe(coach)

    speaker.reload()
    expect(speaker.get_by_text("Clear answer, strong evidence.")).to_be_visible()
    axe(speaker)
    shoot(speaker, "review-laptop")
    speaker.set_viewport_size(PHONE)
    shoot(speaker, "review-phone")
    speaker.locator("#seen summary").press("Enter")
    axe(speaker)
    speaker.get_by_label("My team", exact=True).check()
    speaker.locator("#seen").get_by_role("button", name="Save").press("Enter")
    expect(speaker.get_by_text("Your team sees this round")).to_be_visible()
    assert speaker.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    speaker.set_viewport_size(LAPTOP)
    speaker.get_by_role("button", name="After ›").click()
    expect(speaker.locator(".replay [aria-current=step]")).to_contain_text("Questions drawn")
    speaker.keyboard.press("ArrowRight")
    expect(speaker.locator(".replay [aria-current=step]")).to_contain_text("Question chosen")
    speaker.get_by_role("button", name="Files").click()
    expect(speaker.locator(".replay .of-files").first).to_be_hidden()

    for number in range(3):
        make.question(member=cast.alice, text=f"Will the strait stay open this winter, part {number}?")
    speaker.goto("/t/riverside/practice/")
    expect(speaker.get_by_text("Look up at every transition")).to_be_visible()
    speaker.get_by_role("button", name="Draw a question").click()
    speaker.wait_for_url("**/choose/")
    expect(speaker.get_by_text("Look up at every transition")).to_be_visible()
    shoot(speaker, "choose-laptop")
    assert Comment.objects.get().second is not None and Said.objects.count() == 2
    assert Sheet.objects.exclude(given_at=None).get().points == {"Introduction": 4}


def test_what_was_typed_without_a_connection_is_there_after_a_reload(cast, prep, page):
    start_speech(round=prep)
    coach = page(cast.alice)
    coach.goto(f"{prep.get_absolute_url()}judge/")
    coach.route("**/comments/**", lambda route: route.abort("connectionrefused"))
    coach.route("**/ballot/**", lambda route: route.abort("connectionrefused"))
    coach.locator("#comment-body").fill("Said on the train")
    expect(coach.locator("#comment-status")).to_contain_text("not saved; it is on this device")
    coach.unroute("**/comments/**")
    coach.unroute("**/ballot/**")
    coach.reload()
    expect(coach.locator("#comment-body")).to_have_value("Said on the train")


def test_the_next_source_is_typed_while_the_last_one_is_on_its_way(cast, prep, page):
    start_speech(round=prep)
    coach = page(cast.alice)
    coach.goto(f"{prep.get_absolute_url()}judge/")
    held = []
    coach.route("**/said/", lambda route: held.append(route))
    publication, day = coach.locator("#hear-publication"), coach.locator("#hear-day")
    publication.fill("NYT")
    day.fill("May 12th")
    day.press("Enter")
    stored(coach, lambda: len(held), 1)
    publication.fill("The Econ")
    held[0].continue_()
    expect(coach.locator("#cited-list li")).to_have_count(1)
    expect(publication).to_be_focused()
    coach.keyboard.type("omist")
    expect(publication).to_have_value("The Economist")
    expect(day).to_have_value("")


@pytest.mark.parametrize("field", ["focus", "mark", "choice"])
def test_what_was_put_on_a_ballot_without_a_connection_is_sent_again(cast, prep, page, field):
    start_speech(round=prep)
    coach = page(cast.alice)
    coach.goto(f"{prep.get_absolute_url()}judge/")
    coach.get_by_text("Marks for each criterion").click()
    fill = {
        "focus": lambda to: coach.get_by_label("One thing to work on next time").fill(["Look up", "Slow down"][to]),
        "mark": lambda to: coach.get_by_role("group", name="Introduction").get_by_label(["2", "4"][to]).check(),
        "choice": lambda to: coach.locator("#id_as_asked").select_option(index=to + 1),
    }[field]
    coach.route("**/ballot/**", lambda route: route.abort("connectionrefused"))
    fill(0)
    status = coach.locator("#ballot-status .said")
    expect(status).to_have_text("not saved; it is sent again")
    coach.unroute("**/ballot/**")
    coach.evaluate("window.dispatchEvent(new Event('online'))")
    expect(status).to_have_text("saved")

    def sheet():
        now = Sheet.objects.get()
        return now.focus, now.points, now.as_asked

    first = sheet()
    coach.route("**/ballot/**", lambda route: route.abort("connectionrefused"))
    fill(1)
    expect(status).to_have_text("not saved; it is sent again")
    coach.unroute("**/ballot/**")
    coach.goto("/t/riverside/practice/")  # what leaves with the page
    stored(coach, lambda: sheet() != first, True)


def test_without_script_a_coach_comments_ticks_and_judges(cast, prep, page):
    start_speech(round=prep)
    coach = page(cast.alice, java_script_enabled=False)
    coach.goto(f"{prep.get_absolute_url()}judge/")
    coach.locator("#comment-body").fill("Fine")
    coach.get_by_role("button", name="Add", exact=True).click()
    expect(coach.locator("#comment-list")).to_contain_text("Fine")
    coach.locator(".tick").first.click()
    expect(coach.locator("#cited-counts")).to_contain_text("1 said")
    coach.get_by_role("button", name="Point 1 begins").click()
    expect(coach.get_by_text("Now: Point 1")).to_be_visible()
    coach.get_by_label("Reasons").fill("Good.")
    with coach.expect_navigation():
        coach.get_by_role("button", name="Save", exact=True).last.click()
    expect(coach.get_by_label("Reasons")).to_have_value("Good.")


def test_the_whole_of_it_by_keys_alone(cast, prep, page):
    start_speech(round=prep)
    coach = page(cast.alice)
    coach.goto(f"{prep.get_absolute_url()}judge/")
    keys = coach.keyboard
    keys.press("c")
    keys.type("Great hook")
    keys.press("Control+Enter")  # before the draft of it was sent
    expect(coach.locator("#comment-list")).to_contain_text("Great hook")
    expect(coach.locator("#comment-body")).to_be_focused()
    keys.press("Escape")
    keys.press("s")
    expect(coach.get_by_role("button", name="Point 2 begins")).to_be_visible()
    keys.press("2")
    expect(coach.locator(".tick").nth(1)).to_have_attribute("aria-pressed", "true")
    expect(coach.locator(".tick").nth(1)).to_be_focused()
    keys.press("d")
    expect(coach.locator("#cited-list")).to_contain_text("found: 3 March 2026")
    keys.press("1")
    expect(coach.locator("#cited-list li")).to_have_count(2)
    keys.press("x")
    expect(coach.locator("#cited-list")).to_contain_text("no date was said")
    keys.press("o")
    keys.type("NYT")
    keys.press("Tab")
    keys.type("May 12th")
    keys.press("Enter")
    expect(coach.locator("#cited-list li")).to_have_count(3)
    expect(coach.get_by_label("Another source you hear")).to_be_focused()
    coach.locator("#cited-list summary").last.focus()
    keys.press("Enter")
    coach.get_by_role("button", name="Take it off").last.press("Enter")
    expect(coach.get_by_role("button", name="Undo")).to_be_focused()
    keys.press("b")
    keys.type("Clear.")
    keys.press("Tab")
    with coach.expect_response(lambda answer: "focus=Look%20up" in (answer.request.post_data or "")):
        keys.type("Look up")
    expect(coach.locator("#ballot-status")).to_contain_text("saved")
    expect(coach.locator("#comment-body")).to_have_value("")
    assert [c.body for c in Comment.objects.all()] == ["Great hook"]
    assert Sheet.objects.get().says() | {"points": {}} == Sheet(reasons="Clear.", focus="Look up").says()
    keys.press("Escape")
    keys.press("?")
    expect(coach.get_by_role("dialog")).to_be_visible()
    coach.get_by_label("Single-letter keys").uncheck()
    keys.press("Escape")
    keys.press("s")
    expect(coach.get_by_role("button", name="Point 2 begins")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_in_pictures(cast, prep, page, scheme, axe):
    start_speech(round=prep)
    coach = page(cast.alice, color_scheme=scheme)
    coach.goto(f"{prep.get_absolute_url()}judge/")
    coach.locator(".tick").first.click()
    coach.get_by_label("Another source you hear").fill("The Continental")
    coach.get_by_label("Its date, as said").fill("May 12th")
    coach.get_by_role("button", name="Add source").click()
    expect(coach.locator("#cited-counts")).to_contain_text("2 said")
    coach.get_by_text("Marks for each criterion").click()
    axe(coach)
    shoot(coach, f"judge-laptop-{scheme}")
