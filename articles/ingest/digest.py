"""A digest as plain text: title, date, author, paragraphs, `Extemp question:`, `Read More Here:`. Pure.

One file is one article. The body is what is printed, word for word: each line is a paragraph, escaped so that
rendering it gives back exactly the line.
"""

import re
from dataclasses import replace
from datetime import date
from statistics import median

from articles.ingest.dates import dates_in, read_date
from articles.ingest.decoding import decode, line_ends
from articles.ingest.draft import Caution, Contents, Draft, Sent
from articles.ingest.header import UPDATED, Header, read_header
from articles.ingest.names import looks_like_names
from articles.ingest.tail import Tail, read_tail
from articles.rendering import escape_markdown

_SENTENCE_END = re.compile(r"[.!?:;…”\"’')\]]\s*$")
_STORY = re.compile(r"^\s*(\d{1,2})\)\s+\S")


def read(sent: Sent) -> Contents:
    """One article of a text file. Raises Unreadable with the codes of `decode`."""
    decoded = decode(sent.data)
    draft = parse(decoded.text)
    return Contents((replace(draft, warnings=(*decoded.cautions, *draft.warnings)),))


def parse(text: str) -> Draft:
    """The draft of one article. Never fails: what it is not sure of is in `warnings`."""
    lines = line_ends(text).split("\n")
    header = read_header(lines)
    tail = read_tail(lines, header.end)
    printed = [line for line in [*header.kept, *lines[header.end : tail.start], *tail.kept] if line.strip()]
    digest = bool(tail.labels & {"question", "sources"})
    return Draft(
        title=header.title,
        body="\n\n".join(escape_markdown(line) for line in printed),
        byline=header.byline,
        published_on=header.published_on,
        kind="digest" if digest else "original",
        questions=tuple(tail.questions),
        sources=tuple(tail.sources),
        warnings=(*header.cautions, *tail.cautions, *cautions(header, tail, printed, digest)),
    )


def cautions(header: Header, tail: Tail, printed: list[str], digest: bool) -> list[Caution]:
    found = body_cautions(header, printed)
    if not tail.questions:
        found.append(Caution("no-question", "questions", "No extemp question was found."))
    if digest:
        found.append(
            Caution("second-hand-digest", "kind", "A digest sums up others’ reporting: cite the reporting itself.")
        )
        if not tail.sources:
            found.append(Caution("no-sources", "sources", "The article names no sources."))
    found.append(Caution("no-url", "url", "The text gives no address of the article itself."))
    return found


def body_cautions(header: Header, printed: list[str]) -> list[Caution]:
    """What the lines of the body tell about the date, the line ends and the number of articles."""
    found = []
    if not printed:
        found.append(Caution("no-body", "body", "There is no text but the title."))
    told = (line for line in printed if header.published_on and not UPDATED.match(line.strip()))
    later = sorted(day for line in told for day in dates_in(line) if header.published_on and day > header.published_on)
    if header.published_on and later:
        said, latest = header.published_on, later[-1]
        message = f"The text speaks of {_long(latest)}, which is later than its own date, {_long(said)}."
        found.append(Caution("later-date-in-body", "published_on", message))
    for line in printed[:3]:
        if read_date(line) or UPDATED.match(line.strip()):
            message = f"“{line.strip()}” looks like part of the heading; it was kept in the body."
            found.append(Caution("date-in-body", "published_on", message))
    if printed and len(printed[0]) < 60 and looks_like_names(printed[0]):
        message = f"“{printed[0].strip()}” could be a name or a heading; it was kept in the body."
        found.append(Caution("heading-in-body", "body", message))
    if _is_hard_wrapped(printed):
        found.append(Caution("hard-wrapped", "body", "Lines break in mid-sentence, as in text copied from a PDF."))
    numbers = [int(story[1]) for line in printed if len(line) < 200 and (story := _STORY.match(line))]
    if numbers[:2] == [1, 2] or any(re.fullmatch(r"\s*[-=*_]{3,}\s*", line) for line in printed):
        found.append(Caution("several-articles", "body", "This may be more than one article; it was read as one."))
    return found


def _is_hard_wrapped(printed: list[str]) -> bool:
    if len(printed) < 6 or not 35 <= median(len(line) for line in printed) <= 110:
        return False
    return sum(not _SENTENCE_END.search(line) for line in printed) > len(printed) * 0.6


def _long(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
