"""Plain text by code points: folding with a way back, fingerprints, sentences, graphemes, words, names.

Every offset here is in Unicode code points. Nothing here knows Django.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

_LOOKS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`ʼ＇", "'"),
        **dict.fromkeys("“”„‟″＂", '"'),
        **dict.fromkeys("‐‑‒–—―⸺⸻−﹘﹣－", "-"),
        "…": "...",
    }
)

# What a fold has to look at; every other character is copied as it stands. White space but one space first, then a
# character with the marks that may compose with it, then letters that compose without being marks
# (Hangul, half-width kana voicing), then anything else outside ASCII and the two ASCII look-alikes.
_SPECIAL = regex.compile(
    rf"(?P<space>(?! [^\s{_INVISIBLE}])\s[\s{_INVISIBLE}]*)"
    rf"|[^\s{_INVISIBLE}]?[{_INVISIBLE}]*[\p{{M}}\uff9e\uff9f][\p{{M}}\uff9e\uff9f{_INVISIBLE}]*"
    rf"|[\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc][\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc{_INVISIBLE}]*"
    r"|[^\x00-\x7f]"
    r"|`"
)
_DROP = str.maketrans(dict.fromkeys(_INVISIBLE))
_KEEPS_ITS_FORM = ("<super>", "<sub>", "<fraction>", "<circle>")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, the source code points [start, end) it came from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    source_length: int

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The smallest source span that holds folded [start, end). An empty span stays empty."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.source_length
            return at, at
        return self.starts[start], self.ends[end - 1]


def _fold_cluster(cluster: str) -> str:
    cluster = cluster.translate(_DROP)
    if not cluster:
        return ""
    first = cluster[0]
    # "10²" is not "102" and "1½" is not "11/2": a number's place is part of what it says.
    if first.isnumeric() and unicodedata.decomposition(first).startswith(_KEEPS_ITS_FORM):
        return cluster
    formed = unicodedata.normalize("NFKC", cluster.translate(_LOOKS)).translate(_LOOKS)
    # Spacing accents (U+00A8) would turn into a space and a mark: a word boundary nobody wrote.
    return cluster if formed[:1].isspace() else formed


def fold(text: str) -> Folded:
    """Fold typography away: NFKC, straight quotes, '-' for dashes, one space for white space, no invisibles.

    Case and accents stay, and so do superscript, circled and fraction numbers. Linear in len(text).
    """
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in _SPECIAL.finditer(text):
        begin, end = match.span()
        if begin > done:
            parts.append(text[done:begin])
            starts.extend(range(done, begin))
            ends.extend(range(done + 1, begin + 1))
        piece = " " if match["space"] else _fold_cluster(match[0])
        parts.append(piece)
        starts.extend([begin] * len(piece))
        ends.extend([end] * len(piece))
        done = end
    parts.append(text[done:])
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    return Folded("".join(parts), tuple(starts), tuple(ends), len(text))


_CLUSTERS = re.compile(
    rf"[\x1c-\x1f{_INVISIBLE}\u0300-\u036f\u0483-\u1dff\u20d0-\u20ff\u2c00-\uabff\uac00-\ud7ff\ufb1e\ufe00-\ufe2f\uff9e-\uffdc]"
    r"|[\U00010000-\U0001f000\U0001fb00-\U0010ffff]"
)
_ALONE = re.compile(r"\s{2,}|[^\S ]|[^\x00-\x7f]|`")
_fold_character = lru_cache(maxsize=2_000)(_fold_cluster)


def combines(text: str) -> bool:
    """Whether it has marks, invisibles or other signs that belong to a neighbour; most texts have none."""
    return _CLUSTERS.search(text) is not None


def folded(text: str) -> str:
    """`fold(text).text` alone, several times quicker."""
    if combines(text):
        return _SPECIAL.sub(lambda found: " " if found["space"] else _fold_cluster(found[0]), text)
    return _ALONE.sub(lambda found: " " if found[0].isspace() else _fold_character(found[0]), text)


def fingerprint(text: str) -> str:
    """sha256 (hex) of the text folded, case-folded and without hyphens: equal for the same article again."""
    plain = folded(text).casefold().replace("-", "")
    return hashlib.sha256(" ".join(plain.split()).encode("utf-8", "surrogatepass")).hexdigest()


def _safe_start(text: str, index: int) -> int:
    """A place at or before `index` where a grapheme cluster begins for certain."""
    at = index
    while at > 0:
        if text[at - 1 : at + 1].isascii() and text[at - 1 : at + 1] != "\r\n":
            return at
        at -= 1
    return 0


_CLUSTER = regex.compile(r"\X")


def grapheme_floor(text: str, index: int) -> int:
    """The nearest grapheme boundary at or before `index`."""
    if index <= 0:
        return 0
    if index >= len(text):
        return len(text)
    at = _safe_start(text, index)
    while at < index:
        match = _CLUSTER.match(text, at)
        if match is None or match.end() > index:
            return at
        at = match.end()
    return at


def grapheme_ceil(text: str, index: int) -> int:
    """The nearest grapheme boundary at or after `index`."""
    low = grapheme_floor(text, index)
    if low == index or low >= len(text) or index <= 0:
        return low
    match = _CLUSTER.match(text, low)
    return match.end() if match else index


_STOP = regex.compile(r"(?P<stop>[.!?…]+)(?P<close>[\"'”’»)\]]*)(?P<gap>\s+)")
_BREAK = regex.compile(r"\s*\n\s*\n\s*")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_TITLES = _words(
    """
    mr mrs ms mx dr prof sen rep gov gen col lt sgt capt cmdr adm maj pres rev hon msgr st mt ft fr
    vs v viz cf e.g i.e al no nos vol pp ed eds fig sec dept approx est amb atty supt messrs
    """
)
_MAY_END = _words(
    """
    inc co corp ltd llc bros jr sr etc a.m p.m ave blvd rd jan feb mar apr jun jul aug sep sept oct
    nov dec mon tue tues wed thu thur thurs fri sat sun ph.d m.d b.a m.a d.c u.s u.k u.n e.u u.s.a
    """
)
_STARTERS = _words(
    """
    The This That These Those There Then They He She It We You But And Or Nor Yet So In On At As If
    When While After Before Since Because Although Though However Still Now Meanwhile Instead
    Moreover Its His Her Their Our What Who Why How Where Not No Some Many Most Few Both Each Every
    Another For From With By To
    """
)
_LAST_WORD = regex.compile(r"[\p{L}\p{N}.]+$")
_NEXT_WORD = regex.compile(r"[\"'“‘(\[«]*(\p{L}+)?")


def _ends_sentence(text: str, start: int, match: "regex.Match[str]") -> bool:
    """Whether the stop in `match`, in the sentence that began at `start`, really ends it."""
    following = _NEXT_WORD.match(text, match.end())
    after = following[1] if following else None
    if after and after[0].islower():
        return False
    if match["stop"] != "." or match["close"]:
        return True
    last = _LAST_WORD.search(text, max(start, match.start() - 24), match.start())
    word = last[0].lstrip(".") if last else ""
    low = word.lower()
    if low in _TITLES:
        # "No." before a name or number is an abbreviation; "He said no." is not.
        return low == "no" and not text[match.end() : match.end() + 1].isdigit()
    initials = regex.fullmatch(r"\p{L}(?:\.\p{L})*", word) is not None and word != "I"
    if initials or low in _MAY_END:
        return after is not None and after in _STARTERS
    return True


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in _BREAK.finditer(text):
        yield begin, match.start()
        begin = match.end()
    yield begin, len(text)


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the sentences of one block, in order, without the white space between them.

    A blank line always ends a sentence. Knows titles, initials, "U.S." and quotes closing after the stop.
    """
    spans: list[tuple[int, int]] = []
    for begin, end in _pieces(text):
        start = begin
        for match in _STOP.finditer(text, begin, end):
            if match.end() < end and _ends_sentence(text, start, match):
                spans.append((start, match.end("close")))
                start = match.end()
        spans.append((start, end))
    return tuple(trimmed for span in spans if (trimmed := trim(text, *span))[0] < trimmed[1])


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space and invisible characters at its ends; empty at `start` if all is."""
    low, high = start, end
    while low < high and (text[low].isspace() or text[low] in _INVISIBLE):
        low += 1
    while high > low and (text[high - 1].isspace() or text[high - 1] in _INVISIBLE):
        high -= 1
    return (low, high) if low < high else (start, start)


_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+(?:['’.,\-‐‑&@/_][\p{L}\p{N}\p{M}]+)*")

# The same for a text that has no marks; twice as quick.
_PLAIN_WORD = re.compile(r"[^\W_]++(?:['’.,\-‐‑&@/_][^\W_]++)*+")


def word_count(text: str) -> int:
    """How many words a speaker says: "don't", "well-known" and "3.5" are one each."""
    return len((_WORD if combines(text) else _PLAIN_WORD).findall(text))


def join_names(names: Sequence[str]) -> str:
    """["A", "B", "C"] -> "A, B and C"; an empty list gives ""."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
