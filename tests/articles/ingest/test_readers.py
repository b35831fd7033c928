"""Which reader a file gets, and what a Markdown file says of itself."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.ingest.draft import Sent, Unreadable
from articles.ingest.formats import READERS, read
from articles.rendering import render

NOTE = """---
title: Harbour Opens
date: 12 May 2025
author: Ana Okoro and Cy Dee
publisher: The Blue Satchel
url: https://satchel.example.org/harbour
---

## Why *now*?

The harbour **reopened** on Monday, and the mayor was there.

## Extemp question

Will it last?

**Read more here:**

- Staff, The Moscow Times
"""


STARTS = (
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"<html><body>",
    b"<?xml version='1.0'?>",
    b"Title\nMay 12, 2025\n",
    b"\xff\xfe",
)


@pytest.mark.parametrize("name", ["a.txt", "A.TXT", "../../etc/a.txt", "C:\\notes\\a.txt", "no-ending"])
def test_a_text_file_is_read_as_a_digest_whatever_its_path_looks_like(name: str) -> None:
    data = b"Harbour Opens\nMay 12, 2025\nAna Okoro\nIt did.\nExtemp question: Will it last?"
    (draft,) = read(Sent(name, data)).drafts
    assert (draft.title, draft.published_on, draft.questions) == (
        "Harbour Opens", date(2025, 5, 12), ("Will it last?",),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["a.doc", "a.xlsx", "a.epub", "a.txt.exe"])
def test_a_file_of_an_unknown_kind_is_refused_by_its_ending(name: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(Sent(name, b"text"))
    assert refused.value.code == "format"
    assert "." + name.rsplit(".", 1)[1] in refused.value.message


@pytest.mark.parametrize("name", [f"a{ending}" for ending in READERS])
def test_a_broken_pdf_is_refused_as_one_under_every_name(name: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(Sent(name, b"%PDF-1.7 x"))
    assert refused.value.code == "broken"


@pytest.mark.parametrize("ending", sorted(READERS))
@given(
    data=st.binary(max_size=400) | st.sampled_from(STARTS).flatmap(lambda s: st.binary(max_size=200).map(s.__add__))
)
@settings(max_examples=8, deadline=timedelta(seconds=20), suppress_health_check=list(HealthCheck))
def test_whatever_the_bytes_are_a_file_is_read_or_refused_with_a_reason(ending: str, data: bytes) -> None:
    try:
        contents = read(Sent(f"a{ending}", data))
    except Unreadable as refused:
        assert refused.code
        assert refused.message
    else:
        for draft in contents.drafts:
            render(draft.body)


def test_what_the_bytes_leave_open_is_told_with_the_draft() -> None:
    (draft,) = read(Sent("a.txt", b"Harbour Opens\nMay 12, 2025\nAna Okoro\nIt did \x93open\x94.")).drafts
    assert draft.warnings[0].code == "encoding-guessed"


def test_a_markdown_file_says_its_header_and_its_body_stays_markdown() -> None:
    (draft,) = read(Sent("note.md", NOTE.encode())).drafts
    assert (draft.title, draft.published_on, draft.byline, draft.publisher, draft.url) == (
        "Harbour Opens", date(2025, 5, 12), ("Ana Okoro", "Cy Dee"), "The Blue Satchel",
        "https://satchel.example.org/harbour",
    )  # fmt: skip
    assert render(draft.body).html == (
        "<h2>Why <em>now</em>?</h2>\n<p>The harbour <strong>reopened</strong> on Monday, and the mayor was there.</p>"
    )
    assert draft.questions == ("Will it last?",)
    assert [source.publication for source in draft.sources] == ["The Moscow Times"]


def test_the_first_heading_is_the_title_of_a_markdown_file_without_a_header() -> None:
    (draft,) = read(Sent("note.markdown", b"# Harbour Opens\n\nIt *did*.\n")).drafts
    assert (draft.title, draft.body) == ("Harbour Opens", "It *did*.")
    assert {"no-author", "date-missing", "no-question", "no-url"} <= {caution.code for caution in draft.warnings}
