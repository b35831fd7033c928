"""Feeds and addresses in a real browser: followed, looked at, read in page by page, all by keyboard."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article, Feed
from tests.articles.test_feeds import TEXT, item, rss, story
from tests.browser.conftest import LAPTOP, PHONE
from tests.lib.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("size", "scheme"), [(LAPTOP, "light"), (PHONE, "dark")])
def test_a_feed_is_followed_looked_at_and_read_in(page, cast, axe, size, scheme):
    answers = {"/a": story(1)}
    with serving(answers) as site:
        whole = item("The Harbour Is Open", link="https://gazette.example/whole", text=TEXT)
        answers["/feed"] = rss(whole, item("Harbour 1", link=f"{site.url}/a"), item("Gone", link=f"{site.url}/gone"))
        opened = page(cast.alice, viewport=size, color_scheme=scheme)
        opened.goto(reverse("articles:feeds", args=[cast.team.slug]))
        axe(opened)
        opened.get_by_label("Address").focus()
        opened.keyboard.type(f"{site.url}/feed")
        opened.keyboard.press("Enter")
        expect(opened.locator(".messages")).to_contain_text("“The Harbour Gazette” is among the feeds.")
        opened.get_by_role("button", name="Look for new ones in The Harbour Gazette").focus()
        opened.keyboard.press("Enter")
        expect(opened.get_by_role("heading", name="3 pages read in")).to_be_visible()
        axe(opened)
        names = ["The Harbour Is Open", "Harbour 1", "Gone"]
        expect(opened.locator(".lines .file")).to_have_text(names)
        opened.goto(reverse("articles:feeds", args=[cast.team.slug]))
        expect(opened.locator(".entries")).to_contain_text("2 articles so far")
        axe(opened)
        assert not opened.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        opened.get_by_role("button", name="Look for new ones").click()
        expect(opened.locator(".messages")).to_contain_text("Nothing is new, 3 were here before.")
    opened.get_by_role("button", name="Stop following").click()
    opened.get_by_role("button", name="Undo").click()
    expect(opened.locator(".messages")).to_contain_text("is among the feeds.")
    assert (Article.objects.count(), Feed.objects.get().deleted_at) == (2, None)


def test_many_addresses_are_read_in_while_the_page_is_open(page, cast, axe):
    with serving({f"/{n}": story(n) for n in range(8)}) as site:
        opened = page(cast.alice)
        opened.goto(reverse("articles:add", args=[cast.team.slug]))
        axe(opened)
        opened.get_by_label("Or addresses of pages or feeds").fill("\n".join(f"{site.url}/{n}" for n in range(9)))
        opened.get_by_role("button", name="Look at it").click()
        expect(opened.get_by_role("heading", name="9 pages read in")).to_be_visible()
    expect(opened.get_by_text("The server answered 404 Not Found.")).to_be_visible()
    expect(opened).to_have_url(re.compile("/batches/"))
    assert Article.objects.count() == 8
