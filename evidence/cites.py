"""Cites: how a source is named, in one line, aloud, and by the MLA's rules. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from lib.text import join_names

_PARTICLES = frozenset("al bin da de del della den der di dos du el ibn la le ten ter van von zu".split())
_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv md m.d. phd ph.d.".split())
_NOBODY = frozenset("staff editor editors editorial newsroom admin anonymous unknown".split())
_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
NO_DATE = "no date"
THIS_YEAR = timedelta(days=330)  # an older date is said with its year


@dataclass(frozen=True)
class Cites:
    """One source named three ways."""

    line: str
    spoken: str
    mla: str


def last_name(name: str) -> str:
    """The name a cite uses: "Ludwig van der Berg" -> "van der Berg", "J. Weiss Jr." -> "Weiss"; one word stays."""
    words = name.replace(",", " ").split()
    while len(words) > 1 and words[-1].lower() in _SUFFIXES:
        words.pop()
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in _PARTICLES:
        at -= 1
    return " ".join(words[max(at, 0) :])


def authors(byline: Sequence[str]) -> list[str]:
    """The people of a byline; "Staff" and the like are nobody."""
    there = [" ".join(name.split()) for name in byline]
    return [name for name in there if name and name.lower().split()[-1] not in _NOBODY]


def names(byline: Sequence[str]) -> str:
    """The last names of up to three authors; of more the first "and others"; "" where none is given."""
    last = [last_name(name) for name in authors(byline)]
    if len(last) > 3:
        return f"{last[0]} and others"
    return join_names(last)


def day(published_on: date | None) -> str:
    """The date as a cite gives it: "March 3, 2026"; or "no date"."""
    return f"{published_on:%B} {published_on.day}, {published_on.year}" if published_on else NO_DATE


def cite(byline: Sequence[str], publisher: str, published_on: date | None) -> str:
    """One line: "Castellanos and Weiss, The Continental, March 3, 2026". Only a missing date is said."""
    return ", ".join(part for part in (names(byline), publisher.strip(), day(published_on)) if part)


def quoted(quotation: str) -> str:
    """Between quotation marks, unless it brings its own."""
    return quotation if quotation.startswith(("“", '"')) else f"“{quotation}”"


def spoken(byline: Sequence[str], publisher: str, published_on: date | None, *, title: str = "", today: date) -> str:
    """As a speaker says it: "Bernard Goldberg in The Hill on March 3rd". `publisher` is the name that is spoken.

    A date that is not of the last year is said with it.
    """
    people = authors(byline)
    who = f"{people[0]} and others" if len(people) > 2 else " and ".join(people)
    where = publisher.strip()
    if not who:
        who, where = where[:1].upper() + where[1:], ""
    if not who:
        who = f"an article called “{title}”" if title else "an article"
    return who + (f" in {where}" if where else "") + (f" on {_day_aloud(published_on, today)}" if published_on else "")


def _day_aloud(on: date, today: date) -> str:
    ending = "th" if on.day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(on.day % 10, "th")
    year = "" if timedelta(0) <= today - on < THIS_YEAR else f", {on.year}"
    return f"{on:%B} {on.day}{ending}{year}"


def mla(byline: Sequence[str], title: str, publisher: str, published_on: date | None, url: str = "") -> str:
    """As a list of works cited has it: 'Weiss, Jon. “Ports Reopen.” The Continental, 3 Mar. 2026, hill.example/a.'"""
    when = f"{published_on.day} {_MONTHS[published_on.month - 1]} {published_on.year}" if published_on else ""
    address = urlsplit(url)
    where = f"{address.netloc}{address.path}" + (f"?{address.query}" if address.query else "")
    title = " ".join(title.split()).replace("“", "‘").replace("”", "’")
    inner = "’" if title.endswith("’") and "‘" in title else ""
    title = title.removesuffix(inner)
    named = f"“{title}{'' if title.endswith(('.', '?', '!')) else '.'}{inner}”" if title else ""
    source = ", ".join(part for part in (publisher.strip(), when, where.rstrip("/")) if part)
    parts = (_mla_names(authors(byline)), named, f"{source}." if source else "")
    return " ".join(part for part in parts if part)


def _mla_names(people: Sequence[str]) -> str:
    if not people:
        return ""
    first = _turned(people[0])
    if len(people) > 2:
        return f"{first}, et al."
    both = f"{first}, and {people[1]}" if len(people) == 2 else first
    return both if both.endswith(".") else f"{both}."


def _turned(name: str) -> str:
    """ "J. van der Berg Jr." -> "van der Berg, J., Jr."; one word stays."""
    words = name.replace(",", " ").split()
    last = last_name(name).split()
    at = max(i for i in range(len(words)) if words[i : i + len(last)] == last)
    before, after = " ".join(words[:at]), " ".join(words[at + len(last) :])
    return ", ".join(part for part in (" ".join(last), before, after) if part)
