"""Digests against the files they are in: the demo articles, odd headers, no word lost, no line that takes for ever."""

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.digest import parse
from articles.ingest.draft import Draft, SourceDraft
from articles.ingest.sources import read_sources
from articles.rendering import render

ROOT = Path(__file__).resolve().parents[3]
DEMO = sorted((ROOT / "fixtures" / "demo" / "articles").glob("*.txt"))
PROSE = (
    "The council of Zelen met on the bridge for the third time this month, and for the third time it parted with"
    " nothing signed and nobody surprised, least of all the two bakers who sell them bread."
)
END = f"{PROSE}\nExtemp question: Will it hold?"
USUAL = {"no-url", "second-hand-digest", "no-sources", "unknown-publisher"}


def body(draft: Draft) -> list[str]:
    return render(draft.body).text.split("\n") if draft.body else []


def codes(draft: Draft) -> list[str]:
    return [caution.code for caution in draft.warnings if caution.code not in USUAL]


def read(path: Path) -> tuple[list[str], Draft]:
    text = path.read_text(encoding="utf-8")
    return text.rstrip("\n").split("\n"), parse(text)


def test_all_fourteen_demo_articles_are_there() -> None:
    assert len(DEMO) == 14


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem[:2])
def test_a_demo_article_is_read_as_it_stands_in_its_file(path: Path) -> None:
    lines, draft = read(path)
    label = next(i for i, line in enumerate(lines) if line.startswith("Extemp question"))
    more = lines.index("Read More Here:")
    asked = [line.partition(": ")[2] or line for line in lines[label:more]]
    assert (draft.title, draft.byline, draft.kind) == (lines[0], (lines[2],), "digest")
    assert draft.published_on is not None
    assert f"{draft.published_on:%B} {draft.published_on.day}" == re.sub(r"\D\D, \d{4}$", "", lines[1])
    assert body(draft) == lines[5:label]
    assert list(draft.questions) == [re.sub(r"^\d\. ", "", line) for line in asked if "?" in line]
    assert [source.text for source in draft.sources] == lines[more + 1 :]
    assert all(source.authors and source.publication for source in draft.sources)


def test_a_kicker_a_title_in_two_lines_and_mixed_sources() -> None:
    lines, draft = read(ROOT / "fixtures" / "ingest" / "numbered-questions.txt")
    assert draft.title == "The Lighthouse Law Runs Aground in Committee"
    assert (draft.byline, draft.published_on) == (("Mira Tolle, Staff Writer", "Ann B. Cole"), date(2025, 5, 12))
    assert body(draft) == [lines[6], lines[8], lines[10], "Correction: the older lighthouse has 92 steps, not 29."]
    assert draft.questions == (
        "Should ports be allowed to sell public land?",
        "Will the lighthouse law pass before autumn?",
    )
    assert [(source.authors, source.publication, source.url) for source in draft.sources] == [
        (("J. K. Smith",), "St. Louis Post-Dispatch", ""),
        (("Ada Roe", "John Poe"), "U.S. News & World Report", ""),
        ((), "", "https://harbor.example.org/law_(draft)"),
        ((), "Reuters", "https://wire.example.org/a"),
    ]
    assert codes(draft) == ["kicker", "title-two-lines", "label-in-body", "correction-note"]


def test_an_impossible_date_labels_on_one_line_and_an_outline_behind_them() -> None:
    lines, draft = read(ROOT / "fixtures" / "ingest" / "run-together.txt")
    assert (draft.title, draft.byline, draft.published_on) == ("Can a Bridge Be Too Narrow?", ("Staff",), None)
    assert draft.questions == ("Will the bridge hold?",)
    assert [(source.authors, source.publication) for source in draft.sources] == [(("Staff",), "The Zelen Messenger")]
    assert body(draft) == [lines[3]]
    assert render(draft.analysis).text.split("\n") == lines[5:]
    assert codes(draft) == ["date-impossible", "analysis-apart"]


@pytest.mark.parametrize(
    ("head", "byline", "kept", "cautions"),
    [
        ("T One\nMay\u00a012th, 2025\nMira\u00a0Tolle", ("Mira Tolle",), [], []),
        ("T One\nMIRA TOLLE JR.\nMay 12, 2025", ("MIRA TOLLE JR.",), [], []),
        (
            "T One\nMay 12, 2025\nMira Tolle\nMay 12, 2025\nJohn Roe",
            ("Mira Tolle",),
            ["John Roe"],
            ["heading-in-body"],
        ),
        (
            "T One\nMay 12, 2025\nUpdated May 13, 2025\nMira Tolle",
            ("Mira Tolle",),
            ["Updated May 13, 2025"],
            ["date-in-body"],
        ),
    ],
)
def test_odd_headers(head: str, byline: tuple[str, ...], kept: list[str], cautions: list[str]) -> None:
    draft = parse(f"{head}\n{END}")
    assert (draft.title, draft.byline, draft.published_on) == ("T One", byline, date(2025, 5, 12))
    assert (body(draft), codes(draft)) == ([*kept, PROSE], cautions)


@pytest.mark.parametrize(
    ("line", "authors", "publication", "url"),
    [
        ("Sammy Davis, Jr. New York Times", ("Sammy Davis, Jr.",), "New York Times", ""),
        ("Peace at Last – Reuters (https://r.example/a).", (), "Reuters", "https://r.example/a"),
        ("Ada Roe – Reuters – May 5, 2025", ("Ada Roe",), "Reuters", ""),
        ("Doe, Jane. “Title.” The Hill, 12 May 2025.", ("Jane Doe",), "The Hill", ""),
        ("Ibid.", (), "", ""),
    ],
)
def test_source_lines_of_other_styles(line: str, authors: tuple[str, ...], publication: str, url: str) -> None:
    assert read_sources(line) == (SourceDraft(authors, publication, url, line),)


LINES = st.sampled_from(
    [
        *(
            "A Title",
            "May 12, 2025",
            "12/5/25",
            "By Mira Tolle",
            "Mira Tolle",
            PROSE,
            "Extemp question: Will it hold?",
        ),
        *(
            "Read More Here:",
            "Staff, AP",
            "Analysis",
            "1. Can it?",
            "Sources: https://a.example/b",
            "---",
            "",
            "  *x*",
        ),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES | st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=30), max_size=14))
def test_no_word_is_ever_lost(lines: list[str]) -> None:
    draft = parse("\n".join(lines))
    found = [
        draft.title,
        *body(draft),
        render(draft.analysis).text,
        *draft.byline,
        *draft.questions,
        *(f"{s.text} {s.url}" for s in draft.sources),
    ]
    whole = " ".join([*found, *(caution.message for caution in draft.warnings)])
    labels = {"extemp", "question", "read", "more", "here", "source", "sources", "by", "and", "may", "12", "2025"}
    for word in re.findall(r"\w{2,}", "\n".join(lines)):
        assert word.lower() in labels or word in whole


@pytest.mark.parametrize(
    "text",
    [
        "T\nMay 12" + " " * 100_000 + "x",
        "T\nx" + " " * 100_000 + "x",
        "Sources:\n" * 20_000,
        "Read more:\nhttp " + "[" * 100_000,
        "T\n" + "1 " * 100_000,
    ],
    ids=["spaces in a date", "spaces", "labels", "brackets", "digits"],
)
def test_no_line_keeps_the_reader_busy(text: str) -> None:
    began = time.process_time()
    parse(text)
    assert time.process_time() - began < 5
