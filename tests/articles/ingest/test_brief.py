"""A page of briefs gives its stories; a file of several articles gives each."""

from datetime import date
from pathlib import Path

import pytest

from articles.ingest import brief
from articles.ingest.draft import Contents, Draft, Sent
from articles.ingest.formats import read
from articles.rendering import render

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "ingest"
TODAY = date(2026, 6, 1)


def contents(name: str, sent_as: str = "") -> Contents:
    return read(Sent(sent_as or name, (FIXTURES / name).read_bytes(), today=TODAY))


def codes(draft: Draft) -> list[str]:
    return [caution.code for caution in draft.warnings if caution.code not in ("no-url", "no-question")]


def body(draft: Draft) -> list[str]:
    return render(draft.body).text.split("\n")


def test_a_page_with_two_sections_gives_six_stories_with_their_authors_and_sides() -> None:
    found = contents("sep-9-24-dx.txt")
    assert [(d.title, d.byline, d.tags) for d in found.drafts] == [
        ("Ferry Fares Double in the Delta", ("Mira Tolle",), ("domestic",)),
        ("The Tunnel: A Long Wait", ("Corin Blythe-Hale",), ("domestic",)),
        ("Schools Reopen Without Heat", ("Ada van der Roe", "J. B. Poe"), ("domestic",)),
        ("Can a Town Own Its Light?", ("Staff",), ("domestic",)),
        ("Bread Riots Spread in Koscha", ("Tomas Kell",), ("international",)),
        ("Ilmar Elects a Beekeeper", ("Sunniva Aarden",), ("international",)),
    ]
    assert {(d.published_on, d.kind) for d in found.drafts} == {(date(2024, 9, 9), "brief")}
    assert [codes(d) for d in found.drafts] == [
        ["date-of-page", "title-byline-split"],
        ["date-of-page", "title-byline-split", "second-hand-digest", "no-sources"],
        ["date-of-page", "title-byline-split"],
        ["date-of-page"],
        ["date-of-page", "title-byline-split", "analysis-apart"],
        ["date-of-page"],
    ]


def test_the_stories_of_a_page_keep_every_word_and_their_ends() -> None:
    found = contents("sep-9-24-dx.txt")
    lines = (FIXTURES / "sep-9-24-dx.txt").read_text(encoding="utf-8").split("\n")
    prose = [line for line in lines if len(line) > 90 and "weekly paper" not in line]
    assert [line for draft in found.drafts for line in body(draft)] == prose
    assert [draft.questions for draft in found.drafts if draft.questions] == [("Will the Harl tunnel be finished?",)]
    assert render(found.drafts[4].analysis).text == (
        "Extemp Analysis\nAGD: a loaf, held up.\n2) is the number of mills that still grind."
    )
    (masthead,) = found.cautions
    assert masthead.code == "masthead"
    assert all(line in masthead.message for line in lines[:3])


def test_a_page_where_every_head_has_a_colon_leaves_no_doubt_about_the_authors() -> None:
    found = contents("jul-22-24-ix.txt")
    assert [(d.title, d.byline, d.published_on, d.tags) for d in found.drafts] == [
        ("Dam Gates Open Again", ("Ewa Brandis",), date(2024, 7, 22), ("international",)),
        ("A Bishop Walks Out", ("Stefan Gorlan",), date(2024, 7, 22), ("international",)),
        ("Salt Tax Returns", ("Klara Winther",), date(2024, 7, 22), ("international",)),
    ]
    assert [codes(d) for d in found.drafts] == [
        ["date-of-page"],
        ["date-of-page"],
        ["date-of-page", "second-hand-digest"],
    ]
    assert [source.publication for source in found.drafts[2].sources] == ["Reuters"]


def test_a_page_without_a_date_takes_day_and_side_from_the_name_of_its_file() -> None:
    named = contents("35-plain-stories.txt", "jul-22-24-ix.txt")
    assert {(d.published_on, d.tags) for d in named.drafts} == {(date(2024, 7, 22), ("international",))}
    bare = contents("35-plain-stories.txt")
    assert {(d.published_on, d.tags, codes(d)[0]) for d in bare.drafts} == {(None, (), "date-missing")}


def test_a_page_whose_name_gives_another_day_says_so() -> None:
    found = contents("sep-9-24-dx.txt", "aug-26-24-ix.txt")
    assert found.drafts[0].published_on == date(2024, 9, 9)
    assert [c.message for c in found.drafts[0].warnings if c.code == "date-differs"] == [
        "The page says 2024-09-09, its name 2024-08-26."
    ]


@pytest.mark.parametrize(
    ("head", "title", "byline", "certain"),
    [
        ("Ferry Fares Double Mira Tolle", "Ferry Fares Double", ("Mira Tolle",), False),
        ("The Tunnel: A Long Wait Corin Blythe-Hale", "The Tunnel: A Long Wait", ("Corin Blythe-Hale",), False),
        ("Salt Tax Returns: Klara Winther", "Salt Tax Returns", ("Klara Winther",), False),
        ("Peace in Our Time J. K. Smith and Mira Tolle", "Peace in Our Time", ("J. K. Smith", "Mira Tolle"), False),
        ("Law of the Sea Ada van der Roe", "Law of the Sea", ("Ada van der Roe",), False),
        ("Dam Opens by Mira Tolle", "Dam Opens", ("Mira Tolle",), True),
        ("Dam Opens – Mira Tolle", "Dam Opens", ("Mira Tolle",), True),
        ("Will It Hold? Mira Tolle", "Will It Hold?", ("Mira Tolle",), True),
        ("Dam Opens Red Folder Staff", "Dam Opens", ("Red Folder Staff",), True),
        ("The gates were opened again", "The gates were opened again", (), True),
    ],
)
def test_title_and_author_on_one_line(head: str, title: str, byline: tuple[str, ...], certain: bool) -> None:
    assert brief._split(head, False) == (title, byline, certain)


def test_articles_between_rules_are_several_where_each_has_its_head() -> None:
    first, second = contents("35-rules-between.txt").drafts
    assert (first.title, first.questions) == ("Harbour Opens", ("Will it last?",))
    assert (second.title, second.published_on, second.questions) == (
        "Lighthouse Closes", date(2025, 5, 13), ("Who pays?",),
    )  # fmt: skip
    assert body(second) == ["The lighthouse at Sorrel Point closed on Tuesday.", "* * *", "Nobody has said why."]


def test_articles_on_pages_of_their_own_are_several() -> None:
    assert [d.title for d in contents("35-form-feed.txt").drafts] == ["Harbour Opens", "Lighthouse Closes"]


def test_an_article_with_a_rule_in_it_is_one_with_a_caution() -> None:
    (draft,) = contents("35-one-article-with-rules.txt").drafts
    assert "several-articles" in codes(draft)
    assert body(draft)[1:] == ["---", "The mayor was there, and so was the goat."]


def test_the_second_half_of_an_article_says_what_it_has_not() -> None:
    (first,) = contents("35-part-one.txt").drafts
    (second,) = contents("35-part-two.txt").drafts
    assert (first.title, first.questions, codes(first)) == ("Harbour Opens", (), [])
    assert (second.title, second.questions) == ("", ("Will it last?",))
    assert codes(second)[:3] == ["no-title", "no-author", "date-missing"]
