"""An address is read by what it gives; everything is served by this machine's loopback."""

from datetime import date
from pathlib import Path

import pytest

from articles.ingest.draft import Unreadable
from articles.ingest.register import SHIPPED
from articles.ingest.web import Gathered, read_address
from tests.articles.ingest import made
from tests.lib.serving import moved, page, serving

PAGE = Path("fixtures/ingest/page.html").read_bytes()
RSS = Path("fixtures/ingest/feed.rss").read_bytes()
TWIN = Path("fixtures/digest-twin.txt").read_bytes()
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def gather(url: str) -> Gathered:
    return read_address(url, SHIPPED)


def test_a_page_is_read_with_the_address_where_it_was_found_and_without_trackers() -> None:
    answers = {"/a": moved("/world/harbour?utm_source=mail&id=7"), "/world/harbour": page(PAGE)}
    with serving(answers) as site:
        gathered = gather(f"{site.url}/a")
    (draft,) = gathered.contents.drafts
    assert draft.url == gathered.sent.url == f"{site.url}/world/harbour?id=7"
    assert (gathered.sent.name, gathered.sent.data) == ("harbour.html", PAGE)
    assert (draft.title, draft.published_on) == ("Harbour of Port Ena reopens", date(2025, 5, 12))
    assert "no-url" not in {c.code for c in draft.warnings}


def test_each_type_has_its_reader() -> None:
    title = TWIN.decode().split("\n")[0]
    lines = TWIN.decode().split("\n")
    answers = {
        "/text": page(TWIN, "text/plain; charset=utf-8"),
        "/a.pdf": page(made.pdf([[lines[0], lines[1], "", lines[2]]]), "application/pdf"),
        "/word": page(made.docx(lines), WORD),
        "/unknown": page(made.docx(lines), "application/octet-stream"),
        "/xhtml": page(PAGE, "application/xml"),
    }
    with serving(answers) as site:
        found = {path: gather(site.url + path) for path in answers}
    assert {path: one.sent.name for path, one in found.items()} == {
        "/text": "text.txt", "/a.pdf": "a.pdf", "/word": "word.docx", "/unknown": "unknown", "/xhtml": "xhtml.xhtml",
    }  # fmt: skip
    titles = {path: one.contents.drafts[0].title for path, one in found.items()}
    assert titles == {**dict.fromkeys(answers, title), "/xhtml": "Harbour of Port Ena reopens"}


@pytest.mark.parametrize("kind", ["application/rss+xml", "text/xml", "application/xml", "text/html"])
def test_a_feed_gives_its_articles_and_the_pages_it_points_to(kind: str) -> None:
    with serving({"/feed": page(RSS, kind)}) as site:
        gathered = gather(f"{site.url}/feed")
    assert [d.url for d in gathered.contents.drafts] == ["https://satchel.example.org/world/harbour"]
    assert gathered.pages == ("https://satchel.example.org/home/prices?utm_source=rss",)


def test_the_encoding_that_the_server_names_is_believed_and_the_bytes_are_kept() -> None:
    data = "Café opens\nMay 12, 2025\nAna Okoro\nIt “opened” on Monday.".encode("cp1252")
    with serving({"/a": page(data, "text/plain; charset=windows-1252")}) as site:
        gathered = gather(f"{site.url}/a")
    assert gathered.contents.drafts[0].title == "Café opens"
    assert "encoding-guessed" not in {c.code for c in gathered.contents.drafts[0].warnings}
    assert gathered.sent.data == data


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (page(b"x", "image/png"), "type"),
        (page(b"x", "application/zip"), "type"),
        (page(b"just bytes", "application/octet-stream"), "type"),
        (page(b"x", status=404), "status"),
        (moved("http://10.0.0.1/"), "redirect-to-private"),
        (page(b"<html><script>x()</script>"), "no-text"),
        (page(b"%PDF-1.4 x", "text/html"), "broken"),
    ],
)
def test_what_cannot_be_had_or_read_is_refused_with_its_reason(answer, code: str) -> None:
    with serving({"/a": answer}) as site, pytest.raises(Unreadable) as refused:
        gather(f"{site.url}/a")
    assert refused.value.code == code
    assert refused.value.message


def test_a_page_that_the_site_keeps_from_programs_is_refused_with_that_reason() -> None:
    robots = page(b"User-agent: *\nDisallow: /private/", "text/plain")
    with serving({"/private/a": page(PAGE), "/robots.txt": robots}) as site, pytest.raises(Unreadable) as refused:
        gather(f"{site.url}/private/a")
    assert refused.value.message == (
        "The site asks programs not to read this page (robots.txt). Open it and paste the text."
    )


@pytest.mark.parametrize(("local", "loopback"), [(False, True), (True, False), (False, False)])
def test_this_machine_is_never_reached_where_a_public_host_is_served(settings, local: bool, loopback: bool) -> None:
    settings.LOCAL, settings.FETCH_LOOPBACK = local, loopback
    with serving({"/a": page(PAGE)}) as site, pytest.raises(Unreadable) as refused:
        gather(f"{site.url}/a")
    assert refused.value.code == "port"
    assert site.asked == []
