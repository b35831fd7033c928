"""Highlights woven into stored HTML: flat <mark> segments, cut at text nodes, the text unchanged.

Offsets are code points into the canonical text: the concatenated text nodes of sanitised HTML.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True)
class Span:
    """One passage to mark: [start, end) in the canonical text, the passage's id, and what stands on it."""

    start: int
    end: int
    id: str
    kind: str = "note"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of source HTML: a text node (with its length in code points) or markup."""

    raw: str
    length: int = 0
    text: bool = False
    markable: bool = True
    literal: bool = False


# Their content is text that no <mark> may stand in; the sanitiser removes them, weaving must not rely on it.
_CLOSED = frozenset("script style textarea select svg math noscript template title iframe".split())
_LITERAL = frozenset(("script", "style"))  # where "&amp;" is five characters


class _Reader(HTMLParser):
    """Notes where each token begins, so that every byte of the source can be handed on as it was."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.lines = [0]
        for match in re.finditer("\n", source):
            self.lines.append(match.end())
        self.tokens: list[tuple[int, str, bool]] = []  # start, innermost closed element, is text
        self.closed: list[str] = []
        self.feed(source)
        self.close()

    def _note(self, text: bool) -> None:
        line, column = self.getpos()
        self.tokens.append((self.lines[line - 1] + column, self.closed[-1] if self.closed else "", text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(False)
        if tag in _CLOSED:
            self.closed.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(False)

    def handle_endtag(self, tag: str) -> None:
        self._note(False)
        if tag in self.closed:
            del self.closed[len(self.closed) - 1 - self.closed[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self._note(True)

    def handle_entityref(self, name: str) -> None:
        self._note(True)

    def handle_charref(self, name: str) -> None:
        self._note(True)

    def handle_comment(self, data: str) -> None:
        self._note(False)

    def handle_decl(self, decl: str) -> None:
        self._note(False)

    def handle_pi(self, data: str) -> None:
        self._note(False)

    def unknown_decl(self, data: str) -> None:
        self._note(False)


def _pieces(html: str) -> Iterator[_Piece]:
    """The source cut into text nodes and markup; the raw parts joined are the source again."""
    tokens = _Reader(html).tokens
    at = 0
    while at < len(tokens):
        begin, closed, text = tokens[at]
        at += 1
        while text and at < len(tokens) and tokens[at][2]:
            at += 1  # "a", "&amp;", "b" are one text node
        raw = html[begin : tokens[at][0] if at < len(tokens) else len(html)]
        if text:
            literal = closed in _LITERAL
            length = len(raw if literal else unescape(raw))
            yield _Piece(raw, length, text=True, markable=not closed, literal=literal)
        else:
            yield _Piece(raw)


_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")


def _raw_cuts(piece: _Piece, cuts: Sequence[int]) -> list[int]:
    """The places in the raw text of the given ascending places in its text; a reference is never cut."""
    if piece.length == len(piece.raw):
        return list(cuts)
    found: list[int] = []
    raw_at = text_at = 0
    wanted = iter(cuts)
    cut = next(wanted, None)
    for match in _REFERENCE.finditer(piece.raw):
        stretch = match.start() - raw_at
        while cut is not None and cut < text_at + stretch:
            found.append(raw_at + cut - text_at)
            cut = next(wanted, None)
        decoded = unescape(match[0])
        length = len(decoded)
        raw_at, text_at = match.start(), text_at + stretch
        while cut is not None and cut < text_at + length:
            rest = decoded[cut - text_at :]  # "&notit;" is one sign and then three letters as written
            plain = cut > text_at and match[0].endswith(rest)
            found.append(match.end() - len(rest) if plain else raw_at)
            cut = next(wanted, None)
        raw_at, text_at = match.end(), text_at + length
    while cut is not None:
        found.append(raw_at + cut - text_at)
        cut = next(wanted, None)
    return found


def _attribute(value: str) -> str:
    return escape("-".join(value.split()), quote=True)


def _mark(raw: str, active: Iterable[Span], starting: Sequence[str], beside: bool) -> str:
    """One segment. The first passage that begins here gives the mark its id, others an empty span inside."""
    ordered = list(active)
    ids = list(dict.fromkeys(_attribute(span.id) for span in ordered))
    kinds = " ".join(sorted({_attribute(span.kind) for span in ordered}))
    own = f' id="mark-{_attribute(starting[0])}"' if starting else ""
    others = "".join(f'<span id="mark-{_attribute(name)}" class="mark-start"></span>' for name in starting[1:])
    details = f' aria-details="annot-{ids[0]}"' if beside else ""
    return f'<mark class="{kinds}"{own} data-passages="{" ".join(ids)}"{details}>{others}{raw}</mark>'


def weave(html: str, spans: Iterable[Span], *, base: int = 0, beside: bool = True) -> str:
    """`html` with its text in `spans` marked; `base` is the canonical offset of its first character.

    With `base` one block can be woven alone: spans are clipped to it, and only the block a passage begins in
    carries its id. Marks are flat and in text nodes; white space between words alone is never marked. A
    passage's id stands once, on its first segment. Without `beside` a mark points at no annotation, for a page that
    shows none. Linear in the text plus the marks shown.
    """
    wanted = sorted((s for s in spans if s.start < s.end), key=lambda s: (s.start, s.end, s.id, s.kind))
    if not wanted:
        return html
    edges = sorted({span.start for span in wanted} | {span.end for span in wanted})
    given = {span.id for span in wanted if span.start < base}
    out: list[str] = []
    active: list[Span] = []
    upcoming = 0
    at = base
    for piece in _pieces(html):
        if not piece.text:
            out.append(piece.raw)
            continue
        end = at + piece.length
        inner = edges[bisect_right(edges, at) : bisect_left(edges, end)]
        bounds = [at, *inner, end]
        raws = [0, *_raw_cuts(piece, [edge - at for edge in inner]), len(piece.raw)]
        for index in range(len(bounds) - 1):
            low = bounds[index]
            raw = piece.raw[raws[index] : raws[index + 1]]
            active = [span for span in active if span.end > low]
            while upcoming < len(wanted) and wanted[upcoming].start <= low:
                if wanted[upcoming].end > low:
                    active.append(wanted[upcoming])
                upcoming += 1
            if not active or not piece.markable or not unescape(raw).strip():
                out.append(raw)
                continue
            starting = [span.id for span in active if span.id not in given]
            given.update(starting)
            out.append(_mark(raw, active, list(dict.fromkeys(starting)), beside))
        at = end
    return "".join(out)
