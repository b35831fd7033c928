"""Sheets that the tests of the formats share, written by us."""

from dataclasses import replace
from datetime import UTC, date, datetime

from evidence.export.sheet import Card, Heading, Note, Place, Reply, Row, Sheet, Source
from evidence.spans import Level

PORTS = Source(
    key="6d1f0a52-5a55-4d8e-9a51-0d9c52a0b001",
    title="Ports Reopen",
    byline=("Mira Castellanos", "Jon Weiss"),
    publisher="The Continental",
    published_on=date(2026, 3, 3),
    url="https://continental.example/ports",
    sha256="a" * 64,
)
QUOTATION = "Wheat for May delivery fell 4 percent in two days.\nBuyers from Algiers came back, one trader said."
MADE = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)


def spans(text: str = QUOTATION, **marked: str) -> dict:
    """`underline="words of the text"` -> the spans of these words."""
    return {
        Level(level): ((start := text.index(words), start + len(words)),) for level, words in sorted(marked.items())
    }


WHEAT = Card(
    key="6d1f0a52-5a55-4d8e-9a51-0d9c52a0b002",
    tag="Wheat fell when ports reopened",
    cite="Castellanos and Weiss, The Continental, March 3, 2026",
    spoken="Mira Castellanos and Jon Weiss in The Continental on March 3rd",
    mla=("Castellanos, Mira, and Jon Weiss. “Ports Reopen.” The Continental, 3 Mar. 2026, continental.example/ports."),
    quotation=QUOTATION,
    spans=spans(
        underline="Wheat for May delivery fell 4 percent in two days.\nBuyers",
        emphasis="fell 4 percent",
        highlight="4 percent in two days",
    ),
    analysis="So *prices* follow the ports.\n\nAsk what came of it.",
    analysis_html="<p>So <em>prices</em> follow the ports.</p>\n<p>Ask what came of it.</p>",
    kind="statistic",
    areas=("Black Sea", "Trade"),
    questions=("Will the ports stay open?",),
    source=PORTS,
    place=Place(QUOTATION, "ships on Monday. ", "", 180, 180 + len(QUOTATION)),
    by="Bob",
    made_at=MADE,
)
SAID = Card(
    key="6d1f0a52-5a55-4d8e-9a51-0d9c52a0b003",
    tag="Insurers wait",
    cite="Oduya, no date",
    quotation="“We will wait […] for thirty days,” said Lena Oduya.",
    kind="quotation",
    by="Alice",
    made_at=MADE,
)
NOTE = Note(
    key="6d1f0a52-5a55-4d8e-9a51-0d9c52a0b004",
    body="Why *two* days?",
    html="<p>Why <em>two</em> days?</p>",
    quotation="in two days",
    source=PORTS,
    place=Place("in two days", "fell 4 percent ", ".", 208, 219),
    by="Bob",
    made_at=MADE,
    areas=("Black Sea",),
    replies=(Reply("Since *Monday*.\nAsk Weiss.", "<p>Since <em>Monday</em>.\nAsk Weiss.</p>", "Erin", MADE),),
)
OUTLINE: tuple[Row, ...] = (
    Heading("Black Sea", 1),
    Heading("Ports", 2),
    Heading("They stay open", 3),
    WHEAT,
    SAID,
)

# What people paste and what attackers type. Each must come out as these words and nothing else.
HOSTILE = (
    '=HYPERLINK("http://evil.example","click")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    " \t=1+1",
    "＝1+1",
    "|cmd|' /C calc'!A0",
    "<script>alert(1)</script> <b>bold</b> & &amp; ]]> <!-- -->",
    "[link](javascript:alert(1)) ![x](http://evil.example/x.png) `code` **bold** __under__ ~~gone~~ ==lit==",
    "# not a heading",
    "1. not a list",
    "- not a list",
    "    not code",
    "a\x00b\x01c\x0bd\x0ce\x1bf\x7fg\ufffeh\uffffi\ud800j",
    "שלום עולם, (1) abc العربية ١٢٣",
    "\u202egnp.exe\u202c \u2066x\u2069",
    "👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301 ﷽ 𝔘𝔫𝔦",
    "w" * 5_000,
    "tab\there  two  spaces ",
    "\"quoted\", 'single'; semi\r\nsecond line",
    "</w:t></w:r><w:r><w:t>xml",
)


def sheet(*rows: Row, title: str = "Riverside: cards") -> Sheet:
    return Sheet(title=title, made_on=date(2026, 3, 5), rows=rows)


def hostile(text: str) -> Sheet:
    """The text in every field of a heading, a card and a note."""
    source = Source("k", text, (text,), text, None, text, "")
    card = Card(
        tag=text, cite=text, spoken=text, mla=text, quotation=text, analysis=text, areas=(text,), questions=(text,),
        source=source, by=text, key="6d1f0a52-5a55-4d8e-9a51-0d9c52a0b005", spans=spans(text, highlight=text),
    )  # fmt: skip
    note = Note(body=text, html="", quotation=text, source=source, by=text, key="6d1f0a52-5a55-4d8e-9a51-0d9c52a0b006")
    note = replace(note, areas=(text,), replies=(Reply(text, "", text),))
    return sheet(Heading(text, 1), card, note, title=text)
