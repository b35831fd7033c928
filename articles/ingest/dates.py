"""Dates as articles print them. A date that two readers could read differently is not guessed. Pure."""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_MONTH_FIRST = rf"{_MONTH} +{_DAY}(?: *,)? +{_YEAR}"
_DAY_FIRST = rf"{_DAY} +(?:of +)?{_MONTH},? +{_YEAR}"
_ISO = r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
_WORDED = tuple(re.compile(form, re.IGNORECASE) for form in (_MONTH_FIRST, _DAY_FIRST, _ISO))
_INSIDE = tuple(re.compile(rf"\b{form}\b", re.IGNORECASE) for form in (_MONTH_FIRST, _DAY_FIRST, _ISO))
_WEEK = re.compile(
    rf"\b{_MONTH}\s+{_DAY}\s*(?:[-–—]|to|through)\s*(?:{_MONTH.replace('month', 'to')}\s+)?"
    rf"\d{{1,2}}(?:st|nd|rd|th)?,?\s+{_YEAR}",
    re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")
_REACH = 30  # characters that a date can have beside its year
_NUMERIC = re.compile(r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})")
_PARTIAL = re.compile(
    rf"{_MONTH} +{_DAY}|{_MONTH.replace('month', 'm2')},? +\d{{4}}|{_DAY.replace('day', 'd2')} +"
    rf"{_MONTH.replace('month', 'm3')}|yesterday|today",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:(?:published|posted|date|dated)(?: on)? *:? +)?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]* +)?",
    re.IGNORECASE,
)
_AFTER = re.compile(r",?(?: +at)? +\d{1,2}:\d\d(?: *[ap]\.?m\.?)?(?: +[A-Z]{1,4}T)?$|\.$", re.IGNORECASE)
_LONGEST = 100  # characters of a line that is a date


@dataclass(frozen=True, slots=True)
class DateRead:
    """`value` is None where `code` says why: date-impossible, date-ambiguous or date-incomplete."""

    value: date | None
    code: str = ""
    message: str = ""


def read_date(line: str) -> DateRead | None:
    """The date that the whole line is, or None where the line is something else than a date."""
    if len(line) > _LONGEST:
        return None
    text = " ".join(line.split())
    text = _AFTER.sub("", text[_BEFORE.match(text).end() :])  # type: ignore[union-attr] # it matches the empty start
    for form in _WORDED:
        if found := form.fullmatch(text):
            return _made(line, int(found["year"]), _month(found["month"]), int(found["day"]))
    if found := _NUMERIC.fullmatch(text):
        return _numeric(line, found)
    if _PARTIAL.fullmatch(text):
        return DateRead(None, "date-incomplete", f"“{line.strip()}” is not a whole date: give day, month and year.")
    return None


def dates_in(text: str) -> tuple[date, ...]:
    """The whole dates that stand in running text, month by name or ISO, in order; linear in its length."""
    days = []
    for year in _FOUR_DIGITS.finditer(text):
        low, high = max(0, year.start() - _REACH), year.end() + _REACH
        for form in _INSIDE:
            match = next((m for m in form.finditer(text, low, high) if m.start("year") == year.start()), None)
            if match:
                days.append(_made("", int(match["year"]), _month(match["month"]), int(match["day"])).value)
                break
    return tuple(day for day in days if day)


def day_of_heading(text: str) -> date | None:
    """The one day that a heading gives: a whole date, or the first of a week (`June 29-July 5, 2015`)."""
    if found := _WEEK.search(text):
        year = int(found["year"])
        month = _month(found["month"])
        last = _month(found["to"]) if found["to"] else month
        return _made("", year - (month > last), month, int(found["day"])).value
    days = dates_in(text)
    if not days and (numeric := _NUMERIC.search(text)):
        read = _numeric(numeric[0], numeric)
        return read.value
    return days[0] if days else None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS[text.lower()]


def _made(line: str, year: int, month: int, day: int) -> DateRead:
    try:
        return DateRead(date(year, month, day))
    except ValueError:
        return DateRead(None, "date-impossible", f"“{line.strip()}” is not a day of the calendar.")


def _numeric(line: str, found: re.Match[str]) -> DateRead:
    a, b, year = int(found["a"]), int(found["b"]), int(found["year"])
    year += 2000 if year < 100 else 0
    if a > 12:
        return _made(line, year, b, a)
    if b > 12 or a == b:
        return _made(line, year, a, b)
    first, second = _made(line, year, a, b).value, _made(line, year, b, a).value
    if not first or not second:
        return DateRead(None, "date-impossible", f"“{line.strip()}” is not a day of the calendar.")
    return DateRead(
        None,
        "date-ambiguous",
        f"“{line.strip()}” can be {first.day} {first:%B %Y} or {second.day} {second:%B %Y}: say which.",
    )
