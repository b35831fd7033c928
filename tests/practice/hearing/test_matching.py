"""The matcher: a source as it was said against the library."""

from datetime import date

import pytest

from articles.ingest.register import SHIPPED, Publication
from practice.hearing.matching import Filed, Heard, Place, Verdict, check, count, quoted_right

TODAY = date(2025, 6, 1)
REGISTER = SHIPPED.joined([Publication("The Continental", aliases=("Conti",))])
TIMES = Filed("times", "New York Times", date(2025, 5, 12))
OLDER = Filed("older", "New York Times", date(2024, 2, 3))
CONTI = Filed("conti", "The Continental", date(2025, 3, 3), Place.ATTACHED)
DIGEST = Filed("digest", "The Red Page", date(2025, 5, 20), Place.ATTACHED, True, frozenset({"Moscow Times"}))
FILES = [TIMES, OLDER, CONTI, DIGEST]


def said(publication: str, day: str = "", **more):
    return check(Heard(publication, day, **more), FILES, REGISTER, TODAY)


def test_the_shipped_register_knows_the_name_that_these_tests_use():
    assert REGISTER.canonical("NYT") == TIMES.publisher


@pytest.mark.parametrize("name", ["NYT", "the new york times", "New York Times"])
@pytest.mark.parametrize("day", ["May 12th", "12 May 2025", "May 12, 2025"])
def test_a_publication_by_any_of_its_names_and_a_date_as_spoken_are_found(name, day):
    found = said(name, day)
    assert (found.verdict, found.article, found.publication) == (Verdict.FOUND, "times", "New York Times")
    assert found.words == ""


def test_another_date_shows_both():
    found = said("NYT", "May 10th")
    assert (found.verdict, found.said, found.filed) == (Verdict.DIFFERS, "10 May", date(2025, 5, 12))


def test_a_ticked_source_is_held_against_its_own_date_however_far():
    found = said("", "May 12th 2023", article="conti")
    assert (found.verdict, found.publication, found.filed) == (Verdict.DIFFERS, "The Continental", date(2025, 3, 3))
    assert said("", "March 3rd", article="conti").verdict is Verdict.FOUND


def test_an_old_article_asks_for_the_year():
    assert said("NYT", "February 3rd").words == "the year was not said"
    assert said("NYT", "February 3rd, 2024").words == ""


def test_a_date_that_is_nowhere_near_is_not_found():
    found = said("NYT", "August 1st, 2022")
    assert found.verdict is Verdict.MISSING
    assert found.words == "nothing of New York Times from 1 August 2022 in the library"


def test_a_publication_that_the_library_does_not_have_is_not_found_and_may_sound_alike():
    assert said("The Onion", "May 1st").verdict is Verdict.MISSING
    assert said("The Continentel", "March 3rd").maybe == "The Continental"
    assert said("", "May 1st").words == "no publication was noted"
    assert said("Reuters", "May 1st").maybe == "", "no name sounds like itself"


def test_a_date_that_counts_from_today_is_not_read_and_the_source_stays():
    found = said("NYT", "last Tuesday")
    assert found.verdict is Verdict.UNREAD and "is no date" in found.words


def test_no_date_said_is_found_and_told():
    assert said("NYT", undated=True).words == "no date was said"
    assert said("NYT").words == ""


def test_who_cites_the_original_of_a_digest_is_told_so():
    found = said("Moscow Times", "May 16th")
    assert (found.verdict, found.article) == (Verdict.DIGEST, "digest")
    assert found.words == "you cite Moscow Times; the file you opened was a digest of it"
    ticked = said("Moscow Times", "May 16th", article="digest")
    assert ticked.verdict is Verdict.DIGEST
    assert said("The Red Page", "May 20th", article="digest").verdict is Verdict.FOUND


def test_a_digest_that_merely_lies_in_the_library_was_not_opened():
    lying = [Filed("d", "The Red Page", date(2025, 5, 20), Place.LIBRARY, True, frozenset({"Moscow Times"}))]
    assert check(Heard("Moscow Times"), lying, REGISTER, TODAY).verdict is Verdict.MISSING


def test_the_original_itself_in_the_library_is_no_second_hand():
    own = Filed("own", "Moscow Times", date(2025, 5, 16))
    assert check(Heard("Moscow Times", "May 16th"), [*FILES, own], REGISTER, TODAY).article == "own"
    other = check(Heard("Moscow Times", "May 19th"), [*FILES, own], REGISTER, TODAY)
    assert other.verdict is Verdict.DIGEST


def test_a_file_of_the_outline_comes_before_the_library():
    both = [Filed("far", "The Continental", date(2025, 3, 3)), CONTI]
    assert check(Heard("Conti", "March 3rd"), both, REGISTER, TODAY).article == "conti"


def test_a_file_without_a_date_cannot_be_held_against_one():
    undated = [Filed("u", "The Continental", None, Place.ATTACHED)]
    found = check(Heard("Conti", "March 3rd"), undated, REGISTER, TODAY)
    assert (found.verdict, found.words) == (Verdict.FOUND, "the file has no date to compare")


def test_the_counts_are_of_publications_and_not_of_names():
    checks = [said("NYT", "May 12th"), said("New York Times", "Feb 3rd 2024"), said("Conti", "May 1st"), said("X", "")]
    told = count(checks)
    assert (told.said, told.found, told.differing, told.missing, told.publications) == (4, 2, 1, 1, 3)


@pytest.mark.parametrize(
    ("words", "right"),
    [("wheat fell 4 percent", True), ("Wheat “fell” 4 percent!", True), ("wheat fell 5 percent", False), (" ", False)],
)
def test_a_quotation_is_compared_word_by_word(words, right):
    assert quoted_right(words, "On Monday wheat fell 4 percent in two days.") is right
