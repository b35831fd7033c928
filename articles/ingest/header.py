"""The head of an article: title, date, byline, publisher, address, printed once, twice, swapped or never. Pure."""

import re
from dataclasses import dataclass, field
from datetime import date

from articles.ingest.addresses import tidy
from articles.ingest.dates import read_date
from articles.ingest.draft import Caution
from articles.ingest.names import looks_like_names, split_names
from articles.ingest.register import SHIPPED, Register
from articles.ingest.tail import label_of

_BY = re.compile(r"(?:(?:written|reported)\s+)?by:?\s+(?=\S)|authors?\s*:\s*", re.IGNORECASE)
_KICKERS = frozenset(
    "domestic international national world opinion politics economy economics news brief usx ix dx".split()
)
_ADDRESS = re.compile(r"(?:(?:url|link|source|web)\s*:\s*)?<?(?P<url>https?://[^\s<>]+)>?$", re.IGNORECASE)
_CAPTION = re.compile(
    r"\(?\s*(?:photo|image|caption|picture|illustration|cover art)s?\b(?=.{0,20}(?::|\bby\b|\bcredit\b))", re.I
)
UPDATED = re.compile(r"(?:last )?updated\b.{0,60}$", re.IGNORECASE)
_LONGEST_TITLE = 300
_LONGEST_SENTENCE = 150  # a first line that ends in a full stop and is longer is no title


@dataclass(slots=True)
class Header:
    """`end` is the number of the first line of the body. Every line before it is in one of the fields or cautions."""

    end: int = 0
    title: str = ""
    byline: tuple[str, ...] = ()
    published_on: date | None = None
    publisher: str = ""
    url: str = ""
    cautions: list[Caution] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # lines from among the header that belong to the body
    register: Register = field(default=SHIPPED, repr=False)
    _dates: list[str] = field(default_factory=list)

    @property
    def dated(self) -> bool:
        """A line of it is a date, certain or not."""
        return bool(self._dates)

    def caution(self, code: str, where: str, message: str) -> None:
        self.cautions.append(Caution(code, where, message))


def read_header(lines: list[str], register: Register = SHIPPED) -> Header:
    """Read the lines above the body."""
    header = Header(register=register)
    at = _filled(lines, 0)
    while at < len(lines) and _take_above(header, lines, at):
        at = _filled(lines, at + 1)
    at = _title(header, lines, at)
    while at < len(lines) and _take(header, lines, at):
        at = _filled(lines, at + 1)
    header.end = at
    if not header.title:
        header.caution("no-title", "title", "No line at the top looks like a title.")
    if not header.byline:
        header.caution("no-author", "byline", "No author was found under the title.")
    if not header._dates:
        header.caution("date-missing", "published_on", "No date was found under the title.")
    return header


def _take_above(header: Header, lines: list[str], at: int) -> bool:
    """Whether the line stands above the title, and has been taken in: a date, a kicker, a paper's name, a caption."""
    line = lines[at].strip()
    if _take_date(header, line):
        return True
    below = _filled(lines, at + 1)
    if len(line) > _LONGEST_TITLE or below == len(lines):
        return False
    if line.strip(":*# ").lower() in _KICKERS:
        header.caution("kicker", "title", f"“{line}” above the title was left out.")
        return True
    if _CAPTION.match(line):
        header.kept.append(lines[at])
        header.caution("caption", "body", f"“{line}” looks like the caption of a picture; it was kept in the body.")
        return True
    return not _is_head(lines[below]) and not looks_like_names(lines[below]) and _take_publisher(header, line)


def _title(header: Header, lines: list[str], at: int) -> int:
    if at == len(lines) or len(lines[at]) > 4 * _LONGEST_TITLE or label_of(lines[at]) or _BY.match(lines[at].strip()):
        return at
    title = " ".join(lines[at].split()).strip("\ufeff\u200b")
    if len(title) > _LONGEST_TITLE or (len(title) > _LONGEST_SENTENCE and title[-1] in ".”"):
        return at
    header.title = title
    second = _filled(lines, at + 1)
    third = _filled(lines, second + 1)
    if third < len(lines) and _is_head(lines[third]) and not _is_head(lines[second]):
        line = " ".join(lines[second].split())
        name = _likely_name(lines, second) and not _name_is_below(lines, second, third)
        if not name and len(line) < _LONGEST_SENTENCE and line[-1] not in ".”" and not _is_no_title(line):
            header.title = f"{title} {line}"
            header.caution("title-two-lines", "title", f"The title was joined from two lines; the second is “{line}”.")
            return third
    return second


def _is_no_title(line: str) -> bool:
    return bool(label_of(line) or UPDATED.match(line))


def _take(header: Header, lines: list[str], at: int) -> bool:
    """Whether the line is one more of the header, which has then been taken in."""
    line = lines[at].strip()
    if len(line) > _LONGEST_TITLE or label_of(line):
        return False
    if UPDATED.match(line):
        header.kept.append(lines[at])
        return True
    if " ".join(line.split()) == header.title or _take_date(header, line):
        return True
    if (address := _ADDRESS.match(line)) and header.url in ("", tidy(address["url"])):
        header.url = tidy(address["url"])
        return True
    if _take_publisher(header, line):
        return True
    parts = re.split(r"\s*[|•·]\s*|\s+[–—-]\s+|,\s+(?=\w+\.?\s\d)", line, maxsplit=1)
    if len(parts) == 2 and any(read_date(part) for part in parts):
        day, name = parts if read_date(parts[0]) else parts[::-1]
        return _is_name(name) and _take_name(header, name) and _take_date(header, day)
    if by := _BY.match(line):
        return looks_like_names(line[by.end() :]) and _take_name(header, line)
    if header.byline:
        return split_names(line) == header.byline and looks_like_names(line)
    return looks_like_names(line) and _likely_name(lines, at) and _take_name(header, line)


def _take_date(header: Header, line: str) -> bool:
    read = read_date(line)
    if read is None:
        return False
    if header._dates:
        first = read_date(header._dates[0])
        return line == header._dates[0] or bool(first and first.value and first.value == read.value)
    header._dates.append(line)
    header.published_on = read.value
    if read.code:
        header.caution(read.code, "published_on", read.message)
    return True


def _take_name(header: Header, line: str) -> bool:
    names = split_names(_BY.sub("", line.strip(), count=1))
    if len(names) > 1 and (found := header.register.find(names[-1])) and header.publisher in ("", found.name):
        _file_under(header, found.name, names[-1])
        names = names[:-1]
    if header.byline:
        return names == header.byline
    header.byline = names
    return True


def _take_publisher(header: Header, line: str) -> bool:
    """A line that is the name of a paper, whole; one word must be of those that are no one's name."""
    found = header.register.find(line) if len(line) < 60 else None
    if not found or (" " not in line and found.kind not in ("wire", "broadcaster", "online", "student")):
        return False
    if header.publisher in ("", found.name):
        _file_under(header, found.name, line)
        return True
    return False


def _file_under(header: Header, name: str, printed: str) -> None:
    header.publisher = name
    if name != printed:
        header.caution("publisher-filed", "publisher", f"“{printed}” is filed under “{name}”.")


def _is_name(text: str) -> bool:
    return looks_like_names(_BY.sub("", text.strip(), count=1))


def _is_head(line: str) -> bool:
    line = line.strip()
    return bool(read_date(line) or (_BY.match(line) and _is_name(line)))


def _likely_name(lines: list[str], at: int) -> bool:
    """Names only by their place: next to a date, or two to five words with prose behind them."""
    line = lines[at].strip()
    if not looks_like_names(line):
        return False
    before = next((lines[i] for i in range(at - 1, -1, -1) if lines[i].strip()), "")
    after = _filled(lines, at + 1)
    if read_date(before) or (after < len(lines) and read_date(lines[after])):
        return True
    if after < len(lines) and lines[after].strip() == line and len(line.split()) > 1:
        return True
    if line.lower() in ("staff", "red folder staff"):
        return True
    return len(line.split()) > 1 and after < len(lines) and len(lines[after]) > _LONGEST_SENTENCE


def _name_is_below(lines: list[str], second: int, date_line: int) -> bool:
    """The second line is four words or more and a shorter one under the date is the name, so it is no name itself."""
    below = _filled(lines, date_line + 1)
    if below == len(lines) or len(lines[second].split()) < 4 or lines[below].strip() == lines[second].strip():
        return False
    return looks_like_names(lines[below]) and len(lines[below].split()) < 4


def _filled(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at
