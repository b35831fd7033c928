"""A Markdown file: `title:`, `date:`, `author:`, `publisher:`, `url:` at the top, or the first heading as title. Pure.

The body stays Markdown as written; the end of it is read as a digest's is.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from articles.ingest.addresses import tidy
from articles.ingest.dates import read_date
from articles.ingest.decoding import decode, line_ends
from articles.ingest.digest import cautions
from articles.ingest.draft import Caution, Contents, Draft, Sent
from articles.ingest.header import Header
from articles.ingest.names import split_names
from articles.ingest.register import SHIPPED, Register
from articles.ingest.tail import read_tail

_FIELD = re.compile(
    r"\s*(?:\*\*)?(?P<name>title|date|published|authors?|by|publisher|publication|url|link)(?:\*\*)?\s*:(?:\*\*)?\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_ALIASES = {"published": "date", "authors": "author", "by": "author", "publication": "publisher", "link": "url"}
_HEADING = re.compile(r"\s{0,3}#\s+(?P<title>.+?)\s*#*\s*$")
_FENCE = re.compile(r"\s*-{3,}\s*$")


@dataclass(slots=True)
class _Top:
    end: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    cautions: list[Caution] = field(default_factory=list)


def read(sent: Sent) -> Contents:
    """One article of a text file. Raises Unreadable with the codes of `decode`."""
    decoded = decode(sent.data)
    draft = parse(decoded.text, register=sent.register, today=sent.today, url=sent.url)
    return Contents((replace(draft, warnings=(*decoded.cautions, *draft.warnings)),))


def parse(text: str, *, register: Register = SHIPPED, today: date | None = None, url: str = "") -> Draft:
    """The draft of one article. Never fails: what it is not sure of is in `warnings`."""
    lines = line_ends(text).split("\n")
    top = _top(lines)
    header = Header(end=top.end, title=top.fields.get("title", ""), cautions=top.cautions)
    header.url = tidy(top.fields.get("url", "") or url)
    header.publisher = register.canonical(top.fields.get("publisher", ""))
    _date(header, top.fields.get("date", ""))
    header.byline = split_names(top.fields.get("author", ""))
    for code, where, missing in (("no-title", "title", not header.title), ("no-author", "byline", not header.byline)):
        if missing:
            header.caution(code, where, "Neither a line at the top nor a heading gives it.")
    tail = read_tail(lines, header.end, register)
    body = [*lines[header.end : tail.start], *(part for line in tail.kept for part in ("", line))]
    digest = bool(tail.labels & {"question", "sources"})
    printed = [line for line in body if line.strip()]
    told = cautions(header, tail, printed, digest, register=register, today=today)
    return Draft(
        title=header.title,
        body="\n".join(body).strip("\n"),
        byline=header.byline,
        published_on=header.published_on,
        publisher=header.publisher,
        url=header.url,
        kind="digest" if digest else "original",
        questions=tuple(tail.questions),
        sources=tuple(tail.sources),
        warnings=(*header.cautions, *tail.cautions, *told),
        analysis="\n\n".join(tail.analysis),
    )


def _top(lines: list[str]) -> _Top:
    """Fields and the first heading, as long as nothing else stands between them."""
    top = _Top()
    fenced = False
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if _FENCE.match(line) and (fenced or not top.fields):
            fenced = not fenced
        elif found := _FIELD.match(line):
            if not _take(top, found, line):
                break
        elif (heading := _HEADING.match(line[:1000])) and "title" not in top.fields:
            top.fields["title"] = heading["title"]
        elif not (heading and heading["title"] == top.fields["title"]):
            break
        top.end = at + 1
    return top


def _take(top: _Top, found: re.Match[str], line: str) -> bool:
    name = found["name"].lower()
    name = _ALIASES.get(name, name)
    value = found["value"].strip().strip("\"'")
    if name in top.fields:
        return top.fields[name] == value
    if name == "url" and not re.match(r"https?://\S+$", value, re.IGNORECASE):
        top.cautions.append(Caution("url-unread", "url", f"“{line.strip()}” gives no http or https address."))
        value = ""
    top.fields[name] = value
    return True


def _date(header: Header, text: str) -> None:
    read = read_date(text) if text else None
    if read:
        header.published_on = read.value
        if read.code:
            header.caution(read.code, "published_on", read.message)
    elif text:
        header.caution("date-missing", "published_on", f"“{text}” was not understood as a date.")
    else:
        header.caution("date-missing", "published_on", "The file gives no date.")
