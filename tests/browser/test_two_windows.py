"""One card open in two browsers at once: nothing that either typed is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evidence.attaching import Selection, attach_card
from evidence.models import Card
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUOTATION = "Wheat for May delivery fell 4 percent in two days"


def test_what_is_typed_marked_and_filed_in_two_browsers_stands_together(cast, page, axe):
    trade = make.area(team=cast.team, name="Trade")
    article = make.article(member=cast.alice, title="Ports Reopen")
    asked = {"tag": "Wheat fell", "cite": "Castellanos", "selection": Selection(QUOTATION)}
    card = attach_card(member=cast.bob, article=article, **asked).row
    edit = reverse("evidence:edit_card", args=[cast.team.slug, card.pk])
    laptop, phone = page(cast.bob), page(cast.bob, viewport={"width": 390, "height": 844})
    for one in (laptop, phone):
        one.goto(edit)
    marking = page(cast.bob)
    marking.goto(reverse("evidence:cut", args=[cast.team.slug, card.pk]))
    marking.get_by_label("Highlight").check()
    marking.locator("#words .word", has_text="fell").first.click()
    expect(marking.locator("[data-cut-said]")).to_have_text("“fell”: highlight")

    phone.get_by_label("Trade").check()
    phone.get_by_label("Tag").fill("Wheat fell, says the phone")
    phone.get_by_role("button", name="Save", exact=True).last.click()
    expect(phone.get_by_text("What was changed in another window since is kept beside it.")).to_be_visible()

    laptop.get_by_label("Your analysis").fill("From the laptop.")
    laptop.get_by_label("Tag").fill("Wheat fell, says the laptop")
    laptop.get_by_role("button", name="Save", exact=True).last.click()
    alert = laptop.get_by_role("alert")
    expect(alert).to_contain_text("Wheat fell, says the phone")
    expect(laptop.get_by_label("Tag")).to_have_value("Wheat fell, says the laptop")
    expect(laptop.get_by_label("Your analysis")).to_have_value("From the laptop.")
    axe(laptop)
    laptop.get_by_role("button", name="Save", exact=True).last.click()
    expect(laptop.get_by_text("Card saved.")).to_be_visible()

    now = Card.objects.get()
    assert (now.tag, now.analysis) == ("Wheat fell, says the laptop", "From the laptop.")
    assert [now.quotation[a:b] for there in now.cut.values() for a, b in there] == ["fell"]
    assert list(now.areas.all()) == [trade]
    laptop.goto(reverse("evidence:history", args=[cast.team.slug, card.pk]))
    expect(laptop.get_by_role("heading", name="Wheat fell, says the phone")).to_be_visible()
    expect(laptop.get_by_role("heading", name="Wheat fell", exact=True).first).to_be_visible()
