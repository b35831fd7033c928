"""Tidying the library in a real browser: many rows by keyboard alone, two articles that are one, taking one out."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.models import Article
from evidence.attaching import Selection, attach_note
from teams.access import Visibility
from tests import make
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST = "Ports opened on Monday after eleven weeks. Insurers said that they will wait.\n\nWheat fell in two days."
SECOND = "Ports opened on Monday after twelve weeks. Insurers said that they will wait.\n\nThe annex names nobody."


def library(cast) -> str:
    return reverse("articles:library", args=[cast.team.slug])


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_rows_are_ticked_filed_and_taken_back_by_keyboard_alone(page, cast, axe):
    make.area(team=cast.team)
    for n in range(3):
        make.article(member=cast.alice, title=f"Report {n}")
    opened = page(cast.alice)
    opened.goto(library(cast))
    bar = opened.locator("[data-tidy]")
    expect(bar.get_by_label("Area")).to_be_hidden()
    opened.get_by_label("Tick Report 0").focus()
    press(opened, "Space")
    opened.get_by_label("Tick Report 1").focus()
    press(opened, "Space")
    expect(bar.get_by_role("status")).to_have_text("2 ticked")
    axe(opened)
    bar.get_by_label("Area").focus()
    press(opened, "B", "Tab", "Enter")
    expect(opened.locator(".messages")).to_contain_text("2 articles filed under the area.")
    assert sorted(a.title for a in Article.objects.filter(areas__slug="black-sea")) == ["Report 0", "Report 1"]
    axe(opened)
    opened.get_by_role("button", name="Undo").focus()
    press(opened, "Enter")
    expect(opened.locator(".messages")).to_contain_text("2 articles as before.")
    assert not Article.objects.filter(areas__slug="black-sea").exists()


def test_rows_are_changed_without_script(page, cast):
    for n in range(2):
        make.article(member=cast.alice, title=f"Report {n}")
    opened = page(cast.erin, java_script_enabled=False, viewport=PHONE)
    opened.goto(library(cast))
    opened.get_by_role("link", name="Tick all on this page").click()
    expect(opened.get_by_label("Tick Report 1")).to_be_checked()
    opened.get_by_label("Tags").fill("Grain, NATO")
    opened.get_by_role("button", name="Add tags").click()
    expect(opened.locator(".messages")).to_contain_text("2 articles tagged.")
    assert [a.tags for a in Article.objects.all()] == [["Grain", "NATO"]] * 2
    assert not opened.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_two_articles_that_are_one_are_compared_merged_and_taken_apart(page, cast, axe, scheme):
    stays = make.article(member=cast.alice, title="Ports Reopen", body=FIRST)
    gone = make.article(member=cast.alice, title="Ports Reopen Again", body=SECOND)
    words = Selection("The annex names nobody.")
    attach_note(member=cast.bob, article=gone, body="Who then?", selection=words, visibility=Visibility.TEAM)
    opened = page(cast.alice, color_scheme=scheme)
    opened.goto(gone.get_absolute_url())
    axe(opened)
    opened.get_by_text("Change", exact=True).click()
    opened.get_by_role("link", name="Merge with another").click()
    opened.wait_for_url("**/merge/**")
    axe(opened)
    opened.get_by_role("link", name="Compare with Ports Reopen").first.click()
    expect(opened.locator(".compared p:not(.quiet) del").first).to_have_text("twelve ")
    expect(opened.locator(".compared p:not(.quiet) ins").first).to_have_text("eleven ")
    axe(opened)
    opened.get_by_text("Ports Reopen", exact=True).click()
    opened.get_by_role("button", name="Merge").click()
    expect(opened).to_have_url(re.compile(stays.get_absolute_url()))
    expect(opened.locator(".messages")).to_contain_text("1 note and 0 cards moved here")
    expect(opened.get_by_role("main")).to_contain_text("Who then?")
    opened.goto(gone.get_absolute_url())
    expect(opened).to_have_url(re.compile(stays.get_absolute_url()))
    opened.goto(reverse("articles:trash", args=[cast.team.slug]))
    axe(opened)
    opened.get_by_role("button", name=re.compile("Take apart")).click()
    expect(opened.locator("mark")).to_have_text("The annex names nobody.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_registers_and_saved_searches_hold_no_barrier(page, cast, axe, scheme):
    opened = page(cast.alice, color_scheme=scheme)
    for name in ("publishers", "add_publisher", "searches", "save_search"):
        opened.goto(reverse(f"articles:{name}", args=[cast.team.slug]))
        axe(opened)


def test_paper_carries_the_article_and_nothing_that_was_attached(page, cast):
    article = make.article(member=cast.alice, body=FIRST, questions=["Will it hold?"])
    attach_note(
        member=cast.bob,
        article=article,
        body="Who then?",
        selection=Selection("Wheat fell"),
        visibility=Visibility.TEAM,
    )
    opened = page(cast.bob)
    opened.goto(article.get_absolute_url())
    expect(opened.locator("mark")).to_be_visible()
    opened.emulate_media(media="print")
    expect(opened.get_by_text("Wheat fell in two days.")).to_be_visible()
    expect(opened.get_by_text(f"SHA-256 {article.current.sha256}")).to_be_visible()
    for hidden in ("Who then?", "Will it hold?", "A clean copy"):
        expect(opened.get_by_text(hidden)).to_be_hidden()
    style = "(mark) => { const s = getComputedStyle(mark); return [s.backgroundColor, s.borderBottomWidth]; }"
    assert opened.locator("mark").evaluate(style) == ["rgba(0, 0, 0, 0)", "0px"]
