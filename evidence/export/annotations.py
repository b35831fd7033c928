"""W3C Web Annotation (JSON-LD), which Hypothesis and others know: one collection with one page. Pure.

An article with an address is named by it, and only the quoted words say where; the position counts in the text that
the library keeps, so it is told where that text itself is the target.
"""

import json
import uuid
from collections.abc import Iterator
from typing import IO, Any

from evidence.export.sheet import Card, Heading, Note, Sheet, line, put

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def write(sheet: Sheet, to: IO[bytes]) -> None:
    put(to, _pieces(sheet))


def _pieces(sheet: Sheet) -> Iterator[str]:
    label = _text(line(sheet.title))
    yield f'{{"@context":{_text(CONTEXT)},"type":"AnnotationCollection","label":{label},"first":'
    yield '{"type":"AnnotationPage","startIndex":0,"items":['
    count, path = 0, ["", "", ""]
    for row in sheet.rows:
        if isinstance(row, Heading):
            path[row.depth - 1 :] = [line(row.text), *[""] * (3 - row.depth)]
            continue
        for made in (annotation(row, [text for text in path if text]), *replies(row)):
            yield (",\n" if count else "\n") + _text(made)
            count += 1
    yield f'\n]}},"total":{count}}}\n'


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def annotation(row: Card | Note, path: list[str]) -> dict[str, Any]:
    """One annotation; the headings it stands under are tags of it."""
    made: dict[str, Any] = {"id": f"urn:uuid:{row.key}", "type": "Annotation"}
    if row.made_at:
        made["created"] = row.made_at.isoformat(timespec="seconds").replace("+00:00", "Z")
    if row.by:
        made["creator"] = {"type": "Person", "name": row.by}
    if isinstance(row, Note):
        made["motivation"] = "commenting" if row.body else "highlighting"
        said = [_said(row.body, "commenting", "text/markdown")] if row.body else []
        made["body"] = [*said, *(_said(tag, "tagging") for tag in (*row.tags, *row.areas))]
    else:
        made["motivation"] = "highlighting"
        made["body"] = [
            _said(row.tag, "describing"),
            _said(row.mla or row.cite, "identifying"),
            *([_said(row.analysis, "commenting", "text/markdown")] if row.analysis else []),
            *(_said(tag, "tagging") for tag in (*path, row.kind, *row.areas)),
        ]
    made["target"] = _target(row)
    return made


def replies(row: Card | Note) -> Iterator[dict[str, Any]]:
    """What was said to a note, each an annotation of its own whose target is the note."""
    for number, one in enumerate(row.replies if isinstance(row, Note) else ()):
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"{row.key} {number}")
        made: dict[str, Any] = {"id": f"urn:uuid:{key}", "type": "Annotation", "motivation": "replying"}
        if one.made_at:
            made["created"] = one.made_at.isoformat(timespec="seconds").replace("+00:00", "Z")
        if one.by:
            made["creator"] = {"type": "Person", "name": one.by}
        said = [_said(one.body, "replying", "text/markdown")]
        yield made | {"body": said, "target": f"urn:uuid:{row.key}"}


def _said(value: str, purpose: str, kind: str = "text/plain") -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "format": kind, "purpose": purpose}


def _target(row: Card | Note) -> dict[str, Any]:
    source, place = row.source, row.place
    known = source.url if source and source.url else f"urn:uuid:{source.key}" if source else _unknown(row)
    target: dict[str, Any] = {"type": "SpecificResource", "source": known}
    quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": place.exact if place else row.quotation}
    if place:
        quote |= {"prefix": place.prefix, "suffix": place.suffix}
    if not quote["exact"]:
        return target
    position = {"type": "TextPositionSelector", "start": place.start, "end": place.end} if place else None
    both = [quote, position] if position and not (source and source.url) else quote
    return target | {"selector": both}


def _unknown(row: Card | Note) -> str:
    """A name for a source of which only the cite is known: the same for the same cite."""
    cite = row.mla or row.cite if isinstance(row, Card) else row.key
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, cite)}"
