"""A saved page: what is the article in it, what it says of itself, and what was left out."""

import time
from datetime import date
from pathlib import Path

import pytest

from articles.ingest.draft import Draft, Sent, Unreadable
from articles.ingest.formats import read
from articles.rendering import render

PAGE = Path("fixtures/ingest/page.html").read_bytes()
SENTENCE = "The harbour of Port Ena opened again, and the {} ship of the week came in with grain for the towns. "


def one(data: bytes | str, *, name: str = "page.html", **how) -> Draft:
    (draft,) = read(Sent(name, data.encode() if isinstance(data, str) else data, **how)).drafts
    return draft


def codes(draft: Draft) -> set[str]:
    return {caution.code for caution in draft.warnings}


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>Harbour opens</title>{head}</head><body>{body}</body></html>"


def article(extra: str = "") -> str:
    return f"<article>{''.join(f'<p>{SENTENCE.format(n)}</p>' for n in ('first', 'second', 'third'))}{extra}</article>"


def test_a_page_says_title_author_date_publisher_and_address() -> None:
    draft = one(PAGE)
    assert (draft.title, draft.byline, draft.published_on, draft.publisher, draft.url, draft.kind) == (
        "Harbour of Port Ena reopens", ("Ana Okoro",), date(2025, 5, 12), "The Blue Satchel",
        "https://satchel.example.org/world/harbour", "original",
    )  # fmt: skip


def test_headings_lists_quotes_tables_and_links_are_rendered_as_they_stood() -> None:
    html = render(one(PAGE).body).html
    assert "<p>The harbour of Port Ena <em>reopened</em> on Monday" in html
    assert (
        '<a href="https://satchel.example.org/prices" rel="noopener noreferrer nofollow">bread prices</a> would fall;'
        " 3 * 4 _ships_ had come &lt;by night&gt;.</p>"
    ) in html
    assert "<h2>Why it closed</h2>\n<ul>\n<li>A crane fell into the channel in March.</li>" in html
    assert "<blockquote>\n<p>We will not forget these weeks" in html
    assert "<th>Ships</th>" in html
    assert "<td>First week</td>\n<td>12 ships</td>" in html
    assert "World" not in html
    assert "Copyright" not in html


def test_scripts_and_what_the_page_hides_are_gone_and_the_hidden_words_are_counted() -> None:
    draft = one(PAGE)
    assert "no text of the article" not in draft.body
    assert "Nobody sees" not in draft.body
    assert [c.message for c in draft.warnings if c.code == "hidden-text"] == [
        "7 words that the page does not show were left out."
    ]


def test_a_script_in_a_title_is_text() -> None:
    draft = one(page(article(), '<meta property="og:title" content="&lt;script&gt;alert(1)&lt;/script&gt; opens">'))
    assert draft.title == "<script>alert(1)</script> opens"


def test_a_date_that_the_page_gives_without_saying_for_what_is_told() -> None:
    times = '<time datetime="2025-05-12">12 May</time><time datetime="2025-06-01">1 June</time>'
    guessed = one(page(article(times)))
    assert guessed.published_on == date(2025, 5, 12)
    assert "date-guessed" in codes(guessed)
    sure = one(page(article(), '<meta property="article:published_time" content="2025-05-12">'))
    assert sure.published_on == date(2025, 5, 12)
    assert "date-guessed" not in codes(sure)


def test_a_page_that_gives_no_date_has_none() -> None:
    draft = one(page(article()))
    assert draft.published_on is None
    assert "date-missing" in codes(draft)


def test_the_end_of_a_digest_is_read_on_a_page_as_in_a_text() -> None:
    end = (
        "<p><b>Extemp question:</b> Will Port Ena stay open?</p><p><b>Read More Here:</b></p>"
        '<p>Staff, <a href="https://satchel.example.org/a">The Moscow Times</a></p>'
        "<p>Ana Okoro, Cy Dee. New York Times</p>"
    )
    head = "<h1>Harbour opens</h1><p>May 12th, 2025</p><p>Ana Okoro</p>"
    draft = one(page(article(end).replace("<article>", f"<article>{head}")))
    assert (draft.title, draft.published_on, draft.byline, draft.kind) == (
        "Harbour opens", date(2025, 5, 12), ("Ana Okoro",), "digest",
    )  # fmt: skip
    assert draft.questions == ("Will Port Ena stay open?",)
    assert [(s.publication, s.url) for s in draft.sources][1:] == [("New York Times", "")]
    assert draft.sources[0].url == "https://satchel.example.org/a"
    assert "Extemp" not in draft.body
    assert "May 12th" not in draft.body


def test_a_paragraph_beside_the_article_that_was_left_out_is_told() -> None:
    aside = '<p class="comment-form sharing related">Sign up for the letter of the harbour, which comes each day.</p>'
    draft = one(page(article(aside)))
    assert "Sign up" not in draft.body
    assert [c.message for c in draft.warnings if c.code == "left-out"] == [
        "One paragraph of the page was left out; is it part of the article? “Sign up for the letter of the harbour,"
        " which comes each day.”"
    ]


def test_a_page_without_an_article_gives_all_its_text_with_a_caution() -> None:
    draft = one(page("<div>Port Ena</div><ul><li>Harbour</li></ul>"))
    assert render(draft.body).html == "<p>Port Ena</p>\n<ul>\n<li>Harbour</li>\n</ul>"
    assert "whole-page" in codes(draft)


@pytest.mark.parametrize("data", ["<html><body><script>x()</script></body></html>", "<!-- -->", "<p hidden>x</p>"])
def test_a_page_without_any_text_is_refused(data: str) -> None:
    with pytest.raises(Unreadable) as refused:
        one(data)
    assert refused.value.code == "no-text"


@pytest.mark.parametrize("name", ["windows-1252", "iso-8859-1", "utf-16-le", "utf-8", "shift_jis"])
def test_the_encoding_that_the_page_names_is_believed(name: str) -> None:
    text = page(article(), f'<meta charset="{name}">').replace("grain", "日本" if name == "shift_jis" else "café")
    data = (b"\xff\xfe" if name == "utf-16-le" else b"") + text.encode(name)
    assert ("日本" if name == "shift_jis" else "café") in one(data).body


@pytest.mark.parametrize("name", ["zlib_codec", "no-such-thing", "rot13", "idna", "undefined"])
def test_an_encoding_that_is_none_is_not_believed(name: str) -> None:
    data = page(article(), f'<meta charset="{name}">').replace("grain", "café").encode("cp1252")
    assert "café" in one(data).body


@pytest.mark.parametrize(
    "data",
    [
        "<html><body>" + "<div>" * 50_000 + SENTENCE * 20,
        "<html><body>" + "<p><b>a</b>" * 18_000,
        "<html><body><p>" + SENTENCE * 20_000,
        "<html><body>" + "<table><tr><td>" * 15_000 + "x",
        "<html><body>" + "<ul><li>" * 25_000 + "x",
        "<html><body>" + "<blockquote>" * 50_000 + SENTENCE,
        "<html><body><p>" + "<a href='" * 20_000,
        "<html><body><p>" + "&" * 500_000,
    ],
)
def test_a_page_made_to_hurt_is_read_or_refused_within_seconds(data: str) -> None:
    start = time.process_time()
    try:
        one(data)
    except Unreadable as refused:
        assert refused.message
    assert time.process_time() - start < 15


def test_a_page_that_is_nested_so_deep_that_its_end_would_be_lost_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        one(page(article() + "<div>" * 300 + "deep" + "</div>" * 300 + "<p>The end.</p>"))
    assert refused.value.code == "too-deep"


def test_a_page_with_more_tags_than_are_read_is_refused_with_both_numbers() -> None:
    with pytest.raises(Unreadable) as refused:
        one("<html>" + "<i>" * 100_000)
    assert refused.value.message == "The page has 100,001 tags; 60,000 is the most that is read."
