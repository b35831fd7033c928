"""Markdown to the HTML that is stored, and from that HTML to the canonical text that passages are counted in.

Markdown, then bleach, then nh3 with the same lists: bleach's last release is out and the second gate is cheap.
The canonical text is the text nodes of the stored HTML one after another, as a browser's `textContent` has them;
every offset is in Unicode code points. Nothing here knows Django.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import bleach
import markdown
import nh3
from bleach.html5lib_shim import Filter  # type: ignore[attr-defined]
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from articles.paragraphs import escape_markdown as escape_markdown
from articles.paragraphs import plain_paragraphs

MAX_CHARACTERS = 200_000
# Openers times the length of their paragraph, summed: what Markdown's quadratic parts cost. About half a second.
BUDGET = 4_000_000
MAX_DEPTH = 20
MAX_TAGS = 4_000
MAX_LOOSE_ITEMS = 500

TAGS = frozenset(
    "a b blockquote br code em h2 h3 h4 h5 h6 hr i li ol p pre strong sub sup table tbody td th thead tr ul".split()
)
ATTRIBUTES = {"a": frozenset({"href", "title"})}
SCHEMES = frozenset({"http", "https", "mailto"})
REL = "noopener noreferrer nofollow"

_BLOCKS = frozenset("blockquote h2 h3 h4 h5 h6 hr ol p pre table ul".split())
_VOID = frozenset({"br", "hr"})
# What HTML cannot carry, and our own stand-ins.
_UNCARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_UNSAFE_IN_URL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u3000\\<>\"`]")
_HOST = re.compile(r"[^\s/?#@:\[\]%]+|\[[0-9A-Fa-f:.]+\]")


class TooLong(Exception):
    """The text is longer than MAX_CHARACTERS code points; the message says so for people."""

    def __init__(self, length: int) -> None:
        super().__init__(f"The text has {length:,} characters; an article can have {MAX_CHARACTERS:,} at most.")
        self.length = length


@dataclass(frozen=True, slots=True)
class Rendered:
    """`html` is safe to store and to show; `text` is its canonical text."""

    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level piece of stored HTML; `start` and `end` are code points of the canonical text."""

    start: int
    end: int
    html: str


def render(source: str) -> Rendered:
    """Markdown to stored HTML and its text. Raises TooLong. Raw HTML passes the same gates; pictures become their
    alternative text; control characters, which HTML cannot carry, become U+FFFD.
    """
    if len(source) > MAX_CHARACTERS:
        raise TooLong(len(source))
    if (paragraphs := plain_paragraphs(source)) is not None:
        return Rendered("\n".join(f"<p>{_as_html(text)}</p>" for text in paragraphs), "\n".join(paragraphs))
    source = guard(_UNCARRIED.sub("\ufffd", source.replace("\r\n", "\n").replace("\r", "\n")))
    try:
        made = _swap_back(markdown.markdown(source, extensions=["tables", "sane_lists", _Headings()]))
        clean = sanitise(made)
    except RecursionError:  # nested past all sense: show it as it was typed
        clean = sanitise(f"<pre>{html.escape(_swap_back(source, ''), quote=False)}</pre>")
    return Rendered(clean, text_of(clean))


def _as_html(text: str) -> str:
    """The text as both gates write it."""
    return html.escape(text, quote=False).replace("\xa0", "&nbsp;")


def sanitise(source: str) -> str:
    """HTML to HTML with only TAGS, ATTRIBUTES and absolute SCHEMES in it. Doing it again changes nothing."""
    once = _gates(source)
    for _ in range(4):  # stripping a tag may let the parser move its neighbours, until nothing moves
        again = _gates(once)
        if again == once:
            return once
        once = again
    return _gates(f"<p>{html.escape(text_of(once), quote=False)}</p>")


def text_of(stored: str) -> str:
    """The canonical text of stored HTML: its text nodes, entities decoded, nothing added between them."""
    return _Walk(stored).text


def blocks(stored: str) -> tuple[Block, ...]:
    """The top-level elements with the white space behind them; their htmls one after another are the whole html."""
    return tuple(_Walk(stored).blocks())


def safe_href(value: str) -> bool:
    """True for an absolute http, https or mailto address that no browser reads as anything else."""
    if not value or _UNSAFE_IN_URL.search(value):
        return False
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - raises ValueError where the port is no number
    except ValueError:
        return False
    if parts.scheme not in SCHEMES:
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    return value.lower().startswith(f"{parts.scheme}://") and bool(_HOST.match(parts.netloc.rpartition("@")[2]))


# --- Markdown -------------------------------------------------------------------------------------------------


class _Headings(Extension):
    """The page's h1 is the article's title, so a body's headings begin at h2, wherever its author began."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.treeprocessors.register(_Demote(md), "demote", 5)


class _Demote(Treeprocessor):
    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if re.fullmatch("h[1-6]", element.tag or "")]
        highest = min((int(element.tag[1]) for element in headings), default=2)
        for element in headings:
            element.tag = f"h{min(6, int(element.tag[1]) - highest + 2)}"


# Characters that Markdown must not act on are swapped for noncharacters and back again when it has run.
_STAND_INS = {mark: chr(0xFDD0 + i) for i, mark in enumerate("<[`#=-*+. ")}
_TAG_LIKE = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]{0,1000}>")
_CLOSE_THEMSELVES = frozenset("area br col dd dt hr img input li link meta p source tbody td th thead tr wbr".split())
_LIST_PART = re.compile(r"((?:>[ \t]*)*)([ \t]*(?:[-*+]|\d+\.)(?=[ \t])|[ \t]+)")
_OPENERS = re.compile(r"\\.|\[|`+|^(?:\#|[=-]+[ ]*$)", re.MULTILINE)


def guard(source: str) -> str:
    """The source with what would keep Markdown busy for minutes stood in for; `render` puts it back as plain text.

    A `<` that opens no closed tag or comment always is, one that opens a tag MAX_DEPTH deep and any after MAX_TAGS;
    openers (`[`, back-ticks, heading marks) are in paragraphs that are over what is left of BUDGET; and the marks of
    list items and indents set apart by blank lines are beyond MAX_LOOSE_ITEMS. Linear in the length of the source.
    """
    source = _stray_angles(source)
    left, items = BUDGET, 0
    parts = re.split(r"(\n(?:[ \t]*\n)+)", source)
    for i in range(0, len(parts), 2):
        items += bool(_LIST_PART.match(parts[i]))
        if items > MAX_LOOSE_ITEMS:
            parts[i] = _LIST_PART.sub(
                lambda found: found[1] + _inert(found[2].replace("\t", "    ")), parts[i], count=1
            )
        cost = openers(parts[i]) * len(parts[i])
        if cost > left:
            parts[i] = _OPENERS.sub(_stand_in, parts[i])
        else:
            left -= cost
    return "".join(parts)


def openers(source: str) -> int:
    """How many marks in it make Markdown look ahead; one behind a backslash does not."""
    return sum(not found[0].startswith("\\") for found in _OPENERS.finditer(source))


def _stand_in(found: re.Match[str]) -> str:
    mark = found[0].removeprefix("\\")
    return _inert(mark) if mark[:1] in _STAND_INS else found[0]


def _inert(marks: str) -> str:
    return "".join(_STAND_INS.get(mark, mark) for mark in marks)


def _stray_angles(source: str) -> str:
    last_comment_end = source.rfind("-->")
    open_tags: list[str] = []
    tags = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal tags
        at = found.start()
        tag = _TAG_LIKE.match(source, at)
        if tag is None:
            return "<" if source.startswith("<!--", at) and at < last_comment_end else _STAND_INS["<"]
        name = tag[2].lower()
        tags += 1
        if tags > MAX_TAGS:
            return _STAND_INS["<"]
        if tag[1] and name in open_tags:
            while open_tags.pop() != name:
                pass
        elif not tag[1] and name not in _CLOSE_THEMSELVES:
            if len(open_tags) == MAX_DEPTH:
                return _STAND_INS["<"]
            open_tags.append(name)
        return "<"

    return re.sub("<", keep, source)


def _swap_back(made: str, less_than: str = "&lt;") -> str:
    table = {ord(stand_in): mark for mark, stand_in in _STAND_INS.items()}
    table[ord(_STAND_INS["<"])] = less_than or "<"
    return made.translate(table)


# --- The gates ------------------------------------------------------------------------------------------------


def _gates(source: str) -> str:
    once = bleach.Cleaner(
        tags=TAGS | {"img", "h1"},
        attributes=_may_stay,
        protocols=SCHEMES,
        strip=True,
        strip_comments=True,
        filters=[_Tidy],
    ).clean(source)
    clean = nh3.clean(
        once,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=lambda tag, name, value: value if name != "href" or safe_href(value) else None,
        url_schemes=set(SCHEMES),
        strip_comments=True,
        link_rel=REL,
    )
    clean = _UNCARRIED.sub("\ufffd", clean)
    # A browser drops a line end that stands first in a pre, and stdlib's parser does not.
    clean = re.sub("<pre>\n+", "<pre>", clean)
    return _CLOSED.sub(r"\1\n", clean).strip("\n ")


# Blocks that touch would run their words together in the canonical text.
_CLOSED = re.compile(r"(</(?:blockquote|h[2-6]|li|ol|p|pre|table|tbody|td|th|thead|tr|ul)>|<br>|<hr>)(?!\n|$)")


def _may_stay(tag: str, name: str, value: str) -> bool:
    if tag == "img":
        return name == "alt"
    # bleach hands the value over with its entities as written.
    return name in ATTRIBUTES.get(tag, ()) and (name != "href" or safe_href(html.unescape(value)))


class _Tidy(Filter):
    """Behind bleach's own filter: a picture becomes its alternative text, h1 h2, a link without address its words."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        kept_links: list[bool] = []
        for token in Filter.__iter__(self):
            name = token.get("name")
            starts = token["type"] == "StartTag"
            if name == "img":
                alt = token["data"].get((None, "alt"), "")
                yield {"type": "Characters", "data": html.unescape(alt)}
                continue
            if name == "a" and (starts or token["type"] == "EndTag"):
                if starts:
                    kept_links.append((None, "href") in token["data"])
                if not (kept_links[-1] if starts else kept_links.pop()):
                    continue
            if name == "h1":
                token["name"] = "h2"
            yield token


# --- The text -------------------------------------------------------------------------------------------------


class _Walk(HTMLParser):
    """Reads stored HTML once: its text, and where the top-level blocks begin in html and in text."""

    def __init__(self, stored: str) -> None:
        super().__init__(convert_charrefs=True)
        self._stored = stored
        self._lines = [0, *(found.end() for found in re.finditer("\n", stored))]
        self._pieces: list[str] = []
        self._length = 0
        self._depth = 0
        self._inline_open = False
        self._cuts: list[tuple[int, int]] = []
        self.feed(stored)
        self.close()
        self.text = "".join(self._pieces)

    def blocks(self) -> Iterable[Block]:
        if not self._stored:
            return
        # What comes before the first cut belongs to the first block.
        cuts = [(0, 0), *self._cuts[1:], (len(self._stored), self._length)]
        for (begin, start), (stop, end) in pairwise(cuts):
            yield Block(start, end, self._stored[begin:stop])

    def _cut(self) -> None:
        line, column = self.getpos()
        self._cuts.append((self._lines[line - 1] + column, self._length))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth == 0:
            block = tag in _BLOCKS
            if block or not self._inline_open:
                self._cut()
            self._inline_open = not block
        self._depth += tag not in _VOID

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag not in _VOID

    def handle_data(self, data: str) -> None:
        if self._depth == 0 and not self._inline_open and data.strip():
            self._cut()
            self._inline_open = True
        self._pieces.append(data)
        self._length += len(data)
