"""A date as a speaker says it: "May 12th", "12 May 2025", "the twelfth of May". Pure.

A year or a day that was not said is not made up. What is no date ("last Tuesday") is refused with words.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = "january february march april may june july august september october november december".split()
_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
_TEENS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ORDINALS = {word: at for at, word in enumerate([*_UNITS, *_TEENS], start=1)} | {"thirtieth": 30}
_TENS = {"twenty": 20, "thirty": 30}
_WEEKDAYS = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|ago|recent(?:ly)?|(?:last|this|next|past|earlier|the other)"
    r" +(?:\w+ +)?(?:day|night|morning|week|weekend|month|year|spring|summer|fall|autumn|winter"
    r"|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*))\b",
    re.IGNORECASE,
)
_FILLER = frozenset("on of the in dated date published from and".split())
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_NUMBER = re.compile(r"['’]?(\d{1,4})(?:st|nd|rd|th)?")
_A_YEAR = timedelta(days=330)  # an older date is said with its year: evidence.cites.THIS_YEAR


@dataclass(frozen=True)
class Day:
    """What was said of a date; None for a part that was not."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        month = _MONTHS[self.month - 1].capitalize() if self.month else ""
        return " ".join(str(part) for part in (self.day, month, self.year) if part)

    def is_of(self, filed: date) -> bool:
        """Nothing that was said contradicts the filed date."""
        said = ((self.year, filed.year), (self.month, filed.month), (self.day, filed.day))
        return all(part is None or part == of for part, of in said)

    def lacks(self, filed: date, today: date) -> str:
        """What should have been said beside it, in words; a year only of a date that is not of the last one."""
        if self.day is None:
            return "the day was not said" if self.month else "only the year was said"
        return "the year was not said" if self.year is None and today - filed > _A_YEAR else ""


@dataclass(frozen=True)
class Read:
    """`days` are all that it can mean, none where `refusal` says why."""

    days: tuple[Day, ...]
    refusal: str = ""

    def is_of(self, filed: date) -> Day | None:
        """The meaning that fits the filed date."""
        return next((day for day in self.days if day.is_of(filed)), None)

    def __str__(self) -> str:
        return " or ".join(map(str, self.days))


def read_day(said: str) -> Read:
    """Read a date that somebody heard. "" gives no day and no refusal."""
    text = " ".join(said.split())
    if not text:
        return Read(())
    if _RELATIVE.search(text):
        return _refused(text, "is no date: a listener cannot look it up. Say month and day.")
    days = _numeric(text) or _worded(_WEEKDAYS.sub(" ", text))
    if days is None:
        alone = bool(_WEEKDAYS.search(text))
        return _refused(
            text, "is a weekday and no date." if alone else "is not read as a date, like “May 12th, 2025”."
        )
    there = tuple(dict.fromkeys(day for day in days if _is_there(day)))
    return Read(there) if there else _refused(text, "is not a day of the calendar.")


def _refused(text: str, why: str) -> Read:
    return Read((), f"“{text}” {why}")


def _numeric(text: str) -> list[Day] | None:
    """ "2025-05-12" is one day, "5/12" may be two."""
    if found := _ISO.fullmatch(text):
        return [Day(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)]
    if found := _NUMERIC.fullmatch(text):
        year = _year(found[3]) if found[3] else None
        first, second = int(found[1]), int(found[2])
        return [Day(year, first, second), Day(year, second, first)]
    return None


def _worded(text: str) -> list[Day] | None:
    month, numbers = None, []
    tokens = [word for word in re.split(r"[\s,.\-–]+", text.casefold()) if word and word not in _FILLER]
    at = 0
    while at < len(tokens):
        word = tokens[at]
        following = tokens[at + 1] if at + 1 < len(tokens) else ""
        if (named := _month(word)) and month is None:
            month = named
        elif word in _TENS and following in _UNITS:
            numbers.append(str(_TENS[word] + _ORDINALS[following]))
            at += 1
        elif word in _ORDINALS:
            numbers.append(str(_ORDINALS[word]))
        elif found := _NUMBER.fullmatch(word):
            numbers.append(found[1])
        else:
            return None
        at += 1
    return _put_together(month, numbers)


def _put_together(month: int | None, numbers: list[str]) -> list[Day] | None:
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) < 3]
    if len(years) + len(days) != len(numbers) or len(years) > 1 or (days and month is None):
        return None
    if len(days) == 2 and not years:
        years, days = [days[1]], days[:1]  # "May 12, 25"
    if len(days) > 1 or not (month or years):
        return None
    return [Day(_year(years[0]) if years else None, month, int(days[0]) if days else None)]


def _month(word: str) -> int | None:
    """ "sept" and "dec" as well; at least three letters."""
    if len(word) < 3 or not word.isalpha():
        return None
    return next((at for at, name in enumerate(_MONTHS, start=1) if name.startswith(word)), None)


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) < 3 else 0)


def _is_there(day: Day) -> bool:
    try:
        date(day.year or 2024, day.month or 1, day.day or 1)  # 2024 has a 29 February
    except ValueError:
        return False
    return True
