"""Files of cards read: what is understood, what is told, and what made to hurt is refused with a reason."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from articles.ingest.draft import Unreadable
from evidence.bringing.files import read
from evidence.bringing.found import one_line, rows
from evidence.export.formats import FORMATS
from evidence.export.sheet import Card, Heading, clean, line
from evidence.spans import Level
from tests.articles.ingest import made
from tests.evidence.export.sheets import HOSTILE, NOTE, OUTLINE, SAID, WHEAT, sheet, spans

GOLDEN = Path(__file__).resolve().parents[3] / "fixtures" / "export"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def written(name, *of, **more):
    to = io.BytesIO()
    FORMATS[name].write(sheet(*of, **more), to)
    return to.getvalue()


def again(name, data):
    """The file's cards taken out once more."""
    brought = read(f"Riverside: cards.{FORMATS[name].suffix}", data)
    return written(name, *rows(brought.found), title=brought.title)


def document(data):
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")


def refused(data, name="a.docx"):
    with pytest.raises(Unreadable) as error:
        read(name, data)
    return error.value


def in_word(*paragraphs, styles=""):
    """A document whose styles are those of `styles`, with paragraphs of XML."""
    whole = made.docx(["x"])
    body = f"<w:document {W}><w:body>{''.join(paragraphs)}</w:body></w:document>"
    whole = made.with_part(whole, "word/document.xml", body.encode())
    return made.with_part(whole, "word/styles.xml", f"<w:styles {W}>{styles}</w:styles>".encode()) if styles else whole


def p(text, style="", look=""):
    ppr = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{ppr}{text if '<' in text else r(text, look)}</w:p>"


def r(text, look=""):
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


VERBATIM = "".join(
    f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'
    for kind, key, name, more in (
        ("paragraph", "Heading1", "heading 1", '<w:aliases w:val="Pocket"/>'),
        ("paragraph", "Heading2", "heading 2", '<w:aliases w:val="Hat"/>'),
        ("paragraph", "Heading3", "heading 3", '<w:aliases w:val="Block"/>'),
        ("paragraph", "Titre4", "titre 4", '<w:aliases w:val="Tag"/>'),
        ("paragraph", "MyTag", "My tag", '<w:basedOn w:val="Titre4"/>'),
        ("paragraph", "Ring", "Ring", '<w:basedOn w:val="Ring"/>'),
        ("paragraph", "Analytic", "Analytic", ""),
        ("character", "a1", "Style 13 pt Bold,Cite", ""),
        ("character", "a2", "Style Underline", '<w:aliases w:val="Underline"/>'),
        ("character", "a3", "Emphasis", '<w:rPr><w:u w:val="single"/></w:rPr>'),
        ("character", "a4", "Own", '<w:rPr><w:u w:val="thick"/></w:rPr>'),
    )
)


def test_word_goes_out_comes_in_and_goes_out_the_same():
    first = written("word", *OUTLINE)
    assert document(again("word", first)) == document(first) == (GOLDEN / "outline.document.xml").read_bytes()


def test_json_goes_out_comes_in_and_goes_out_the_same():
    first = written("json", *OUTLINE)
    assert again("json", first) == first


@pytest.mark.parametrize("name", ["word", "json"])
@pytest.mark.parametrize("hurt", HOSTILE)
def test_any_text_goes_out_comes_in_and_goes_out_the_same(name, hurt):
    text, short = clean(hurt).strip("\n"), one_line(hurt)
    words = f"a {text} z"
    marked = spans(words, underline="a", emphasis=text.split()[0], highlight="z")
    said = {"tag": short, "cite": short, "mla": short, "analysis": text.strip() if len(text) < 200 else ""}
    card = Card(quotation=words, spans=marked, own_spoken="s", **said)
    first = written(name, Heading(short, 1), card)
    second = again(name, first)
    if len(text) > 200:
        second, first = again(name, second), second  # what was too long is cut once
    assert (document(second), name) == (document(first), name) if name == "word" else second == first


def test_a_document_of_verbatim_is_understood():
    brought = read(
        "2AC Ports.docx",
        in_word(
            p("A word before."),
            p("Ports", "Heading1"),
            p("Open", "Heading2"),
            p("They stay", "Heading3"),
            p("Wheat fell", "Titre4"),
            p(r("Castellanos 26", '<w:rStyle w:val="a1"/>') + r(" (Mira, “Ports”, https://c.example/p)")),
            p(
                r("Wheat ", '<w:rStyle w:val="a2"/>')
                + r("fell", '<w:rStyle w:val="a3"/><w:highlight w:val="yellow"/>')
                + r(" four", '<w:rStyle w:val="a4"/>')
                + r(" percent", '<w:u w:val="single"/>')
                + r(" or more", '<w:rStyle w:val="a2"/><w:u w:val="none"/>')
            ),
            p("and <w:r><w:tab/><w:t>tabs</w:t><w:br/><w:t>break</w:t></w:r>".replace("and ", r("and "))),
            p("I say so.", "Analytic"),
            p("", "Titre4"),
            p("Oil rose", "MyTag"),
            p("Nobody 26", look="<w:b/>"),
            p("Oil rose by a dollar.", "Ring"),
            p("Other", "Heading1"),
            p("Just a thought", "Titre4"),
            styles=VERBATIM,
        ),
    )
    assert brought.title == "2AC Ports"
    assert brought.cautions == ("1 paragraph before the first tag of a heading left out.",)
    wheat, oil, thought = brought.found
    assert wheat.path == ((1, "Ports"), (2, "Open"), (3, "They stay"))
    assert (wheat.card.tag, wheat.card.cite) == ("Wheat fell", "Castellanos 26 (Mira, “Ports”, https://c.example/p)")
    text = "Wheat fell four percent or more\nand \ttabs\nbreak"
    assert (wheat.card.quotation, wheat.card.analysis, wheat.cautions) == (text, "I say so.", ())
    marked = {level: [text[a:b] for a, b in there] for level, there in wheat.card.spans.items()}
    assert marked == {Level.UNDERLINE: ["Wheat", "four percent"], Level.EMPHASIS: ["fell"], Level.HIGHLIGHT: ["fell"]}
    assert (oil.card.tag, oil.card.cite, oil.card.quotation) == ("Oil rose", "Nobody 26", "Oil rose by a dollar.")
    assert (thought.path, thought.wanting) == (((1, "Other"),), True)
    assert thought.cautions == ("No cite was found.", "There is no text below the tag and the cite.")


def test_what_was_deleted_and_what_is_in_boxes_is_not_the_text_but_what_is_hidden_is():
    brought = read(
        "a.docx",
        in_word(
            p("T", "Heading4"),
            p(r("Cite 26", '<w:rStyle w:val="Cite"/>')),
            p(
                r("kept ")
                + f"<w:del>{r('gone')}</w:del><w:moveFrom>{r('moved')}</w:moveFrom><w:ins>{r('new ')}</w:ins>"
                + f"<w:r><w:pict><w:txbxContent>{p('boxed')}</w:txbxContent></w:pict></w:r>"
                + r("unseen", "<w:vanish/>")
            ),
            styles='<w:style w:styleId="Heading4"><w:name w:val="heading 4"/></w:style>'
            '<w:style w:styleId="Cite"><w:name w:val="Cite"/></w:style>',
        ),
    )
    assert brought.found[0].card.quotation == "kept new unseen"
    assert brought.cautions == ("1 picture left out.",)


def test_what_is_too_long_for_its_place_stands_whole_in_the_analysis():
    card = replace(SAID, tag="tag " * 100, cite="cite " * 200, analysis="Mine.")
    (found,) = read("a.docx", written("word", card)).found
    assert (found.card.tag, len(found.card.cite)) == ("tag " * 49 + "tag…", 300)
    assert found.card.analysis == f"{line('tag ' * 100)}\n\n{line('cite ' * 200)}\n\nMine."
    assert len(found.cautions) == 2


def test_a_long_cite_that_fits_the_mla_cite_stands_there():
    (found,) = read("a.docx", written("word", replace(SAID, cite="cite " * 100))).found
    assert (found.card.mla, found.card.analysis) == (line("cite " * 100), "")


def test_a_text_that_no_card_holds_is_left_out_and_named():
    brought = read("a.json", written("json", SAID, replace(WHEAT, quotation="x" * 20_001, spans={}, place=None)))
    assert [one.card.tag for one in brought.found] == [SAID.tag]
    assert brought.cautions == ("Row 2 is left out: “quotation” is no text of at most 20,000 characters.",)


def test_rows_that_make_no_sense_are_left_out_one_by_one():
    told = json.loads(written("json", *OUTLINE, NOTE))
    card = told["rows"][3]["card"]
    told["rows"] += [
        7,
        "heading",
        {"heading": "x", "depth": True},
        {"card": []},
        {"card": card | {"tag": 5}},
        {"card": card | {"tag": " "}},
        {"card": card | {"spans": {"underline": [[0, 999_999]]}}},
        {"card": card | {"spans": {"evil": [[0, 1]]}}},
        {"card": card | {"areas": "Trade"}},
        {"card": card | {"place": {"start": 5, "end": 1}}},
        {"card": card | {"source": {"published_on": "yesterday"}}},
    ]
    brought = read("a.json", json.dumps(told).encode())
    assert [one.card.tag for one in brought.found] == [WHEAT.tag, SAID.tag]
    assert len(brought.cautions) == 12
    assert brought.cautions[-1] == "1 note is left out: only cards are brought in."
    assert "Row 13 is left out: underline has a span outside of the quotation." in brought.cautions


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"", "other-format"),
        ("a.docx", b"PK\x03\x04 torn", "other-format"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "other-format"),
        ("a.json", b'{"format": "extemp-cards"', "broken"),
        ("a.json", b"[" * 100_000, "other-format"),
        ("a.json", b'{"a":' * 100_000, "broken"),
        ("a.json", b'{"format": "other", "rows": []}', "other-format"),
        ("a.json", b'{"format": "extemp-cards", "version": 2, "rows": []}', "other-format"),
        ("a.json", b'{"format": "extemp-cards", "version": 1, "rows": []}', "no-cards"),
        ("a.json", b"{" + b" " * 21_000_000, "too-large"),
    ],
)
def test_what_is_no_file_of_cards_is_refused(name, data, code):
    assert refused(data, name).code == code


def test_an_old_word_document_is_told_what_to_do():
    assert refused(b"\xd0\xcf\x11\xe0", "a.doc").message.endswith("Save it as .docx first.")


def test_a_document_without_tags_says_what_a_tag_is():
    error = refused(made.docx(["Just a text."]))
    assert error.code == "no-cards"
    assert "A card begins with a tag, which is a paragraph in the style Heading 4 or Tag." in error.message


def test_documents_that_are_made_to_hurt_are_refused():
    whole = written("word", *OUTLINE)
    bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 100 + b'">]><w:document ' + W.encode() + b"/>"
    assert refused(made.with_part(whole, "word/document.xml", bomb)).code == "entities"
    assert refused(made.with_part(whole, "word/styles.xml", b"<w:styles")).code == "broken"
    assert refused(made.with_part(whole, "word/media/a.png", b"\0" * 60_000_000)).code == "bomb"
    assert refused(made.with_part(whole, "word/document.xml", b" " * 13_000_000)).code == "bomb"
    many = f"<w:document {W}><w:body>{'<w:p/>' * 60_001}</w:body></w:document>".encode()
    assert refused(made.with_part(whole, "word/document.xml", many)).code == "too-many"
    deep = f"<w:document {W}><w:body>{'<w:p>' * 100_000}{'</w:p>' * 100_000}</w:body></w:document>".encode()
    assert refused(made.with_part(whole, "word/document.xml", deep)).code in ("too-many", "broken", "no-cards")


def test_more_cards_than_are_brought_in_at_a_time_are_refused():
    assert refused(written("json", *[SAID] * 10_001), "a.json").code == "too-many"
