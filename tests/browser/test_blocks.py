"""A block arranged by keys, by mouse, by finger and without script; two windows at once; looked at."""

import os

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evidence.attaching import Selection, attach_card
from evidence.blocks import add_cards, add_heading, add_inner, make_block, move
from evidence.models import Block
from evidence.outlines import outline_of
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.hands import FAILS
from tests.browser.waiting import stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUOTATION = "Wheat for May delivery fell 4 percent in two days — its largest drop since the autumn."
START = ["Prices", "  Wheat fell", "Ports", "  Ships came", "Insurers wait"]


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen", body=f"Ports opened.\n\n{QUOTATION}")


@pytest.fixture
def block(cast, article):
    block = make_block(member=cast.bob, title="Grain moves again").block
    for heading, tag in (("Prices", "Wheat fell"), ("Ports", "Ships came")):
        over = add_heading(block=block, version=Block.objects.get().version, heading=heading).entry
        add_cards(block=block, cards=[a_card(cast.bob, article, tag)], under=over.pk)
    add_cards(block=block, cards=[a_card(cast.bob, article, "Insurers wait")])
    return Block.objects.get()


def a_card(member, article, tag):
    cite = "Castellanos and Weiss, The Continental, March 3, 2026"
    return attach_card(member=member, article=article, selection=Selection(QUOTATION), tag=tag, cite=cite).row


def told(block, cast):
    return ["  " * row.depth + (row.heading or row.card.tag) for row in outline_of(block, cast.bob)]


def at(block, name="block"):
    return reverse(f"evidence:{name}", args=[block.team.slug, block.pk])


def line(page, text):
    return page.locator("#outline [data-line]", has_text=text).first


def grip(page, text):
    return page.locator(f"#outline [data-entry]:has(> details > [data-line]:has-text('{text}')) > [data-grip]").first


def hears(page, text):
    expect(page.locator("[data-arranged]")).to_have_text(text)


def test_keys_move_the_line_that_has_the_focus_and_it_keeps_it(cast, block, page):
    bob = page(cast.bob)
    bob.goto(at(block))
    line(bob, "Insurers wait").focus()
    bob.keyboard.press("Alt+ArrowRight")
    hears(bob, "“Insurers wait”: 2 of 2 under “Ports”.")
    expect(line(bob, "Insurers wait")).to_be_focused()
    bob.keyboard.press("Alt+ArrowUp")
    hears(bob, "“Insurers wait”: 1 of 2 under “Ports”.")
    bob.keyboard.press("Alt+ArrowLeft")
    hears(bob, "“Insurers wait”: 3 of 3.")
    bob.keyboard.press("Alt+ArrowLeft")
    hears(bob, "It cannot go there.")
    bob.keyboard.press("Home")
    line(bob, "Prices").focus()
    bob.keyboard.press("Alt+ArrowRight")
    hears(bob, "It cannot go there: a line goes in only where a heading stands right before it.")
    bob.keyboard.press("Control+z")
    hears(bob, "The last change is undone.")
    assert told(block, cast) == ["Prices", "  Wheat fell", "Ports", "  Insurers wait", "  Ships came"]


def test_quick_keys_are_sent_one_after_another_and_none_is_lost(cast, block, page):
    bob = page(cast.bob)
    bob.goto(at(block))
    line(bob, "Insurers wait").focus()
    for _ in range(2):
        bob.keyboard.press("Alt+ArrowUp")
    hears(bob, "“Insurers wait”: 1 of 3.")
    assert told(block, cast) == ["Insurers wait", *START[:-1]]


@pytest.mark.parametrize("how", FAILS)
def test_a_move_that_fails_is_said_and_the_next_one_is_sent(cast, block, page, how):
    bob = page(cast.bob)
    bob.goto(at(block))
    line(bob, "Ports").focus()
    bob.keyboard.press("Alt+ArrowUp")
    hears(bob, "“Ports”: 1 of 3.")
    bob.route("**/arrange/", FAILS[how])
    bob.keyboard.press("Alt+ArrowDown")
    hears(bob, "It is not done.")
    expect(line(bob, "Ports")).to_be_focused()
    bob.unroute("**/arrange/")
    bob.keyboard.press("Alt+ArrowDown")
    hears(bob, "“Ports”: 2 of 3.")
    assert told(block, cast) == START


def test_a_heading_that_is_being_typed_stays_where_a_line_is_moved(cast, block, page):
    bob = page(cast.bob)
    bob.goto(at(block))
    held = []
    bob.route("**/arrange/", lambda route: held.append(route))
    heading = bob.locator("#outline [name=heading]")
    heading.fill("Freight")
    line(bob, "Ports").focus()
    bob.keyboard.press("Alt+ArrowUp")
    stored(bob, lambda: len(held), 1)
    heading.focus()
    bob.keyboard.press("End")
    bob.keyboard.type(" rates")
    held[0].continue_()
    hears(bob, "“Ports”: 1 of 3.")
    expect(heading).to_have_value("Freight rates")
    expect(heading).to_be_focused()


def test_a_heading_that_was_refused_stays_where_a_line_is_moved(cast, block, page):
    bob = page(cast.bob)
    bob.goto(at(block))
    add_heading(block=block, version=Block.objects.get().version, heading="Elsewhere")
    heading = bob.locator(".heading-form [name=heading]")
    heading.fill("Freight")
    heading.press("Enter")
    expect(bob.get_by_role("alert")).to_contain_text("your heading is not stored yet")
    bob.wait_for_load_state()
    line(bob, "Ports").focus()
    bob.keyboard.press("Alt+ArrowUp")
    hears(bob, "“Ports”: 1 of 4.")
    expect(heading).to_have_value("Freight")


def test_a_heading_that_is_being_reworded_stays_so_where_a_line_is_moved(cast, block, page):
    bob = page(cast.bob)
    key = block.entries.get(heading="Prices").pk
    bob.goto(f"{at(block)}?wording={key}")
    wording = bob.locator(".reword [name=heading]")
    wording.fill("What it costs")
    line(bob, "Ports").focus()
    bob.keyboard.press("Alt+ArrowUp")
    hears(bob, "“Ports”: 1 of 3.")
    expect(wording).to_have_value("What it costs")
    wording.press("Enter")
    expect(line(bob, "What it costs")).to_be_visible()


def test_the_focus_stays_where_it_went_while_a_line_was_moved(cast, block, page):
    bob, held = page(cast.bob), []
    bob.goto(at(block))
    bob.route("**/arrange/", lambda route: held.append(route))
    line(bob, "Insurers wait").focus()
    bob.keyboard.press("Alt+ArrowUp")
    stored(bob, lambda: len(held), 1)
    bob.keyboard.press("ArrowUp")
    bob.keyboard.press("ArrowUp")
    expect(line(bob, "Ports")).to_be_focused()
    held[0].continue_()
    hears(bob, "“Insurers wait”: 2 of 3.")
    expect(line(bob, "Ports")).to_be_focused()


def test_arrows_go_from_line_to_line_and_a_folded_part_stays_folded(cast, block, page):
    bob = page(cast.bob)
    bob.goto(at(block))
    line(bob, "Prices").focus()
    bob.keyboard.press("Enter")
    expect(line(bob, "Wheat fell")).to_be_hidden()
    bob.keyboard.press("ArrowDown")
    expect(line(bob, "Ports")).to_be_focused()
    bob.keyboard.press("Alt+ArrowUp")
    hears(bob, "“Ports”: 1 of 3.")
    expect(line(bob, "Wheat fell")).to_be_hidden()
    expect(line(bob, "Ships came")).to_be_visible()


def drag(page, text, to, dx=0, below=False):
    start, end = grip(page, text).bounding_box(), line(page, to).bounding_box()
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 4, y + 4)
    page.mouse.move(x + dx, end["y"] + (end["height"] - 3 if below else 3), steps=6)
    expect(page.locator(".drop-at")).to_be_visible()
    page.mouse.up()


def test_a_drag_by_mouse_moves_a_heading_with_its_cards(cast, block, page):
    bob = page(cast.bob)
    bob.goto(at(block))
    drag(bob, "Ports", "Prices")
    hears(bob, "“Ports”: 1 of 3.")
    assert told(block, cast) == ["Ports", "  Ships came", "Prices", "  Wheat fell", "Insurers wait"]
    bob.get_by_role("button", name="Undo the last change").click()
    hears(bob, "The last change is undone.")
    assert told(block, cast) == START


def test_a_drag_to_the_side_puts_a_card_under_a_heading(cast, block, page):
    bob = page(cast.bob)
    bob.goto(at(block))
    drag(bob, "Insurers wait", "Ships came", dx=26, below=True)
    hears(bob, "“Insurers wait”: 2 of 2 under “Ports”.")
    assert told(block, cast) == [*START[:-1], "  Insurers wait"]


def test_escape_leaves_a_drag_where_it_began(cast, block, page):
    bob = page(cast.bob)
    bob.goto(at(block))
    start = grip(bob, "Ports").bounding_box()
    bob.mouse.move(start["x"] + 8, start["y"] + 8)
    bob.mouse.down()
    bob.mouse.move(start["x"] + 8, start["y"] - 60, steps=4)
    bob.keyboard.press("Escape")
    bob.mouse.up()
    expect(bob.locator(".drop-at")).to_have_count(0)
    assert told(block, cast) == START


def test_a_finger_drags_too(cast, block, page):
    bob = page(cast.bob, viewport=PHONE, has_touch=True, is_mobile=True)
    bob.goto(at(block))
    start, end = grip(bob, "Insurers wait").bounding_box(), line(bob, "Prices").bounding_box()
    touch = bob.context.new_cdp_session(bob)
    x, y = start["x"] + 10, start["y"] + 10

    def send(kind, *points):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})

    send("touchStart", (x, y))
    for step in range(1, 6):
        send("touchMove", (x, y + (end["y"] + 2 - y) * step / 5))
    send("touchEnd")
    hears(bob, "“Insurers wait”: 1 of 3.")
    assert told(block, cast) == ["Insurers wait", *START[:-1]]


def test_without_script_the_buttons_move_take_out_and_undo(cast, block, page):
    bob = page(cast.bob, java_script_enabled=False)
    bob.goto(at(block))
    bob.locator(".entry .menu summary", has_text="Insurers wait").click()
    bob.get_by_role("button", name="Up", exact=True).locator("visible=true").click()
    expect(bob.get_by_text("“Insurers wait”: 2 of 3.")).to_be_visible()
    bob.locator(".entry .menu summary", has_text="Wheat fell").click()
    bob.get_by_role("button", name="Take out").locator("visible=true").click()
    expect(bob.get_by_text("Taken out (1)")).to_be_visible()
    assert told(block, cast) == ["Prices", "Insurers wait", "Ports", "  Ships came"]
    bob.get_by_text("Taken out (1)").click()
    bob.get_by_role("button", name="Put back “Wheat fell”").click()
    expect(bob.get_by_text("Taken out (1)")).to_have_count(0)
    for _ in range(3):
        with bob.expect_navigation():
            bob.get_by_role("button", name="Undo the last change").click()
    assert told(block, cast) == START


def test_a_move_that_meets_another_windows_change_is_offered_again(cast, block, page):
    bob = page(cast.bob)
    bob.goto(at(block))
    key = block.entries.standing()[4].pk
    move(block=block, version=block.version, entry=key, step="up")
    line(bob, "Ports").focus()
    bob.keyboard.press("Alt+ArrowUp")
    expect(bob.get_by_role("alert").first).to_contain_text("your change is not done")
    assert told(block, cast) == ["Prices", "  Wheat fell", "Insurers wait", "Ports", "  Ships came"]
    bob.get_by_role("button", name="Do it now").click()
    hears(bob, "“Ports”: 2 of 3.")
    assert told(block, cast) == ["Prices", "  Wheat fell", "Ports", "  Ships came", "Insurers wait"]


def test_cards_are_found_ticked_and_added_and_a_new_search_keeps_the_ticks(cast, article, block, page):
    for tag in ("Cairo bought", "Odesa loaded"):
        a_card(cast.bob, article, tag)
    bob = page(cast.bob)
    bob.goto(at(block))
    bob.get_by_role("link", name="Add cards").first.click()
    bob.wait_for_url(f"**{at(block, 'add_cards')}")  # with its scripts, which hear what is typed
    bob.get_by_label("Search the cards").fill("Cairo")
    expect(bob.locator(".pick li")).to_have_count(1)
    bob.get_by_label("Cairo bought").check()
    bob.get_by_label("Search the cards").fill("Odesa")
    expect(bob.get_by_label("Odesa loaded")).to_be_visible()
    expect(bob.get_by_label("Cairo bought")).to_be_checked()
    held = []
    bob.route("**/add/", lambda route: held.append(route), times=1)
    bob.get_by_label("Search the cards").fill("Cairo")
    stored(bob, lambda: len(held), 1)
    bob.get_by_label("Odesa loaded").check()
    held[0].continue_()
    expect(bob.get_by_text("0 cards found, 2 ticked before")).to_be_visible()
    expect(bob.get_by_label("Odesa loaded")).to_be_checked()
    bob.get_by_role("button", name="Add the ticked").click()
    expect(bob.get_by_text("2 cards added.")).to_be_visible()
    assert told(block, cast) == [*START, "Cairo bought", "Odesa loaded"]


def test_ticked_cards_of_the_list_go_into_a_new_block(cast, block, page):
    bob = page(cast.bob)
    bob.goto(reverse("evidence:cards", args=[cast.team.slug]))
    for tag in ("Wheat fell", "Ships came"):
        bob.get_by_label(f"Tick “{tag}”").check()
    bob.get_by_role("button", name="Put the ticked into a block").click()
    bob.get_by_label("Block", exact=True).select_option("A new block")
    bob.get_by_label("Title of the new block").fill("Openings")
    bob.get_by_role("button", name="Add", exact=True).click()
    expect(bob.get_by_role("heading", name="Openings")).to_be_visible()
    assert sorted(told(Block.objects.get(title="Openings"), cast)) == ["Ships came", "Wheat fell"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_no_page_of_a_block_breaks_a_rule_or_scrolls_sideways(cast, article, block, page, axe, scheme, viewport):
    inner = make_block(member=cast.bob, title="Insurance").block
    add_cards(block=inner, cards=[a_card(cast.bob, article, "Premiums doubled")])
    gone = a_card(cast.bob, article, "A card that went into the trash")
    add_cards(block=block, cards=[gone])
    gone.remove(by=cast.bob.user)
    add_inner(block=block, inner=inner)
    bob = page(cast.bob, viewport=viewport, color_scheme=scheme)
    for number, (path, name) in enumerate(
        [
            (at(block), "block"),
            (f"{at(block)}?unfold=1", "unfolded"),
            (at(block, "edit_block"), "edit"),
            (at(block, "add_cards"), "add"),
            (reverse("evidence:blocks", args=[cast.team.slug]), "list"),
            (reverse("evidence:put_in", args=[cast.team.slug]) + f"?card={inner.entries.get().card_id}", "put"),
            (reverse("evidence:cards", args=[cast.team.slug]), "cards"),
        ]
    ):
        bob.goto(path)
        if name == "unfolded":
            bob.locator(".entry .menu summary", has_text="Ports").click()
        axe(bob)
        assert bob.evaluate("document.documentElement.scrollWidth") == viewport["width"]
        if os.environ.get("PICTURES"):
            bob.screenshot(path=f"{os.environ['PICTURES']}/{number}-{name}-{scheme}-{viewport['width']}.png")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_pages_that_show_what_is_made_ready_break_no_rule(cast, article, block, page, axe, scheme, viewport):
    round = make.prepping(member=cast.bob)
    Block.objects.update(question=round.question)
    a_card(cast.bob, article, "Buyers came back").questions.add(round.question)
    bob = page(cast.bob, viewport=viewport, color_scheme=scheme)
    card = block.entries.exclude(card=None).first().card
    for name, path in (
        ("question", reverse("practice:question", args=[cast.team.slug, round.question_id])),
        ("prep", reverse("practice:prep", args=[cast.team.slug, round.pk]) + "#files"),
        ("card", card.get_absolute_url()),
    ):
        bob.goto(path)
        axe(bob)
        assert bob.evaluate("document.documentElement.scrollWidth") == viewport["width"]
        if os.environ.get("PICTURES"):
            bob.screenshot(path=f"{os.environ['PICTURES']}/of-{name}-{scheme}-{viewport['width']}.png")
