"""A source as it was said against what the library holds: publication, date, quotation. Pure; no outside service.

The publication is folded by the register ("NYT" is The New York Times). Of several articles that fit, one of the
outline comes before one that was opened in the round, and that before the rest of the library.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from rapidfuzz import fuzz, process

from articles.ingest.register import Register, key
from lib.text import folded
from practice.hearing.days import Read, read_day

Key = Any  # of an article: whatever the caller names it by
_CLOSE = 88.0  # rapidfuzz's ratio from which a name may have been misheard
_NEAR = timedelta(days=45)  # an article further off than this was hardly the one that was meant
_WORD = re.compile(r"\w+")


class Verdict(StrEnum):
    FOUND = "found"
    DIFFERS = "date differs"
    DIGEST = "second hand"  # the file was a digest of what was cited
    MISSING = "not found"
    UNREAD = "date not read"


class Place(StrEnum):
    """Where a file stands in the round."""

    ATTACHED = "attached"
    OPENED = "opened"
    LIBRARY = "library"


_ORDER = list(Place)


@dataclass(frozen=True)
class Filed:
    """An article of the library. `publisher` and `sources` (of a digest) by their names in the register."""

    article: Key
    publisher: str
    day: date | None
    place: Place = Place.LIBRARY
    digest: bool = False
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Heard:
    """`article` where the listener ticked a source of the outline; `undated`: no date was said."""

    publication: str
    day: str = ""
    undated: bool = False
    article: Key | None = None


@dataclass(frozen=True)
class Checked:
    """`publication` by its name in the register. `words` say the verdict to a person; `said` and `filed` are the two
    dates where they differ. `article` is the file that is meant, if any. `maybe`: a publication that sounds alike."""

    verdict: Verdict
    publication: str
    words: str
    said: str = ""
    filed: date | None = None
    article: Key | None = None
    maybe: str = ""


@dataclass(frozen=True)
class Counts:
    said: int
    found: int
    differing: int
    missing: int
    second_hand: int
    unread: int
    publications: int


def check(heard: Heard, files: Sequence[Filed], register: Register, today: date) -> Checked:
    """What the library says of it. `files` must hold every article of the publication and every digest of the round;
    others do no harm. `today` is the day of the speech."""
    ticked = next((one for one in files if heard.article is not None and one.article == heard.article), None)
    name = register.canonical(heard.publication) or (ticked.publisher if ticked else "")
    if ticked and key(name) == key(ticked.publisher):
        fitting = [ticked]
    else:
        fitting = [one for one in files if one.publisher and key(one.publisher) == key(name)]
    read = read_day(heard.day)
    hands = _second_hand(name, files)
    if not fitting or (ticked and ticked not in fitting and ticked in hands):
        return _not_there(name, hands, files, register)
    return _dated(heard, name, fitting, hands, read, today)


def _dated(heard: Heard, name: str, fitting: list[Filed], hands: list[Filed], read: Read, today: date) -> Checked:
    best = min(fitting, key=lambda one: _ORDER.index(one.place))
    if heard.undated:
        return Checked(Verdict.FOUND, name, "no date was said", filed=best.day, article=best.article)
    if read.refusal:
        return Checked(Verdict.UNREAD, name, read.refusal, filed=best.day, article=best.article)
    if not read.days:
        return Checked(Verdict.FOUND, name, "", filed=best.day, article=best.article)
    for one in sorted(fitting, key=lambda one: _ORDER.index(one.place)):
        if one.day and (day := read.is_of(one.day)):
            return Checked(Verdict.FOUND, name, day.lacks(one.day, today), str(day), one.day, one.article)
    if best.day is None and best.place is not Place.LIBRARY:
        return Checked(Verdict.FOUND, name, "the file has no date to compare", str(read), None, best.article)
    if best.place is Place.LIBRARY:
        if hands:
            return _not_there(name, hands, fitting, Register())
        nearest = _nearest(fitting, read, today)
        if nearest is None:
            return Checked(Verdict.MISSING, name, f"nothing of {name} from {read} in the library", str(read))
        best = nearest
    return Checked(Verdict.DIFFERS, name, "", str(read), best.day, best.article)


def _second_hand(name: str, files: Sequence[Filed]) -> list[Filed]:
    """Digests of the round that drew on this publication; what merely lies in the library was not opened."""
    found = [one for one in files if one.digest and one.place is not Place.LIBRARY and _among(name, one.sources)]
    return sorted(found, key=lambda one: _ORDER.index(one.place))


def _not_there(name: str, hands: list[Filed], files: Sequence[Filed], register: Register) -> Checked:
    if hands:
        words = f"you cite {name}; the file you opened was a digest of it"
        return Checked(Verdict.DIGEST, name, words, filed=hands[0].day, article=hands[0].article)
    words = f"nothing of {name} in the library" if name else "no publication was noted"
    return Checked(Verdict.MISSING, name, words, maybe=_sounds_like(name, files, register))


def _nearest(fitting: list[Filed], read: Read, today: date) -> Filed | None:
    """The article whose date is closest to what was said, if it is close."""
    said = [_as_date(day.year, day.month, day.day, today) for day in read.days]
    dated = [(min(abs(one.day - day) for day in said), one) for one in fitting if one.day]
    gap, nearest = min(dated, key=lambda pair: pair[0], default=(_NEAR * 2, None))
    return nearest if gap <= _NEAR else None


def _as_date(year: int | None, month: int | None, day: int | None, today: date) -> date:
    """A date that stands for one of which parts were not said: the latest such day that is not to come."""
    for known in [year] if year else [today.year, today.year - 1]:
        found = date(known, month or 6, min(day or 15, 28))
        if found <= today or year:
            return found
    return today


def _among(name: str, names: Iterable[str]) -> bool:
    return bool(name) and key(name) in {key(one) for one in names}


def _sounds_like(name: str, files: Sequence[Filed], register: Register) -> str:
    known = {one.publisher for one in files if one.publisher} | {one.name for one in register.publications}
    known = {one for one in known if key(one) != key(name)}
    found = process.extractOne(key(name), {one: key(one) for one in known}, scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return str(found[2]) if found and name else ""


def quoted_right(words: str, text: str) -> bool:
    """Whether these words stand in the text, letter case, punctuation and typography aside. False for no words."""
    said, there = _bare(words), _bare(text)
    return bool(said.strip()) and said in there


def _bare(text: str) -> str:
    return f" {' '.join(_WORD.findall(folded(text).casefold()))} "


def count(checks: Sequence[Checked]) -> Counts:
    number = {verdict: sum(one.verdict is verdict for one in checks) for verdict in Verdict}
    return Counts(
        said=len(checks),
        found=number[Verdict.FOUND],
        differing=number[Verdict.DIFFERS],
        missing=number[Verdict.MISSING],
        second_hand=number[Verdict.DIGEST],
        unread=number[Verdict.UNREAD],
        publications=len({key(one.publication) for one in checks if one.publication}),
    )
