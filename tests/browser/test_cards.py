"""Marking the words of a card by mouse, touch and keys; cites copied; two people at once."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evidence.attaching import Selection, attach_card, copy_card
from evidence.checking import check
from evidence.editing import edit_card, mark_words
from evidence.models import Card
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.hands import FAILS
from tests.browser.waiting import stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUOTATION = (
    "Wheat for May delivery fell 4 percent in two days — its largest drop since the autumn. Buyers in Cairo came back "
    "to the market, and the insurers’ guild said that it would wait for thirty days before it named a price."
)


@pytest.fixture
def card(cast):
    areas = [make.area(team=cast.team)]
    article = make.article(member=cast.alice, title="Ports Reopen", body=f"Ports opened.\n\n{QUOTATION}", areas=areas)
    asked = {"tag": "Wheat fell", "cite": "Castellanos and Weiss, The Continental, March 3, 2026"}
    return attach_card(member=cast.bob, article=article, selection=Selection(QUOTATION), **asked).row


def at(card, name):
    return reverse(f"evidence:{name}", args=[card.team.slug, card.pk])


def marked():
    card = Card.objects.get()
    return {level.value: [card.quotation[low:high] for low, high in there] for level, there in card.cut.items()}


def word(page, text):
    return page.locator("#words .word", has_text=text).first


def told(page, text):
    expect(page.locator("[data-cut-said]")).to_have_text(text)


def test_a_click_marks_a_word_and_a_stroke_marks_several(cast, card, page):
    bob = page(cast.bob)
    bob.goto(at(card, "cut"))
    word(bob, "Wheat").click()
    told(bob, "“Wheat”: underline")
    bob.get_by_label("Highlight").check()
    first, last = word(bob, "fell").bounding_box(), word(bob, "percent").bounding_box()
    bob.mouse.move(first["x"] + 4, first["y"] + 8)
    bob.mouse.down()
    bob.mouse.move(last["x"] + 8, last["y"] + 8, steps=6)
    bob.mouse.up()
    told(bob, "“fell 4 percent”: highlight")
    expect(bob.get_by_label("Highlight")).to_be_checked()
    assert marked() == {"underline": ["Wheat"], "highlight": ["fell 4 percent"]}
    word(bob, "percent").click()
    told(bob, "“percent”: not marked")
    assert marked()["highlight"] == ["fell 4"]


def test_keys_go_from_word_to_word_and_mark_without_the_mouse(cast, card, page):
    bob = page(cast.bob)
    bob.goto(at(card, "cut"))
    bob.keyboard.press("ArrowRight")
    expect(word(bob, "Wheat")).to_be_focused()
    bob.keyboard.press("ArrowRight")
    expect(word(bob, "for")).to_be_focused()
    bob.keyboard.press("Shift+ArrowRight")
    bob.keyboard.press("Shift+ArrowRight")
    bob.keyboard.press("u")
    bob.keyboard.press("h")
    told(bob, "“delivery”: underline, highlight")
    expect(word(bob, "delivery")).to_be_focused()
    assert marked() == {"underline": ["for May delivery"], "highlight": ["delivery"]}
    bob.keyboard.press("End")
    bob.keyboard.press("ArrowUp")
    bob.keyboard.press("ArrowDown")
    bob.keyboard.press("Home")
    bob.keyboard.press("F10")
    told(bob, "“Wheat”: emphasis")
    bob.keyboard.press("x")
    told(bob, "“Wheat”: not marked")


def test_quick_keys_are_sent_one_after_another_and_none_is_lost(cast, card, page):
    bob = page(cast.bob)
    bob.goto(at(card, "cut"))
    word(bob, "Wheat").focus()
    for _ in range(6):
        bob.keyboard.press("u")
        bob.keyboard.press("ArrowRight")
    told(bob, "“4”: underline")
    assert marked() == {"underline": ["Wheat for May delivery fell 4"]}


def test_what_is_chosen_while_a_mark_is_on_its_way_stays_chosen(cast, card, page):
    bob, held = page(cast.bob), []
    bob.goto(at(card, "cut"))
    bob.route("**/cut/", lambda route: held.append(route))
    word(bob, "Wheat").click()
    stored(bob, lambda: len(held), 1)
    bob.get_by_label("Highlight").check()
    held.pop().continue_()
    told(bob, "“Wheat”: underline")
    expect(bob.get_by_label("Highlight")).to_be_checked()
    expect(bob.get_by_label("Highlight")).to_be_focused()
    word(bob, "May").click()
    stored(bob, lambda: len(held), 1)
    word(bob, "fell").focus()
    bob.keyboard.press("Shift+ArrowRight")
    held.pop().continue_()
    told(bob, "“May”: highlight")
    bob.unroute("**/cut/")
    expect(word(bob, "4")).to_be_focused()
    bob.keyboard.press("u")
    told(bob, "“fell 4”: underline")
    assert marked() == {"underline": ["Wheat", "fell 4"], "highlight": ["May"]}


@pytest.mark.parametrize("how", FAILS)
def test_a_mark_that_fails_is_said_and_the_next_one_is_sent(cast, card, page, how):
    bob = page(cast.bob)
    bob.goto(at(card, "cut"))
    word(bob, "Wheat").focus()
    bob.keyboard.press("u")
    told(bob, "“Wheat”: underline")
    bob.route("**/cut/", FAILS[how])
    bob.keyboard.press("h")
    told(bob, "It is not done.")
    bob.unroute("**/cut/")
    bob.keyboard.press("h")
    told(bob, "“Wheat”: underline, highlight")


def test_on_a_touch_screen_a_tap_chooses_the_first_word_and_a_tap_the_last(cast, card, page):
    bob = page(cast.bob, viewport=PHONE, has_touch=True, is_mobile=True)
    bob.goto(at(card, "cut"))
    word(bob, "fell").tap()
    told(bob, "From “fell”. Now tap the last word.")
    word(bob, "percent").tap()
    told(bob, "“fell 4 percent”: underline")
    assert marked() == {"underline": ["fell 4 percent"]}


def test_without_script_two_clicks_mark_a_range(cast, card, page):
    bob = page(cast.bob, java_script_enabled=False)
    bob.goto(at(card, "cut"))
    bob.get_by_label("Emphasis").check()
    word(bob, "fell").click()
    expect(bob.get_by_text("From “fell”. Now choose the last word")).to_be_visible()
    with bob.expect_navigation():
        word(bob, "percent").click()
    expect(bob.get_by_label("Emphasis")).to_be_checked()
    assert marked() == {"emphasis": ["fell 4 percent"]}


def test_a_mark_that_meets_another_windows_change_is_offered_again(cast, card, page):
    bob = page(cast.bob)
    bob.goto(at(card, "cut"))
    mark_words(card=card, version=1, by=cast.bob.user, first=0, last=0, level="highlight")
    word(bob, "fell").click()
    expect(bob.get_by_role("alert")).to_contain_text("your mark on “fell” is not stored")
    bob.get_by_role("button", name="Mark these words now").click()
    expect(bob.get_by_role("alert")).to_have_count(0)
    assert marked() == {"underline": ["fell"], "highlight": ["Wheat"]}


def test_on_paper_what_is_read_aloud_stands_out_and_nothing_that_is_not_there_is_told(cast, card, page):
    mark_words(card=card, version=1, by=cast.bob.user, first=0, last=1, level="highlight")
    bob = page(cast.bob)
    bob.goto(at(card, "card"))
    expect(bob.get_by_text("By no leader yet.")).to_be_visible()
    bob.emulate_media(media="print")
    expect(bob.get_by_text("By no leader yet.")).to_be_hidden()
    style = bob.locator("mark.highlight").first.evaluate(
        "e => { const s = getComputedStyle(e); return [s.borderBottomStyle, s.printColorAdjust]; }"
    )
    assert style == ["double", "exact"]


def test_a_dispute_without_a_reason_is_asked_for_one_where_it_is_typed(cast, card, page):
    erin = page(cast.erin)
    erin.goto(at(card, "card"))
    erin.get_by_text("Check it").focus()
    erin.keyboard.press("Enter")
    erin.get_by_label("No", exact=True).focus()
    erin.keyboard.press("Space")
    erin.keyboard.press("Enter")
    expect(erin.get_by_label("What is wrong")).to_be_focused()
    expect(erin.get_by_label("What is wrong")).to_be_in_viewport()
    erin.keyboard.type("It is a round trip")
    erin.keyboard.press("Enter")
    expect(erin.get_by_text("“It is a round trip”")).to_be_visible()


def test_each_cite_is_copied_alone(cast, card, page):
    bob = page(cast.bob, permissions=["clipboard-read", "clipboard-write"])
    bob.goto(at(card, "card"))
    bob.get_by_role("button", name="Copy the cite: Aloud").click()
    expect(bob.get_by_text("Copied.")).to_be_visible()
    said = bob.evaluate("navigator.clipboard.readText()")
    assert said.startswith("Mira Castellanos and Jon Weiss in The Continental on March 3rd")


def test_keys_of_a_card_lead_to_its_tag_its_marks_and_its_reading(cast, card, page):
    bob = page(cast.bob)
    for key, there in (("F7", "edit/#id_tag"), ("i", "edit/#id_cite"), ("F9", "cut/"), ("r", "aloud/")):
        bob.goto(at(card, "card"))
        bob.keyboard.press(key)
        bob.wait_for_url(f"**/{there}")
    bob.keyboard.press("Escape")
    bob.wait_for_url(f"**{at(card, 'card')}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_no_page_of_a_card_breaks_a_rule_or_scrolls_sideways(cast, card, page, axe, scheme, viewport):
    mark_words(card=card, version=1, by=cast.bob.user, first=0, last=9, level="underline")
    mark_words(card=card, version=2, by=cast.bob.user, first=4, last=6, level="highlight")
    mark_words(card=card, version=3, by=cast.bob.user, first=6, last=6, level="emphasis")
    edit_card(card=card, version=4, by=cast.bob.user, tag="Wheat fell fast", quotation=f"{QUOTATION[:86]} …")
    check(card=card, version=5, by=cast.erin.user, holds=True, remark="Against the printed paper")
    check(card=card, version=5, by=cast.alice.user, holds=False, remark="The guild said it a week before")
    copy_card(card=card, member=cast.bob)
    card.questions.set([make.question(member=cast.alice)])
    bob = page(cast.bob, viewport=viewport, color_scheme=scheme)
    lists = [f"{reverse('evidence:cards', args=[cast.team.slug])}?kind={card.kind}"]
    choose = reverse("evidence:passage", args=[cast.team.slug, card.article_id])
    form = f"{choose}?what=card&number=1&sentence={card.passage.start}-{card.passage.end}"
    for address in [*(at(card, name) for name in ("card", "cut", "aloud", "edit_card", "history")), *lists, form]:
        bob.goto(address)
        axe(bob)
        assert bob.evaluate("document.documentElement.scrollWidth") == viewport["width"]
