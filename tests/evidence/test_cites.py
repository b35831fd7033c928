"""Cites: last names, one line, and aloud."""

from datetime import date

import pytest

from evidence.cites import cite, last_name, names, quoted, spoken

DAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("Mira Castellanos", "Castellanos"),
        ("J. Weiss Jr.", "Weiss"),
        ("J. Weiss, Jr.", "Weiss"),
        ("Ludwig van der Berg", "van der Berg"),
        ("Marit Solheim-Drew", "Solheim-Drew"),
        ("Staff", "Staff"),
        ("Jr.", "Jr."),
        ("", ""),
    ],
)
def test_the_last_name_of_an_author(name, last):
    assert last_name(name) == last


@pytest.mark.parametrize(
    ("byline", "said"),
    [
        ([], ""),
        (["", " "], ""),
        (["Mira Castellanos"], "Castellanos"),
        (["Mira Castellanos", "Jon Weiss"], "Castellanos and Weiss"),
        (["A. One", "B. Two", "C. Three"], "One, Two and Three"),
        (["A. One", "B. Two", "C. Three", "D. Four"], "One and others"),
    ],
)
def test_up_to_three_authors_are_named(byline, said):
    assert names(byline) == said


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (
            (["Mira Castellanos", "Jon Weiss"], "The Continental", DAY),
            "Castellanos and Weiss, The Continental, 3 March 2026",
        ),
        (([], "The Continental", DAY), "The Continental, 3 March 2026"),
        ((["Mira Castellanos"], "", None), "Castellanos, no date"),
        (([], "", None), "no date"),
    ],
)
def test_a_cite_in_one_line_says_when_there_is_no_date(parts, line):
    assert cite(*parts) == line


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ((["Mira Castellanos"], "The Continental", DAY), "Castellanos writes in The Continental of March 3, 2026"),
        ((["A. One", "B. Two"], "The Continental", None), "One and Two write in The Continental"),
        ((["Mira Castellanos"], "", DAY), "Castellanos writes on March 3, 2026"),
        (([], "The Continental", DAY), "According to The Continental of March 3, 2026"),
        (([], "", DAY), "According to a report of March 3, 2026"),
        (([], "", None), "According to a report without a date"),
    ],
)
def test_a_cite_as_it_is_spoken(parts, line):
    assert spoken(*parts) == line


def test_a_quotation_that_brings_its_own_marks_gets_no_second_pair():
    assert quoted("“We wait,” she said.") == "“We wait,” she said."
    assert quoted("They wait.") == "“They wait.”"
