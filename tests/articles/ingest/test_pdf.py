"""PDFs: lines become paragraphs, pages stay countable, and what cannot be read is refused with its reason."""

import textwrap
import time
import zlib
from datetime import date
from pathlib import Path

import pytest

from articles.ingest.draft import Draft, Sent, Unreadable
from articles.ingest.formats import read
from articles.ingest.pdf_text import paragraphs
from articles.rendering import render
from tests.articles.ingest import made

TWIN = Path("fixtures/digest-twin.txt").read_text(encoding="utf-8")
WIDE = "The harbour of Port Ena opened again on Monday after six weeks in which no ship came"


def one(data: bytes, name: str = "a.pdf") -> Draft:
    (draft,) = read(Sent(name, data)).drafts
    return draft


def refused(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as error:
        one(data)
    return error.value


def printed(text: str, *, width: int = 88, lines: int = 40, gap: bool = True) -> list[list[str]]:
    """Text as a PDF prints it: lines of a width, pages of a height, a gap between paragraphs or none."""
    all_lines = [line for part in text.split("\n") for line in [*textwrap.wrap(part, width), *([""] if gap else [])]]
    return [all_lines[at : at + lines] for at in range(0, len(all_lines), lines)]


@pytest.mark.parametrize("width", [75, 88, 100])
def test_a_digest_in_a_pdf_gives_the_paragraphs_of_the_text(width: int) -> None:
    draft, twin = one(made.pdf(printed(TWIN, width=width))), one(TWIN.encode(), "a.txt")
    assert (draft.title, draft.byline, draft.published_on, draft.kind, draft.questions, draft.sources) == (
        twin.title, twin.byline, twin.published_on, twin.kind, twin.questions, twin.sources,
    )  # fmt: skip
    assert draft.body.replace("\n\n---", "") == twin.body


def test_without_gaps_a_short_line_that_ends_a_sentence_ends_a_paragraph() -> None:
    draft, twin = one(made.pdf(printed(TWIN, gap=False))), one(TWIN.encode(), "a.txt")
    assert draft.body.replace("\n\n---", "") == twin.body


def test_a_line_that_is_indented_begins_a_paragraph() -> None:
    long = f"{WIDE} in from the far sea."
    pages = [["Harbour opens", "May 12, 2025", "", *[line for _ in range(3) for line in (f"    {long}", long, long)]]]
    assert one(made.pdf(pages)).body.split("\n\n") == [f"{long} {long} {long}"] * 3


@pytest.mark.parametrize("name", ["a.txt", "a", "a.html", "a.docx"])
def test_a_pdf_is_read_as_one_whatever_its_name_says(name: str) -> None:
    assert one(made.pdf(printed(TWIN)), name).title == TWIN.split("\n")[0]


def test_a_rule_stands_where_a_page_ends_and_the_caution_says_how_the_next_begins() -> None:
    pages = [["Harbour opens", "May 12, 2025", "", f"{WIDE} in."], [f"{WIDE} in."], [f"{WIDE} and so", "it went on."]]
    draft = one(made.pdf(pages))
    assert draft.body.count("\n\n---\n\n") == 2
    assert [c.message for c in draft.warnings if c.code == "pages"] == [
        "3 pages. Where they begin: page 2 “The harbour of Port Ena…”; page 3 “The harbour of Port Ena…”."
    ]


def test_a_sentence_over_two_pages_is_one_quotation() -> None:
    draft = one(made.pdf([["Harbour opens", "May 12, 2025", "", WIDE], ["in from the sea, and none went out."]]))
    text = render(draft.body).text
    assert f"{WIDE} in from the sea, and none went out." in text
    assert "---" not in draft.body


def test_counting_rules_gives_the_page_also_behind_a_page_without_text() -> None:
    draft = one(made.pdf([["Harbour opens", "May 12, 2025", "", f"{WIDE}."], [], [f"{WIDE}."]]))
    assert draft.body == f"{WIDE}.\n\n---\n\n---\n\n{WIDE}."
    assert "No text was found on page 2: a picture, or empty." in [c.message for c in draft.warnings]


def test_heads_and_page_numbers_are_left_out_only_where_they_repeat_on_three_pages() -> None:
    text = [f"Page {n} tells of the {w} ship that came into the harbour." for n, w in enumerate("abcd", 1)]
    pages = ["\n".join(["The Blue Satchel 2025", line, str(n)]) for n, line in enumerate(text, 1)]
    found = paragraphs(pages)
    assert [p.text for p in found.found] == text
    assert [(c.code, c.message) for c in found.cautions][:2] == [
        ("running-head", "“The Blue Satchel #” stands at the edge of 4 pages; it was left out."),
        ("running-head", "the page number stands at the edge of 4 pages; it was left out."),
    ]
    two = paragraphs(pages[:2])
    assert [p.text for p in two.found if p.text.startswith("The Blue")] == ["The Blue Satchel 2025"] * 2


def test_numbers_that_do_not_run_with_the_pages_stay() -> None:
    pages = [f"{WIDE} in {word}.\n{n}" for word, n in (("spring", 1914), ("autumn", 1939), ("winter", 1989))]
    assert [p.text for p in paragraphs(pages).found][1::2] == ["1914", "1939", "1989"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("the govern-\nment of", "the government of"),
        ("the cease-\nfire of", "the ceasefire of"),
        ("a cease-fire. the cease-\nfire of", "a cease-fire. the cease-fire of"),
        ("the soft\u00ad\nware of", "the software of"),
        ("the Foreign-\nMinister of", "the Foreign- Minister of"),
        ("ﬁrst oﬃcial ½ x² ﬂag", "first official ½ x² flag"),
    ],
)
def test_broken_words_and_ligatures_are_mended_and_nothing_else(lines: str, text: str) -> None:
    assert [p.text for p in paragraphs([lines]).found] == [text]


def test_properties_count_only_where_the_text_is_silent() -> None:
    silent = one(made.pdf([["Harbour opens", WIDE, "in from the sea."]], author="Cy Dee", created="D:20240102"))
    assert (silent.byline, silent.published_on) == (("Cy Dee",), date(2024, 1, 2))
    assert [c.field for c in silent.warnings if c.code == "from-properties"] == ["byline", "published_on"]
    told = one(made.pdf([["Harbour opens", "May 12, 2025", "Ana Okoro", WIDE]], author="Cy Dee", created="D:20240102"))
    assert (told.byline, told.published_on) == (("Ana Okoro",), date(2025, 5, 12))


def test_a_pdf_of_pictures_is_refused() -> None:
    error = refused(made.pdf([[], []]))
    assert error.code == "scanned"
    assert error.message == "The PDF has no text, only pictures of pages: run text recognition (OCR) over it."


def locked(password: str) -> bytes:
    import io  # noqa: PLC0415

    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made.pdf([["Harbour opens", WIDE]]))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_with_a_password_is_refused_and_one_that_only_forbids_printing_is_read() -> None:
    assert refused(locked("secret")).code == "encrypted"
    assert one(locked("")).title == "Harbour opens"


def test_a_pdf_of_too_many_pages_is_refused_with_both_numbers() -> None:
    error = refused(made.pdf([["x"]] * 301))
    assert error.message == "The PDF has 301 pages; 300 is the most that is read."


def test_pages_that_contain_themselves_are_refused() -> None:
    loop = made.pdf_with_objects(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>", b"<< >>"]
    )
    start = time.monotonic()
    assert refused(loop).code in ("broken", "scanned", "too-much-memory")
    assert time.monotonic() - start < 60


def test_a_page_whose_stream_unpacks_to_gigabytes_is_refused() -> None:
    stream = zlib.compress(zlib.compress(b" " * 400_000_000, 9), 9)
    bomb = made.pdf_with_objects(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
            b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
            b"<< >>",
        ]
    )
    assert len(bomb) < 10_000
    start = time.monotonic()
    assert refused(bomb).code in ("broken", "too-much-memory", "scanned", "too-slow")
    assert time.monotonic() - start < 60


@pytest.mark.parametrize("cut", [9, 200, 900])
def test_the_beginning_of_a_pdf_is_refused(cut: int) -> None:
    assert refused(made.pdf([["Harbour opens", WIDE]] * 4)[:cut]).code in ("broken", "scanned")
