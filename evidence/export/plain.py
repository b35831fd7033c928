"""Plain text: the words alone. Pure."""

from collections.abc import Iterator
from typing import IO

from evidence.export.sheet import Card, Heading, Row, Sheet, clean, line, put, signed


def write(sheet: Sheet, to: IO[bytes]) -> None:
    put(to, [f"{line(sheet.title)}\n{sheet.made_on.isoformat()}\n"])
    for row in sheet.rows:
        put(to, _row(row))


def _row(row: Row) -> Iterator[str]:
    if isinstance(row, Heading):
        yield f"\n\n{'  ' * (row.depth - 1)}{line(row.text).upper()}\n"
        return
    parts = [row.tag, row.cite] if isinstance(row, Card) else []
    yield "\n" + "".join(f"\n{line(part)}" for part in parts)
    if row.quotation:
        yield f"\n\n{clean(row.quotation)}\n"
    said = row.analysis if isinstance(row, Card) else row.body
    if said:
        yield f"\n{clean(said)}\n"
    if row.source:
        own = () if isinstance(row, Card) else (", ".join(row.tags), *row.areas, row.by)
        told = (row.source.title, row.source.url, *own)
        yield "\n" + " · ".join(line(part) for part in told if part) + "\n"
    for reply in () if isinstance(row, Card) else row.replies:
        yield f"\n  {signed(reply.by, reply.made_at)}:\n" + "".join(
            f"  {text}\n" for text in clean(reply.body).split("\n")
        )
