"""A Word document as Verbatim, a template for debaters, has it. Pure.

Pocket, Hat, Block and Tag are Headings 1 to 4. A card is three kinds of paragraphs: the tag, the cite, the quotation
line by line; its analysis stands behind in the paragraph style Undertag. The whole cite follows the short one in the
same paragraph, in the character style Source, so that it is told from it when the file comes back
(evidence.bringing.word). The document is written as it is made: a sheet of any length needs no more memory.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

from evidence.export.sheet import Card, Heading, Row, Sheet, clean, line, lines_of, runs_rightwards
from evidence.spans import Run

STYLES = Path(__file__).with_name("verbatim_styles.xml")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_ML}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_ML}.styles+xml"/>'
        f'<Override PartName="/word/settings.xml" ContentType="{_ML}.settings+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/></Relationships>'
    ),
    "word/settings.xml": (
        f'{_HEAD}<w:settings xmlns:w="{_W}"><w:defaultTabStop w:val="720"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        "</w:settings>"
    ),
}
_CORE = (
    f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>Extemp</dc:creator>'
    '<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created></cp:coreProperties>'
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1080" w:right="1080" w:bottom="1080" w:left="1080" '
    'w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d$")


def write(sheet: Sheet, to: IO[bytes]) -> None:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in _PARTS.items():
            file.writestr(_entry(name), text)
        file.writestr(_entry("word/styles.xml"), STYLES.read_bytes())
        title = escape(line(sheet.title))
        file.writestr(_entry("docProps/core.xml"), _CORE.format(title=title, day=sheet.made_on.isoformat()))
        with file.open(_entry("word/document.xml"), "w", force_zip64=True) as part:
            part.write(f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>'.encode())
            for row in _under_a_pocket(sheet):
                part.write("".join(_row(row)).encode())
            part.write(f"{_PAGE}</w:body></w:document>".encode())


def _under_a_pocket(sheet: Sheet) -> Iterator[Row]:
    """The rows; where they do not begin with a Pocket, the sheet's title is one."""
    for number, row in enumerate(sheet.rows):
        if number == 0 and not (isinstance(row, Heading) and row.depth == 1):
            yield Heading(sheet.title, 1)
        yield row


def _entry(name: str) -> zipfile.ZipInfo:
    """Without the time of day: the same sheet is the same file."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _row(row: Row) -> Iterator[str]:
    if isinstance(row, Heading):
        yield _paragraph(f"Heading{row.depth}", [_run(line(row.text))], line(row.text))
    elif isinstance(row, Card):
        yield from _card(row)


def _card(card: Card) -> Iterator[str]:
    yield _paragraph("Heading4", [_run(line(card.tag))], line(card.tag))
    yield _paragraph("", _cite(card), card.cite)
    if card.quotation:
        for runs in lines_of(card.runs):
            yield _paragraph("", map(_marked, runs), "".join(run.text for run in runs))
    if card.analysis:
        for text in clean(card.analysis).split("\n"):
            yield _paragraph("Undertag", [_run(text)], text)


def _cite(card: Card) -> Iterator[str]:
    """Who and which year as Verbatim marks them, what is between, and the whole cite."""
    text = line(card.cite)
    who = text.partition(",")[0]
    rest = text.removeprefix(who)
    year = _YEAR.search(rest)
    yield _run(who, _CITE)
    yield _run(rest[: year.start()] if year else rest)
    yield _run(year[0] if year else "", _CITE)
    if whole := line(card.mla):
        yield _run(f" {whole}", _SOURCE)


_CITE = '<w:rStyle w:val="Style13ptBold"/>'
_SOURCE = '<w:rStyle w:val="Source"/>'


def _marked(run: Run) -> str:
    """Emphasis has a line below in its style; words that are underlined too say so themselves."""
    style = "Emphasis" if run.emphasis else "StyleUnderline" if run.underline else ""
    look = f'<w:rStyle w:val="{style}"/>' if style else ""
    if run.highlight:
        look += '<w:highlight w:val="cyan"/>'
    if run.emphasis and run.underline:
        look += '<w:u w:val="single"/>'
    return _run(run.text, look)


def _paragraph(style: str, runs: Iterable[str], text: str) -> str:
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    if runs_rightwards(text):
        look += "<w:bidi/>"
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{''.join(runs)}</w:p>"


def _run(text: str, look: str = "") -> str:
    if not text:
        return ""
    said = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in clean(text).split("\t")
    )
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{said}</w:r>"
