"""Nothing that a browser does gives other questions: reload, Back, two tabs, a double click; what is said aloud."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from practice.models import Round
from tests import make
from tests.browser.test_round import address, choosing, prepping, speaking
from tests.browser.waiting import hears_nothing, passes, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def slips(page: Page) -> list[str]:
    page.wait_for_url("**/choose/")
    return page.locator(".slip .question").all_inner_texts()


def bank(cast, number: int) -> str:
    for _ in range(number):
        make.question(member=cast.alice)
    make.rule_set()
    return reverse("practice:practice", args=["riverside"])


def test_a_double_click_a_reload_back_and_a_second_tab_give_the_same_three(cast, page):
    practice = bank(cast, 30)
    one = page(cast.bob)
    two = one.context.new_page()
    for tab in (one, two):
        tab.goto(practice)
    one.bring_to_front()
    one.get_by_role("button", name="Draw a question").dblclick()
    three = slips(one)
    assert len(three) == 3
    one.reload()
    assert slips(one) == three
    two.bring_to_front()
    two.get_by_role("button", name="Draw a question").click()
    assert slips(two) == three, "a form from before the draw leads to what was drawn"
    one.bring_to_front()
    one.go_back()
    one.wait_for_url(f"**{practice}")
    again = one.get_by_role("button", name="Draw a question")
    if again.count():  # the page as it was, from the browser's memory
        again.click()
    else:
        one.locator(".going a").first.click()
    assert slips(one) == three
    assert Round.objects.get().events.filter(kind="drawn").count() == 1


def test_back_to_the_choice_and_a_double_click_choose_once(cast, page):
    bank(cast, 9)
    round = make.round(member=cast.bob)
    bob = page(cast.bob)
    bob.goto(address(round, "choose"))
    bob.locator(".slip button").nth(1).dblclick()
    expect(bob).to_have_url(re.compile("/prep/$"))
    chosen = bob.locator("h1.question").inner_text()
    other = bob.context.new_page()
    other.goto(address(round, "choose"))
    other.wait_for_url("**/prep/")
    token = next(one["value"] for one in bob.context.cookies() if one["name"] == "csrftoken")
    sent = bob.request.post(
        address(round, "choose"), form={"slip": "3", "csrfmiddlewaretoken": token}, headers={"Referer": bob.url}
    )
    assert sent.status == 409
    bob.reload()
    assert bob.locator("h1.question").inner_text() == chosen
    assert list(round.events.values_list("kind", flat=True)) == ["drawn", "chosen"]


@pytest.mark.parametrize("stage", ["choose", "prep", "speak"])
def test_a_screen_reader_hears_the_clock_at_the_marks_only(cast, page, stage):
    begin = {
        "choose": lambda: choosing(cast.bob, left=150, end="first"),
        "prep": lambda: prepping(cast.bob, ago=100),
        "speak": lambda: speaking(cast.bob, ago=63),
    }
    round = begin[stage]()
    bob = page(cast.bob)
    bob.goto(address(round, stage))
    watched = "[data-say], [data-time-up], [aria-live=polite], [aria-live=assertive], [role=alert], [role=status]"
    bob.evaluate(
        """(watched) => {
            window.spoken = 0;
            const observer = new MutationObserver((all) => { window.spoken += all.length; });
            for (const place of document.querySelectorAll(watched))
                observer.observe(place, { subtree: true, childList: true, characterData: true });
        }""",
        watched,
    )
    digits = bob.locator("[role=timer][data-digits]")
    before = digits.inner_text()
    bob.wait_for_timeout(2600)
    expect(digits).not_to_have_text(before)
    assert digits.get_attribute("aria-live") is None, "a timer's own silence"
    assert bob.evaluate("window.spoken") == 0


def test_time_to_choose_that_ended_while_the_laptop_slept_is_found_ended(cast, page):
    round = choosing(cast.bob, left=100, end="chance")
    bob = page(cast.bob)
    with bob.expect_response("**/state/"):
        bob.goto(address(round, "choose"))
    hears_nothing(bob)
    for event in round.events.all():  # the server lived through three minutes that the steady clock slept
        round.events.filter(pk=event.pk).update(at=event.at - timedelta(minutes=3))
    passes(bob, 180)
    bob.wait_for_url("**/prep/")
    expect(bob.locator(".kept-for")).to_contain_text("was kept by chance for you")


def test_time_to_choose_that_ended_while_the_server_was_gone_is_found_ended(cast, page):
    round = choosing(cast.bob, left=150, end="first")
    bob = page(cast.bob)
    bob.route("**/state/", lambda route: route.abort("connectionrefused"))
    bob.goto(address(round, "choose"))
    until(round, 2, bob)
    expect(bob.locator(".to-choose [data-digits]")).to_have_text("0:00")
    bob.wait_for_timeout(1200)
    assert list(round.events.values_list("kind", flat=True)) == ["drawn"], "nobody has looked yet"
    bob.unroute("**/state/")
    bob.wait_for_url("**/prep/")
    assert round.events.get(seq=2).at == round.events.get(seq=1).at + timedelta(seconds=180)
