"""A Word document: read as its text is laid out; what it notes of itself counts only where the text is silent. Pure.

Headings, lists, tables, links and notes are kept. Pictures, comments and running heads are left out and counted.
"""

from datetime import date
from typing import Any

from articles.ingest.apart import apart
from articles.ingest.draft import Caution, Contents, Sent, Unreadable
from articles.ingest.layout import Known, Line, draft_of
from articles.ingest.limits import DOCUMENT_BYTES, megabytes
from articles.ingest.markup import lines_of, refuse_deep
from articles.ingest.names import split_names

_NOTE_GROUP = 10_000_000
_NOBODY = frozenset({"python-docx", "unknown", "user", "administrator", "admin", "microsoft office user", "author"})


def read(sent: Sent) -> Contents:
    """One article of a .docx.

    Raises Unreadable: too-large, bomb, too-many, entities, encrypted, broken, too-slow, too-much-memory, too-deep or
    no-text.
    """
    if len(sent.data) > DOCUMENT_BYTES:
        raise Unreadable(
            "too-large", f"The document has {megabytes(len(sent.data))}; {megabytes(DOCUMENT_BYTES)} is the most."
        )
    made = apart("word", sent.data)
    lines, notes = _lines(made["html"])
    if not lines:
        raise Unreadable("no-text", "The document has no text in it.")
    return Contents((draft_of(lines, _known(made, notes, sent)),))


def _lines(html: str) -> tuple[list[Line], tuple[Line, ...]]:
    """The lines of the text, and those of the footnotes: each a paragraph that begins with its mark."""
    import lxml.html  # type: ignore[import-untyped] # noqa: PLC0415 - slow import

    if not html.strip():
        return [], ()
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    refuse_deep(tree)
    notes: list[Line] = []
    items = tree.xpath("./ol[last()]/li")
    if items and all("note-" in (item.get("id") or "") for item in items):
        tree.remove(items[0].getparent())
        for number, item in enumerate(items, 1):
            for link in item.xpath(".//a[starts-with(@href, '#')]"):
                link.drop_tree()
            found = lines_of(item)
            for at, line in enumerate(found):
                mark = f"[{number}] " if at == 0 else ""
                escaped = mark.replace("[", "\\[").replace("]", "\\]")
                notes.append(
                    Line(
                        mark + line.text, escaped + line.markdown, _NOTE_GROUP + number * 100 + at, mark + line.linked
                    )
                )
    return lines_of(tree), tuple(notes)


def _known(made: dict[str, Any], notes: tuple[Line, ...], sent: Sent) -> Known:
    counts = ((made["pictures"], "picture", "pictures"), (made["comments"], "margin comment", "margin comments"))
    told = [
        Caution(f"{many.split()[-1]}-left-out", "body", f"{count} {one if count == 1 else many} left out.")
        for count, one, many in counts
        if count
    ]
    told += [
        Caution("running-head", "body", f"“{text[:80]}” stands at the edge of each page; it was left out.")
        for text in made["running"]
    ]
    said = made["properties"]
    creator = said.get("creator", "")
    return Known(
        title=said.get("title", ""),
        byline=split_names(creator) if creator.lower() not in _NOBODY else (),
        published_on=_day(said.get("created", "")),
        url=sent.url,
        notes=notes,
        cautions=tuple(told),
        register=sent.register,
        today=sent.today,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
