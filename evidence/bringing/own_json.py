"""Our own JSON read back (evidence.export.own_json writes it). Pure. Nothing in it is believed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from articles.ingest.draft import Unreadable
from articles.ingest.limits import DOCUMENT_BYTES, megabytes
from evidence import spans
from evidence.bringing.found import TEXT, Brought, Found, brought, fitted, one_line
from evidence.export.own_json import FORMAT, VERSION
from evidence.export.sheet import Card, Place, Source, clean

MOST_BYTES = DOCUMENT_BYTES
MOST_ROWS = 20_000
_NAMES = 50  # areas or questions of a card
_CONTEXT = 200


def read(data: bytes) -> Brought:
    """Raises Unreadable: too-large, broken, other-format, no-cards or too-many."""
    if len(data) > MOST_BYTES:
        raise Unreadable("too-large", f"The file has {megabytes(len(data))}; {megabytes(MOST_BYTES)} is the most.")
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("broken", "The file is damaged: it is not JSON.") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(told.get("rows"), list):
        raise Unreadable("other-format", "This JSON is not a file of cards that was taken out here.")
    if told.get("version") != VERSION:
        raise Unreadable("other-format", "The file was taken out of a later version of this site.")
    if len(told["rows"]) > MOST_ROWS:
        raise Unreadable("too-many", f"The file has more than {MOST_ROWS:,} rows.")
    cautions: list[str] = []
    found = list(_found(told["rows"], cautions))
    return brought(_text(told, "title"), found, cautions)


def _found(rows: list[Any], cautions: list[str]) -> Iterator[Found]:
    path: tuple[tuple[int, str], ...] = ()
    notes = 0
    for number, row in enumerate(rows, 1):
        try:
            if "heading" in row:
                depth, text = row["depth"], one_line(_text(row, "heading"))
                if type(depth) is not int or not 1 <= depth <= 3 or not text:
                    raise ValueError("a heading has a text and a depth of 1 to 3")
                path = (*((at, said) for at, said in path if at < depth), (depth, text))
            elif "note" in row:
                notes += 1
            else:
                one = fitted(Found(card_of(row["card"]), path))
                if isinstance(one, Found):
                    yield (
                        one if one.card.quotation else replace(one, cautions=(*one.cautions, "There is no quotation."))
                    )
                else:
                    cautions.append(one)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            cautions.append(f"Row {number} is left out: {error}.")
    if notes:
        cautions.append(f"{notes:,} note{' is' if notes == 1 else 's are'} left out: only cards are brought in.")


def card_of(told: dict[str, Any]) -> Card:
    """A card as `evidence.export.own_json.told` has it. Raises ValueError, TypeError, KeyError or AttributeError."""
    quotation = _text(told, "quotation", TEXT)
    return Card(
        tag=_text(told, "tag"),
        cite=_text(told, "cite"),
        own_spoken=_text(told, "spoken"),
        mla=_text(told, "mla"),
        quotation=quotation,
        spans=spans.read(told.get("spans", {}), len(quotation)),
        analysis=_text(told, "analysis"),
        kind=_text(told, "kind"),
        areas=_names(told, "areas"),
        questions=_names(told, "questions"),
        source=_source(told["source"]) if told.get("source") else None,
        credit=_text(told, "credit"),
        place=_place(told["place"]) if told.get("place") else None,
    )


def _text(told: dict[str, Any], name: str, most: int = 2 * TEXT) -> str:
    value = told.get(name, "")
    if not isinstance(value, str) or len(value) > most:
        raise ValueError(f"“{name}” is no text of at most {most:,} characters")
    return value


def _names(told: dict[str, Any], name: str) -> tuple[str, ...]:
    value = told.get(name, [])
    if not isinstance(value, list) or len(value) > _NAMES or not all(isinstance(one, str) for one in value):
        raise ValueError(f"“{name}” is no list of names")
    return tuple(one_line(one) for one in value)


def _source(told: dict[str, Any]) -> Source:
    day = told.get("published_on")
    return Source(
        key="",
        title=one_line(_text(told, "title")),
        byline=_names(told, "byline"),
        publisher=one_line(_text(told, "publisher")),
        published_on=date.fromisoformat(day) if day else None,
        url=one_line(_text(told, "url")),
        sha256=one_line(_text(told, "sha256")),
    )


def _place(told: dict[str, Any]) -> Place:
    start, end = told["start"], told["end"]
    if type(start) is not int or type(end) is not int or not 0 <= start < end < 100_000_000:
        raise ValueError("“place” has no start before its end")
    exact = clean(_text(told, "exact", TEXT))
    prefix, suffix = clean(_text(told, "prefix"))[-_CONTEXT:], clean(_text(told, "suffix"))[:_CONTEXT]
    return Place(exact, prefix, suffix, start, end)
