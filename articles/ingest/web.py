"""An address to what stands there: fetched by the guard, read by the reader of its kind."""

import codecs
import html
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit

from django.conf import settings

from articles.ingest import feed, formats
from articles.ingest.addresses import tidy
from articles.ingest.draft import Contents, Sent, Unreadable
from articles.ingest.limits import DOCUMENT_BYTES, FETCH_SECONDS
from articles.ingest.register import Register
from lib.http import STRICT, Fetched, Policy, Refused, checked, fetch

Fetcher = Callable[[str], Fetched]

# The end of a name for each type that is read; a type in general gets none, and its first bytes must tell.
ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/rdf+xml": ".rss",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/octet-stream": "",
}
_LINK = re.compile(r"<link\b([^>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_ODD = re.compile(r"[<>\"`]")  # no address has these, but some feeds do
_TEXTS = frozenset({".html", ".xhtml", ".txt", ".md"})


@dataclass(frozen=True, slots=True)
class Gathered:
    """`sent` has the bytes as they came and the address they came from, `contents` what was read in them.

    `pages` are addresses that a feed points to without carrying their text: each may be read by itself.
    """

    sent: Sent
    contents: Contents
    pages: tuple[str, ...] = ()


def read_address(
    url: str, register: Register, fetcher: Fetcher | None = None, *, today: date | None = None
) -> Gathered:
    """What stands at the address; its drafts have the address where it was found, without trackers.

    Raises Unreadable with the codes of lib.http (the site's robots.txt, a private address, …) and of the readers.
    """
    fetched = _fetch(url, fetcher)
    found_at = tidy(fetched.final_url)
    sent = Sent(_name(fetched), fetched.data, found_at, register, today)
    if not formats.suffix_of(sent.name) and not fetched.data.startswith((b"%PDF-", b"PK")):
        raise Unreadable("type", "The address gives something without a type that could be read.")
    readable = replace(sent, data=_as_said(fetched, sent.name))
    if feed.is_feed(readable.data):
        return Gathered(sent, *feed.read_both(readable))
    return Gathered(sent, _found_at(found_at, formats.read(readable)))


def read_feed(url: str, register: Register, fetcher: Fetcher | None = None) -> tuple[Sent, feed.Feed]:
    """The feed at the address, or the first one that the page there names. Its `url` is the address of the feed.

    Raises Unreadable: no-feed and the codes of read_address.
    """
    fetched = _fetch(url, fetcher)
    if not feed.is_feed(fetched.data) and (named := _named_feed(fetched)):
        fetched = _fetch(named, fetcher)
    if not feed.is_feed(fetched.data):
        raise Unreadable("no-feed", "There is no feed at this address, and the page there names none.")
    sent = Sent(_name(fetched), fetched.data, fetched.final_url, register)
    return sent, feed.entries(sent.data, sent.url)


def _fetch(url: str, fetcher: Fetcher | None) -> Fetched:
    try:
        return (fetcher or site_fetcher())(url)
    except Refused as refused:
        raise Unreadable(refused.code, refused.message) from refused


def _named_feed(fetched: Fetched) -> str:
    """The address in `<link rel="alternate" type="application/rss+xml" href="…">`; empty where there is none."""
    for link in _LINK.findall(fetched.data[:500_000].decode("utf-8", "replace")):
        said = {name.lower(): one or other or bare for name, one, other, bare in _ATTRIBUTE.findall(link)}
        is_other = "alternate" in said.get("rel", "").lower().split()
        if is_other and said.get("type", "").lower() in ("application/rss+xml", "application/atom+xml"):
            with suppress(ValueError):
                return urljoin(fetched.final_url, html.unescape(said.get("href", "")))
    return ""


def askable(url: str) -> str:
    """The address as it is kept to be fetched later. Nothing is asked yet. Raises Unreadable where it is none."""
    try:
        return _ODD.sub(lambda odd: quote(odd[0]), checked(url, _policy()))
    except Refused as refused:
        raise Unreadable(refused.code, refused.message) from refused


def site_fetcher() -> Fetcher:
    """The guard with the limits of this site."""
    policy = _policy()

    def fetch_page(url: str) -> Fetched:
        return fetch(url, accept=tuple(ENDINGS), max_bytes=DOCUMENT_BYTES, timeout=FETCH_SECONDS, policy=policy)

    return fetch_page


def _policy() -> Policy:
    return Policy(ports=None, loopback=True) if settings.LOCAL and settings.FETCH_LOOPBACK else STRICT


def _name(fetched: Fetched) -> str:
    """The last part of the address, with the end that the type says."""
    parts = urlsplit(fetched.final_url)
    last = PurePosixPath(unquote(parts.path, errors="replace")).name or parts.hostname or "page"
    ending = ENDINGS.get(fetched.content_type, "")
    if ending == ".xml" and b"<html" in fetched.data[:2000].lower():
        ending = ".xhtml"
    stem = last if not ending else last.removesuffix(PurePosixPath(last).suffix if "." in last[1:] else "")
    return "".join(c if c.isprintable() else "_" for c in f"{(stem or 'page')[:150]}{ending}")


def _as_said(fetched: Fetched, name: str) -> bytes:
    """Text as UTF-8, where the server named an encoding and the bytes do not say otherwise."""
    data = fetched.data
    marked = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not fetched.charset or marked or formats.suffix_of(name) not in _TEXTS:
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        try:
            return data.decode(fetched.charset, "replace").encode()
        except (LookupError, ValueError):  # no encoding that is known, or none of text
            return data
    return data


def _found_at(url: str, contents: Contents) -> Contents:
    return replace(
        contents,
        drafts=tuple(
            replace(draft, url=url, warnings=tuple(c for c in draft.warnings if c.code != "no-url"))
            for draft in contents.drafts
        ),
    )
