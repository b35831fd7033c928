"""Marks of every kind in an article of every kind, looked at on a screen, in forced colours and on paper."""

import os

import pytest
from playwright.sync_api import expect

from evidence.attaching import Selection, attach_card, attach_note
from evidence.placing import revise_and_place
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.hands import picked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = """# Ports reopen

Two ports took in their first ships on Monday 🚢. Freight insurers [said they would wait](https://example.org/a) long.

The agreement names no inspector. A diplomat called it “a promise”, and left. Wheat fell 4 percent in two days.

- Odesa took nine ships
- Chornomorsk took **two ships** and a tug

> Nobody in Cairo believed it, said a buyer who has bought from the coast for forty years.

| Port | Ships |
| --- | --- |
| Odesa | nine |

Buyers in Cairo came back. The banner said שלום לכולם that day.
"""
NOW = BODY.replace("fell 4 percent", "fell 6 percent").replace("and left.", "and left early.")


@pytest.fixture
def marked(cast):
    article = make.article(member=cast.alice, title="Ports Reopen After a Long Winter", body=BODY)
    for words, body in (("insurers said they would", "Who?"), ("would wait long", "How long?"), ("Odesa nine", "")):
        attach_note(member=cast.bob, article=article, body=body, selection=Selection(words), visibility="team")
    words = "A diplomat called it “a promise”, and left. Wheat fell 4 percent in two days.\nOdesa took nine ships"
    attach_card(member=cast.bob, article=article, selection=Selection(words), tag="Markets believed it", cite="Weiss")
    attach_note(member=cast.bob, article=article, body="Left?", selection=Selection("two ships and a tug"))
    return article


def pictured(page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("scheme", "viewport"), [("light", LAPTOP), ("dark", LAPTOP), ("light", PHONE), ("dark", PHONE)]
)
def test_links_lists_and_tables_stay_whole_and_two_on_one_place_have_a_double_line(
    cast, marked, page, axe, scheme, viewport
):
    bob = page(cast.bob, viewport=viewport, color_scheme=scheme)
    bob.goto(marked.get_absolute_url())
    expect(bob.locator("#b-1 a mark")).to_have_text(["said they ", "would", " wait"])
    expect(bob.locator("#b-3 li")).to_have_count(2)
    expect(bob.locator("#b-3 strong mark")).to_have_text("two ships")
    expect(bob.locator("#b-5 td mark")).to_have_text(["Odesa", "nine"])
    assert bob.locator("mark mark, tr > mark, ul > mark, table > mark").count() == 0
    line = "e => getComputedStyle(e).borderBottomStyle"
    both = bob.locator("#b-1 a mark", has_text="would")
    assert [both.evaluate(line), bob.locator("#b-1 mark").first.evaluate(line)] == ["double", "dotted"]
    assert bob.locator("#b-2 mark.card").first.evaluate(line) == "solid"
    details = bob.locator("mark").evaluate_all(
        "all => all.map(e => !!document.getElementById(e.getAttribute('aria-details')))"
    )
    assert details and all(details)
    expect(bob.get_by_text("2 notes in this paragraph")).to_have_count(1)
    axe(bob)
    assert bob.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    pictured(bob, f"marked_{scheme}_{viewport['width']}")
    revise_and_place(member=cast.alice, article=marked, markdown=NOW, number=1)
    bob.goto(marked.get_absolute_url())
    expect(bob.get_by_role("link", name="lost its place")).to_be_visible()
    state = bob.locator("#lost").locator("xpath=..").locator(".annot .state").first
    assert state.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
    axe(bob)
    pictured(bob, f"revised_{scheme}_{viewport['width']}")


def test_a_form_opens_beside_its_paragraph_before_what_hangs_there(cast, marked, page):
    bob = page(cast.bob)
    bob.goto(marked.get_absolute_url())
    top = "(place) => document.querySelector(place).getBoundingClientRect().top"
    tops = f"(places) => places.map({top})"
    annot, mark = bob.evaluate(tops, ["#beside-1 .annot", "#b-1 mark"])
    assert abs(annot - mark) < 16
    bob.keyboard.press("j")
    bob.keyboard.press("ArrowRight")
    expect(picked(bob)).to_contain_text("Two ports took in")
    bob.keyboard.press("n")
    expect(bob.locator("#slot-1 form").get_by_label("Note", exact=True)).to_be_focused()
    form, annot, mark = bob.evaluate(tops, ["#slot-1 form", "#beside-1 .annot", "#b-1 mark"])
    assert abs(form - mark) < 16
    assert form < annot
    pictured(bob, "form")


def test_on_paper_stands_the_article_and_nothing_that_was_attached(cast, marked, page):
    bob = page(cast.bob)
    bob.goto(marked.get_absolute_url())
    folder = os.environ.get("PICTURES")
    paper = bob.pdf(path=f"{folder}/paper.pdf" if folder else None)
    assert paper.startswith(b"%PDF")
    bob.emulate_media(media="print")
    shown = bob.locator("main").inner_text()
    assert "Freight insurers said they would wait long." in shown
    assert not any(words in shown for words in ("Who?", "Markets believed it", "notes in this paragraph"))
    looks = "all => all.map(e => getComputedStyle(e)).map(s => [s.backgroundColor, s.borderBottomWidth])"
    assert {tuple(look) for look in bob.locator("mark").evaluate_all(looks)} == {("rgba(0, 0, 0, 0)", "0px")}
