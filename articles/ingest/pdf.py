"""A PDF with text in it, whatever its name says. Pure.

Pages are kept as rules (`---`) in the body, behind the paragraph in which a page ends: a rule has no text, so a
sentence that runs over two pages is still one quotation, and counting rules gives the page of a passage. A marker such
as “[p. 2]” would be quoted with the sentence and read aloud. The words with which each page begins are in the caution
`pages`, for the paragraph that runs over.
"""

import re
from datetime import date
from typing import Any

from articles.ingest.apart import apart
from articles.ingest.draft import Contents, Sent, Unreadable
from articles.ingest.layout import Known, Line, draft_of, plain
from articles.ingest.limits import DOCUMENT_BYTES, megabytes
from articles.ingest.names import looks_like_names, split_names
from articles.ingest.pdf_text import Paragraphs, paragraphs

SIGNATURE = b"%PDF-"


def read(sent: Sent) -> Contents:
    """One article of a PDF.

    Raises Unreadable: too-large, encrypted, too-many-pages, scanned, broken, too-slow or too-much-memory.
    """
    if len(sent.data) > DOCUMENT_BYTES:
        raise Unreadable(
            "too-large", f"The PDF has {megabytes(len(sent.data))}; {megabytes(DOCUMENT_BYTES)} is the most."
        )
    made = apart("pdf", sent.data)
    if not any(re.search(r"\w", page) for page in made["pages"]):
        raise Unreadable("scanned", "The PDF has no text, only pictures of pages: run text recognition (OCR) over it.")
    found = paragraphs(made["pages"])
    return Contents((draft_of(_lines(found), _known(made, found, sent)),))


def _lines(made: Paragraphs) -> list[Line]:
    lines: list[Line] = []
    page = 1
    for number, paragraph in enumerate(made.found):
        lines += [Line("", "---", -gap) for gap in range(page + 1, paragraph.page + 1)]
        page = paragraph.page
        lines.append(plain(paragraph.text, number))
    return lines


def _known(made: dict[str, Any], found: Paragraphs, sent: Sent) -> Known:
    title, author = made.get("title", ""), made.get("author", "")
    if re.match(r"microsoft word|untitled|document\d*$", title, re.IGNORECASE) or re.search(r"\.\w{2,4}$", title):
        title = ""
    return Known(
        title=title,
        byline=split_names(author) if looks_like_names(author) and " " in author else (),
        published_on=date.fromisoformat(made["created"]) if "created" in made else None,
        url=sent.url,
        cautions=tuple(found.cautions),
        register=sent.register,
        today=sent.today,
    )
