"""Our own JSON, which comes back without loss (evidence.bringing.own_json). Pure.

It says what cards are and not whose: the same cards in two teams are the same file, but for the date. A card that came
from elsewhere keeps its credit.
"""

import json
from collections.abc import Iterator
from typing import IO, Any

from evidence.export.sheet import Card, Heading, Place, Row, Sheet, Source, put
from evidence.spans import written

FORMAT = "extemp-cards"
VERSION = 1


def write(sheet: Sheet, to: IO[bytes]) -> None:
    put(to, _pieces(sheet))


def _pieces(sheet: Sheet) -> Iterator[str]:
    head = {"format": FORMAT, "version": VERSION, "title": sheet.title, "made_on": sheet.made_on.isoformat()}
    yield _text(head).removesuffix("}") + ',"rows":['
    for number, row in enumerate(sheet.rows):
        yield (",\n" if number else "\n") + _text(told(row))
    yield "\n]}\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def told(row: Row) -> dict[str, Any]:
    """A row as it stands in the file."""
    if isinstance(row, Heading):
        return {"heading": row.text, "depth": row.depth}
    if isinstance(row, Card):
        return {"card": _card(row)}
    made = row.made_at.isoformat() if row.made_at else None
    note: dict[str, Any] = {
        "body": row.body,
        "tags": list(row.tags),
        "quotation": row.quotation,
        "by": row.by,
        "made_at": made,
    }
    replies = [
        {"body": one.body, "by": one.by, "made_at": one.made_at.isoformat() if one.made_at else None}
        for one in row.replies
    ]
    note |= {"areas": list(row.areas), "replies": replies}
    return {"note": note | {"source": _source(row.source), "place": _place(row.place)}}


def _card(card: Card) -> dict[str, Any]:
    return {
        "tag": card.tag,
        "cite": card.cite,
        "spoken": card.own_spoken,
        "mla": card.mla,
        "quotation": card.quotation,
        "spans": written(card.spans),
        "analysis": card.analysis,
        "kind": card.kind,
        "areas": list(card.areas),
        "questions": list(card.questions),
        "source": _source(card.source),
        "place": _place(card.place),
    } | ({"credit": card.credit} if card.credit else {})


def _source(source: Source | None) -> dict[str, Any] | None:
    if source is None:
        return None
    day = source.published_on.isoformat() if source.published_on else None
    return {
        "title": source.title,
        "byline": list(source.byline),
        "publisher": source.publisher,
        "published_on": day,
        "url": source.url,
        "sha256": source.sha256,
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    names = ("exact", "prefix", "suffix", "start", "end")
    return {name: getattr(place, name) for name in names}
