"""A feed, RSS or Atom: its entries with text are articles, the others point to pages. Pure; nothing is fetched."""

import html
import io
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from articles.ingest.decoding import decode
from articles.ingest.draft import Caution, Contents, Draft, Sent, Unreadable
from articles.ingest.html_page import read_fragment
from articles.ingest.layout import Known
from articles.ingest.limits import FEED_DESCRIPTION, FEED_ENTRIES, FEED_FULL_TEXT
from articles.rendering import safe_href

_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading)\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """`url` is http or https, or empty; `summary_html` and `content_html` are the feed's own: not safe to show."""

    title: str
    url: str = ""
    published_on: date | None = None
    summary_html: str = ""
    content_html: str = ""
    authors: tuple[str, ...] = ()
    guid: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """`left` counts the entries beyond FEED_ENTRIES, which are not among `entries`."""

    title: str
    entries: tuple[FeedEntry, ...]
    left: int = 0


def is_feed(data: bytes) -> bool:
    """By the element it begins with."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and bool(_ROOT.search(data[:4096]))


def entries(data: bytes, url: str) -> Feed:
    """The entries in the feed's order. Raises Unreadable: entities, format and the codes of `decode`."""
    import feedparser  # type: ignore[import-untyped] # noqa: PLC0415 - slow import

    decode(data)
    _refuse_entities(data)
    if not is_feed(data):
        raise Unreadable("format", "This is XML, but neither an RSS nor an Atom feed.")
    # What a feed says in HTML passes our own reader and gates, as a page does.
    found = feedparser.parse(
        io.BytesIO(data), response_headers={"content-location": url}, sanitize_html=False, resolve_relative_uris=False
    )
    if not found.version:
        raise Unreadable("format", "This is XML, but neither an RSS nor an Atom feed.")
    taken = tuple(_entry(entry) for entry in found.entries[:FEED_ENTRIES])
    return Feed(_words(found.feed.get("title", "")), taken, max(len(found.entries) - FEED_ENTRIES, 0))


def read(sent: Sent) -> Contents:
    """The articles of the entries that carry their text, and a caution that names those that must be fetched.

    Raises Unreadable: entities, format and the codes of `decode`.
    """
    return read_both(sent)[0]


def read_both(sent: Sent) -> tuple[Contents, tuple[str, ...]]:
    """What `read` gives, and the addresses of the entries without text."""
    feed = entries(sent.data, sent.url)
    drafts: list[Draft] = []
    pointing: list[FeedEntry] = []
    for entry in feed.entries:
        if draft := draft_of_entry(entry, feed, sent):
            drafts.append(draft)
        else:
            pointing.append(entry)
    return Contents(tuple(drafts), cautions=_told(feed, pointing)), tuple(e.url for e in pointing if e.url)


def _told(feed: Feed, pointing: list[FeedEntry]) -> tuple[Caution, ...]:
    cautions = []
    if pointing:
        named = "; ".join(f"“{entry.title[:80]}” {entry.url}".strip() for entry in pointing[:50])
        count = "One entry has" if len(pointing) == 1 else f"{len(pointing)} entries have"
        cautions.append(Caution("to-fetch", "url", f"{count} no text here, only an address: {named}"))
    if feed.left:
        cautions.append(
            Caution("entries-left", "body", f"{feed.left} entries beyond the first {FEED_ENTRIES} were not read.")
        )
    return tuple(cautions)


def draft_of_entry(entry: FeedEntry, feed: Feed, sent: Sent) -> Draft | None:
    """The article that the entry carries; None where it has a summary only, or nothing."""
    markup = _full_text(entry)
    if not markup:
        return None
    known = Known(
        title=entry.title,
        byline=entry.authors,
        published_on=entry.published_on,
        publisher=sent.register.canonical(feed.title) if feed.title else "",
        url=entry.url,
        wins=True,
        register=sent.register,
        today=sent.today,
        cautions=(Caution("feed-text", "body", "The text is that of the feed; the page may have more."),),
    )
    try:
        return read_fragment(markup, known)
    except Unreadable:
        return None  # it is among those to be fetched


def alone(entry: FeedEntry, feed_title: str) -> bytes:
    """A feed of this one entry with its full text: what is kept as the bytes of its article, and read again."""

    def said(tag: str, text: str, kind: str = "") -> str:
        clean = html.escape(_NO_XML.sub("", text))
        return f"<{tag}{kind}>{clean}</{tag}>" if clean else ""

    day = f"{entry.published_on.isoformat()}T00:00:00Z" if entry.published_on else ""
    link = f'<link href="{html.escape(entry.url)}"/>' if entry.url else ""
    authors = "".join(f"<author>{said('name', name)}</author>" for name in entry.authors)
    parts = (
        said("title", entry.title), said("id", entry.guid), link, said("published", day), authors,
        said("content", _full_text(entry), ' type="html"'),
    )  # fmt: skip
    xml = (
        f'<feed xmlns="http://www.w3.org/2005/Atom">{said("title", feed_title)}<entry>{"".join(parts)}</entry></feed>'
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n{xml}\n'.encode()


def _full_text(entry: FeedEntry) -> str:
    content, summary = _words(entry.content_html), _words(entry.summary_html)
    if len(content) >= FEED_FULL_TEXT and not _CUT_OFF.search(content):
        return entry.content_html
    return entry.summary_html if len(summary) >= FEED_DESCRIPTION and not _CUT_OFF.search(summary) else ""


def _refuse_entities(data: bytes) -> None:
    """A feed that is not well-formed goes on: feedparser reads those, and without a document type."""
    from xml.sax import SAXException  # noqa: PLC0415 - the class only; the parser is defusedxml's

    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - only here
    from defusedxml.sax import make_parser  # noqa: PLC0415 - only here

    try:
        make_parser().parse(io.BytesIO(data))
    except DefusedXmlException as error:
        raise Unreadable("entities", "The feed declares entities of its own, which no feed needs.") from error
    except SAXException:
        return


def _entry(entry: Any) -> FeedEntry:
    links = [link.get("href", "") for link in entry.get("links", ()) if link.get("rel", "alternate") == "alternate"]
    content = max((part.get("value", "") for part in entry.get("content", ())), key=len, default="")
    names = [_words(author.get("name", "")) for author in entry.get("authors", ())]
    return FeedEntry(
        title=_words(entry.get("title", "")),
        url=next((link for link in (entry.get("link", ""), *links) if _is_page(link)), ""),
        published_on=_day(entry, "published") or _day(entry, "updated"),
        summary_html=entry.get("summary", ""),
        content_html=content,
        authors=tuple(dict.fromkeys(name for name in names if name)),
        guid=str(entry.get("id", ""))[:500],
    )


def _day(entry: Any, name: str) -> date | None:
    """The day where it was published: feedparser's own is that of Greenwich."""
    said, parsed = str(entry.get(name, "")).strip(), entry.get(f"{name}_parsed")
    for read in (lambda: date.fromisoformat(said[:10]), lambda: parsedate_to_datetime(said).date()):
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            return read()
    return date(*parsed[:3]) if parsed else None


def _is_page(link: str) -> bool:
    return link.lower().startswith(("http://", "https://")) and safe_href(link)


def _words(markup: str) -> str:
    """The text of a piece of HTML on one line; a `<` that opens no tag stays."""
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())
