"""The areas page in a real browser: one is renamed by keyboard, a name that is taken leads to merging the two."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.filing import keep_rule
from articles.models import Area, Article
from tests import make
from tests.browser.conftest import LAPTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("size", "scheme"), [(LAPTOP, "light"), (PHONE, "dark")])
def test_an_area_is_renamed_and_merged_by_keyboard(page, cast, axe, size, scheme):
    ports, sea = make.area(team=cast.team, name="Ports"), make.area(team=cast.team)
    make.area(team=cast.team, name="Constitution and Courts", side="domestic")
    make.area(team=cast.team, name="Odd Ones", side="")
    make.article(member=cast.alice, areas=[ports], questions=["Will the ports stay open?"])
    keep_rule(member=cast.alice, query="wheat", area=ports)
    opened = page(cast.alice, viewport=size, color_scheme=scheme)
    opened.goto(reverse("articles:areas", args=[cast.team.slug]))
    axe(opened)
    opened.get_by_role("link", name="Change Ports").focus()
    opened.keyboard.press("Enter")
    expect(opened.get_by_label("Name")).to_have_value("Ports")  # the page before has a field of this name too
    opened.get_by_label("Name").focus()
    opened.keyboard.press("Control+A")
    opened.keyboard.type("black sea")
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("main")).to_contain_text("There is “Black Sea” already.")
    axe(opened)
    opened.get_by_role("link", name="Merge Ports into Black Sea").focus()
    opened.keyboard.press("Enter")
    expect(opened.get_by_label("All of it goes to")).to_have_value(str(sea.pk))
    axe(opened)
    assert not opened.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    opened.get_by_role("button", name="Move it and remove Ports").focus()
    opened.keyboard.press("Enter")
    expect(opened.locator(".messages")).to_contain_text("“Ports” is part of “Black Sea” now.")
    assert not Area.objects.filter(pk=ports.pk).exists()
    assert Article.objects.get().areas.get() == sea
