"""A table (CSV) that a spreadsheet opens: no cell of it is ever taken for a formula. Pure."""

import csv
import io
from typing import IO

from evidence.export.sheet import Card, Heading, Note, Sheet, clean, signed

COLUMNS = (
    "What,Pocket,Hat,Block,Tag,Cite,Spoken cite,MLA cite,Quotation,Read aloud,Analysis or note,Kind,Areas,Questions,"
    "Article,Publisher,Published,Address,SHA-256 of the text,By,Made,Tags,Replies"
).split(",")
# A spreadsheet computes what begins so, also in the full-width forms that some of them fold.
_STARTS = ("=", "+", "-", "@", "|", "%", "\t", "＝", "＋", "－", "＠")


def write(sheet: Sheet, to: IO[bytes]) -> None:
    text = io.TextIOWrapper(to, encoding="utf-8-sig", errors="replace", newline="", write_through=True)
    rows = csv.writer(text, quoting=csv.QUOTE_ALL)
    rows.writerow(COLUMNS)
    path = ["", "", ""]
    for row in sheet.rows:
        if isinstance(row, Heading):
            path[row.depth - 1 :] = [row.text, *[""] * (3 - row.depth)]
        else:
            rows.writerow(map(cell, _values(row, path)))
    text.flush()
    text.detach()


def cell(value: str) -> str:
    """With an apostrophe before what a spreadsheet would compute; it shows the text without it."""
    value = clean(value)
    return f"'{value}" if value.startswith(_STARTS) or value.lstrip().startswith(_STARTS) else value


def _values(row: Card | Note, path: list[str]) -> list[str]:
    source = row.source
    made = row.made_at.isoformat(timespec="seconds") if row.made_at else ""
    article = ["", "", "", "", ""]
    if source:
        day = source.published_on.isoformat() if source.published_on else ""
        article = [source.title, source.publisher, day, source.url, source.sha256]
    if isinstance(row, Note):
        said = ["", "", "", "", row.quotation, "", row.body, "", "; ".join(row.areas), ""]
        replies = "\n\n".join(f"{signed(one.by, one.made_at)}: {one.body}" for one in row.replies)
        return ["note" if row.body else "mark", *path, *said, *article, row.by, made, "; ".join(row.tags), replies]
    cites = [row.tag, row.cite, row.spoken, row.mla]
    words = [row.quotation, row.aloud, row.analysis, row.kind, "; ".join(row.areas), "; ".join(row.questions)]
    return ["card", *path, *cites, *words, *article, row.by, made, "", ""]
