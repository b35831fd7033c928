"""From lines as a PDF prints them to paragraphs: running heads out, line ends joined, hyphens mended. Pure.

A PDF has no paragraphs, only lines. One was broken by the width of the page where the next word would not have fitted;
every other end of a line is an end of a paragraph, unless the sentence goes on.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from articles.ingest.dates import read_date
from articles.ingest.draft import Caution
from articles.ingest.sources import BULLET
from articles.ingest.tail import label_of

# The code points of ligatures only: NFKC would change fractions and superscripts, which are text.
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_SENTENCE_END = re.compile(r"[.!?:…][”\"’')\]]*$")
_BROKEN_WORD = re.compile(r"(?P<word>[^\W\d_]+)(?:-|\u00ad|‐)$")
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.)?\s*[-–—]?\s*(?P<number>\d{1,4})\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—]?$", re.IGNORECASE
)
_EDGE = 2  # lines at the top and at the foot of a page that may repeat
_REPEATS = 3  # pages


@dataclass(slots=True)
class Paragraph:
    """`page` is where it begins, from 1; `last` where it ends."""

    text: str
    page: int
    last: int


@dataclass(slots=True)
class Paragraphs:
    found: list[Paragraph] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)


@dataclass(slots=True)
class _Printed:
    text: str
    page: int
    after_gap: bool = False


def paragraphs(pages: list[str]) -> Paragraphs:
    """The paragraphs of the pages' texts, with a caution for everything that was changed or left out."""
    made = Paragraphs()
    sheets = [
        [line.strip() for line in re.split(r"\r\n|[\n\r\x0b\x0c]", page.translate(_LIGATURES))] for page in pages
    ]
    _drop_edges(sheets, made)
    printed: list[_Printed] = []
    for number, sheet in enumerate(sheets, 1):
        gap = False
        for line in sheet:
            if line:
                printed.append(_Printed(line, number, gap))
            gap = not line
    _join(printed, made)
    _tell_pages(pages, printed, made)
    return made


def _drop_edges(sheets: list[list[str]], made: Paragraphs) -> None:
    """Leave out what repeats at the edge of three pages or more, but for the page's number."""
    edges = [[(at, line) for at in _edge(sheet) if (line := sheet[at])] for sheet in sheets]
    heads = Counter(shape for edge in edges for shape in {_shape(line) for _, line in edge})
    numbered = sum(any(_is_number(line, sheet) for _, line in edge) for sheet, edge in enumerate(edges, 1))
    dropped: Counter[str] = Counter()
    for number, (sheet, edge) in enumerate(zip(sheets, edges, strict=True), 1):
        for at, line in edge:
            if numbered >= _REPEATS and _is_number(line, number):
                dropped["the page number"] += 1
                sheet[at] = ""
            elif heads[_shape(line)] >= _REPEATS and re.search(r"[^\W\d_]", line):
                dropped[f"“{' '.join(_shape(line).split())}”"] += 1
                sheet[at] = ""
    for what, count in dropped.items():
        made.cautions.append(
            Caution("running-head", "body", f"{what} stands at the edge of {count} pages; it was left out.")
        )


def _edge(sheet: list[str]) -> list[int]:
    filled = [at for at, line in enumerate(sheet) if line]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _is_number(line: str, page: int) -> bool:
    """A number that runs with the pages, wherever the count begins within the first ten."""
    found = _PAGE_NUMBER.match(line)
    return bool(found) and len(line) < 20 and abs(int(found["number"]) - page) < 10  # type: ignore[index]


def _join(printed: list[_Printed], made: Paragraphs) -> None:
    lengths = sorted(len(line.text) for line in printed if len(line.text) > 20)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    known = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)+|[^\W\d_]+", "\n".join(line.text for line in printed)))
    joined = mended = 0
    for at, line in enumerate(printed):
        before = printed[at - 1] if at else None
        if before is None or not _goes_on(before, line, width):
            made.found.append(Paragraph(line.text, line.page, line.page))
            continue
        paragraph = made.found[-1]
        broken = _BROKEN_WORD.search(paragraph.text)
        if broken and line.text[0].islower():
            paragraph.text = _mended(paragraph.text, broken, line.text, known)
            mended += 1
        else:
            paragraph.text += f" {line.text}"
        paragraph.last = line.page
        joined += 1
    if joined:
        words = f" {mended} words that a hyphen had broken were joined." if mended else ""
        made.cautions.append(
            Caution("lines-joined", "body", f"{joined} line ends of the PDF were joined to paragraphs.{words}")
        )


def _goes_on(before: _Printed, line: _Printed, width: int) -> bool:
    """Whether the line continues the paragraph of the one before it."""
    a, b = before.text, line.text
    if (line.after_gap and line.page == before.page) or label_of(b) or BULLET.match(b) or read_date(a) or read_date(b):
        return False
    if (label := label_of(a)) and not label[1]:
        return False
    if _BROKEN_WORD.search(a) and b[0].islower():
        return True
    full = len(a) + 1 + len(b.split()[0]) > width * 0.85
    if _SENTENCE_END.search(a):
        return full and len(a) > width * 0.75 and line.page == before.page and bool(re.search(r"[^\W\d_]", b))
    return full or b[0].islower() or a[-1] in ",;"


def _mended(text: str, broken: re.Match[str], rest: str, known: Counter[str]) -> str:
    """Without the hyphen, unless the word is printed with one elsewhere and never without."""
    second = re.match(r"[^\W\d_]+", rest)
    first = broken["word"]
    whole, kept = f"{first}{second[0]}" if second else "", f"{first}-{second[0]}" if second else ""
    hyphen = "-" if known[kept] and not known[whole] else ""
    return f"{text[: broken.end('word')]}{hyphen}{rest}"


def _tell_pages(pages: list[str], printed: list[_Printed], made: Paragraphs) -> None:
    first: dict[int, str] = {}
    for line in printed:
        first.setdefault(line.page, " ".join(line.text.split()[:5]))
    if len(pages) > 1:
        begins = "; ".join(f"page {page} “{words}…”" for page, words in first.items() if page > 1)
        made.cautions.append(Caution("pages", "body", f"{len(pages)} pages. Where they begin: {begins or 'unknown'}."))
    if empty := [str(page) for page in range(1, len(pages) + 1) if page not in first]:
        made.cautions.append(
            Caution(
                "pages-without-text", "body", f"No text was found on page {', '.join(empty)}: a picture, or empty."
            )
        )
