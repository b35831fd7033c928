"""Markdown: readable as it stands, and safe to render. What is marked has <u>, <strong> and <mark>. Pure."""

import re
from collections.abc import Iterator
from typing import IO

from evidence.export.sheet import Card, Heading, Note, Row, Sheet, Source, clean, levels, line, lines_of, put, signed
from evidence.spans import Run

# As entities: a backslash before these is shown by some readers of Markdown.
_ENTITIES = {mark: f"&#{ord(mark)};" for mark in "<>&~|="}
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|=]")
_FIRST = re.compile(r"^(?:[#+-]|\d+(?=[.)]))")
_TAGS = {"underline": "u", "emphasis": "strong", "highlight": "mark"}


def write(sheet: Sheet, to: IO[bytes]) -> None:
    put(to, _pieces(sheet))


def _pieces(sheet: Sheet) -> Iterator[str]:
    yield f"# {plain(line(sheet.title))}\n\nTaken out on {sheet.made_on.isoformat()}.\n"
    for row, level in levels(sheet.rows):
        yield from _row(row, level)


def _row(row: Row, level: int) -> Iterator[str]:
    if isinstance(row, Heading):
        yield f"\n{'#' * level} {plain(line(row.text))}\n"
    elif isinstance(row, Card):
        yield f"\n{'#' * level} {plain(line(row.tag))}\n\n{plain(line(row.cite))}\n"
        if row.quotation:
            yield "\n" + "\n>\n".join(f"> {_marked_line(runs)}" for runs in lines_of(row.runs) if runs) + "\n"
        if row.analysis:
            yield f"\n{typed(row.analysis)}\n"
        told = [row.kind.capitalize(), *row.areas, *_source(row.source)]
        yield f"\n{' · '.join(plain(line(part)) for part in told)}\n"
        if row.mla:
            yield f"\n{plain(line(row.mla))}\n"
    else:
        yield from _note(row)


def _note(note: Note) -> Iterator[str]:
    if note.quotation:
        yield "\n" + "\n>\n".join(f"> {plain(text)}" for text in clean(note.quotation).split("\n") if text) + "\n"
    day = f"{note.made_at:%Y-%m-%d}" if note.made_at else ""
    told = [part for part in (note.by, day, ", ".join(note.tags), *note.areas, *_source(note.source)) if part]
    said = f"\n{typed(note.body)}\n" if note.body else ""
    yield f"{said}\n{' · '.join(plain(line(part)) for part in told)}\n"
    for reply in note.replies:
        lines = typed(reply.body).split("\n")
        yield f"\n- {plain(signed(reply.by, reply.made_at))}:\n\n" + "\n".join(f"  {text}" for text in lines) + "\n"
    yield "\n---\n"


def _source(source: Source | None) -> list[str]:
    return [part for part in (source.title, source.url) if part] if source else []


def _marked_line(runs: list[Run]) -> str:
    return "".join(_marked(run, (_escaped if number else plain)(run.text)) for number, run in enumerate(runs))


def _marked(run: Run, text: str) -> str:
    for level, tag in _TAGS.items():
        if level in {one.value for one in run.levels}:
            text = f"<{tag}>{text}</{tag}>"
    return text


def plain(text: str) -> str:
    """The text as Markdown that shows just these words, at the beginning of a line."""
    return _FIRST.sub(lambda found: f"&#{ord(found[0][0])};{found[0][1:]}", _escaped(text).lstrip())


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0]) or f"\\{found[0]}", text)


def typed(markdown: str) -> str:
    """Markdown that a person typed, without HTML and without headings that would pass for the sheet's own."""
    text = clean(markdown).replace("<", "&lt;")
    return re.sub(r"^(\s*)#", r"\1&#35;", re.sub(r"^([=-]+\s*)$", r"\\\1", text, flags=re.M), flags=re.M)
