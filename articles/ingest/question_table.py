"""Questions as a table: question, side, area, source, date, difficulty in any order, with headings or without. Pure.

Comma, semicolon or tab between cells; a cell that looks like a formula is text. What has no place in a question is
told word for word.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from articles.bank.levels import level_of
from articles.ingest.dates import read_date
from articles.ingest.decoding import decode, line_ends
from articles.ingest.draft import Caution, Contents, QuestionDraft, Sent, Unreadable
from articles.ingest.tail import short

_NAMES = {
    "question": "question questions text prompt wording",
    "side": "side event category division type usx/ix",
    "area": "area areas topic topics subject section region",
    "source": "source sources publication from list tournament origin url",
    "date": "date asked asked_on askedon published day used",
    "difficulty": "difficulty hardness tier level",
}
_COLUMNS = {word: column for column, words in _NAMES.items() for word in words.split()}
_SIDES = dict.fromkeys(("domestic", "us", "usx", "dx", "d", "united states", "national", "usa"), "domestic") | (
    dict.fromkeys(("international", "ix", "i", "intl", "foreign", "world", "global"), "international")
)
_SOURCE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class _Table:
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]  # a name of _NAMES, or the printed heading, or empty


def read(sent: Sent) -> Contents:
    """The questions of a .csv or .tsv file. Raises Unreadable: `table`, and the codes of `decode`."""
    decoded = decode(sent.data)
    contents = read_table(decoded.text, today=sent.today)
    return Contents(questions=contents.questions, cautions=(*decoded.cautions, *contents.cautions))


def is_table(lines: Sequence[str]) -> bool:
    """The first line is a row of headings, one of them for the questions."""
    if not lines or len(lines[0]) > 300:
        return False
    cells = next(csv.reader([lines[0]], delimiter=_delimiter(lines[0])), [])
    known = [_column(cell) for cell in cells]
    return len(cells) > 1 and "question" in known and sum(map(bool, known)) > 1


def read_table(text: str, *, today: date | None = None) -> Contents:
    """The questions of a table. Raises Unreadable with code `table` where a cell has no end."""
    table = _table(line_ends(text).removeprefix("\ufeff"))
    cautions: list[Caution] = []
    questions: dict[str, QuestionDraft] = {}
    if "question" not in table.columns:
        raise Unreadable("table", "No column of the table has questions in it.")
    for row in table.rows:
        question = _question(dict(zip(table.columns, row, strict=False)), row, cautions)
        if question and question.text in questions:
            _tell(cautions, "question-repeated", f"“{question.text}” is there twice.")
        elif question:
            questions[question.text] = question
            if question.asked_on and today and question.asked_on > today:
                _tell(
                    cautions, "date-future", f"“{short(question.text)}”: {question.asked_on.isoformat()} is to come."
                )
    for at, column in enumerate(table.columns):
        if column not in _NAMES:
            cells = [row[at] for row in table.rows if at < len(row) and row[at]]
            if cells or column:
                _tell(cautions, "column-unread", f"Column “{column or at + 1}” was not read: {'; '.join(cells)}")
    return Contents(questions=tuple(questions.values()), cautions=tuple(cautions))


def _table(text: str) -> _Table:
    first = text.lstrip("\n").partition("\n")[0]
    try:
        rows = [
            tuple(" ".join(cell.split()) for cell in row)
            for row in csv.reader(io.StringIO(text), delimiter=_delimiter(first))
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise Unreadable("table", f"The table cannot be read: {error}. Is a quotation mark left open?") from error
    named = tuple(_column(cell) or cell for cell in rows[0])
    if "question" in named and not any(cell.endswith("?") for cell in rows[0]):
        return _Table(tuple(rows[1:]), _unique(named))
    width = max(map(len, rows))
    padded = tuple((*row, *[""] * (width - len(row))) for row in rows)
    return _Table(padded, _guessed(padded))


def _column(heading: str) -> str:
    """What a heading names: `Topic Area`, `Date asked`, by its last word that is known; empty if none is."""
    words = _plain(heading).split()
    return next((_COLUMNS[word] for word in reversed(words[:4]) if word in _COLUMNS), "")


def _unique(columns: tuple[str, ...]) -> tuple[str, ...]:
    """A column whose name came before is one that is not read."""
    return tuple(f"{name} {at + 1}" if name in columns[:at] else name for at, name in enumerate(columns))


def _guessed(rows: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Which column is which by what is in it: the questions ask, sides and dates are known by their form."""
    columns = list(zip(*rows, strict=True))
    asking = [sum(cell.endswith("?") for cell in column) for column in columns]
    lengths = [sum(map(len, column)) for column in columns]
    question = max(range(len(columns)), key=lambda at: (asking[at], lengths[at]))
    found = [""] * len(columns)
    found[question] = "question"
    for at, column in enumerate(columns):
        cells = [cell for cell in column if cell]
        if at == question or not cells:
            continue
        kind = ""
        if sum(_plain(cell) in _SIDES for cell in cells) > len(cells) / 2:
            kind = "side"
        elif sum(level_of(cell) is not None for cell in cells) > len(cells) / 2:
            kind = "difficulty"
        elif sum(read_date(cell) is not None for cell in cells) > len(cells) / 2:
            kind = "date"
        elif len(set(cells)) < len(cells) or all(len(cell.split()) <= 3 and "." not in cell for cell in cells):
            kind = "area"
        else:
            kind = "source"
        found[at] = kind if kind not in found else ""
    if "area" in found and "source" not in found and found.count("") and len(columns) > found.index("area") + 1:
        spare = found.index("")
        found[spare] = "source"
    return tuple(found)


def _question(cells: dict[str, str], row: tuple[str, ...], cautions: list[Caution]) -> QuestionDraft | None:
    """What is not read of a row is told by its own words: a number would count other rows than the sheet does."""
    text = cells.get("question", "")
    if not text:
        _tell(cautions, "text-in-list", f"A row has no question: {'; '.join(filter(None, row))}")
        return None
    named = f"“{short(text)}”"
    if "?" not in text:
        _tell(cautions, "no-question-mark", f"{named} has no question mark.")
    side, said = "", cells.get("side", "")
    if said:
        side = _SIDES.get(_plain(said), "")
        if not side:
            _tell(cautions, "side-unread", f"{named}: “{said}” is neither domestic nor international.")
    day = None
    if printed := cells.get("date", ""):
        read = read_date(printed)
        day = read.value if read else None
        if day is None:
            message = read.message if read else f"“{printed}” was not understood as a date."
            _tell(cautions, read.code if read else "date-missing", f"{named}: {message}")
    level, said = None, cells.get("difficulty", "")
    if said:
        level = level_of(said)
        if level is None:
            _tell(cautions, "difficulty-unread", f"{named}: “{said}” is neither easy, medium nor hard.")
    source = cells.get("source", "")
    if len(source) > _SOURCE_LENGTH:
        _tell(cautions, "text-in-list", f"{named}: the source was cut: {source}")
    return QuestionDraft(text, side, cells.get("area", ""), source[:_SOURCE_LENGTH], day, level or "")


def _delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def _plain(cell: str) -> str:
    return " ".join(cell.replace(".", "").strip("\ufeff :*").casefold().split())


def _tell(cautions: list[Caution], code: str, message: str) -> None:
    cautions.append(Caution(code, "[file]", message))
