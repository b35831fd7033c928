"""Marks and what is said of notes, in a real browser: by keyboard alone, by mouse, by finger, without script."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from evidence.attaching import Selection, attach_card, attach_note
from evidence.models import Note, Remark
from evidence.remarking import remark
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.hands import drag, holding, picked
from tests.browser.waiting import becomes, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = (
    "Two ports took in their first ships on Monday 🚢. Freight insurers said they would wait for thirty days.\n\n"
    "The agreement names no inspector. A diplomat called it “a promise to promise”, and left.\n\n"
    "Wheat fell four percent in two days. Buyers in Cairo came back."
)


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen", body=BODY)


def selected(page: Page) -> str:
    return page.evaluate("getSelection().toString()")


def selects(page: Page, first: str, last: str) -> None:
    """The words that are selected begin and end so: a moment after marked paragraphs came in, they are again."""
    stored(page, lambda: ((words := selected(page)).startswith(first), words.endswith(last)), (True, True))


def test_a_passage_is_marked_and_unmarked_by_keys_and_nothing_else_moves(cast, article, page, axe):
    bob = page(cast.bob, viewport={"width": 1280, "height": 420})
    bob.goto(article.get_absolute_url())
    bob.evaluate("document.querySelector('#b-0').dataset.same = document.querySelector('#b-2').dataset.same = 'yes'")
    bob.keyboard.press("j")
    bob.keyboard.press("ArrowRight")
    expect(picked(bob)).to_contain_text("“The agreement names no inspector. A diplomat")
    assert selected(bob) == "The agreement names no inspector. A diplomat called it “a promise to promise”, and left."
    bob.keyboard.press("ArrowUp")
    bob.keyboard.press("ArrowDown")
    expect(picked(bob)).to_contain_text("“A diplomat called it")
    before = bob.evaluate("[scrollY, document.activeElement.tagName, getSelection().toString()]")
    bob.keyboard.press("h")
    expect(bob.locator("[data-said]")).to_have_text("Marked.")
    expect(bob.locator("#b-1 mark.note")).to_have_text("A diplomat called it “a promise to promise”, and left.")
    becomes(bob, "[scrollY, document.activeElement.tagName, getSelection().toString()]", before)
    expect(bob.locator("[data-same]")).to_have_count(2)
    expect(picked(bob)).to_be_visible()
    expect(bob.get_by_role("article", name="Mark by Bob")).to_be_visible()
    axe(bob)
    bob.keyboard.press("o")
    expect(bob.get_by_role("article", name="Mark by Bob")).to_be_focused()
    bob.keyboard.press("h")
    expect(bob.locator("[data-said]")).to_have_text("The mark is taken off.")
    expect(bob.locator("mark")).to_have_count(0)
    becomes(bob, "getSelection().toString()", before[2])
    assert Note.objects.get().deleted_at is not None
    bob.keyboard.press("h")
    expect(bob.locator("#b-1 mark.note")).to_have_count(1)
    assert Note.objects.count() == 1


def test_paragraphs_are_taken_in_with_shift_and_marked_as_one_passage(cast, article, page):
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    bob.keyboard.press("j")
    bob.keyboard.press("ArrowRight")
    bob.keyboard.press("Shift+ArrowRight")
    expect(picked(bob)).to_contain_text("The agreement")
    bob.keyboard.press("h")
    expect(bob.locator("#b-1 mark")).to_have_count(1)
    expect(bob.locator("#b-2 mark")).to_have_count(1)
    selects(bob, "The agreement", "came back.")
    assert Note.objects.get().quotation.endswith("Buyers in Cairo came back.")


def test_marks_that_are_set_in_haste_are_all_set_and_the_last_sentence_stays_chosen(cast, article, page):
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    bob.evaluate(
        """() => { for (const key of ["j", "h", "ArrowDown", "h", "ArrowDown", "h", "ArrowDown"])
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })); }"""
    )
    expect(bob.get_by_role("article", name="Mark by Bob")).to_have_count(3)
    selects(bob, "A diplomat called it", "and left.")
    expect(picked(bob)).to_contain_text("“A diplomat called it")
    marked = [mark.quotation for mark in Note.objects.order_by("passage__start")]
    assert [words.split()[0] for words in marked] == ["Two", "Freight", "The"]


def test_both_of_two_overlapping_notes_are_reached_by_mouse_and_by_key(cast, article, page):
    for words in ("Freight insurers said they would wait", "would wait for thirty days"):
        attach_note(member=cast.bob, article=article, body=words, selection=Selection(words))
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    both = bob.locator("#b-0 mark", has_text="would wait")
    expect(both).to_have_text("would wait")
    notes = bob.get_by_role("article", name="Note by Bob")
    both.click()
    expect(notes.nth(0)).to_be_focused()
    expect(bob.locator("[data-said]")).to_have_text("1 of 2 on this passage.")
    both.click()
    expect(notes.nth(1)).to_be_focused()
    both.click()
    expect(notes.nth(0)).to_be_focused()
    drag(bob, "would wait", "would wait")
    expect(picked(bob)).to_be_visible()
    bob.keyboard.press("o")
    expect(notes.nth(1)).to_be_focused()
    notes.nth(1).get_by_role("link", name="passage").press("Enter")
    expect(bob.locator(":target")).to_have_count(1)


def test_a_finger_marks_from_the_bar_and_the_selection_stays(cast, article, page):
    bob = page(cast.bob, viewport=PHONE, has_touch=True, is_mobile=True)
    bob.goto(article.get_absolute_url())
    bob.evaluate("getSelection().selectAllChildren(document.querySelector('#b-2 p'))")
    bar = picked(bob)
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    assert round(box["y"] + box["height"]) == PHONE["height"] and box["width"] <= PHONE["width"]
    bar.get_by_role("button", name="Mark").tap()
    expect(bob.locator("#b-2 mark")).to_have_count(1)
    expect(bob.locator("[data-said]")).to_have_text("Marked.")
    selects(bob, "Wheat fell", "")
    expect(bob.get_by_text("1 mark in this paragraph")).to_be_visible()
    assert bob.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_without_script_a_ticked_sentence_is_marked(cast, article, page):
    bob = page(cast.bob, java_script_enabled=False)
    bob.goto(article.get_absolute_url())
    bob.get_by_role("link", name="Note or card on a passage of this paragraph").nth(1).click()
    bob.get_by_label("A diplomat called it").check()
    bob.get_by_role("button", name="Mark it").click()
    expect(bob.locator("#b-1 mark.note")).to_have_text("A diplomat called it “a promise to promise”, and left.")


def replying(cast, article, page):
    """Erin begins a reply to a note of Bob's: her page, and the note on it."""
    selection = Selection("Wheat fell four percent")
    attach_note(member=cast.bob, article=article, body="Why?", selection=selection, visibility="team")
    erin = page(cast.erin)
    erin.goto(article.get_absolute_url())
    note = erin.get_by_role("article", name="Note by Bob")
    note.get_by_role("link", name="Reply to this note").click()
    return erin, note


def test_a_note_is_answered_in_the_margin_and_who_is_named_finds_it(cast, article, page, axe):
    erin, note = replying(cast, article, page)
    talk = note.get_by_role("region", name="Replies")
    expect(talk).to_be_focused()
    talk.get_by_text("Name somebody").click()
    talk.get_by_role("button", name="@Alice").click()
    talk.get_by_label("Reply", exact=True).press_sequentially("*look*")
    axe(erin)
    talk.get_by_role("button", name="Reply").click()
    expect(talk.get_by_role("status")).to_have_text("Reply saved. Alice will see it on the page “For you”.")
    expect(talk.locator(".remark em")).to_have_text("look")
    assert Remark.objects.get().body == "@Alice *look*"
    alice = page(cast.alice)
    alice.goto(reverse("team_home", args=[cast.team.slug]))
    alice.get_by_role("link", name="See who spoke to you").click()
    axe(alice)
    alice.get_by_role("link", name="Erin named you in a reply").click()
    expect(alice.locator(".remark:target")).to_contain_text("look")
    alice.go_back()
    alice.get_by_role("button", name="I have seen these").click()
    expect(alice.get_by_text("Nothing new")).to_be_visible()


def test_a_reply_that_is_being_written_stays_where_its_paragraph_is_marked(cast, article, page):
    erin, note = replying(cast, article, page)
    note.get_by_label("Reply", exact=True).fill("Because of the harvest")
    drag(erin, "Buyers", "Cairo")
    picked(erin).get_by_role("button", name="Mark").click()
    expect(erin.get_by_role("article", name="Mark by Erin")).to_be_visible()
    expect(note.get_by_label("Reply", exact=True)).to_have_value("Because of the harvest")
    note.get_by_role("button", name="Reply").click()
    expect(note.locator(".remark")).to_contain_text("Because of the harvest")


def test_a_note_that_is_begun_before_its_mark_is_answered_is_all_that_is_open(cast, article, page):
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    held = holding(bob, "**/marks/")
    bob.keyboard.press("j")
    selects(bob, "Two", "")
    bob.keyboard.press("h")
    stored(bob, lambda: len(held), 1)
    bob.keyboard.press("n")
    held[0].continue_()
    expect(bob.get_by_label("Note", exact=True)).to_be_focused()
    bob.wait_for_timeout(300)  # longer than a selection is looked at
    expect(picked(bob)).to_be_hidden()


def test_a_reply_stays_where_its_form_was_asked_for_twice(cast, article, page):
    erin, note = replying(cast, article, page)
    field = note.get_by_label("Reply", exact=True)
    expect(field).to_be_visible()
    held = holding(erin, "**/notes/*/")
    note.get_by_role("link", name="Reply to this note").click()
    stored(erin, lambda: bool(held), True)
    field.fill("Because of the harvest")
    erin.evaluate(
        """() => document.body.addEventListener("htmx:afterRequest",
            () => (document.documentElement.dataset.answered = "yes"))"""
    )
    held[0].continue_()
    expect(erin.locator("html[data-answered]")).to_have_count(1)
    expect(field).to_have_value("Because of the harvest")


@pytest.mark.parametrize(("scheme", "viewport"), [("light", LAPTOP), ("dark", PHONE)])
def test_the_pages_of_talk_hold_no_barrier(cast, article, page, axe, scheme, viewport):
    selection = Selection("Wheat fell four percent")
    card = attach_card(member=cast.bob, article=article, selection=selection, tag="Wheat fell", cite="Staff").row
    note = attach_note(member=cast.bob, article=article, body="Why?", tags=["grain"], visibility="team").row
    for about in (card, note):
        remark(member=cast.erin, about=about, body="So *what*, @bob?")
    own = remark(member=cast.bob, about=note, body="Well.").remark
    attach_note(member=cast.bob, article=article, body="", selection=selection)
    bob = page(cast.bob, color_scheme=scheme, viewport=viewport)
    alice = page(cast.alice, color_scheme=scheme, viewport=viewport)
    team = cast.team.slug
    addresses = [
        card.get_absolute_url(),
        note.get_absolute_url(),
        reverse("evidence:edit_remark", args=[team, own.pk]),
    ]
    addresses += [reverse("evidence:for_you", args=[team]), reverse("evidence:notes", args=[team]) + "?kind=marks"]
    for address in addresses:
        bob.goto(address)
        axe(bob)
        assert bob.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    alice.goto(card.get_absolute_url())
    alice.get_by_role("button", name="Approve").click()
    expect(alice.get_by_text("✓ Alice approved it on")).to_be_visible()
    axe(alice)


def test_marks_show_in_forced_colours_and_are_not_on_paper(cast, article, page):
    attach_note(member=cast.bob, article=article, body="Secret", selection=Selection("Wheat fell four percent"))
    bob = page(cast.bob, forced_colors="active")
    bob.goto(article.get_absolute_url())
    look = "(e => [getComputedStyle(e).backgroundColor, getComputedStyle(e.closest('.block')).backgroundColor])"
    mark, ground = bob.locator("mark").first.evaluate(look)
    assert mark != ground and mark != "rgba(0, 0, 0, 0)"
    bob.emulate_media(media="print", forced_colors="none")
    assert bob.locator("mark").first.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
    expect(bob.get_by_text("Secret")).to_be_hidden()
