"""How the texts and sources of an outline are compared and named; its slots: `practice.outline.layout`. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from evidence.cites import names


def digest(text: str) -> str:
    """A short print of a slot's text, to tell whether a form's text was touched since it was shown."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def plain(text: str) -> str:
    """As it is stored: one kind of line end, and without NUL, which PostgreSQL cannot hold."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def both(first: str, second: str) -> str:
    """Two texts as one, a blank line between them; a text that the other one has whole is not repeated."""
    if second.strip() in first:
        return first
    return second if first.strip() in second else f"{first.rstrip()}\n\n{second.lstrip()}"


def short_cite(byline: Sequence[str], publisher: str, published_on: date | None) -> str:
    """A source's name as a chip shows it: "Castellanos, 3 Mar 2026"; without an author the publisher's."""
    who = names(byline) or publisher.strip() or "no author"
    return f"{who}, {published_on.day} {published_on:%b} {published_on.year}" if published_on else f"{who}, no date"


def count_sources(sources: Iterable[tuple[object, object]]) -> int:
    """How many sources these (article, card) ids are: an article cited twice, or by two of its cards, is one."""
    return len({("article", article) if article else ("card", card) for article, card in sources})
