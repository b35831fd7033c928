"""When a cite is asked again, and how what was typed stands against the file. Pure.

Boxes as of Leitner: what is known moves to a box that is asked more seldom, what was missed falls back to the first
and is asked first the next time.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from articles.ingest.register import Register, key
from practice.hearing.days import read_day
from practice.hearing.matching import Filed, Heard, Place, Verdict, check

DAYS = (0, 1, 3, 7, 21, 60)  # until a cite of each box is asked again
NEW = 1  # the box of what was never asked
AT_ONCE = 10  # cites in a sitting
AGAIN = 3  # times that a missed one comes back in one sitting


class Grade(StrEnum):
    RIGHT = "right"
    NEARLY = "nearly"
    WRONG = "wrong"


@dataclass(frozen=True)
class Kept:
    """Where a cite stands in the memory: its box, and the first day on which it is asked again."""

    box: int
    due_on: date


def after(box: int, grade: Grade, today: date) -> Kept:
    """One box up, back to NEW, or back to the first."""
    moved = {Grade.RIGHT: min(box + 1, len(DAYS) - 1), Grade.NEARLY: NEW, Grade.WRONG: 0}[grade]
    return Kept(moved, today + timedelta(days=DAYS[moved]))


@dataclass(frozen=True)
class Part:
    """One half of a cite as it was typed. `grade` None: nothing was typed. `words` say what is amiss."""

    grade: Grade | None
    words: str = ""


@dataclass(frozen=True)
class Compared:
    publication: Part
    day: Part

    @property
    def grade(self) -> Grade | None:
        """Of the cite as a whole; None where nothing was typed. A publication that is another one is missed."""
        grades = (self.publication.grade, self.day.grade)
        if grades == (None, None):
            return None
        if self.publication.grade is Grade.WRONG or not {Grade.RIGHT, Grade.NEARLY} & set(grades):
            return Grade.WRONG
        return Grade.RIGHT if set(grades) == {Grade.RIGHT} else Grade.NEARLY


def compare(publication: str, day: str, *, filed: str, filed_on: date, register: Register, today: date) -> Compared:
    """What was typed against the publication and the date of the file. `today` is the day of the drill."""
    name = register.canonical(filed)
    return Compared(_publication(publication, name, filed_on, register, today), _day(day, filed_on, today))


def _publication(typed: str, name: str, filed_on: date, register: Register, today: date) -> Part:
    if not typed.strip():
        return Part(None)
    file = Filed(0, name, filed_on, Place.ATTACHED)
    checked = check(Heard(" ".join(typed.split()), undated=True), [file], register, today)
    if checked.verdict is Verdict.FOUND:
        return Part(Grade.RIGHT)
    if key(checked.maybe) == key(name):
        return Part(Grade.NEARLY, "not quite its name")
    return Part(Grade.WRONG, "another publication" if register.knows(typed) else "not its name")


def _day(typed: str, filed_on: date, today: date) -> Part:
    read = read_day(typed)
    if read.refusal:
        return Part(Grade.WRONG, read.refusal)
    if not read.days:
        return Part(None)
    fits = read.is_of(filed_on)
    if fits:
        lacks = fits.lacks(filed_on, today)
        return Part(Grade.NEARLY, lacks) if lacks else Part(Grade.RIGHT)
    if any(one.month == filed_on.month and one.year in (None, filed_on.year) for one in read.days):
        return Part(Grade.NEARLY, "the month is right, the day is not")
    if any((one.month, one.day) == (filed_on.month, filed_on.day) for one in read.days):
        return Part(Grade.NEARLY, "the year is not right")
    return Part(Grade.WRONG, "another date")
