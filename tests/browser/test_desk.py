"""The desk of the prep room in a browser: layouts, counters that follow the fingers, one screen."""

import os
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from evidence.attaching import Selection, attach_note
from practice.outline.layouts import aim, shipped
from practice.outline.points import attach, save_point
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_round import address, prepping
from tests.browser.waiting import becomes, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PICTURES")


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def test_a_notecards_counter_says_and_shows_the_fifty_first_word(cast, page, axe):
    round = prepping(cast.bob)
    aim(round=round, layout=shipped()["four-panel"], notecard="50", aims_for=None)
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    bob.get_by_label("Point 1", exact=True).fill("word " * 50)
    expect(bob.locator("#card-count")).to_have_text("50 of 50 words")
    expect(bob.locator("#card-count")).not_to_have_class("over")
    bob.get_by_label("Point 2", exact=True).press_sequentially("more")
    expect(bob.locator("#card-count")).to_have_text("51 of 50 words: 1 too many")
    expect(bob.locator("#card-count")).to_have_class("over")
    expect(bob.locator("#desk-said")).to_have_text("51 of 50 words: 1 too many")
    for slot in ("point_1", "point_2"):
        expect(bob.locator(f"#status-{slot} [data-said]")).to_have_text(re.compile("^saved "))
    axe(bob)
    bob.reload()
    expect(bob.locator("#card-count")).to_have_text("51 of 50 words: 1 too many")
    expect(bob.get_by_label("Point 2", exact=True)).to_have_value("more")


def test_sources_are_taken_off_one_after_another_by_keyboard(cast, page):
    round = prepping(cast.bob)
    for _ in range(2):
        attach(round=round, slot="point_1", article=make.article(member=cast.alice), at=timezone.now())
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    sources = bob.locator("#sources-point_1 .cite.on")
    sources.first.focus()
    bob.keyboard.press("Enter")
    expect(sources).to_have_count(1)
    expect(sources).to_be_focused()
    bob.keyboard.press("Enter")
    expect(sources).to_have_count(0)
    expect(bob.get_by_role("button", name="+ source for Point 1")).to_be_focused()


def test_escape_leads_from_the_files_back_to_the_point_that_asked_for_a_source(cast, page):
    make.article(member=cast.alice, title="Ports reopen")
    bob = page(cast.bob)
    bob.goto(address(prepping(cast.bob), "prep"))
    bob.get_by_label("Hook").press_sequentially("A vial")
    bob.locator("body").press("/")
    bob.locator("#files .chip").first.press("Escape")
    expect(bob.get_by_label("Hook")).to_be_focused()
    bob.get_by_role("button", name="+ source for Point 2").press("Enter")
    expect(bob.locator("#hits .choosing")).to_be_focused()
    with bob.expect_response(lambda response: "q=ports" in response.url):
        bob.locator("#find").fill("ports")
    expect(bob.locator("#hits mark", has_text="Ports").first).to_be_visible()
    with bob.expect_response("**/files/**"):
        bob.locator("#find").press("Escape")
    expect(bob.locator("#find")).to_be_focused()
    expect(bob.locator("#find")).to_have_value("")
    becomes(bob, "document.querySelectorAll('.htmx-request, .htmx-swapping, .htmx-settling').length", 0)
    bob.get_by_role("button", name="Attach to Point 2").first.press("Enter")
    expect(bob.locator("#sources-point_2 .on")).to_be_visible()
    bob.keyboard.press("Escape")
    expect(bob.get_by_label("Point 2", exact=True)).to_be_focused()
    bob.locator("summary", has_text="More").press("Enter")
    expect(bob.get_by_text("from the files back to the outline")).to_be_visible()


def test_what_was_attached_is_shown_though_a_search_took_its_button_away_meanwhile(cast, page):
    article = make.article(member=cast.alice, title="Ports reopen")
    round, held = prepping(cast.bob), []
    bob = page(cast.bob)
    # htmx writes down that it did not find the places where the button had hung.
    bob.add_init_script(
        """const { error } = console;
        console.error = (said, ...more) => /^htmx:oobErrorNoTarget/.test(said) || error(said, ...more);"""
    )
    bob.goto(address(round, "prep"))
    bob.get_by_role("button", name="+ source for Point 2").press("Enter")
    expect(bob.locator("#hits .choosing")).to_be_focused()
    bob.route("**/attach/", lambda route: held.append(route))
    bob.get_by_role("button", name="Attach to Point 2").first.press("Enter")
    stored(bob, lambda: len(held), 1)
    with bob.expect_response("**/files/**"):
        bob.locator("#find").fill("ports")
    expect(bob.locator("#hits mark", has_text="Ports").first).to_be_visible()
    held[0].continue_()
    expect(bob.locator("#sources-point_2 .on")).to_be_visible()
    expect(bob.locator("#desk-said")).to_have_text(re.compile("."))
    assert round.points.get(slot="point_2").sources.get().article == article


def test_a_search_that_stands_is_of_the_round_and_one_that_goes_on_is_not(cast, page):
    round = prepping(cast.bob)
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    with bob.expect_response("**/searched/"):
        bob.locator("#find").evaluate(
            """async (box) => {
              for (const words of ["po", "ports"]) {
                box.value = words;
                box.dispatchEvent(new Event("input", { bubbles: true }));
                await new Promise((later) => setTimeout(later, 600));
              }
            }"""
        )
    assert [event.data for event in round.events.filter(kind="searched")] == [{"words": "ports"}]


def test_a_search_that_goes_on_is_not_of_the_round_however_late_its_answer_is(cast, page):
    round, held, told = prepping(cast.bob), [], []
    bob = page(cast.bob)
    bob.clock.install()
    bob.goto(address(round, "prep"))
    bob.on("request", lambda request: told.append(request.url) if "/searched/" in request.url else None)
    bob.locator("#find").fill("po")
    expect(bob.locator("#hits input[name=q]")).to_have_value("po")
    bob.route("**/files/**", lambda route: held.append(route))
    bob.locator("#find").fill("ports")
    stored(bob, lambda: len(held), 1)
    bob.clock.run_for(3_000)
    assert told == []
    held[0].continue_()
    expect(bob.locator("#hits input[name=q]")).to_have_value("ports")
    with bob.expect_response("**/searched/"):
        bob.clock.run_for(3_000)
    assert [event.data for event in round.events.filter(kind="searched")] == [{"words": "ports"}]


def test_words_that_are_searched_before_the_files_for_a_point_have_come_are_for_that_point(cast, page):
    make.article(member=cast.alice, title="Ports reopen")
    round, held = prepping(cast.bob), []
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    bob.route(re.compile(r"/files/\?for=point_2$"), lambda route: held.append(route))
    bob.get_by_role("button", name="+ source for Point 2").press("Enter")
    stored(bob, lambda: len(held), 1)
    with bob.expect_response(lambda response: "q=ports" in response.url):
        bob.locator("#find").fill("ports")
    expect(bob.locator("#hits mark", has_text="Ports").first).to_be_visible()
    expect(bob.locator("#find")).to_be_focused()
    held[0].continue_()
    bob.get_by_role("button", name="Attach to Point 2").first.press("Enter")
    expect(bob.locator("#sources-point_2 .on")).to_be_visible()
    expect(bob.locator("#hits mark", has_text="Ports").first).to_be_visible()


def test_what_is_typed_while_two_texts_are_settled_is_not_lost(cast, page):
    round, held = prepping(cast.bob), []
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    save_point(member=cast.bob, round=round, slot="hook", written=make.written("from one"))
    hook = bob.get_by_label("Hook", exact=True)
    hook.fill("from two")
    expect(bob.locator("#status-hook")).to_contain_text("changed in another tab")
    bob.route("**/settle/", lambda route: held.append(route))
    bob.get_by_role("button", name="Keep both").click()
    stored(bob, lambda: len(held), 1)
    bob.route("**/outline/hook/", lambda _: None)
    hook.press_sequentially(" and on")
    held[0].continue_()
    expect(hook).to_have_value("from one\n\nfrom two")
    expect(bob.locator("#slot-hook .kept blockquote")).to_have_text("from two and on")


def test_a_change_of_layout_by_keyboard_takes_what_is_typed_along(cast, page):
    round = prepping(cast.bob)
    bob = page(cast.bob)
    bob.goto(address(round, "prep"))
    bob.get_by_label("Hook").fill("typed and not yet saved")
    bob.locator(".set-outline summary").press("Enter")
    bob.get_by_label("Layout").select_option("blank")
    bob.get_by_role("button", name="Change").press("Enter")
    expect(bob.get_by_label("Page", exact=True)).to_be_visible()
    expect(bob.get_by_label("Hook")).to_have_value("typed and not yet saved")
    expect(bob.locator(".left-over")).to_contain_text("Written under another layout")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("key", ["classic", "four-panel", "blank"])
def test_every_layout_fits_and_breaks_no_rule(cast, page, axe, key, viewport, scheme):
    article = make.article(member=cast.alice, title="Ports Reopen", questions=["Will A?", "Will B?", "Will C?"])
    round = prepping(cast.bob)
    said = {"hook": "Ships came back on Monday. The price fell before they had docked.", "point_1": "Insurers " * 12}
    for slot, words in said.items():
        save_point(member=cast.bob, round=round, slot=slot, written=make.written(words))
    attach(round=round, slot="point_1", article=article)
    aim(round=round, layout=shipped()[key], notecard="50" if key == "four-panel" else "", aims_for=None)
    bob = page(cast.bob, viewport=viewport, color_scheme=scheme)
    bob.goto(address(round, "prep"))
    axe(bob)
    assert bob.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    picture(bob, f"prep-{key}-{'phone' if viewport is PHONE else 'laptop'}-{scheme}")
    bob.goto(address(round, "sheet"))
    axe(bob)
    assert bob.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    picture(bob, f"sheet-{key}-{'phone' if viewport is PHONE else 'laptop'}-{scheme}")


def test_lines_of_a_card_are_said_to_be_an_estimate(cast, page):
    bob, round = page(cast.bob), prepping(cast.bob)
    aim(round=round, layout=shipped()["four-panel"], notecard="3x5", aims_for=7)
    bob.goto(address(round, "prep"))
    bob.locator("[data-outline]").first.fill("a word " * 9)
    expect(bob.locator("#card-count")).to_contain_text(
        "about 2 of the 10 lines of a 3 × 5 card an estimate, at 42 letters a line"
    )


def test_a_save_that_failed_does_not_look_like_one_that_went_well(cast, page):
    bob, round = page(cast.bob), prepping(cast.bob)
    bob.goto(address(round, "prep"))
    hook = bob.locator("[name=hook-text]")
    said = bob.locator("#status-hook .said")
    hook.fill("Saved")
    expect(said).to_have_text(re.compile("^saved"))
    bob.route("**/outline/hook/", lambda route: route.fulfill(status=401, body="You are signed out."))
    hook.fill("Saved, then not")
    expect(said).to_contain_text("not saved: you are signed out")
    expect(said).to_have_class("said failed")
    failed = said.evaluate("box => getComputedStyle(box).color")
    bob.unroute("**/outline/hook/")
    hook.fill("Saved, then not, then saved")
    expect(bob.locator("#status-hook .said")).to_contain_text(re.compile("^saved"))
    assert said.evaluate("box => getComputedStyle(box).color") != failed


def test_a_source_found_on_a_phone_leads_back_to_its_point(cast, page, axe):
    article = make.article(member=cast.alice, title="Ports reopen to grain", body="The ports reopen to grain ships.")
    round = prepping(cast.bob)
    attach_note(member=cast.bob, article=article, body="Whose?", selection=Selection("grain ships"))
    bob = page(cast.bob, viewport=PHONE)
    bob.goto(address(round, "prep"))
    bob.get_by_role("link", name="Files", exact=True).click()
    bob.get_by_role("button", name=article.title).click()
    expect(bob.locator("#open mark")).to_have_text("grain ships")
    axe(bob)
    bob.get_by_role("link", name="Outline", exact=True).click()
    bob.get_by_role("button", name="+ source for Point 1").click()
    expect(bob.locator("#hits .choosing")).to_be_focused()
    bob.get_by_role("button", name="Attach to Point 1").click()
    expect(bob.locator("#sources-point_1 .cite.on")).to_be_focused()
    expect(bob.locator("#sources-point_1 .cite.on")).to_be_in_viewport()


def test_a_search_without_script_loses_nothing_that_is_typed(cast, page):
    make.article(member=cast.alice, title="Ports reopen to grain", body="The ports reopen to grain ships.")
    round = prepping(cast.bob)
    bob = page(cast.bob, java_script_enabled=False)
    bob.goto(address(round, "prep"))
    bob.get_by_label("Hook").fill("typed and not saved")
    search = bob.get_by_role("searchbox", name="Search the library")
    search.fill("grain ships")
    with bob.expect_navigation():
        bob.get_by_role("button", name="Search").click()
    expect(bob.get_by_label("Hook")).to_have_value("typed and not saved")
    expect(search).to_have_value("grain ships")
    expect(bob.get_by_role("button", name="Articles 1")).to_be_visible()
    bob.get_by_label("Hook").fill("typed once more")
    bob.get_by_role("button", name="Opened 0").click()
    expect(bob.get_by_text("Nothing opened in this round yet.")).to_be_visible()
    expect(bob.get_by_label("Hook")).to_have_value("typed once more")


def test_a_source_without_script_loses_nothing_that_is_typed(cast, page):
    article = make.article(member=cast.alice, title="Ports reopen to grain", body="The ports reopen to grain ships.")
    round = prepping(cast.bob)
    bob = page(cast.bob, java_script_enabled=False)
    bob.goto(address(round, "prep"))
    bob.get_by_label("Hook").fill("typed and not saved")
    with bob.expect_navigation():
        bob.get_by_role("button", name="+ source for Point 1").click()
    expect(bob.get_by_label("Hook")).to_have_value("typed and not saved")
    bob.get_by_role("button", name="Attach to Point 1").first.click()
    expect(bob.locator("#sources-point_1 .cite.on")).to_have_count(1)
    expect(bob.get_by_label("Hook")).to_have_value("typed and not saved")
    assert [source.article for source in round.points.get(slot="point_1").sources.all()] == [article]
