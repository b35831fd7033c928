"""Lists of questions: numbered, one a line, or `Speaker N` sheets, with side, area, source, date and difficulty. Pure.

A line that is no question is a heading, is told, or stays with the question before it; nothing is dropped in silence.
Tables are read by `question_table`.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from articles.bank.levels import level_of, taken_off
from articles.ingest import question_table
from articles.ingest.dates import day_of_heading, read_date
from articles.ingest.decoding import line_ends
from articles.ingest.draft import Caution, Contents, QuestionDraft
from articles.ingest.tail import label_of, short

_NUMBERED = re.compile(
    r"\s*[*_#>]*\s*(?:Q(?:uestion)?\s*)?\(?(?P<number>\d{1,3})[.):]\s*(?P<rest>\S.*)$", re.IGNORECASE
)
_BULLETED = re.compile(r"\s*(?:[-–—•*▪·◦‣]\s+|•|\(?[a-z][.)]\s+)(?P<rest>\S.*)$", re.IGNORECASE)
_GLUED = re.compile(r"\s*(?P<glued>[A-Za-z][A-Za-z ]{1,38}[A-Za-z])(?P<item>1[.)]\s*\S.*)$")
_SPEAKER = re.compile(
    r"[\s*_#]*speaker\s*(?:#|no\.?)?\s*(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b[\s*_]*"
    r"(?:[:.–—-]\s*(?P<rest>.*))?$",
    re.IGNORECASE,
)
_ROUND = re.compile(
    r"[\s*_#]*(?P<round>(?:(?:prelim(?:inary)?s?\s+)?rounds?\s*#?\s*(?:\d{1,2}|one|two|three|four|five|six)|"
    r"(?:double\s+octo|octo|quarter|semi)[-\s]?finals?|finals?(?:\s+rounds?)?|break\s+rounds?)\b)[\s*_]*"
    r"(?:[:.–—|-]\s*(?P<rest>.*))?$",
    re.IGNORECASE,
)
_DOMESTIC = re.compile(r"\b(?:domestic|united states|u\.?s\.?x?|usx|dx|national)(?![\w.])", re.IGNORECASE)
_INTERNATIONAL = re.compile(r"\b(?:international|ix|foreign|world|global)(?!\w)", re.IGNORECASE)
_SURE = {
    "domestic": re.compile(r"\b(?:domestic|usx|united states)\b", re.IGNORECASE),
    "international": re.compile(r"\b(?:international|ix)\b", re.IGNORECASE),
}
_ONLY_SIDE = re.compile(
    r"(?:(?:domestic|united states|u\.?s\.?x?|dx|national|international|ix|foreign|world|global)\b\.?\s*)+"
    r"(?:extemp(?:oraneous)?\s*|topics?\s*|questions?\s*|issues?\s*|affairs?\s*|policy\s*)*[:.]?$",
    re.IGNORECASE,
)
_SHORTCODE = re.compile(r"\[/?[a-z_]{3,20}\]", re.IGNORECASE)
_SOURCE = re.compile(r"\s*[(\[]?\s*(?:source|from|via)\s*:\s*(?P<source>[^)\]]+?)\s*[)\]]?\s*$", re.IGNORECASE)
_BEHIND = re.compile(r"(?<=[?”\"])\s*[(\[](?P<source>[^()\[\]]{2,150})[)\]]\s*\.?$")
_HEADING = re.compile(r"question|topic|prompt|week of|practice|tournament|extemp", re.IGNORECASE)
_ASKS = re.compile(r"\?[”\"’')\]*_]*(?:\s*[(\[][^()\[\]]{2,150}[)\]])?\s*\.?$")
_LONGEST = 400  # characters of a question
_PROSE = 150
_SOURCE_LENGTH = 200


@dataclass(slots=True)
class _Item:
    text: str
    side: str
    area: str
    source: str
    asked_on: date | None
    difficulty: str


@dataclass(slots=True)
class _Reading:
    items: list[_Item] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
    side: str = ""
    list_side: str = ""
    sides: list[str] = field(default_factory=list)  # those that the heading names, in its order
    area: str = ""
    source: str = ""
    round: str = ""
    difficulty: str = ""
    asked_on: date | None = None
    number: int = 0
    speaker: str = ""
    spoken: int = 0
    headings: list[str] = field(default_factory=list)  # since the last question
    gap: bool = True

    def tell(self, code: str, message: str) -> None:
        self.cautions.append(Caution(code, "[file]", message))


def asks(line: str) -> bool:
    """The line is a question, numbered or not."""
    return len(line) <= _LONGEST and bool(_ASKS.search(line.rstrip()))


def numbered(line: str) -> bool:
    """The line is an item with a number, or a speaker's heading."""
    return len(line) <= _LONGEST and bool(_NUMBERED.match(line) or _SPEAKER.match(line) or _GLUED.match(line))


def is_question_list(lines: list[str]) -> bool:
    """Nothing but questions and short lines about them: three questions or more, or two and nothing else."""
    filled = [line for line in lines if line.strip()]
    if not filled or max(map(len, filled)) > 2 * _LONGEST or any(label_of(line) == ("sources", "") for line in filled):
        return False
    if question_table.is_table(filled):
        return True
    questions = [line for line in filled if asks(line)]
    if any(_SPEAKER.match(line[:100]) for line in filled) and questions:
        return True
    if sum(len(line) > _PROSE for line in filled if not asks(line)) > 1:
        return False
    return (len(questions) >= 3 and len(questions) >= len(filled) * 0.5) or (2 <= len(questions) == len(filled))


def read_question_list(text: str, *, today: date | None = None) -> Contents:
    """The questions of a text that is a list of them, pasted or from a file. Never fails.

    A table with a row of headings is read as one. `today` bounds the dates.
    """
    lines = line_ends(text).split("\n")
    if question_table.is_table([line for line in lines if line.strip()]):
        return question_table.read_table(text, today=today)
    return read_lines(lines)


def read_lines(lines: list[str]) -> Contents:
    """The questions of these lines."""
    reading = _Reading()
    for line in lines:
        if not line.strip():
            reading.gap = True
            continue
        _take(reading, line)
        reading.gap = False
    _end_speaker(reading)
    for heading in reading.headings:
        reading.tell("text-in-list", f"“{heading}” stands behind the last question and was left out.")
    return Contents(questions=_once(reading), cautions=tuple(reading.cautions))


def _take(reading: _Reading, line: str) -> None:
    litter = _SHORTCODE.findall(line) if "[" in line else []
    if litter:
        line = _SHORTCODE.sub("", line)
        reading.tell("text-in-list", f"“{' '.join(litter)}” is left over from a web page and was left out.")
    line = " ".join(line.split())
    if not line or _take_place(reading, line):
        return
    if (glued := _GLUED.match(line)) and asks(line):
        reading.tell("glued-text", f"“{glued['glued']}” was glued to “{short(glued['item'])}” and was taken off.")
        line = glued["item"]
    if item := _NUMBERED.match(line):
        return _take_numbered(reading, int(item["number"]), item["rest"], line)
    bullet = _BULLETED.match(line)
    if asks(line) or (bullet and len(line) <= _LONGEST):
        return _take_unnumbered(reading, bullet["rest"] if bullet else line)
    if reading.items and not reading.headings and (source := _SOURCE.match(line)):
        return _set_source(reading.items[-1], source["source"], reading)
    if reading.speaker and len(line) <= _LONGEST and not _ONLY_SIDE.match(line):
        return _add(reading, line)
    return _take_heading(reading, line)


def _take_place(reading: _Reading, line: str) -> bool:
    """A speaker or a round, with what follows on its line."""
    if len(line) > _LONGEST:
        return False
    if speaker := _SPEAKER.match(line):
        _end_speaker(reading)
        reading.speaker, reading.spoken, reading.number = line, 0, 0
        _settle(reading)
        if rest := (speaker["rest"] or "").strip():
            _take(reading, rest)
        return True
    if not asks(line) and (found := _ROUND.match(line)):
        _end_speaker(reading)
        _settle(reading)
        reading.speaker, reading.round, reading.number = "", found["round"].strip(" *_#"), 0
        reading.area, reading.difficulty, reading.side = "", "", reading.list_side
        if rest := (found["rest"] or "").strip():
            _about(reading, rest)
        return True
    return False


def _take_numbered(reading: _Reading, number: int, rest: str, line: str) -> None:
    if len(line) > _LONGEST:
        return reading.tell("text-in-list", f"“{line}” is too long for a question and was left out.")
    again = number == 1 and reading.number > 1 and not reading.headings and not reading.speaker
    _settle(reading)
    if again:
        before = reading.side
        rest_of = reading.sides[reading.sides.index(before) + 1 :] if before in reading.sides else []
        reading.side = rest_of[0] if rest_of else ""
        said = f"taken as {reading.side}" if reading.side else "not known"
        reading.tell("list-without-heading", f"A second list begins at “{short(rest)}”; its side is {said}.")
    reading.number = number
    return _add(reading, rest)


def _take_unnumbered(reading: _Reading, line: str) -> None:
    """A question of its own, or the rest of the one before, which a page's width has broken."""
    last = reading.items[-1] if reading.items else None
    if last and not reading.gap and not reading.headings and not asks(last.text) and line[0].islower():
        last.text = f"{last.text} {line}"
        return
    _settle(reading)
    _add(reading, line)


def _take_heading(reading: _Reading, line: str) -> None:
    last = reading.items[-1] if reading.items else None
    if last and not reading.gap and not reading.headings and not asks(last.text) and line[0].islower():
        last.text = f"{last.text} {line}"
    elif len(line) > _PROSE or (line[-1] in ".!" and " " in line and not _HEADING.search(line)):
        reading.tell("text-in-list", f"“{line}” is no question and was left out.")
    else:
        reading.headings.append(line)


def _settle(reading: _Reading) -> None:
    """The headings since the last question say what the next ones are about."""
    headings, reading.headings = reading.headings, []
    for at, line in enumerate(headings):
        if level := level_of(line):
            reading.difficulty = level
            continue
        first = not reading.items and at == 0
        if _HEADING.search(line) or (first and (len(headings) > 1 or line[-1] != ":") and len(line.split()) > 3):
            _list_heading(reading, line)
        else:
            _about(reading, line)


def _list_heading(reading: _Reading, line: str) -> None:
    found = sorted(
        (match.start(), side)
        for side, form in (("domestic", _DOMESTIC), ("international", _INTERNATIONAL))
        if (match := form.search(line))
    )
    reading.sides = [side for _, side in found]
    reading.side = reading.sides[0] if reading.sides else ""
    reading.list_side = reading.side if len(reading.sides) == 1 else ""
    reading.asked_on = day_of_heading(line) or reading.asked_on
    reading.number, reading.area, reading.difficulty = 0, "", ""
    if _ONLY_SIDE.match(line):
        return
    if len(line) > _SOURCE_LENGTH:
        reading.tell("text-in-list", f"“{line}” was cut for the source.")
    reading.source, reading.round = line.strip("#*_ :")[:_SOURCE_LENGTH], ""


def _about(reading: _Reading, line: str) -> None:
    """A side, a date or an area."""
    plain = line.strip("#*_ :.")
    if _ONLY_SIDE.match(plain):
        reading.side = "domestic" if _DOMESTIC.search(plain) else "international"
        reading.sides, reading.number, reading.area = [reading.side], 0, ""
    elif day := (read_date(plain) and day_of_heading(plain)):
        reading.asked_on = day
    elif plain:
        reading.area = plain
        for side, form in _SURE.items():
            if form.search(plain):
                reading.side = side
        reading.tell("list-heading", f"“{plain}” was read as the area of the questions below it.")


def _add(reading: _Reading, text: str) -> None:
    source = ", ".join(part for part in (reading.source, reading.round) if part)
    bare, level = taken_off(text.strip(" *_"))
    item = _Item(bare, reading.side, reading.area, source, reading.asked_on, level or reading.difficulty)
    if behind := _BEHIND.search(item.text):
        item.text = item.text[: behind.start()].rstrip()
        _set_source(item, behind["source"], reading)
    reading.items.append(item)
    reading.spoken += 1


def _set_source(item: _Item, said: str, reading: _Reading) -> None:
    """The source printed with one question, and the day where it ends in one."""
    said = said.strip()
    if len(said) > _SOURCE_LENGTH:
        reading.tell("text-in-list", f"“{said}” was cut for the source.")
    item.source = re.sub(r"^(?:source|from|via)\s*:\s*", "", said, flags=re.IGNORECASE)[:_SOURCE_LENGTH]
    item.asked_on = day_of_heading(said) or item.asked_on


def _end_speaker(reading: _Reading) -> None:
    if reading.speaker and not reading.spoken:
        reading.tell("speaker-empty", f"“{reading.speaker}” has no questions.")
    reading.speaker = ""


def _once(reading: _Reading) -> tuple[QuestionDraft, ...]:
    """The questions in order, each wording once, with a caution for what is repeated or has no question mark."""
    kept: dict[str, QuestionDraft] = {}
    for item in reading.items:
        if item.text in kept:
            reading.cautions.append(Caution("question-repeated", "[file]", f"“{item.text}” is printed twice."))
            before = kept[item.text]
            if before.side != item.side:
                kept[item.text] = replace(before, side="" if before.side and item.side else before.side or item.side)
            continue
        if "?" not in item.text:
            reading.cautions.append(
                Caution("no-question-mark", "[file]", f"“{short(item.text)}” has no question mark.")
            )
        kept[item.text] = QuestionDraft(item.text, item.side, item.area, item.source, item.asked_on, item.difficulty)
    return tuple(kept.values())
