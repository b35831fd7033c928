"""The formats that cards and notes are taken out in: one line each. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from evidence.export import annotations, markdown, own_json, plain, print_sheet, table, word
from evidence.export.sheet import Sheet


@dataclass(frozen=True)
class Format:
    """`write` goes through the sheet once and holds one row at a time. `notes`: whether it can carry notes."""

    name: str
    label: str
    says: str
    suffix: str
    media: str
    write: Callable[[Sheet, IO[bytes]], None]
    notes: bool = True


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format(
            "word", "Word", "as Verbatim has it; opens in any word processor", "docx", _WORD, word.write, notes=False
        ),
        Format(
            "print",
            "Print sheet",
            "a page to print or to read without the site",
            "html",
            "text/html",
            print_sheet.write,
        ),
        Format("markdown", "Markdown", "for notes and wikis", "md", "text/markdown", markdown.write),
        Format("text", "Plain text", "the words alone", "txt", "text/plain", plain.write),
        Format("table", "Table", "for a spreadsheet", "csv", "text/csv", table.write),
        Format("json", "JSON", "everything; comes back without loss", "json", "application/json", own_json.write),
        Format(
            "team",
            "For another team",
            "JSON with cites and sources, without notes, questions and names",
            "json",
            "application/json",
            own_json.write,
            notes=False,
        ),
        Format(
            "annotations",
            "Web annotations",
            "JSON-LD by the W3C’s model",
            "jsonld",
            "application/ld+json",
            annotations.write,
        ),
    )
}
