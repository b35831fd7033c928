"""Lists of questions in the shapes that leagues and sites print them."""

from datetime import date
from pathlib import Path

import pytest

from articles.ingest.draft import Contents, QuestionDraft, Sent, Unreadable
from articles.ingest.formats import read
from articles.ingest.question_list import read_question_list
from articles.ingest.question_table import read_table

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "ingest"
PROSE = (
    "The harbour at Sorrel Point reopened on Monday after eleven weeks of dredging, and the first ferry carried nine "
    "passengers, a goat and the mayor of the town to the far shore of the bay."
)


def contents(name: str) -> Contents:
    found = read(Sent(name, (FIXTURES / name).read_bytes(), today=date(2026, 6, 1)))
    assert found.drafts == ()
    return found


def texts(found: Contents) -> list[str]:
    return [question.text for question in found.questions]


def codes(found: Contents) -> list[str]:
    return [caution.code for caution in found.cautions]


def test_two_numbered_lists_after_one_another_with_litter_and_a_glued_word() -> None:
    found = contents("list-hottopics.txt")
    assert texts(found) == [
        "How will the Lowmarsh ferry strike end?",
        "Should the county buy its own boats?",
        "Will the price of coal fall before winter?",
        "Can the tunnel under Mount Harl be finished by 2017?",
        "Will Ilmar and Koscha sign a truce?",
        "What does the election of a beekeeper mean for Ilmar?",
        "Is the Highland Council still needed?",
    ]
    assert [question.side for question in found.questions] == ["domestic"] * 4 + [""] * 3
    assert {question.asked_on for question in found.questions} == {date(2015, 6, 29)}
    assert {question.source for question in found.questions} == {
        "HotTopics: United States Extemp Questions for the Week of June 29-July 5, 2015"
    }
    assert codes(found) == ["text-in-list", "text-in-list", "glued-text", "text-in-list", "list-without-heading"]
    assert "so be kind to them and to one another this week." in found.cautions[1].message


def test_a_heading_that_names_both_sides_gives_them_in_its_order_and_the_year_of_the_first_day() -> None:
    found = contents("list-both-sides.txt")
    assert [question.side for question in found.questions] == ["domestic"] * 3 + ["international"] * 3
    assert {question.asked_on for question in found.questions} == {date(2015, 12, 28)}
    assert codes(found) == ["list-without-heading"]


def test_a_sheet_of_speakers_gives_the_questions_of_every_round_once() -> None:
    found = contents("list-speakers.txt")
    meet = "Lowmarsh Fall Championships 2022 Extemp Prompts"
    first = ("domestic", "Domestic Economy", f"{meet}, Round 1")
    second = ("international", "", f"{meet}, Round 2")
    assert [(q.text, (q.side, q.area, q.source)) for q in found.questions] == [
        ("Is the ferry toll too high?", first),
        ("The coal contract: Boon or Bane?", first),
        ("On a scale of 1-10, how sound is the county’s budget?", first),
        ("Should Lowmarsh tax salt?", first),
        ("Will the mills reopen", first),
        ("Can farms do without subsidies?", first),
        ("Will Ilmar join the Highland Council?", second),
        ("Is Koscha a democracy?", second),
        ("Should the dam be shared?", second),
        ("Are summits worth their cost?", ("", "", f"{meet}, Semifinals")),
    ]
    assert codes(found) == ["list-heading", "speaker-empty", "no-question-mark", "question-repeated"]


def test_questions_carry_the_source_that_is_printed_with_them() -> None:
    found = contents("list-sourced.txt")
    assert found.questions == (
        QuestionDraft(
            "Should the county heat its schools?",
            "domestic",
            source="The Lowmarsh Herald, March 3, 2025",
            asked_on=date(2025, 3, 3),
        ),
        QuestionDraft(
            "Is the ferry board too powerful?",
            "domestic",
            source="Zelen Valley Messenger, 12 April 2025",
            asked_on=date(2025, 4, 12),
        ),
        QuestionDraft("Will Ilmar elect a beekeeper?", "international", source="Reuters"),
        QuestionDraft("Can Koscha lower the price of bread?", "international", source="State qualifier questions"),
    )
    assert codes(found) == []


def test_questions_one_a_line_are_a_list() -> None:
    found = contents("list-one-a-line.txt")
    assert texts(found) == ["Will it last?", "Who pays for the harbour?", "Should the lighthouse be sold?"]
    assert found == read_question_list((FIXTURES / "list-one-a-line.txt").read_text(encoding="utf-8"))


def test_a_table_with_headings_in_any_order_semicolons_a_mark_and_line_ends_in_cells() -> None:
    found = contents("list-semicolons.csv")
    assert found.questions == (
        QuestionDraft(
            "Should the county heat its schools?", "domestic", "Education", "Reuters", date(2025, 3, 3), "easy"
        ),
        QuestionDraft('=HYPERLINK("x")?', "international", "Trade", difficulty="hard"),
        QuestionDraft('Is salt "dear"?', source="NYT"),
        QuestionDraft("Will it last", "international", asked_on=date(2025, 5, 5)),
    )
    assert codes(found) == ["date-ambiguous", "side-unread", "text-in-list", "no-question-mark", "column-unread"]
    assert found.cautions[-1].message == "Column “Votes” was not read: 3; 5"


def test_a_table_without_headings_is_read_by_what_is_in_its_columns() -> None:
    found = contents("list-no-head.csv")
    assert found.questions == (
        QuestionDraft(
            "Should the county heat its schools?",
            "domestic",
            "Education",
            "The Lowmarsh Herald, p. 3",
            date(2025, 3, 3),
        ),
        QuestionDraft("Will Ilmar, or Koscha, sign?", "international", "Peace", "Reuters wire", date(2025, 3, 4)),
    )
    assert codes(found) == []


def test_a_pasted_table_is_known_by_its_headings() -> None:
    found = contents("list-tabs.txt")
    assert found.questions == (QuestionDraft("Will it last?", "domestic"), QuestionDraft("Who pays?", "international"))


def test_a_cell_without_an_end_that_is_too_long_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read_table('question,side\n"' + "x" * 200_000)
    assert refused.value.code == "table"


def test_a_list_behind_an_article_and_one_above_it_are_read_beside_it() -> None:
    article = f"Harbour Opens\nMay 12, 2025\nAna Okoro\n{PROSE}\n{PROSE}"
    listed = "Practice questions for the week of May 5, 2025\n1. Will it last?\n2. Who pays?\n3. Should it close?"
    for text in (f"{article}\n\n{listed}", f"{listed}\n\n{article}"):
        found = read(Sent("a.txt", text.encode()))
        (draft,) = found.drafts
        assert (draft.title, draft.byline, draft.questions) == ("Harbour Opens", ("Ana Okoro",), ())
        assert texts(found) == ["Will it last?", "Who pays?", "Should it close?"]
        assert {question.asked_on for question in found.questions} == {date(2025, 5, 5)}


def test_questions_under_a_label_belong_to_the_article() -> None:
    text = (
        f"Harbour Opens\nMay 12, 2025\nAna Okoro\n{PROSE}\nExtemp Questions:\n1. Will it last?\n2. Who pays?\n3. Why?"
    )
    found = read(Sent("a.txt", text.encode()))
    assert [draft.questions for draft in found.drafts] == [("Will it last?", "Who pays?", "Why?")]
    assert found.questions == ()
