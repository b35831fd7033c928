"""A digest as plain text: title, date, author, paragraphs, `Extemp question:`, `Read More Here:`. Pure.

One text is one article. The body is what is printed, word for word: each line is a paragraph, escaped so that
rendering it gives back exactly the line. `plain_text` decides whether a file is a digest.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from articles.ingest.addresses import tidy
from articles.ingest.body import body_cautions, long
from articles.ingest.decoding import decode, line_ends
from articles.ingest.draft import Caution, Contents, Draft, Sent
from articles.ingest.header import Header, read_header
from articles.ingest.register import SHIPPED, Register
from articles.ingest.tail import Tail, read_tail
from articles.rendering import escape_markdown


def read(sent: Sent) -> Contents:
    """One article of a text file. Raises Unreadable with the codes of `decode`."""
    decoded = decode(sent.data)
    draft = parse(decoded.text, register=sent.register, today=sent.today, url=sent.url)
    return Contents((replace(draft, warnings=(*decoded.cautions, *draft.warnings)),))


def parse(text: str, *, register: Register = SHIPPED, today: date | None = None, url: str = "") -> Draft:
    """The draft of one article. Never fails: what it is not sure of is in `warnings`. `today` bounds its date."""
    lines = line_ends(text).split("\n")
    return draft_of(lines, read_header(lines, register), register=register, today=today, url=url)


def draft_of(
    lines: list[str], header: Header, *, register: Register = SHIPPED, today: date | None = None, url: str = ""
) -> Draft:
    """The draft of lines whose head has been read: body and end stand behind it."""
    tail = read_tail(lines, header.end, register)
    printed = [line for line in [*header.kept, *lines[header.end : tail.start], *tail.kept] if line.strip()]
    digest = bool(tail.labels & {"question", "sources"})
    header.url = header.url or (tidy(url) if url else "")
    return Draft(
        title=header.title,
        body=paragraphs(printed),
        byline=header.byline,
        published_on=header.published_on,
        publisher=header.publisher,
        url=header.url,
        kind="digest" if digest else "original",
        questions=tuple(tail.questions),
        sources=tuple(tail.sources),
        warnings=(
            *header.cautions,
            *tail.cautions,
            *cautions(header, tail, printed, digest, register=register, today=today),
        ),
        analysis=paragraphs(tail.analysis),
    )


def paragraphs(lines: list[str]) -> str:
    """Markdown that renders to these lines, each a paragraph."""
    return "\n\n".join([escape_markdown(line) for line in lines])


def cautions(
    header: Header,
    tail: Tail,
    printed: list[str],
    digest: bool,
    *,
    register: Register = SHIPPED,
    today: date | None = None,
) -> list[Caution]:
    """What to look at in an article of these parts, beyond what its header and its tail tell."""
    found = [] if header.published_on is None else future(header.published_on, today)
    found += body_cautions(header.title, header.published_on, printed)
    if not tail.questions:
        found.append(Caution("no-question", "questions", "No extemp question was found."))
    if digest:
        found.append(
            Caution("second-hand-digest", "kind", "A digest sums up others’ reporting: cite the reporting itself.")
        )
        if not tail.sources:
            found.append(Caution("no-sources", "sources", "The article names no sources."))
    found += unknown_publishers(header.publisher, tail, register)
    if not header.url:
        found.append(Caution("no-url", "url", "The text gives no address of the article itself."))
    return found


def future(day: date, today: date | None) -> list[Caution]:
    """A caution where the day is to come; tomorrow may be today elsewhere."""
    if day <= (today or datetime.now(UTC).date()) + timedelta(days=1):
        return []
    return [Caution("date-future", "published_on", f"{long(day)} is still to come.")]


def unknown_publishers(publisher: str, tail: Tail, register: Register) -> list[Caution]:
    """A caution for the article's publisher and one for its sources', where the register does not know them."""
    found = []
    if publisher and not register.knows(publisher):
        message = f"“{publisher}” is not in the register of publishers."
        found.append(Caution("unknown-publisher", "publisher", message))
    names = dict.fromkeys(s.publication for s in tail.sources if s.publication and not register.knows(s.publication))
    if names:
        quoted = ", ".join(f"“{name}”" for name in names)
        message = f"{quoted} {'is' if len(names) == 1 else 'are'} not in the register of publishers."
        found.append(Caution("unknown-publisher", "sources", message))
    return found
