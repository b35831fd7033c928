"""What was typed against the file, and when a cite is asked again."""

from datetime import date, timedelta

import pytest

from articles.ingest.register import SHIPPED
from practice.drills.memory import DAYS, NEW, Grade, after, compare

TODAY = date(2026, 5, 20)
FILED = date(2026, 5, 12)
RIGHT, NEARLY, WRONG = Grade.RIGHT, Grade.NEARLY, Grade.WRONG


def against(publication: str, day: str, *, filed: str = "The New York Times", on: date = FILED):
    return compare(publication, day, filed=filed, filed_on=on, register=SHIPPED, today=TODAY)


@pytest.mark.parametrize(
    ("publication", "day", "grades", "whole"),
    [
        ("New York Times", "May 12th", (RIGHT, RIGHT), RIGHT),
        ("NYT", "12 May 2026", (RIGHT, RIGHT), RIGHT),
        ("the new york times", "the twelfth of May", (RIGHT, RIGHT), RIGHT),
        ("New York Tmes", "May 12", (NEARLY, RIGHT), NEARLY),
        ("The New York Times", "May 21st", (RIGHT, NEARLY), NEARLY),
        ("The New York Times", "May", (RIGHT, NEARLY), NEARLY),
        ("The New York Times", "12 May 2025", (RIGHT, NEARLY), NEARLY),
        ("The New York Times", "8 March", (RIGHT, WRONG), NEARLY),
        ("The New York Times", "", (RIGHT, None), NEARLY),
        ("", "May 12th", (None, RIGHT), NEARLY),
        ("", "March", (None, WRONG), WRONG),
        ("The Washington Post", "May 12th", (WRONG, RIGHT), WRONG),
        ("Nobody's Gazette", "May 12th", (WRONG, RIGHT), WRONG),
        ("The New York Times", "last Tuesday", (RIGHT, WRONG), NEARLY),
        (" ", "", (None, None), None),
    ],
)
def test_what_was_typed_is_graded_by_its_halves(publication, day, grades, whole):
    found = against(publication, day)
    assert (found.publication.grade, found.day.grade) == grades
    assert found.grade is whole
    assert all(part.words for part in (found.publication, found.day) if part.grade in (NEARLY, WRONG))


def test_a_date_of_an_earlier_year_needs_its_year():
    old = date(2024, 5, 12)
    assert against("NYT", "May 12th", on=old).day.words == "the year was not said"
    assert against("NYT", "May 12th, 2024", on=old).grade is RIGHT


def test_a_publication_that_no_register_knows_is_compared_by_its_letters():
    assert against("riverside ledger", "May 12", filed="The Riverside Ledger").grade is RIGHT
    assert against("Riverside Leger", "May 12", filed="The Riverside Ledger").publication.grade is NEARLY


def test_what_is_known_is_asked_more_and_more_seldom_and_what_was_missed_at_once():
    box, due = NEW, []
    for _ in range(6):
        kept = after(box, RIGHT, TODAY)
        box = kept.box
        due.append((kept.due_on - TODAY).days)
    assert due == [3, 7, 21, 60, 60, 60]
    assert after(box, NEARLY, TODAY).due_on == TODAY + timedelta(days=DAYS[NEW])
    assert after(box, WRONG, TODAY) == after(0, WRONG, TODAY)
    assert after(box, WRONG, TODAY).due_on == TODAY
