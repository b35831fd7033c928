"""Two coaches listen to one speech: what one adds is on the other’s page; no word or focus of the other is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from practice.models import Said
from practice.outline.points import attach
from practice.rounds import start_speech
from tests import make
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two(cast, page):
    """Alice on a laptop and Greta on a phone, on the same speech, which has two sources."""
    began = timezone.now() - timedelta(minutes=15)
    round = make.prepping(member=cast.bob, at=began)
    for slot in ("point_1", "point_2"):
        attach(round=round, slot=slot, article=make.article(member=cast.alice), at=began + timedelta(minutes=2))
    start_speech(round=round)
    greta = make.member(team=cast.team, user=make.user(username="greta"), role="coach")
    pages = page(cast.alice), page(greta, viewport=PHONE, has_touch=True)
    for one in pages:
        one.goto(f"{round.get_absolute_url()}judge/")
    return pages


def test_comments_ticks_and_sections_of_one_listener_come_to_the_other(two):
    alice, greta = two
    greta.locator(".tick").first.tap()
    greta.locator("#comment-body").fill("Great hook")
    greta.get_by_role("button", name="Add", exact=True).tap()
    greta.get_by_role("button", name="Point 1 begins").tap()
    expect(alice.locator("#comment-list")).to_contain_text("Great hook")
    expect(alice.locator(".tick").first).to_have_attribute("aria-pressed", "true")
    expect(alice.locator("#cited-counts")).to_contain_text("1 said: 1 found")
    expect(alice.get_by_role("button", name="Point 2 begins")).to_be_visible()
    alice.get_by_role("button", name="No date said").click()  # what came by itself works like the rest
    expect(alice.locator("#cited-list")).to_contain_text("no date")
    expect(greta.get_by_role("button", name="No date said")).to_have_count(0)
    alice.locator("#cited-list summary").click()
    alice.get_by_role("button", name="Take it off").click()
    expect(greta.locator("#cited-list li")).to_have_count(0)
    expect(greta.locator(".tick").first).to_have_attribute("aria-pressed", "false")


def test_what_the_other_is_typing_and_where_they_are_stays(two):
    alice, greta = two
    alice.locator(".tick").first.click()
    row = greta.locator("#cited-list li").first
    expect(row).to_be_visible()
    row.locator("summary").tap()
    greta.locator("#comment-body").fill("Half a thou")
    date = row.get_by_label("Date", exact=True)
    date.press_sequentially("Marc")
    alice.get_by_role("button", name="No date said").click()
    expect(alice.locator("#cited-list")).to_contain_text("no date was said")
    alice.locator("#comment-body").fill("Nice")
    alice.get_by_role("button", name="Add", exact=True).click()
    expect(greta.locator("#comment-list")).to_contain_text("Nice")
    expect(date).to_be_focused()
    expect(greta.locator("#comment-body")).to_have_value("Half a thou")
    date.press_sequentially("h 3rd")
    expect(date).to_have_value("March 3rd")
    date.blur()
    expect(row).to_contain_text("Somebody has changed it meanwhile")
    assert Said.objects.get().undated


def test_a_focus_on_a_source_or_on_the_tapping_button_stays_where_it_is(two):
    alice, greta = two
    tick = alice.locator(".tick").last
    tick.focus()
    greta.locator(".tick").last.tap()
    expect(tick).to_have_attribute("aria-pressed", "true")
    expect(tick).to_be_focused()
    alice.locator("#tap").focus()
    greta.get_by_role("button", name="Point 1 begins").tap()
    expect(alice.get_by_role("button", name="Point 2 begins")).to_be_focused()
