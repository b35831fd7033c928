"""Cites: last names, one line, and aloud."""

from datetime import date

import pytest

from evidence.cites import authors, cite, last_name, mla, names, quoted, spoken

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
            "Castellanos and Weiss, The Continental, March 3, 2026",
        ),
        (([], "The Continental", DAY), "The Continental, March 3, 2026"),
        ((["Mira Castellanos"], "", None), "Castellanos, no date"),
        (([], "", None), "no date"),
    ],
)
def test_a_cite_in_one_line_says_when_there_is_no_date(parts, line):
    assert cite(*parts) == line


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ((["Bernard Goldberg"], "The Hill", DAY), "Bernard Goldberg in The Hill on March 3rd"),
        ((["A. One", "B. Two"], "The Hill", None), "A. One and B. Two in The Hill"),
        ((["A. One", "B. Two", "C. Three"], "The Hill", DAY), "A. One and others in The Hill on March 3rd"),
        ((["Bernard Goldberg"], "", DAY), "Bernard Goldberg on March 3rd"),
        ((["Staff"], "the Hill", DAY), "The Hill on March 3rd"),
        (([], "", DAY), "an article called “Ports Reopen” on March 3rd"),
        (([], "", None), "an article called “Ports Reopen”"),
    ],
)
def test_a_cite_as_it_is_spoken(parts, line):
    assert spoken(*parts, title="Ports Reopen", today=date(2026, 4, 1)) == line


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 1, 1), "January 1st"),
        (date(2026, 1, 2), "January 2nd"),
        (date(2026, 1, 11), "January 11th"),
        (date(2026, 1, 23), "January 23rd"),
        (date(2025, 6, 30), "June 30th"),
        (date(2025, 3, 3), "March 3rd, 2025"),
        (date(2026, 5, 3), "May 3rd, 2026"),
    ],
)
def test_a_day_is_spoken_with_its_ending_and_an_old_or_future_one_with_its_year(day, said):
    assert spoken([], "The Hill", day, today=date(2026, 4, 1)) == f"The Hill on {said}"


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (
            (["Bernard Goldberg"], "Who Won?", "The Hill", DAY, "https://hill.example/won/"),
            "Goldberg, Bernard. “Who Won?” The Hill, 3 Mar. 2026, hill.example/won.",
        ),
        (
            (["Mira Castellanos", "Jon Weiss Jr."], "Ports “Reopen”", "The Continental", date(2025, 9, 12)),
            "Castellanos, Mira, and Jon Weiss Jr. “Ports ‘Reopen.’” The Continental, 12 Sept. 2025.",
        ),
        ((["L. van der Berg", "B", "C"], "T", "", None), "van der Berg, L., et al. “T.”"),
        ((["Jon Weiss Jr."], "T", "P", None, "https://p.example/?a=1"), "Weiss, Jon, Jr. “T.” P, p.example/?a=1."),
        ((["Red Folder Staff"], "T", "P", date(2026, 5, 1)), "“T.” P, 1 May 2026."),
        (([], "", "", None), ""),
    ],
)
def test_a_cite_for_a_list_of_works(parts, line):
    assert mla(*parts) == line


def test_nobody_is_no_author():
    assert authors(["Staff", "Red Folder Staff", " Mira  Castellanos ", "Editorial"]) == ["Mira Castellanos"]
    assert cite(["Staff"], "The Moscow Times", date(2025, 5, 12)) == "The Moscow Times, May 12, 2025"


def test_a_quotation_that_brings_its_own_marks_gets_no_second_pair():
    assert quoted("“We wait,” she said.") == "“We wait,” she said."
    assert quoted("They wait.") == "“They wait.”"
