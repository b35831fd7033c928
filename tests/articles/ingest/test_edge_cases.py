"""The edge cases of reading in, a file each: fixtures/ingest/NN-*.txt, NN being the group, and what each must give.

`expected.json` was read by eye line by line when it was made; a change of a reader that changes it must be as well.
Groups 36, 38 and 39 are about archives and batches and stand in test_archive.py and test_batches.py.
"""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from articles.ingest.decoding import decode
from articles.ingest.draft import Contents, Sent, Unreadable
from articles.ingest.formats import read
from articles.rendering import render

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "ingest"
FILES = sorted(FOLDER.glob("[0-9][0-9]-*"))
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
# What a reader may leave out: labels, numbers of a list, the words of a date that became a date.
LABELS = set(
    "extemp question questions practice read more here sources works cited further reading by ix usx for".split()
)
DATES = set("may sept september 12th 12 2025 2031 3 13 5 25 updated".split())


def contents(path: Path) -> Contents:
    return read(Sent(path.name, path.read_bytes(), today=date(2026, 11, 24)))


def told(path: Path) -> dict:
    """What became of a file, as expected.json has it."""
    try:
        found = contents(path)
    except Unreadable as error:
        return {"refused": error.code}
    return {
        "articles": [
            {
                "title": draft.title,
                "byline": list(draft.byline),
                "published_on": draft.published_on and draft.published_on.isoformat(),
                "kind": draft.kind,
                "paragraphs": render(draft.body).text.split("\n"),
                "analysis": draft.analysis,
                "questions": list(draft.questions),
                "sources": [[list(s.authors), s.publication, s.url] for s in draft.sources],
                "warnings": sorted({caution.code for caution in draft.warnings}),
            }
            for draft in found.drafts
        ],
        "questions": [question.text for question in found.questions],
    }


def test_every_group_of_text_files_has_a_fixture_and_every_fixture_its_answer():
    groups = {int(path.name[:2]) for path in FILES}
    assert groups == set(range(1, 41)) - {36, 38, 39}
    assert sorted(EXPECTED) == [path.name for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_gives_exactly_this(path: Path):
    assert told(path) == EXPECTED[path.name]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_printed_word_of_a_file_is_lost(path: Path):
    try:
        found = contents(path)
    except Unreadable:
        return
    kept = [caution.message for caution in found.cautions]
    kept += [f"{one.text} {one.side} {one.area} {one.source} {one.asked_on}" for one in found.questions]
    for draft in found.drafts:
        kept += [
            draft.title,
            *draft.byline,
            render(draft.body).text,
            draft.analysis,
            *draft.questions,
            draft.publisher,
        ]
        kept += [f"{source.text} {source.url}" for source in draft.sources]
        kept += [caution.message for caution in draft.warnings]
    whole = " ".join(kept).lower()
    words = set(re.findall(r"\w{3,}", decode(path.read_bytes()).text))
    assert {word for word in words if word.lower() not in whole and word.lower() not in LABELS | DATES} == set()
