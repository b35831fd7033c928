"""Dates as speakers say them."""

from datetime import date

import pytest

from practice.hearing.days import Day, read_day


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("May 12th", Day(None, 5, 12)),
        ("May 12th, 2025", Day(2025, 5, 12)),
        ("12 May 2025", Day(2025, 5, 12)),
        ("the 12th of May", Day(None, 5, 12)),
        ("the twelfth of May, 2025", Day(2025, 5, 12)),
        ("May twenty-first", Day(None, 5, 21)),
        ("May thirty first 2025", Day(2025, 5, 31)),
        ("Monday, May 12th", Day(None, 5, 12)),
        ("Sept. 3", Day(None, 9, 3)),
        ("may 2025", Day(2025, 5, None)),
        ("in March", Day(None, 3, None)),
        ("2025", Day(2025, None, None)),
        ("May 12, ’25", Day(2025, 5, 12)),
        ("2025-05-12", Day(2025, 5, 12)),
        ("5/13/2025", Day(2025, 5, 13)),
        ("  May   12th ", Day(None, 5, 12)),
        ("February 29", Day(None, 2, 29)),
    ],
)
def test_a_date_is_read_as_it_was_said(said, meant):
    assert read_day(said).days == (meant,)


def test_a_date_with_two_readings_has_both():
    assert read_day("5/12").days == (Day(None, 5, 12), Day(None, 12, 5))
    assert str(read_day("5/12")) == "12 May or 5 December"
    assert read_day("5/12").is_of(date(2025, 12, 5)) == Day(None, 12, 5)


@pytest.mark.parametrize(
    "said", ["last Tuesday", "yesterday", "this week", "two weeks ago", "last month", "earlier this year", "recently"]
)
def test_a_date_that_counts_from_today_is_refused_with_words(said):
    read = read_day(said)
    assert read.days == () and read.refusal.startswith(f"“{said}” is no date")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Tuesday", "is a weekday and no date."),
        ("February 30th", "is not a day of the calendar."),
        ("31/13/2025", "is not a day of the calendar."),
        ("a while back", "is not read as a date"),
        ("12", "is not read as a date"),
        ("May June", "is not read as a date"),
        ("May 12 13 14", "is not read as a date"),
    ],
)
def test_what_is_no_date_says_why(said, why):
    assert why in read_day(said).refusal


def test_nothing_said_is_neither_a_day_nor_a_fault():
    assert (read_day("  ").days, read_day("").refusal) == ((), "")


def test_what_was_not_said_does_not_contradict():
    filed = date(2025, 5, 12)
    assert Day(None, 5, 12).is_of(filed) and Day(2025, 5, None).is_of(filed) and Day(2025).is_of(filed)
    assert not Day(None, 5, 13).is_of(filed) and not Day(2024, 5, 12).is_of(filed)


def test_a_year_is_missed_only_of_an_old_date():
    day, today = Day(None, 5, 12), date(2025, 6, 1)
    assert day.lacks(date(2025, 5, 12), today) == ""
    assert day.lacks(date(2024, 5, 12), today) == "the year was not said"
    assert Day(2025, 5, None).lacks(date(2025, 5, 12), today) == "the day was not said"
    assert Day(2025).lacks(date(2025, 5, 12), today) == "only the year was said"
