"""The pages of the evidence room: no violation of accessibility rules, and a search that answers while one types."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evidence.attaching import Selection, attach_card, attach_note
from evidence.placing import revise_and_place
from tests import make
from tests.browser.conftest import LAPTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def evidence(cast):
    """An article in its second revision with notes and cards in every state."""
    body = "Wheat fell in two days. Buyers in Cairo came back to the market.\n\nThe annex names no inspector."
    article = make.article(member=cast.alice, title="Ports Reopen", body=body, areas=[make.area(team=cast.team)])
    for words in ("Wheat fell in two days.", "two days. Buyers in Cairo", "The annex names no inspector", "nowhere"):
        selection = Selection(words)
        attach_note(member=cast.bob, article=article, body="A *note*", selection=selection, visibility="team")
        card = attach_card(member=cast.bob, article=article, tag=f"Of {words}", cite="Staff", selection=selection).row
    attach_note(member=cast.bob, article=article, body="On all of it", visibility="team")
    attach_note(member=cast.bob, article=article, body="Removed").row.remove(by=cast.bob.user)
    revise_and_place(member=cast.alice, article=article, markdown=body.split("\n\n")[0], number=1)
    return article, card


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_no_page_breaks_a_rule_or_scrolls_sideways(cast, evidence, page, axe, scheme, viewport):
    article, card = evidence
    team = article.team.slug
    alice, bob = (page(member, viewport=viewport, color_scheme=scheme) for member in (cast.alice, cast.bob))
    on_article = [reverse(f"evidence:{name}", args=[team, article.pk]) for name in ("reader", "passage")]
    lists = [reverse(f"evidence:{name}", args=[team]) for name in ("cards", "notes", "trash")]
    one = [reverse(f"evidence:{name}", args=[team, card.pk]) for name in ("card", "edit_card")]
    revision = reverse("evidence:revision", args=[team, article.pk, 1])
    for address in [*on_article, *lists, *one, revision]:
        bob.goto(address)
        axe(bob)
        assert bob.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    alice.goto(reverse("evidence:revise", args=[team, article.pk]))
    axe(alice)


def test_the_search_answers_while_one_types(cast, evidence, page):
    bob = page(cast.bob)
    bob.goto(reverse("evidence:cards", args=[cast.team.slug]))
    expect(bob.locator("#found h2")).to_have_count(4)
    bob.get_by_label("Search").press_sequentially("cairo")
    expect(bob.locator("#found h2")).to_have_text(["Of two days. Buyers in Cairo"])
    expect(bob.get_by_label("Search")).to_be_focused()
    expect(bob).to_have_url(re.compile(r"\?q=cairo&kind=&area=&checked=&order=$"))


def test_a_card_is_copied(cast, evidence, page):
    _, card = evidence
    bob = page(cast.bob, permissions=["clipboard-read", "clipboard-write"])
    bob.goto(card.get_absolute_url())
    bob.get_by_role("button", name="Copy the card").click()
    expect(bob.get_by_text("Copied.")).to_be_visible()
    assert bob.evaluate("navigator.clipboard.readText()") == "Of nowhere\nStaff\n“nowhere”"
