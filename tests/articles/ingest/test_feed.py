"""Feeds: entries with text are articles, the others are named, and what is made to hurt is refused."""

import time
from datetime import date
from pathlib import Path

import pytest

from articles.ingest.draft import Sent, Unreadable
from articles.ingest.feed import entries, is_feed, read_both
from articles.ingest.formats import read
from articles.rendering import render

RSS = Path("fixtures/ingest/feed.rss").read_bytes()
ATOM = Path("fixtures/ingest/feed.atom").read_bytes()


def test_an_rss_feed_gives_its_entries_in_order() -> None:
    feed = entries(RSS, "https://satchel.example.org/feed")
    assert feed.title == "The Blue Satchel"
    assert [(e.title, e.url, e.published_on, e.authors) for e in feed.entries] == [
        (
            "Harbour of Port Ena & its grain",
            "https://satchel.example.org/world/harbour",
            date(2025, 5, 12),
            ("Ana Okoro",),
        ),
        ("Bread prices", "https://satchel.example.org/home/prices?utm_source=rss", None, ()),
        ("No page", "", None, ()),
    ]
    assert feed.entries[0].guid == "tag:satchel.example.org,2025:1"
    assert feed.entries[1].summary_html == "What a loaf costs now."


def test_an_atom_feed_gives_the_page_and_not_the_enclosure() -> None:
    (entry,) = entries(ATOM, "").entries
    assert (entry.url, entry.authors, entry.title) == (
        "https://satchel.example.org/world/harbour", ("Ana Okoro", "Cy Dee"), "Harbour of Port Ena reopens",
    )  # fmt: skip
    assert entry.published_on == date(2025, 5, 12)


@pytest.mark.parametrize("name", ["feed.rss", "feed.xml", "feed.atom"])
def test_an_entry_with_its_text_is_an_article_and_the_others_are_named(name: str) -> None:
    contents = read(Sent(name, RSS))
    (draft,) = contents.drafts
    assert (draft.title, draft.byline, draft.published_on, draft.publisher, draft.url) == (
        "Harbour of Port Ena & its grain", ("Ana Okoro",), date(2025, 5, 12), "The Blue Satchel",
        "https://satchel.example.org/world/harbour",
    )  # fmt: skip
    html = render(draft.body).html
    assert html.count("<p>") == 4
    assert '<a href="https://satchel.example.org/prices" rel="noopener noreferrer nofollow">bread prices</a>' in html
    assert "the fees would not" in html
    assert "alert" not in html
    assert [(c.code, c.message) for c in contents.cautions] == [
        ("to-fetch", "2 entries have no text here, only an address: “Bread prices”"
         " https://satchel.example.org/home/prices?utm_source=rss; “No page”"),
    ]  # fmt: skip


def test_the_addresses_to_fetch_are_given_without_those_that_are_none() -> None:
    assert read_both(Sent("feed.rss", RSS))[1] == ("https://satchel.example.org/home/prices?utm_source=rss",)
    assert read_both(Sent("feed.atom", ATOM))[1] == ("https://satchel.example.org/world/harbour",)


def test_a_text_that_breaks_off_is_a_summary() -> None:
    cut = RSS.replace(b"back to this coast.</p>", b"back to &hellip; Read more</p>")
    assert read(Sent("feed.rss", cut)).drafts == ()


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "'
    + b"ha" * 100
    + b'"><!ENTITY b "'
    + b"&a;" * 1000
    + b'"><!ENTITY c "'
    + b"&b;" * 1000
    + b'">]><rss version="2.0"><channel><title>&c;</title></channel></rss>'
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    b'<rss version="2.0"><channel><title>&a;</title></channel></rss>'
)


@pytest.mark.parametrize("data", [BOMB, OUTSIDE])
def test_entities_are_refused(data: bytes) -> None:
    start = time.process_time()
    with pytest.raises(Unreadable) as refused:
        read(Sent("feed.xml", data))
    assert refused.value.code == "entities"
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "data", [b"<note>hello</note>", b"<?xml version='1.0'?><html><body>x</body></html>", b"no xml"]
)
def test_xml_that_is_no_feed_is_refused(data: bytes) -> None:
    assert not is_feed(data)
    with pytest.raises(Unreadable) as refused:
        read(Sent("a.xml", data))
    assert refused.value.code == "format"


def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_goes() -> None:
    broken = RSS.replace(b"</channel>", b"<b>").replace(b"&amp; ", b"& ")
    assert [entry.title for entry in entries(broken, "").entries][1:] == ["Bread prices", "No page"]


def test_a_feed_of_too_many_entries_is_read_in_part_and_says_so() -> None:
    item = b"<item><title>x</title><link>https://satchel.example.org/</link></item>"
    many = b'<rss version="2.0"><channel><title>t</title>' + item * 510 + b"</channel></rss>"
    contents = read(Sent("feed.rss", many))
    assert [c.message for c in contents.cautions if c.code == "entries-left"] == [
        "10 entries beyond the first 500 were not read."
    ]


@pytest.mark.parametrize(
    "middle", [b"<item>" * 20_000, b"<title>" + b"&" * 300_000, b"<description>" + b"<" * 100_000]
)
def test_a_feed_made_to_hurt_ends_within_seconds(middle: bytes) -> None:
    start = time.process_time()
    try:
        read(Sent("feed.rss", b'<rss version="2.0"><channel>' + middle))
    except Unreadable as refused:
        assert refused.message
    assert time.process_time() - start < 10
