"""A newcomer shares, takes, disputes, approves, takes out, brings in and ends a link with the keyboard alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from evidence.attaching import Selection, attach_card
from evidence.models import Approval, Card, Check, Link
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMED = """() => {
  const one = document.activeElement;
  const label = one.labels?.[0]?.innerText || one.getAttribute("aria-label") || "";
  return `${one.tagName} ${label} ${one.innerText || one.value || ""}`.replace(/\\s+/g, " ").trim();
}"""


def to(page: Page, name: str) -> None:
    """Press Tab until something of this name has the focus."""
    page.wait_for_load_state()
    seen = []
    for _ in range(90):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(NAMED))
        if name in seen[-1]:
            return
    raise AssertionError(f"“{name}” is not reached by Tab: {seen}")


def press(page: Page, name: str, then: str = "", key: str = "Enter") -> None:
    """`then` is a heading of the page that it leads to."""
    to(page, name)
    if not then:
        page.keyboard.press(key)
    else:
        with page.expect_navigation():
            page.keyboard.press(key)
        expect(page.get_by_role("heading", name=then).first).to_be_visible()


def test_all_of_sharing_by_keys_alone(cast, page, tmp_path):
    cast.team.links_on = True
    cast.team.save()
    article = make.article(member=cast.alice, title="Ports Reopen")
    words = Selection("Wheat for May delivery fell 4 percent")
    card = attach_card(member=cast.bob, article=article, tag="Wheat fell", cite="Staff", selection=words).row

    bob = page(cast.bob)
    bob.goto(reverse("team_home", args=[cast.team.slug]))
    press(bob, "Evidence", "Evidence")
    press(bob, "A Wheat fell", "Compared with its source")
    press(bob, "Share with a person")
    press(bob, "Erin", key="Space")
    to(bob, "A word with it")
    bob.keyboard.type("For the final")
    bob.keyboard.press("Enter")
    expect(bob.get_by_text("You shared it with Erin")).to_be_visible()

    erin = page(cast.erin)
    erin.goto(reverse("team_home", args=[cast.team.slug]))
    press(erin, "See who spoke to you", "Evidence")
    press(erin, "Bob shared a card with you", "Compared with its source")
    press(erin, "Check it")
    to(erin, "Yes, I compared it")
    erin.keyboard.press("ArrowDown")
    to(erin, "What is wrong")
    erin.keyboard.type("Which market?")
    erin.keyboard.press("Enter")
    expect(erin.get_by_text("your check is on the card")).to_be_visible()
    press(erin, "Approve")
    expect(erin.get_by_text("Approved: your name is on the card.")).to_be_visible()
    assert (Check.objects.get().holds, Approval.objects.get().by) == (False, cast.erin.user)
    press(erin, "Make a copy")
    expect(erin.get_by_text("This copy is yours")).to_be_visible()
    assert Card.objects.get(owner=cast.erin.user).copied_from == card

    press(bob, "Evidence", "Evidence")
    press(bob, "Take out", "Take out cards")
    with bob.expect_download() as sent:
        press(bob, "Take out")
    path = tmp_path / "cards.docx"
    sent.value.save_as(path)
    charlie = page(cast.charlie)
    charlie.goto(reverse("evidence:bring_in", args=[cast.charlie.team.slug]))
    charlie.get_by_label("File", exact=True).set_input_files(path)
    press(charlie, "Look at it", "Are these right?")
    press(charlie, "Keep the ticked cards")
    expect(charlie.get_by_text("1 card brought in.")).to_be_visible()
    press(charlie, "Take these cards back")
    press(charlie, "Take back")
    expect(charlie.get_by_text("1 card taken back into the trash.")).to_be_visible()

    bob.goto(card.get_absolute_url())
    press(bob, "Make a link to this card")
    press(bob, "Make the link")
    expect(bob.get_by_text("The link is made.")).to_be_visible()
    press(bob, "End it")
    expect(bob.get_by_text("The link is ended")).to_be_visible()
    assert Link.objects.live().count() == 0
