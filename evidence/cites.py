"""Cites: how a source is named, in writing and aloud. Pure."""

from collections.abc import Sequence
from datetime import date

_PARTICLES = frozenset("al bin da de del della den der di dos du el ibn la le ten ter van von zu".split())
_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv md m.d. phd ph.d.".split())
NO_DATE = "no date"


def last_name(name: str) -> str:
    """The name a cite uses: "Ludwig van der Berg" -> "van der Berg", "J. Weiss Jr." -> "Weiss"; one word stays."""
    words = name.replace(",", " ").split()
    while len(words) > 1 and words[-1].lower() in _SUFFIXES:
        words.pop()
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in _PARTICLES:
        at -= 1
    return " ".join(words[max(at, 0) :])


def names(byline: Sequence[str]) -> str:
    """The last names of up to three authors; of more the first "and others"; "" where none is given."""
    last = [last_name(name) for name in byline if name.strip()]
    if len(last) > 3:
        return f"{last[0]} and others"
    return " and ".join([", ".join(last[:-1]), last[-1]] if len(last) > 1 else last)


def day(published_on: date | None) -> str:
    """The date as a cite gives it: "3 March 2026"; or "no date"."""
    return f"{published_on.day} {published_on:%B %Y}" if published_on else NO_DATE


def cite(byline: Sequence[str], publisher: str, published_on: date | None) -> str:
    """One line: "Castellanos and Weiss, The Continental, 3 March 2026". Only a missing date is said."""
    return ", ".join(part for part in (names(byline), publisher.strip(), day(published_on)) if part)


def quoted(quotation: str) -> str:
    """Between quotation marks, unless it brings its own."""
    return quotation if quotation.startswith(("“", '"')) else f"“{quotation}”"


def spoken(byline: Sequence[str], publisher: str, published_on: date | None) -> str:
    """As a speaker says it: "Castellanos and Weiss write in The Continental of March 3, 2026"."""
    who, where = names(byline), publisher.strip()
    verb = "write" if len([name for name in byline if name.strip()]) > 1 else "writes"
    when = f"{published_on:%B} {published_on.day}, {published_on.year}" if published_on else ""
    if who and where:
        return f"{who} {verb} in {where}" + (f" of {when}" if when else "")
    if who:
        return f"{who} {verb}" + (f" on {when}" if when else "")
    if where:
        return f"According to {where}" + (f" of {when}" if when else "")
    return f"According to a report of {when}" if when else "According to a report without a date"
