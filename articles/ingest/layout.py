"""Lines that carry their own Markdown, and how they are read as an article: head, body, end. Pure.

Pages, Word documents and PDFs become such lines; their plain text is read by the readers of a digest, so that the same
article gives the same draft whatever kind of file it came in, and the body keeps its headings, lists and links.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from articles.ingest.addresses import tidy
from articles.ingest.digest import cautions
from articles.ingest.draft import Caution, Draft
from articles.ingest.header import Header, read_header
from articles.ingest.register import SHIPPED, Register
from articles.ingest.tail import Tail, read_tail
from articles.rendering import escape_markdown


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its plain text, the same with links as `[words](url)`, and Markdown that renders to it.

    Lines of one `group` stand under one another, groups have a blank line between. A line without text is a mark:
    the rule between two pages, the line under a table's head.
    """

    text: str
    markdown: str
    group: int
    linked: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What a file says of itself outside of its text. `wins` where that is better than what the text looks like."""

    title: str = ""
    byline: tuple[str, ...] = ()
    published_on: date | None = None
    publisher: str = ""
    url: str = ""
    wins: bool = False
    notes: tuple[Line, ...] = ()  # footnotes: behind the body and its end
    cautions: tuple[Caution, ...] = ()
    register: Register = field(default=SHIPPED, repr=False)
    today: date | None = None


def plain(text: str, group: int) -> Line:
    """A line of plain text, which renders to exactly itself."""
    return Line(text, escape_markdown(text), group, text)


def draft_of(lines: Sequence[Line], known: Known) -> Draft:
    """The draft of one article. Never fails: what it is not sure of is in `warnings`."""
    texts = [line.text for line in lines]
    header, first = _head(texts, lines, known)
    start = read_tail(texts, first, known.register).start
    tail = read_tail([*texts[:start], *(line.linked or line.text for line in lines[start:])], first, known.register)
    printed = [text for text in [*header.kept, *texts[first : tail.start], *tail.kept] if text.strip()]
    digest = bool(tail.labels & {"question", "sources"})
    merged, told = _merged(header, known)
    merged.publisher = known.publisher or merged.publisher
    merged.url = tidy(known.url or merged.url)
    found = cautions(merged, tail, printed, digest, register=known.register, today=known.today)
    return Draft(
        title=merged.title,
        body=_body(lines, header, first, tail, known.notes),
        analysis=markdown_of(_whole(lines, tail.analysis, 0)),
        byline=merged.byline,
        published_on=merged.published_on,
        publisher=merged.publisher,
        url=merged.url,
        kind="digest" if digest else "original",
        questions=tuple(tail.questions),
        sources=tuple(tail.sources),
        warnings=(*merged.cautions, *told, *known.cautions, *tail.cautions, *found),
    )


def markdown_of(lines: Iterable[Line]) -> str:
    """The Markdown of the lines, groups apart."""
    parts: list[str] = []
    group = None
    for line in lines:
        parts += ["\n" if line.group == group else "\n\n" * (group is not None), line.markdown]
        group = line.group
    return "".join(parts).strip("\n")


def _head(texts: list[str], lines: Sequence[Line], known: Known) -> tuple[Header, int]:
    """The head as printed and the number of the first line behind it. A heading below the title ends it."""
    stop = next((at for at, line in enumerate(lines[1:], 1) if line.markdown.startswith("#")), len(lines))
    if not (known.wins and known.title):
        header = read_header(texts[:stop], known.register)
        return header, header.end
    repeated = bool(texts) and _same(texts[0], known.title)
    head = texts[:stop] if repeated else [known.title, *texts[: stop if not (lines and _is_heading(lines[0])) else 0]]
    header = read_header(head, known.register)
    agrees = header.title == head[0] and all(
        not ours or not theirs or ours == theirs
        for ours, theirs in ((known.byline, header.byline), (known.published_on, header.published_on))
    )
    if agrees:
        return header, header.end - (not repeated)
    none = read_header([known.title], known.register)
    return none, int(repeated)


def _is_heading(line: Line) -> bool:
    return line.markdown.startswith("#")


def _same(a: str, b: str) -> bool:
    return " ".join(a.split()).casefold() == " ".join(b.split()).casefold()


_MISSING = {"no-title": "title", "no-author": "byline", "date-missing": "published_on"}
_SAID = {"title": "the title", "byline": "the author", "published_on": "the date"}


def _merged(header: Header, known: Known) -> tuple[Header, list[Caution]]:
    """The head, and what the file says outside of its text: instead of it, or where it is silent."""
    told: list[Caution] = []
    values = {}
    for name in ("title", "byline", "published_on"):
        printed, said = getattr(header, name), getattr(known, name)
        values[name] = said if said and (known.wins or not printed) else printed
        if said and not printed and not known.wins:
            told.append(
                Caution(
                    "from-properties", name, f"Taken from the file’s properties, since the text has not {_SAID[name]}."
                )
            )
    left = [c for c in header.cautions if not values.get(_MISSING.get(c.code, ""))]
    if known.wins and known.published_on:
        left = [c for c in left if not c.code.startswith("date-")]
    return replace(header, cautions=left, **values), told


def _body(lines: Sequence[Line], header: Header, first: int, tail: Tail, notes: tuple[Line, ...]) -> str:
    """What is printed between head and end, with what the readers gave back from there."""
    before = _whole(lines, header.kept, -1_000_000)
    return markdown_of([*before, *lines[first : tail.start], *_whole(lines, tail.kept, -2_000_000), *notes])


def _whole(lines: Sequence[Line], texts: list[str], group: int) -> list[Line]:
    """The lines that these texts are, each a group of its own."""
    known = {text: line for line in lines for text in (line.linked, line.text) if text} if texts else {}
    found = ((text, known.get(text)) for text in texts)
    return [
        replace(line, group=group - at) if line else plain(text, group - at) for at, (text, line) in enumerate(found)
    ]
