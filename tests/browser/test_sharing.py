"""A card goes to others: a link that shows it without a login."""

import os

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evidence.attaching import Selection, attach_card, attach_note
from evidence.blocks import add_cards, add_heading, make_block
from evidence.bringing.batches import begin, receive, work
from evidence.bringing.found import Brought, Found
from evidence.editing import edit_card, mark_words
from evidence.export.sheet import Card as SheetCard
from evidence.giving import give
from evidence.links import address_of, make_link
from evidence.models import Card
from evidence.remarking import remark
from tests import make
from tests.browser.conftest import LAPTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUOTATION = "Wheat for May delivery fell 4 percent in two days — its largest drop since the autumn."


@pytest.fixture
def card(cast):
    article = make.article(member=cast.alice, title="Ports Reopen", body=f"Ports opened.\n\n{QUOTATION}")
    asked = {"tag": "Wheat fell", "cite": "Castellanos, The Continental", "analysis": "Say it *slowly*."}
    row = attach_card(member=cast.bob, article=article, selection=Selection(QUOTATION), **asked).row
    mark_words(card=row, version=1, by=cast.bob.user, first=4, last=6, level="highlight")
    return row


def test_a_coach_switches_links_on_a_student_makes_one_and_a_visitor_reads_until_it_is_ended(cast, card, page):
    coach = page(cast.alice)
    coach.goto(reverse("teams:team", args=[cast.team.slug]))
    coach.get_by_role("button", name="Switch links on").click()
    expect(coach.get_by_text("Links to cards may be made now.")).to_be_visible()

    bob = page(cast.bob, permissions=["clipboard-read", "clipboard-write"])
    bob.goto(card.get_absolute_url())
    bob.get_by_text("Make a link to this card").focus()
    bob.keyboard.press("Enter")
    bob.get_by_label("It opens for").select_option("30 days")
    bob.get_by_role("button", name="Make the link").click()
    bob.get_by_role("button", name="Copy the link to “Wheat fell”").click()
    expect(bob.get_by_text("Copied.")).to_be_visible()
    address = bob.evaluate("navigator.clipboard.readText()")

    visitor = page(None)
    visitor.goto(address)
    expect(visitor.get_by_role("heading", name="Wheat fell")).to_be_visible()
    expect(visitor.locator("mark")).to_have_text("fell 4 percent")
    expect(visitor.get_by_text("slowly")).to_have_count(0)

    coach.goto(reverse("evidence:links", args=[cast.team.slug]))
    expect(coach.get_by_text("opened 1 time, last on")).to_be_visible()
    coach.get_by_role("button", name="End it (the link to “Wheat fell”)").click()
    expect(coach.get_by_text("No link is live.")).to_be_visible()
    assert visitor.request.get(address).status == 404


def test_a_private_card_is_shared_with_one_person_who_takes_a_copy(cast, card, page):
    Card.objects.update(visibility="private")
    bob = page(cast.bob)
    bob.goto(card.get_absolute_url())
    bob.get_by_text("Share with a person").focus()
    bob.keyboard.press("Enter")
    bob.get_by_label("Erin").check()
    bob.get_by_label("A word with it").fill("For the final")
    bob.get_by_role("button", name="Share", exact=True).click()
    expect(bob.get_by_text("You shared it with Erin")).to_be_visible()

    erin = page(cast.erin)
    erin.goto(reverse("team_home", args=[cast.team.slug]))
    expect(erin.get_by_text("1 new for you")).to_be_visible()
    erin.goto(reverse("evidence:for_you", args=[cast.team.slug]))
    expect(erin.get_by_text("For the final")).to_be_visible()
    erin.get_by_role("button", name="Take a copy of “Wheat fell”").click()
    expect(erin.get_by_text("This copy is yours")).to_be_visible()
    assert Card.objects.get(owner=cast.erin.user).copied_from == card


def test_a_card_goes_to_another_team_by_a_file_and_says_there_whose_it_was(cast, card, page, axe):
    bob = page(cast.bob, accept_downloads=True)
    bob.goto(reverse("evidence:take_out", args=[cast.team.slug]))
    bob.get_by_label("For another team", exact=False).first.check()
    bob.get_by_label("From whom").fill("A friend from the north")
    with bob.expect_download() as sent:
        bob.get_by_role("button", name="Take out").click()

    charlie = page(cast.charlie)
    charlie.goto(reverse("evidence:bring_in", args=[cast.charlie.team.slug]))
    charlie.get_by_label("File", exact=True).set_input_files(sent.value.path())
    charlie.get_by_role("button", name="Look at it").click()
    expect(charlie.get_by_text("from A friend from the north")).to_be_visible()
    axe(charlie)
    charlie.get_by_role("button", name="Keep the ticked cards").click()
    charlie.get_by_role("link", name="Wheat fell").click()
    expect(charlie.get_by_text("Came from A friend from the north")).to_be_visible()
    axe(charlie)


@pytest.mark.parametrize(("scheme", "viewport"), [("light", LAPTOP), ("dark", PHONE)])
def test_no_page_of_sharing_holds_a_barrier_or_scrolls_sideways(cast, card, page, axe, scheme, viewport):
    cast.team.links_on = True
    cast.team.save()
    link = make_link(member=cast.bob, about=card, days=7, with_analysis=True)
    give(member=cast.alice, card=card, to=[cast.erin], remark="For the final")
    give(member=cast.bob, card=card, to=[cast.erin, cast.alice])
    bob, erin, visitor = (page(who, viewport=viewport, color_scheme=scheme) for who in (cast.bob, cast.erin, None))
    for opened, address in (
        (bob, reverse("evidence:links", args=[cast.team.slug])),
        (bob, card.get_absolute_url()),
        (erin, reverse("evidence:for_you", args=[cast.team.slug])),
        (visitor, address_of(link)),
    ):
        opened.goto(address)
        opened.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
        axe(opened)
        assert opened.evaluate("document.documentElement.scrollWidth") == viewport["width"]
        if folder := os.environ.get("PICTURES"):
            opened.screenshot(path=f"{folder}/{scheme}{address.replace('/', '_')[:30]}.png", full_page=True)


@pytest.mark.parametrize(
    ("scheme", "viewport"), [("light", LAPTOP), ("dark", PHONE), ("dark", LAPTOP), ("light", PHONE)]
)
def test_taking_out_bringing_in_and_a_shown_block_hold_no_barrier(cast, card, page, axe, scheme, viewport):
    cast.team.links_on = True
    cast.team.save()
    block = make_block(member=cast.bob, title="Grain and ports").block
    over = add_heading(block=block, version=1, heading="Prices").entry
    add_cards(block=block, cards=[card], under=over.pk)
    for version in range(2, 30):
        edit_card(card=card, version=version, by=cast.bob.user, tag=f"Wheat fell, {version}")
    note = attach_note(member=cast.alice, article=card.article, body="Why?", visibility="team").row
    remark(member=cast.bob, about=note, body="So?")
    cast.bob.team.refresh_from_db()
    link = make_link(member=cast.bob, about=block, days=7, with_analysis=True)
    batches = []
    for name, stage in (("looked", "look"), ("half", "keep"), ("kept", "done")):
        found = tuple(
            Found(SheetCard(tag=f"{name} {n}", cite="Staff", quotation=f"Words {name} {n}"), ((1, "Black Sea"),))
            for n in range(120)
        )
        batch = receive(member=cast.bob, brought=Brought(f"Cards that were {name}", found))
        work(batch=batch, member=cast.bob, seconds=60)
        if stage != "look":
            begin(batch=batch)
        if stage == "done":
            work(batch=batch, member=cast.bob, seconds=60)
        batches.append(batch)
    team = cast.team.slug
    looked, half, kept = (reverse("evidence:brought", args=[team, batch.pk]) for batch in batches)
    bob, visitor = (page(who, viewport=viewport, color_scheme=scheme) for who in (cast.bob, None))
    still = page(cast.bob, viewport=viewport, color_scheme=scheme, java_script_enabled=False)
    for name, opened, address in (
        ("out", bob, reverse("evidence:take_out", args=[team])),
        ("out-block", bob, reverse("evidence:take_out", args=[team]) + f"?block={block.pk}"),
        ("in", bob, reverse("evidence:bring_in", args=[team])),
        ("looked", bob, looked),
        ("half", still, half),
        ("kept", bob, kept),
        ("block", bob, block.get_absolute_url()),
        ("shown-block", visitor, address_of(link)),
        ("links", bob, reverse("evidence:links", args=[team])),
        ("history", bob, reverse("evidence:history", args=[team, card.pk])),
        ("edit", bob, reverse("evidence:edit_card", args=[team, card.pk])),
        ("thread", bob, note.get_absolute_url()),
    ):
        opened.goto(address)
        if opened is not still:
            if name not in ("block", "kept"):
                opened.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
            axe(opened)
            assert opened.evaluate("document.documentElement.scrollWidth") == viewport["width"], name
        if folder := os.environ.get("PICTURES"):
            opened.screenshot(path=f"{folder}/{name}-{scheme}-{viewport['width']}.png", full_page=name != "looked")
