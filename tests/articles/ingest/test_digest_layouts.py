"""The digest's layout in its variations: nothing printed is lost, nothing is guessed in silence."""

from datetime import date
from pathlib import Path

import pytest

from articles.ingest.digest import parse
from articles.ingest.draft import Draft
from articles.rendering import render

ROOT = Path(__file__).resolve().parents[3]
TWIN = ROOT / "fixtures" / "digest-twin.txt"
PROSE = (
    "The harbour at Sorrel Point reopened on Monday after eleven weeks of dredging, and the first ferry carried nine "
    "passengers, a goat and the mayor of the town to the far shore of the bay."
)
HEAD = "Harbour Opens\nMay 12th, 2025\nAna Okoro\n"


def codes(draft: Draft) -> set[str]:
    return {caution.code for caution in draft.warnings}


def printed(draft: Draft) -> list[str]:
    return render(draft.body).text.split("\n")


def with_head(head: str) -> Draft:
    return parse(f"{head}\n{PROSE}\nExtemp question: Will it last?\nRead More Here:\nStaff, The Moscow Times")


def with_tail(tail: str) -> Draft:
    return parse(f"{HEAD}{PROSE}\n{tail}")


def test_the_twin_of_the_sample_is_read_whole_and_word_for_word() -> None:
    lines = TWIN.read_text(encoding="utf-8").split("\n")
    draft = parse("\n".join(lines))
    assert draft.title == lines[0]
    assert draft.published_on == date(2026, 6, 2)
    assert draft.byline == (lines[2],)
    assert printed(draft) == lines[5:9]
    assert draft.questions == (lines[9].removeprefix("Extemp question: "),)
    assert [(source.authors, source.publication) for source in draft.sources] == [
        (("Staff",), "The Tarkun Gazette"),
        (("Ewa Brandis", "Tomas Kell", "Sunniva Aarden"), "Zelen Valley Messenger"),
    ]
    assert [source.text for source in draft.sources] == lines[11:13]
    assert draft.kind == "digest"
    assert codes(draft) == {"later-date-in-body", "second-hand-digest", "no-url", "unknown-publisher"}


def test_the_real_sample_is_read_whole_and_word_for_word() -> None:
    samples = sorted((ROOT.parent / "shared" / "samples").glob("*.txt"))
    if not samples:
        pytest.skip("the sample is not part of the repository")
    lines = samples[0].read_text(encoding="utf-8").split("\n")
    draft = parse("\n".join(lines))
    assert (draft.title, draft.published_on, draft.byline) == (lines[0], date(2025, 5, 12), (lines[2],))
    assert printed(draft) == lines[5:9]
    assert [len(line.split()) for line in printed(draft)] == [254, 187, 119, 119]
    assert draft.questions == (lines[9].partition(": ")[2],)
    assert [(len(source.authors), source.publication) for source in draft.sources] == [
        (1, "The Moscow Times"),
        (3, "New York Times"),
    ]
    assert codes(draft) == {"later-date-in-body", "second-hand-digest", "no-url"}


@pytest.mark.parametrize(
    ("head", "byline", "day"),
    [
        ("Harbour Opens\nMay 12th, 2025\nAna Okoro", ("Ana Okoro",), date(2025, 5, 12)),
        ("Harbour Opens\nAna Okoro\nMay 12th, 2025\nAna Okoro\nMay 12th, 2025", ("Ana Okoro",), date(2025, 5, 12)),
        ("Harbour Opens\n2025-05-12\nBy Ana Okoro", ("Ana Okoro",), date(2025, 5, 12)),
        ("Harbour Opens\n12 May 2025\nAna Okoro & Cy Dee", ("Ana Okoro", "Cy Dee"), date(2025, 5, 12)),
        ("Harbour Opens\nSept. 3, 2025\nAna Okoro, Cy Dee and Eve Fox",
         ("Ana Okoro", "Cy Dee", "Eve Fox"), date(2025, 9, 3)),
        ("May 12, 2025\nHarbour Opens\nStaff", ("Staff",), date(2025, 5, 12)),
        ("Harbour Opens\nMay 12, 2025 | Ana Okoro", ("Ana Okoro",), date(2025, 5, 12)),
        ("Harbour Opens\n13/5/25\nAna Okoro", ("Ana Okoro",), date(2025, 5, 13)),
    ],
)  # fmt: skip
def test_title_date_and_byline_in_any_order_are_not_in_the_body(head: str, byline: tuple[str], day: date) -> None:
    draft = with_head(head)
    assert (draft.title, draft.byline, draft.published_on) == ("Harbour Opens", byline, day)
    assert printed(draft) == [PROSE]
    assert not codes(draft) & {"no-title", "no-author", "date-missing"}


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("Harbour Opens\nAna Okoro", "date-missing"),
        ("Harbour Opens\n30 February 2025\nAna Okoro", "date-impossible"),
        ("Harbour Opens\n12/5/25\nAna Okoro", "date-ambiguous"),
        ("Harbour Opens\nMay 12\nAna Okoro", "date-incomplete"),
    ],
)
def test_a_date_that_is_not_certain_is_left_open_with_the_reason(head: str, code: str) -> None:
    draft = with_head(head)
    assert draft.published_on is None
    assert code in codes(draft)
    assert (draft.title, draft.byline) == ("Harbour Opens", ("Ana Okoro",))


def test_a_missing_author_and_title_are_told() -> None:
    assert "no-author" in codes(with_head("Harbour Opens\nMay 12, 2025"))
    assert codes(parse(f"{PROSE} {PROSE} {PROSE}")) >= {"no-title", "no-author", "date-missing", "no-question"}


def test_a_line_under_the_title_that_is_no_name_is_never_lost() -> None:
    draft = with_head("Harbour Opens\nNobody knows what the dredging of the bay will cost.\nMay 12, 2025\nAna Okoro")
    assert "Nobody knows what the dredging of the bay will cost." in [draft.title, *printed(draft)]


@pytest.mark.parametrize(
    ("tail", "questions"),
    [
        ("Extemp question: Will it last?", ("Will it last?",)),
        ("EXTEMP QUESTIONS :\n1. Will it last?\n2) Who pays?", ("Will it last?", "Who pays?")),
        ("Practice Questions\n- Will it last?\n• Who pays?", ("Will it last?", "Who pays?")),
        ("**Question:** Will it last?", ("Will it last?",)),
        ("Extemp question：\nWill it last?", ("Will it last?",)),
        ("Extemp Questions: Will it last? Who pays?", ("Will it last?", "Who pays?")),
        ("Extemp question: The new harbour: boon or bane?", ("The new harbour: boon or bane?",)),
        ("IX: Will it last?", ("Will it last?",)),
        ("Extemp Questions:\nWill it last?\nWill it last?", ("Will it last?",)),
    ],
)
def test_a_question_is_read_from_each_form_of_its_label(tail: str, questions: tuple[str, ...]) -> None:
    draft = with_tail(tail)
    assert draft.questions == questions
    assert printed(draft) == [PROSE]


def test_two_labels_run_together_on_one_line_are_two() -> None:
    draft = with_tail("Extemp question: Will it last? Read More Here: Staff, The Moscow Times")
    assert draft.questions == ("Will it last?",)
    assert [(s.authors, s.publication) for s in draft.sources] == [(("Staff",), "The Moscow Times")]


@pytest.mark.parametrize("label", ["Read More Here:", "Read more", "Sources:", "Works Cited", "Further Reading:"])
def test_sources_are_read_from_each_form_of_their_label(label: str) -> None:
    draft = with_tail(f"Extemp question: Will it last?\n{label}\nStaff, The Moscow Times")
    assert [source.publication for source in draft.sources] == ["The Moscow Times"]
    assert draft.questions == ("Will it last?",)


@pytest.mark.parametrize(
    ("line", "authors", "publication", "url"),
    [
        ("Staff, The Moscow Times", ("Staff",), "The Moscow Times", ""),
        ("A. Lee, Cy Dee, Eve Fox. New York Times", ("A. Lee", "Cy Dee", "Eve Fox"), "New York Times", ""),
        ("J. K. Smith, U.S. News & World Report", ("J. K. Smith",), "U.S. News & World Report", ""),
        ("Ann Lee. St. Louis Post-Dispatch", ("Ann Lee",), "St. Louis Post-Dispatch", ""),
        ("- https://a.example.org/x_(y)?b=c.", (), "", "https://a.example.org/x_(y)?b=c"),
        ("2. [Tides](https://a.example.org/y)", (), "", "https://a.example.org/y"),
    ],
)
def test_a_source_line_is_split_where_its_publication_begins(
    line: str, authors: tuple[str, ...], publication: str, url: str
) -> None:
    (source,) = with_tail(f"Read More Here:\n{line}").sources
    assert (source.authors, source.publication, source.url) == (authors, publication, url)


@pytest.mark.parametrize(
    "line",
    [
        "Nobody has asked the Extemp question: who pays for the harbour, and when will they do it? It is a fair one.",
        "Read more here is what the posters on the quay say. Nobody has read more. Nobody will.",
        "Extemp question: that is what the posters say in front. They say more. The mayor had them printed.",
    ],
)
def test_a_label_in_a_line_of_the_body_does_not_end_it(line: str) -> None:
    draft = with_tail(f"{line}\n{PROSE}\nExtemp question: Will it last?")
    assert printed(draft) == [PROSE, line, PROSE]
    assert draft.questions == ("Will it last?",)


def test_analysis_behind_the_question_is_set_apart_and_prose_there_stays_in_the_body_with_a_caution() -> None:
    labelled = with_tail("Extemp question: Will it last?\nExtemp Analysis\nI. The tide\nII. The cost")
    assert printed(labelled) == [PROSE]
    assert render(labelled.analysis).text.split("\n") == ["Extemp Analysis", "I. The tide", "II. The cost"]
    assert "analysis-apart" in codes(labelled)
    unlabelled = with_tail(f"Extemp question: Will it last?\n{PROSE} It is so. It stays.")
    assert printed(unlabelled) == [PROSE, f"{PROSE} It is so. It stays."]
    assert unlabelled.questions == ("Will it last?",)
    assert len(codes(unlabelled) - {"second-hand-digest", "no-sources", "no-url"}) == 1


def test_an_article_without_a_question_or_sources_is_an_original() -> None:
    draft = with_tail("The end of it.")
    assert (draft.kind, draft.questions, draft.sources) == ("original", (), ())
    assert codes(draft) == {"no-question", "no-url"}


def test_marks_entities_and_odd_spaces_are_printed_as_they_came() -> None:
    lines = [
        "1) The <b>ferry</b> &amp; a [goat](https://x.example.org) * paid_87, 395_ crowns, said “nobody”.",
        "    # Four spaces, a\ttab, a \\ backslash, {{ braces }} and <script>alert(1)</script>, all of them printed.",
        "- a dash, a    gap, a no-break\u00a0space, cafe\u0301, 😀 and `ticks`, which the mayor has never repaired.",
    ]
    draft = parse(f"{HEAD}{PROSE}\n" + "\n\n".join(lines) + "\r\nExtemp question: Will it last?")
    assert printed(draft) == [PROSE, *lines]


def test_the_fixture_with_several_questions_and_kinds_of_sources() -> None:
    draft = parse((ROOT / "fixtures" / "ingest" / "several-questions.txt").read_text(encoding="utf-8"))
    assert draft.title == "Sorrel Point Opens Its Harbour, One Ferry at a Time"
    assert (draft.byline, draft.published_on) == (("Ana Okoro", "Cy Dellman"), date(2025, 9, 3))
    assert len(printed(draft)) == 3
    assert draft.questions == (
        "Should small ports be kept open with public money?",
        "Can Sorrel Point pay for its own harbour?",
    )
    assert [(s.authors, s.publication, s.url) for s in draft.sources] == [
        (("Staff",), "The Moscow Times", ""),
        (("J. K. Smith",), "U.S. News & World Report", ""),
        (("Ann Lee",), "St. Louis Post-Dispatch", ""),
        ((), "", "https://tides.example.org/a_(b)?c=d"),
        ((), "", "https://harbour.example.org/plan"),
    ]
