"""The paragraphs of a Word document with what Verbatim's styles make of them. Runs apart. Pure.

Word names a style by an id, a name and aliases, and templates differ in all three: whichever is known decides, then
the style that it is based on. Words that are underlined or highlighted without a style count as well.
"""

import io
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from articles.ingest.container import Limits, opened
from articles.ingest.draft import Unreadable
from articles.ingest.limits import WORD_PARTS, WORD_UNPACKED
from articles.ingest.word_markup import checked

UNDERLINE, EMPHASIS, HIGHLIGHT, CITE, SOURCE, BOLD = 1, 2, 4, 8, 16, 32
MOST = 60_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPHS = {
    **dict.fromkeys(("heading 1", "pocket"), "1"),
    **dict.fromkeys(("heading 2", "hat"), "2"),
    **dict.fromkeys(("heading 3", "block", "block title"), "3"),
    **dict.fromkeys(("heading 4", "tag"), "4"),
    **dict.fromkeys(("undertag", "analytic", "analytics"), "under"),
}
_RUNS = {
    **dict.fromkeys(("style 13 pt bold", "cite", "style style bold + 12 pt"), CITE),
    **dict.fromkeys(("style underline", "underline", "style bold underline"), UNDERLINE),
    "emphasis": EMPHASIS,
    "source": SOURCE,
}
_OFF = ("none", "0", "false", "off", "nil", "clear")
# What is not the text as it stands: what was deleted or moved away, boxes, field codes, the older twin of a drawing.
_SKIPPED = {f"{_W}{name}" for name in ("del", "moveFrom", "txbxContent", "pPrChange", "rPrChange", "instrText")}
_SKIPPED.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_PICTURES = {f"{_W}drawing", f"{_W}pict", f"{_W}object"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}


def extract(data: bytes) -> dict[str, Any]:
    """`paragraphs`: a role ("1" to "4", "under", "") and runs of text with their flags; `pictures`; `title`.

    Raises Unreadable.
    """
    parts = checked(opened(data, Limits(WORD_UNPACKED, WORD_PARTS)))
    styles = _Styles.of(parts.get("word/styles.xml", b""))
    reader = _Reader(styles)
    reader.read(parts["word/document.xml"])
    return {"paragraphs": reader.paragraphs, "pictures": reader.pictures}


@dataclass
class _Styles:
    """Style id -> what it makes of a paragraph, of a run."""

    paragraphs: dict[str, str] = field(default_factory=dict)
    runs: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, xml: bytes) -> "_Styles":
        from defusedxml.ElementTree import fromstring  # noqa: PLC0415 - only here

        made = cls()
        if not xml:
            return made
        styles = {
            style.get(f"{_W}styleId", ""): style for style in fromstring(xml, forbid_dtd=True).iter(f"{_W}style")
        }
        for key in styles:
            line = _line_of(key, styles)
            made.paragraphs[key] = next((role for one in line for role in [_named(one, _PARAGRAPHS)] if role), "")
            made.runs[key] = next((flag for one in line for flag in [_named(one, _RUNS) or _looks(one)] if flag), 0)
        return made


def _line_of(key: str, styles: dict[str, Element]) -> list[Element]:
    """The style and those it is based on, one after another; a ring ends where it closes."""
    line: list[Element] = []
    seen: set[str] = set()
    while key in styles and key not in seen and len(seen) < 20:
        seen.add(key)
        line.append(styles[key])
        based = styles[key].find(f"{_W}basedOn")
        key = based.get(f"{_W}val", "") if based is not None else ""
    return line


def _named(style: Element, known: dict[str, Any]) -> Any:
    for tag in ("name", "aliases"):
        element = style.find(f"{_W}{tag}")
        for name in element.get(f"{_W}val", "").split(",") if element is not None else ():
            if (role := known.get(" ".join(name.lower().split()))) is not None:
                return role
    return None


def _looks(style: Element) -> int:
    look = style.find(f"{_W}rPr")
    return (_direct(look, 0) & (UNDERLINE | HIGHLIGHT)) if look is not None else 0


def _direct(look: Element, flags: int) -> int:
    """The flags with what a run says itself; a line below that is taken off is off, but for what its style is for."""
    for element in look:
        value = element.get(f"{_W}val", "").lower()
        if element.tag == f"{_W}u":
            flags = flags & ~UNDERLINE if value in _OFF else flags | UNDERLINE
        elif element.tag == f"{_W}highlight":
            flags = flags & ~HIGHLIGHT if value in _OFF else flags | HIGHLIGHT
        elif element.tag == f"{_W}shd" and element.get(f"{_W}fill", "auto").lower() not in ("auto", "ffffff"):
            flags |= HIGHLIGHT
        elif element.tag == f"{_W}b" and value not in _OFF:
            flags |= BOLD
    return flags


@dataclass
class _Reader:
    styles: _Styles
    paragraphs: list[tuple[str, list[tuple[str, int]]]] = field(default_factory=list)
    pictures: int = 0

    def read(self, xml: bytes) -> None:
        skipped = 0
        # `checked` has refused what declares a document type; defusedxml's own parser takes four times as long.
        for event, element in iterparse(io.BytesIO(xml), events=("start", "end")):  # noqa: S314
            if element.tag in _SKIPPED:
                skipped += 1 if event == "start" else -1
                if event == "end":
                    element.clear()
            elif event == "end" and not skipped:
                self._end(element)

    def _end(self, element: Element) -> None:
        if element.tag in _PICTURES:
            self.pictures += 1
        elif element.tag == f"{_W}p":
            self._paragraph(element)
            element.clear()
        elif element.tag in (f"{_W}tr", f"{_W}tbl"):
            element.clear()

    def _paragraph(self, paragraph: Element) -> None:
        if len(self.paragraphs) == MOST:
            raise Unreadable("too-many", f"The document has more than {MOST:,} paragraphs.")
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        key = style.get(f"{_W}val", "") if style is not None else ""
        runs: list[tuple[str, int]] = []
        for run in paragraph.iter(f"{_W}r"):
            text, flags = _text(run), self._flags(run)
            if runs and runs[-1][1] == flags:
                runs[-1] = runs[-1][0] + text, flags
            elif text:
                runs.append((text, flags))
        self.paragraphs.append((self.styles.paragraphs.get(key, ""), runs))

    def _flags(self, run: Element) -> int:
        look = run.find(f"{_W}rPr")
        if look is None:
            return 0
        style = look.find(f"{_W}rStyle")
        flags = self.styles.runs.get(style.get(f"{_W}val", ""), 0) if style is not None else 0
        return _direct(look, flags)


def _text(run: Element) -> str:
    return "".join((child.text or "") if child.tag == f"{_W}t" else _SIGNS.get(child.tag, "") for child in run)
