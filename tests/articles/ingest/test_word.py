"""Word documents: the same draft as the text has, what is left out is told, and what is made to hurt is refused."""

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from articles.ingest.draft import Draft, Sent, Unreadable
from articles.ingest.formats import read
from articles.rendering import render
from tests.articles.ingest import made

TWIN = Path("fixtures/digest-twin.txt").read_text(encoding="utf-8")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def one(data: bytes, name: str = "a.docx") -> Draft:
    (draft,) = read(Sent(name, data)).drafts
    return draft


def refused(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as error:
        one(data)
    return error.value


def test_a_digest_in_word_is_the_same_draft_as_in_plain_text() -> None:
    assert one(made.docx(TWIN.split("\n"))) == one(TWIN.encode(), "a.txt")


def test_a_digest_in_one_paragraph_with_soft_breaks_is_the_same_article() -> None:
    draft, twin = one(made.docx([TWIN.strip()])), one(TWIN.encode(), "a.txt")
    assert (draft.title, draft.byline, draft.published_on, draft.questions, draft.sources) == (
        twin.title, twin.byline, twin.published_on, twin.questions, twin.sources,
    )  # fmt: skip
    assert render(draft.body).text.split() == render(twin.body).text.split()


def test_a_word_document_named_txt_is_read_as_what_it_is() -> None:
    assert one(made.docx(TWIN.split("\n")), "a.txt").title == one(TWIN.encode(), "a.txt").title


def test_headings_lists_tables_and_links_are_kept() -> None:
    document = made.new_document()
    document.add_heading("Harbour opens", 0)
    document.add_paragraph("It opened on Monday with *stars* in the text.")
    document.add_heading("Why", 1)
    document.add_paragraph("one", style="List Bullet")
    document.add_paragraph("two", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("Week", "Ships"), ("1", "12")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    draft = one(made.saved(document))
    assert draft.title == "Harbour opens"
    html = render(draft.body).html
    assert "<p>It opened on Monday with *stars* in the text.</p>\n<h2>Why</h2>\n<ul>\n<li>one</li>" in html
    assert "<td>1</td>\n<td>12</td>" in html


def test_footnotes_stand_behind_the_text_with_their_marks() -> None:
    note = (
        f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>See the council’s report.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    document = made.docx(["Harbour opens", "May 12, 2025", "Ana Okoro", "It opened on Monday."])
    document = with_xml(
        document,
        "</w:t></w:r></w:p><w:sectPr",
        '</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:sectPr',
    )
    document = made.with_part(document, "word/footnotes.xml", note.encode())
    document = with_xml(
        document, "</Relationships>",
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"'
        ' Target="footnotes.xml"/></Relationships>', part="word/_rels/document.xml.rels",
    )  # fmt: skip
    body = render(one(document).body)
    assert body.text == "It opened on Monday.[1]\n[1] See the council’s report."
    assert "<sup>[1]</sup>" in body.html


def with_xml(document: bytes, old: str, new: str, part: str = "word/document.xml") -> bytes:
    import io  # noqa: PLC0415
    import zipfile  # noqa: PLC0415

    text = zipfile.ZipFile(io.BytesIO(document)).read(part).decode()
    assert old in text
    return made.with_part(document, part, text.replace(old, new, 1).encode())


def test_properties_count_only_where_the_text_is_silent() -> None:
    properties = {"title": "Draft seven", "author": "Cy Dee", "created": datetime(2024, 1, 2, tzinfo=UTC)}
    told = one(made.docx(["Harbour opens", "May 12, 2025", "Ana Okoro", "It opened."], **properties))
    assert (told.title, told.byline, told.published_on) == ("Harbour opens", ("Ana Okoro",), date(2025, 5, 12))
    silent = one(made.docx(["Harbour opens", "It opened on Monday."], **properties))
    assert (silent.title, silent.byline, silent.published_on) == ("Harbour opens", ("Cy Dee",), date(2024, 1, 2))
    assert [c.field for c in silent.warnings if c.code == "from-properties"] == ["byline", "published_on"]


def test_pictures_and_running_heads_are_left_out_and_told() -> None:
    import base64  # noqa: PLC0415
    import io  # noqa: PLC0415

    dot = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    document = made.new_document()
    document.add_paragraph("Harbour opens")
    document.add_paragraph("It opened on Monday.")
    document.add_picture(io.BytesIO(dot))
    document.sections[0].header.paragraphs[0].text = "Debate club of Port Ena"
    told = {c.code: c.message for c in one(made.saved(document)).warnings}
    assert told["pictures-left-out"] == "1 picture left out."
    assert told["running-head"] == "“Debate club of Port Ena” stands at the edge of each page; it was left out."


def test_a_document_without_text_is_refused() -> None:
    assert refused(made.docx([])).code == "no-text"


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    b"<w:document " + W.encode() + b"><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = LAUGHS.replace(b'<!ENTITY c "&b;&b;&b;&b;">', b'<!ENTITY c SYSTEM "file:///etc/passwd">')


@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml", "word/styles.xml"])
def test_entities_in_any_part_are_refused(xml: bytes, part: str) -> None:
    error = refused(made.with_part(made.docx(["Harbour opens"]), part, xml))
    assert error.code == "entities"
    assert part in error.message


def test_a_document_that_unpacks_to_hundreds_of_megabytes_is_refused_at_once() -> None:
    text = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 9_000_000
    bomb = made.with_part(made.docx(["x"]), "word/document.xml", text)
    assert len(bomb) < 1_000_000
    start = time.process_time()
    error = refused(bomb)
    assert error.code == "bomb"
    assert error.message == "Unpacked, it would have 306.8 MB; 52.4 MB is the most."
    assert time.process_time() - start < 5


def test_a_document_whose_text_alone_is_a_bomb_is_refused() -> None:
    text = b"<w:document>" + b" " * 13_000_000 + b"</w:document>"
    assert refused(made.with_part(made.docx(["x"]), "word/document.xml", text)).code == "bomb"


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "docProps/core.xml"])
def test_a_damaged_document_is_refused(part: str) -> None:
    assert refused(made.with_part(made.docx(["x"]), part, b"<no xml")).code == "broken"


def test_half_a_document_is_refused() -> None:
    whole = made.docx(["Harbour opens"] * 200)
    assert refused(whole[: len(whole) // 2]).code in ("broken", "archive")


def test_another_office_file_is_refused_by_its_name_of_people() -> None:
    sheet = made.archive([("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")])
    error = refused(sheet)
    assert error.code == "format"
    assert error.message == "This is an Excel workbook, which is not read here. Save its text as .docx, .pdf or .txt."
