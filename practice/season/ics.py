"""Tournaments as an iCalendar file (RFC 5545): all-day events, lines folded at 75 octets. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_LONGEST = 73  # octets of a line before its end


@dataclass(frozen=True)
class Happening:
    """`last` is its last day, not the day after."""

    uid: str
    name: str
    place: str
    words: str
    first: date
    last: date
    changed: datetime


def calendar(name: str, happenings: Iterable[Happening]) -> str:
    """The whole file. `changed` must be UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Extemp//Season//EN", f"X-WR-CALNAME:{_text(name)}"]
    for one in happenings:
        lines += _event(one)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(one: Happening) -> list[str]:
    told = [
        "BEGIN:VEVENT",
        f"UID:{one.uid}",
        f"DTSTAMP:{one.changed:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{_day(one.first)}",
        *([f"DTEND;VALUE=DATE:{_day(one.last + timedelta(days=1))}"] if one.last < date.max else []),
        f"SUMMARY:{_text(one.name)}",
    ]
    told += [f"LOCATION:{_text(one.place)}"] if one.place else []
    told += [f"DESCRIPTION:{_text(one.words)}"] if one.words else []
    return [*told, "END:VEVENT"]


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")  # strftime writes the year 999 with three digits


def _text(words: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        words = words.replace(plain, escaped)
    return words


def _folded(line: str) -> Iterator[str]:
    """No character is cut: each piece is at most 75 octets long, its leading space counted."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
