"""An article as one file that opens anywhere and carries nothing else: for a prep room that allows no notes.

Pure: no request, no template; the style stands in static/css/clean.css and is written into the file.
"""

from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

import regex

_STYLE = Path(__file__).resolve().parents[1] / "static" / "css" / "clean.css"


@dataclass(frozen=True)
class Clean:
    """What the file says. `html` is the stored, sanitised HTML of the text, without marks; hashes are hexadecimal."""

    title: str
    authors: str
    published_on: date | None
    publisher: str
    url: str
    html: str
    revision: int
    text_sha256: str
    original_sha256: str


def clean_page(clean: Clean, *, printed_on: date) -> str:
    """The whole file, as HTML."""
    byline = " · ".join(escape(part) for part in (clean.authors, clean.publisher, day(clean.published_on)) if part)
    rows = [
        ("Published at", f'<a href="{escape(clean.url)}">{escape(clean.url)}</a>' if clean.url else "no web address"),
        ("Date", day(clean.published_on)),
        ("Text", f"revision {clean.revision}, SHA-256 {clean.text_sha256}"),
        ("Original file", f"SHA-256 {clean.original_sha256}"),
        ("Taken out", day(printed_on)),
    ]
    style = _STYLE.read_text(encoding="utf-8") + _sheet(clean, printed_on)
    facts = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(clean.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"<article>\n<h1>{escape(clean.title)}</h1>\n<p>{byline}</p>\n{clean.html}\n</article>\n"
        f"<footer><dl>{facts}</dl></footer>\n</body>\n</html>\n"
    )


def _sheet(clean: Clean, printed_on: date) -> str:
    """What stands at the foot of every printed sheet. Nothing that a person typed goes into a style."""
    start = regex.sub(r"[^0-9a-f]", "", clean.text_sha256)[:16]
    return f'@page {{ @bottom-left {{ content: "Text SHA-256 {start}… · taken out {day(printed_on)}"; }} }}\n'


def file_name(clean: Clean) -> str:
    """ "2026-03-03 Ports Reopen.html": what every file system takes, at most 100 characters."""
    said = regex.sub(r"[^\p{L}\p{N}\p{M} .,'’&-]+", " ", clean.title)
    stem = " ".join([*([clean.published_on.isoformat()] if clean.published_on else []), *said.split()])
    return f"{stem[:95].strip(' .') or 'article'}.html"


def day(when: date | None) -> str:
    return f"{when.day} {when:%B %Y}" if when else "no date"
