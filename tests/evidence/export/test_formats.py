"""Every format: what it says of a sheet, letter for letter, and that no text can make it say something else."""

import csv
import io
import json
import tracemalloc
import zipfile
from pathlib import Path

import docx
import lxml.html
import pytest
from docx.shared import Pt

from articles.rendering import render
from evidence.export import markdown, table
from evidence.export.formats import FORMATS
from evidence.export.sheet import Card, Heading, Sheet, clean, line
from evidence.spans import Level
from tests.evidence.export.sheets import HOSTILE, MADE, NOTE, OUTLINE, QUOTATION, WHEAT, hostile, sheet

GOLDEN = Path(__file__).resolve().parents[3] / "fixtures" / "export"


def written(name: str, of: Sheet) -> bytes:
    to = io.BytesIO()
    FORMATS[name].write(of, to)
    return to.getvalue()


def text(name: str, of: Sheet) -> str:
    return written(name, of).decode("utf-8-sig")


def in_word(of: Sheet):
    return docx.Document(io.BytesIO(written("word", of)))


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "word"])
def test_the_outline_is_written_letter_for_letter(name):
    rows = OUTLINE if name == "word" else (*OUTLINE, NOTE)
    assert written(name, sheet(*rows)) == (GOLDEN / f"outline.{FORMATS[name].suffix}").read_bytes()


def test_the_word_document_of_the_outline_is_letter_for_letter_the_same():
    with zipfile.ZipFile(io.BytesIO(written("word", sheet(*OUTLINE)))) as file:
        assert file.testzip() is None
        assert file.read("word/document.xml") == (GOLDEN / "outline.document.xml").read_bytes()


def test_word_has_the_headings_of_verbatim():
    made = in_word(sheet(*OUTLINE))
    assert [(p.style.style_id, p.text) for p in made.paragraphs if p.style.name.startswith("Heading")] == [
        ("Heading1", "Black Sea"),
        ("Heading2", "Ports"),
        ("Heading3", "They stay open"),
        ("Heading4", "Wheat fell when ports reopened"),
        ("Heading4", "Insurers wait"),
    ]
    aliases = {
        style.name: style.element.find("{*}aliases").get(docx.oxml.ns.qn("w:val"))
        for style in made.styles
        if style.element.find("{*}aliases") is not None
    }
    assert aliases == {
        "Normal": "Normal/Card",
        "Heading 1": "Pocket",
        "Heading 2": "Hat",
        "Heading 3": "Block",
        "Heading 4": "Tag",
        "Style 13 pt Bold": "Cite",
        "Style Underline": "Underline",
    }


def test_word_marks_who_and_which_year_as_the_cite_and_the_words_by_their_styles():
    made = in_word(sheet(*OUTLINE))
    after_tag = next(at for at, p in enumerate(made.paragraphs) if p.text == WHEAT.tag) + 1
    cite, first, second, analysis = made.paragraphs[after_tag : after_tag + 4]
    assert [(run.text, run.style.name) for run in cite.runs] == [
        ("Castellanos and Weiss", "Style 13 pt Bold"),
        (", The Continental, March 3, ", "Default Paragraph Font"),
        ("2026", "Style 13 pt Bold"),
        (f" {WHEAT.mla}", "Source"),
    ]
    assert [(run.text, run.style.name, bool(run.underline), bool(run.font.highlight_color)) for run in first.runs] == [
        ("Wheat for May delivery ", "Style Underline", False, False),
        ("fell ", "Emphasis", True, False),
        ("4 percent", "Emphasis", True, True),
        (" in two days", "Style Underline", False, True),
        (".", "Style Underline", False, False),
    ]
    assert [(run.text, run.style.name) for run in second.runs] == [
        ("Buyers", "Style Underline"),
        (" from Algiers came back, one trader said.", "Default Paragraph Font"),
    ]
    assert (analysis.style.name, analysis.text) == ("Undertag", "So *prices* follow the ports.")
    assert made.styles["Style 13 pt Bold"].font.size == Pt(13)


def test_cards_without_headings_stand_under_a_pocket_of_the_title():
    made = in_word(sheet(WHEAT))
    assert [(p.style.name, p.text) for p in made.paragraphs][:2] == [
        ("Heading 1", "Riverside: cards"),
        ("Heading 4", WHEAT.tag),
    ]


@pytest.mark.parametrize("hurt", HOSTILE)
def test_no_text_breaks_a_word_document(hurt):
    tag = next(p for p in in_word(hostile(hurt)).paragraphs if p.style.name == "Heading 4")
    assert tag.text == line(hurt)
    words = [p for p in in_word(hostile(hurt)).paragraphs if any(run.font.highlight_color for run in p.runs)]
    assert "\n".join(p.text for p in words) == clean(hurt)


def test_words_from_right_to_left_are_set_so_in_word():
    made = in_word(hostile("שלום עולם, abc"))
    assert all(p._p.pPr.find("{*}bidi") is not None for p in made.paragraphs)
    assert all(p._p.pPr is None or p._p.pPr.find("{*}bidi") is None for p in in_word(sheet(*OUTLINE)).paragraphs)


@pytest.mark.parametrize("hurt", HOSTILE)
def test_no_cell_of_the_table_is_a_formula(hurt):
    rows = list(csv.reader(io.StringIO(text("table", hostile(hurt)), newline="")))
    assert [len(row) for row in rows] == [len(table.COLUMNS)] * 3
    assert not [c for row in rows[1:] for c in row if c.lstrip()[:1] in tuple("=+-@|%\t＝＋－＠") and c.strip()]
    assert {rows[1][at].removeprefix("'") for at in (1, 4, 5, 8)} == {clean(hurt)}


def test_the_table_opens_as_utf_8_everywhere_and_names_the_headings_of_each_card():
    assert written("table", sheet(*OUTLINE)).startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text("table", sheet(*OUTLINE, Heading("Grain", 2), WHEAT)), newline="")))
    assert [[row[name] for name in ("Pocket", "Hat", "Block", "Tag")] for row in rows] == [
        ["Black Sea", "Ports", "They stay open", "Wheat fell when ports reopened"],
        ["Black Sea", "Ports", "They stay open", "Insurers wait"],
        ["Black Sea", "Grain", "", "Wheat fell when ports reopened"],
    ]
    assert rows[0]["Read aloud"] == "4 percent in two days"


@pytest.mark.parametrize("hurt", HOSTILE)
def test_no_text_is_anything_but_words_in_markdown(hurt):
    shown = render(text("markdown", sheet(Heading(hurt, 1), title=hurt))).text
    assert " ".join(shown.split()) == f"{line(hurt)} Taken out on 2026-03-05. {line(hurt)}"
    shown = lxml.html.fromstring(f"<div>{render(markdown.plain(clean(hurt).replace(chr(10), ' '))).html}</div>")
    assert not shown.xpath(".//*[not(self::p)]")
    assert " ".join(shown.text_content().split()) == line(hurt)


@pytest.mark.parametrize("hurt", HOSTILE)
def test_no_quotation_is_anything_but_words_in_markdown(hurt):
    card = Card(tag="T", cite="C", quotation=f"{hurt}\n{hurt} lit", spans={Level.HIGHLIGHT: ((2, 3),)})
    shown = lxml.html.fromstring(f"<div>{render(text('markdown', sheet(card))).html}</div>")
    assert not shown.xpath(".//blockquote//*[not(self::p)]")
    quoted = " ".join(line(p.text_content()) for p in shown.xpath(".//blockquote/p"))
    assert quoted == line(f"{hurt}\n{hurt} lit")


@pytest.mark.parametrize("hurt", HOSTILE)
def test_no_text_is_anything_but_words_on_the_print_sheet(hurt):
    page = lxml.html.fromstring(text("print", hostile(hurt)).encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    assert not page.xpath("//script|//a|//img|//b|//iframe|//form|//link|//*[@onclick or @src or @href]")
    assert {" ".join(h.text_content().split()) for h in page.xpath("//h1|//h2|//h3")} == {line(hurt)}
    assert {"".join(p.itertext()) for p in page.xpath("//mark")} == set(clean(hurt).split("\n"))


def test_the_headings_of_the_print_sheet_leave_no_level_out():
    page = lxml.html.fromstring(text("print", sheet(Heading("B", 3), WHEAT, Heading("P", 1), WHEAT)))
    assert [h.tag for h in page.xpath("//h1|//h2|//h3|//h4|//h5")] == ["h1", "h2", "h3", "h2", "h3"]


@pytest.mark.parametrize("name", ["json", "annotations"])
@pytest.mark.parametrize("hurt", HOSTILE)
def test_json_stays_json_whatever_it_says(name, hurt):
    json.loads(text(name, hostile(hurt)))


def test_an_annotation_says_its_words_where_they_stand_and_under_which_headings():
    made = json.loads(text("annotations", sheet(*OUTLINE, NOTE)))
    assert {name: made[name] for name in ("@context", "type", "label", "total")} == {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationCollection",
        "label": "Riverside: cards",
        "total": 4,
    }
    first, second, note, reply = made["first"]["items"]
    assert first["target"] == {
        "type": "SpecificResource",
        "source": "https://continental.example/ports",
        "selector": {
            "type": "TextQuoteSelector",
            "exact": QUOTATION,
            "prefix": "ships on Monday. ",
            "suffix": "",
        },
    }
    assert (first["motivation"], first["created"], first["creator"]["name"]) == (
        "highlighting",
        "2026-03-04T15:30:00Z",
        "Bob",
    )
    assert [(body["purpose"], body["value"]) for body in first["body"]] == [
        ("describing", WHEAT.tag),
        ("identifying", WHEAT.mla),
        ("commenting", WHEAT.analysis),
        *(("tagging", tag) for tag in ("Black Sea", "Ports", "They stay open", "statistic", "Black Sea", "Trade")),
    ]
    assert second["target"]["source"].startswith("urn:uuid:")
    assert (note["motivation"], note["body"][0]["format"]) == ("commenting", "text/markdown")
    assert (reply["motivation"], reply["target"], reply["creator"]["name"]) == ("replying", note["id"], "Erin")
    assert reply["body"][0]["value"] == "Since *Monday*.\nAsk Weiss."


def test_a_text_without_an_address_is_its_own_target_and_has_the_position_too():
    source = type(WHEAT.source)(**{**vars(WHEAT.source), "url": ""})
    card = type(WHEAT)(**{**vars(WHEAT), "source": source})
    (made,) = json.loads(text("annotations", sheet(card)))["first"]["items"]
    assert made["target"]["source"] == f"urn:uuid:{source.key}"
    assert made["target"]["selector"][1] == {"type": "TextPositionSelector", "start": 180, "end": 180 + len(QUOTATION)}


def test_every_format_is_made_of_a_thousand_cards_in_the_memory_of_a_few():
    """The rows come from a generator; a format that gathered them would need some 20 MB for these."""
    many = "Wheat for May delivery fell. " * 100

    def rows(count):
        for number in range(count):
            yield type(WHEAT)(
                **{**vars(WHEAT), "tag": f"Card {number}", "quotation": f"{number} {many}", "made_at": MADE}
            )

    class Nowhere(io.RawIOBase):
        def writable(self):
            return True

        def write(self, data):
            return len(data)

    for one in FORMATS.values():
        tracemalloc.start()
        one.write(sheet(*()).__class__("Many", sheet().made_on, rows(1_000)), io.BufferedWriter(Nowhere()))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 2_000_000, (one.name, peak)
