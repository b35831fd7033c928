"""Attaching to a passage in a real browser: by mouse, by finger, by keyboard alone, and without script."""

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from evidence.models import Card, Note
from tests import make
from tests.browser.conftest import PHONE
from tests.browser.hands import drag, holding, picked
from tests.browser.waiting import stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = (
    "Two ports took in their first ships on Monday 🚢. Freight insurers said they would wait for thirty days.\n\n"
    "The agreement names no inspector. A diplomat called it “a promise to promise”, and left.\n\n"
    "Wheat fell four percent in two days. Buyers in Cairo came back."
)


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen", body=BODY, questions=["Will it hold?"])


def text_is_whole(page: Page, article) -> None:
    shown = page.evaluate("[...document.querySelectorAll('.block')].map(b => b.textContent).join('')")
    assert shown.split() == article.current.text.split()


def test_a_note_is_attached_with_the_mouse_and_only_its_paragraph_is_swapped(cast, article, page, axe):
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    bob.evaluate("document.querySelector('#b-0').dataset.same = 'yes'")
    drag(bob, "A diplomat", "to promise”")
    picked(bob).get_by_role("button", name="Note").click()
    form = bob.get_by_role("form", name="New note")
    expect(form).to_contain_text("“A diplomat called it “a promise to promise””")
    assert bob.evaluate("[...CSS.highlights.get('passage')][0].toString()").startswith("A diplomat called it")
    expect(form.get_by_label("Note", exact=True)).to_be_focused()
    axe(bob)
    form.get_by_label("Note", exact=True).fill("The *paper deal* hook.")
    form.get_by_role("button", name="Save note").click()
    note = bob.get_by_role("article", name="Note by Bob")
    expect(note).to_be_focused()
    expect(note.locator("em")).to_have_text("paper deal")
    expect(bob.locator("[data-said]")).to_have_text("Note saved.")
    expect(bob.locator("#b-1 mark.note")).to_have_text("A diplomat called it “a promise to promise”")
    expect(bob.locator("#b-0[data-same]")).to_have_count(1)
    expect(form).to_have_count(0)
    assert bob.evaluate("CSS.highlights.has('passage')") is False
    row = Note.objects.get()
    assert (row.visibility, row.quotation) == ("private", "A diplomat called it “a promise to promise”")
    assert article.current.text[row.passage.start : row.passage.end] == row.quotation
    text_is_whole(bob, article)
    axe(bob)


def test_a_card_across_two_paragraphs_and_a_note_on_top_of_it(cast, article, page):
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    drag(bob, "Freight insurers", "no inspector.")
    with bob.expect_request("**/passage/") as sent:
        picked(bob).get_by_role("button", name="Card").click()
    fields = {name: values[0] for name, values in parse_qs(sent.value.post_data).items()}
    text = article.current.text
    assert int(fields["start"]) == text.index("Freight")  # code points: the ship before it counts as one
    assert (fields["before"], fields["after"]) == (
        text[: text.index("Freight")][-32:],
        text.split("inspector.")[1][:32],
    )
    form = bob.get_by_role("form", name="New card")
    expect(form.get_by_label("Cite")).to_have_value("Castellanos and Weiss, The Continental, March 3, 2026")
    form.get_by_label("Tag").fill("Insurers decide")
    form.get_by_role("button", name="Save card").click()
    expect(bob.locator("[data-said]")).to_have_text("Card saved.")
    expect(bob.locator("#b-0 mark.card")).to_have_text("Freight insurers said they would wait for thirty days.")
    expect(bob.locator("#b-1 mark.card")).to_have_text("The agreement names no inspector.")
    drag(bob, "wait for thirty", "thirty days.")
    picked(bob).get_by_role("button", name="Note").click()
    bob.get_by_label("Note", exact=True).fill("Why thirty?")
    bob.get_by_role("button", name="Save note").click()
    expect(bob.locator("[data-said]")).to_have_text("Note saved.")
    expect(bob.locator("#b-0 mark.card.note")).to_have_text("wait for thirty days.")
    text_is_whole(bob, article)

    alice = page(cast.alice)
    alice.goto(article.get_absolute_url())
    expect(alice.locator("#b-0 mark")).to_have_text("Freight insurers said they would wait for thirty days.")
    alice.get_by_role("link", name="Insurers decide").click()
    alice.get_by_role("link", name="Ports Reopen").click()
    expect(alice.locator(f"#mark-{Card.objects.get().pk}:target")).to_be_visible()


def test_by_keyboard_alone(cast, article, page):
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    bob.keyboard.press("j")
    bob.keyboard.press("j")
    bob.keyboard.press("ArrowDown")
    bob.keyboard.press("Shift+J")
    expect(picked(bob)).to_contain_text("The agreement names no inspector. A diplomat")
    bob.keyboard.press("c")
    expect(bob.get_by_label("Tag")).to_be_focused()
    bob.keyboard.type("No inspector, no deal: j k n c")
    bob.keyboard.press("Enter")
    expect(bob.locator("[data-said]")).to_have_text("Card saved.")
    expect(bob.get_by_role("article", name="Card by Bob")).to_be_focused()
    card = Card.objects.get()
    assert card.tag == "No inspector, no deal: j k n c"
    assert card.quotation == "The agreement names no inspector. A diplomat called it “a promise to promise”, and left."


def test_keys_pressed_in_haste_attach_the_sentence_that_is_chosen_and_open_nothing_else(cast, article, page):
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    held = holding(bob, "**/passage/")
    with bob.expect_request("**/passage/"):
        bob.evaluate(
            """() => { for (const key of ["j", "j", "j", "c", "n", "o", "n"])
                document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })); }"""
        )
    bob.keyboard.press("n")
    stored(bob, lambda: bool(held), True)  # the request is seen a moment before it is held
    [form] = held
    form.continue_()
    expect(bob.get_by_label("Tag")).to_be_focused()
    expect(bob.locator("[data-attach-form]")).to_have_count(1)
    expect(bob.locator("[data-attach-form]")).to_contain_text("The agreement names no inspector.")


def test_escape_leaves_the_passage_and_closes_an_empty_form_but_never_a_written_one(cast, article, page):
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    bob.keyboard.press("j")
    expect(picked(bob)).to_be_visible()
    bob.keyboard.press("Escape")
    expect(picked(bob)).to_be_hidden()
    for typed, left in (("", 0), ("words", 1)):
        bob.keyboard.press("j")
        expect(picked(bob)).to_be_visible()
        bob.keyboard.press("n")
        expect(bob.get_by_label("Note", exact=True)).to_be_focused()
        bob.keyboard.type(typed)
        bob.keyboard.press("Escape")
        expect(bob.get_by_role("form", name="New note")).to_have_count(left)


def test_single_letter_keys_can_be_switched_off_and_stay_off(cast, article, page, axe):
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    bob.keyboard.press("?")
    sheet = bob.get_by_role("dialog", name="Keys")
    axe(bob)
    sheet.get_by_label("Single-letter keys").uncheck()
    sheet.get_by_role("button", name="Close").click()
    bob.reload()
    bob.keyboard.press("j")
    bob.keyboard.press("?")
    expect(sheet).to_be_hidden()
    expect(picked(bob)).to_be_hidden()
    bob.get_by_role("button", name="Choose sentences with the keyboard").press("Enter")
    bob.keyboard.press("ArrowDown")
    expect(picked(bob)).to_be_visible()


def test_on_a_phone_the_form_is_a_sheet_and_notes_fold_under_their_paragraph(cast, article, page, axe):
    bob = page(cast.bob, viewport=PHONE, has_touch=True, is_mobile=True)
    bob.goto(article.get_absolute_url())
    # A long press is the platform's own; what the page sees of it is a selection.
    bob.evaluate("getSelection().selectAllChildren(document.querySelector('#b-2 p'))")
    bar = picked(bob)
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    assert round(box["y"] + box["height"]) == PHONE["height"]
    bar.get_by_role("button", name="Note").tap()
    form = bob.get_by_role("form", name="New note")
    form.get_by_label("Note", exact=True).fill("Cheap wheat")
    box = form.bounding_box()
    assert round(box["y"] + box["height"]) == PHONE["height"]
    axe(bob)
    form.get_by_role("button", name="Save note").tap()
    note = bob.get_by_role("article", name="Note by Bob")
    expect(note).to_be_visible()
    assert note.bounding_box()["y"] > bob.locator("#b-2").bounding_box()["y"]
    bob.reload()
    expect(note).to_be_hidden()
    bob.get_by_text("1 note in this paragraph").tap()
    expect(note).to_be_visible()
    assert bob.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_without_script_a_paragraphs_sentences_are_ticked(cast, article, page):
    bob = page(cast.bob, java_script_enabled=False)
    bob.goto(article.get_absolute_url())
    bob.get_by_role("link", name="Note or card on a passage of this paragraph").nth(1).click()
    bob.get_by_label("A diplomat called it").check()
    bob.get_by_role("button", name="Card of it").click()
    bob.get_by_label("Tag").fill("A promise to promise")
    bob.get_by_role("button", name="Save card").click()
    expect(bob.get_by_role("article", name="Card by Bob")).to_be_visible()
    expect(bob.locator("#b-1 mark.card")).to_have_text("A diplomat called it “a promise to promise”, and left.")


def test_what_was_typed_survives_an_error_and_a_second_press_makes_no_second_note(cast, article, page):
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    drag(bob, "Wheat fell", "in two days.")
    picked(bob).get_by_role("button", name="Card").click()
    form = bob.get_by_role("form", name="New card")
    form.get_by_label("Your analysis").fill("Long thought")
    form.evaluate("form => (form.noValidate = true)")
    form.get_by_role("button", name="Save card").click()
    expect(form).to_contain_text("Say in one sentence what this proves.")
    expect(form.get_by_label("Your analysis")).to_have_value("Long thought")
    form.get_by_label("Tag").fill("Prices fell")
    held = holding(bob, "**/cards/")  # neither is answered before both are pressed
    form.get_by_role("button", name="Save card").dblclick()
    stored(bob, lambda: bool(held), True)
    held[0].continue_()
    expect(bob.locator("[data-said]")).to_have_text("Card saved.")
    assert Card.objects.count() == len(held) == 1


def test_a_form_that_is_pressed_the_moment_it_comes_is_sent_without_leaving_the_page(cast, article, page):
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    bob.evaluate(
        """() => {
          document.documentElement.dataset.here = "still";
          new MutationObserver((changes, watching) => {
            const form = document.querySelector("[data-attach-form]");
            if (!form) return;
            watching.disconnect();
            form.querySelector("[name=tag]").value = "Prices fell";
            form.querySelector("button").click();
          }).observe(document.querySelector("[data-article]"), { childList: true, subtree: true });
        }"""
    )
    drag(bob, "Wheat fell", "in two days.")
    picked(bob).get_by_role("button", name="Card").click()
    expect(bob.locator("[data-said]")).to_have_text("Card saved.")
    expect(bob.locator("html")).to_have_attribute("data-here", "still")


def begun(bob, article):
    """A note on a passage; its field."""
    bob.goto(article.get_absolute_url())
    drag(bob, "A diplomat", "to promise”")
    picked(bob).get_by_role("button", name="Note").click()
    return bob.get_by_label("Note", exact=True)


def test_words_that_are_on_their_way_wait_for_the_answer(cast, article, page):
    bob = page(cast.bob)
    note = begun(bob, article)
    note.fill("The paper deal")
    held = holding(bob, "**/notes/**")
    bob.get_by_role("button", name="Save note").click()
    stored(bob, lambda: len(held), 1)
    note.press("End")
    bob.keyboard.type(" would go")
    expect(note).to_have_value("The paper deal")
    held[0].abort("connectionrefused")
    expect(bob.locator("#notice")).to_contain_text("No connection.")
    bob.keyboard.type(" stays")
    expect(note).to_have_value("The paper deal stays")


def test_a_note_that_is_half_written_is_not_taken_away_by_another_form(cast, article, page):
    bob = page(cast.bob)
    note = begun(bob, article)
    note.fill("The paper deal")
    drag(bob, "The agreement", "no inspector")
    picked(bob).get_by_role("button", name="Card").click()
    expect(bob.locator("[data-said]")).to_have_text("Save or cancel what you began here first.")
    expect(note).to_be_focused()
    bob.wait_for_timeout(300)  # longer than a selection is looked at: the passage is kept all the same
    expect(note).to_have_value("The paper deal")
    note.fill("")
    picked(bob).get_by_role("button", name="Card").click()
    expect(bob.get_by_label("Tag", exact=True)).to_be_focused()


def test_what_is_typed_while_another_form_is_on_its_way_stays(cast, article, page):
    bob = page(cast.bob)
    note = begun(bob, article)
    expect(note).to_be_focused()
    drag(bob, "The agreement", "no inspector")
    held = holding(bob, "**/passage/")
    picked(bob).get_by_role("button", name="Card").click()
    stored(bob, lambda: bool(held), True)
    note.fill("The paper deal")
    tags = bob.get_by_role("form", name="New note").locator("input[type=text]").first
    tags.focus()
    held[0].continue_()
    expect(bob.locator("[data-said]")).to_have_text("Save or cancel what you began here first.")
    expect(tags).to_be_focused()
    expect(note).to_have_value("The paper deal")


def test_who_writes_the_next_note_while_the_last_is_being_saved_goes_on_writing(cast, article, page):
    bob = page(cast.bob)
    begun(bob, article).fill("The paper deal")
    held = holding(bob, "**/notes/")
    bob.get_by_role("button", name="Save note").click()
    stored(bob, lambda: bool(held), True)
    drag(bob, "Wheat fell", "in two days.")
    picked(bob).get_by_role("button", name="Note").click()
    second = bob.locator("#slot-2").get_by_label("Note", exact=True)
    expect(second).to_be_focused()
    held[0].continue_()
    expect(bob.locator("[data-said]")).to_have_text("Note saved.")
    bob.keyboard.type("Who sold?")
    expect(second).to_have_value("Who sold?")


def test_the_bar_takes_all_that_is_selected_when_it_is_pressed(cast, article, page):
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    all_of_it = "getSelection().selectAllChildren(document.querySelector('#b-2 p'))"
    bob.evaluate(all_of_it)
    expect(picked(bob)).to_contain_text("came back.")
    button = picked(bob).get_by_role("button", name="Note")
    place = button.bounding_box()
    bob.evaluate("getSelection().extend(document.querySelector('#b-2 p').firstChild, 10)")
    expect(picked(bob)).to_contain_text("“Wheat fell”")
    assert button.bounding_box() == place  # a press on it stays on it while the bar says more
    bob.evaluate(
        f"""() => {{
          {all_of_it};
          const button = document.querySelector("[data-attach=note]");
          button.dispatchEvent(new PointerEvent("pointerdown", {{ bubbles: true, cancelable: true }}));
          button.click();
        }}"""
    )
    expect(bob.get_by_role("form", name="New note")).to_contain_text("“Wheat fell four percent in two days. Buyers")


def test_another_thought_that_is_typed_after_back_is_kept_too(cast, article, page):
    bob = page(cast.bob)
    bob.goto(article.get_absolute_url())
    bob.get_by_role("link", name="Note on the whole article").click()
    bob.get_by_role("button", name="Note on it").click()
    for words in ("First thought", "Quite another thought"):
        bob.get_by_label("Note", exact=True).fill(words)
        bob.get_by_role("button", name="Save note").click()
        expect(bob.get_by_role("article", name="Note by Bob").filter(has_text=words)).to_be_visible()
        bob.go_back()
        bob.wait_for_load_state()
    assert sorted(Note.objects.values_list("body", flat=True)) == ["First thought", "Quite another thought"]
