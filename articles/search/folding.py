"""Words as the index knows them: no case, accents, quotation marks, hyphens, possessives or plural s. Pure.

Both engines are given these words and nothing else, so that they agree on what a word is.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from lib.text import fold

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_APOSTROPHES = "'’‘ʼ′´`＇"
_HYPHENS = "‐‑‒–−﹘﹣－-"

# A comma joins digits only ("87,395"); an em dash never joins.
_WORD = regex.compile(
    rf"[\p{{L}}\p{{N}}\p{{M}}{_INVISIBLE}]+"
    rf"(?:(?:[{_APOSTROPHES}.&{_HYPHENS}]|(?<=\d),(?=\d\d\d))[\p{{L}}\p{{N}}\p{{M}}{_INVISIBLE}]+)*"
)
_INITIALS = regex.compile(r"\p{L}(?:\.\p{L})+")
_MARKS = regex.compile(r"\p{M}+")
_OTHER = regex.compile(r"[^\p{L}\p{N}]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_NOT_PLURAL = frozenset({"news"})
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Folded:
    """What one written word is in the index: its words in order, and the parts of a hyphenated one."""

    words: tuple[str, ...]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A written word and its span [start, end) in the source, in code points."""

    folded: Folded
    start: int
    end: int


def singular(word: str) -> str:
    """A light fold of the English plural: "prices" is "price", "countries" is "country"; "us" and "press" stay."""
    if len(word) <= 3 or not word.endswith("s") or word in _NOT_PLURAL or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1]


@lru_cache(maxsize=100_000)
def fold_word(written: str) -> Folded:
    """One written word, as `_WORD` finds it, folded."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", fold(written).text.casefold())).translate(_LETTERS)
    if plain.endswith("'s"):
        plain = plain[:-2]
    plain = plain.replace("'", "").replace("&", "").replace(",", "")
    if _INITIALS.fullmatch(plain):
        plain = plain.replace(".", "")
    words: list[str] = []
    parts: list[str] = []
    for piece in plain.split("."):
        halves = [half for half in piece.split("-") if half]
        if len(halves) > 1 and not all(half.isnumeric() for half in halves):
            words.append("".join(halves))
            parts += halves
        else:
            words += halves
    return Folded(_tidy(words), _tidy(parts))


def _tidy(words: list[str]) -> tuple[str, ...]:
    pieces = (piece for word in words for piece in _OTHER.split(word) if piece)
    return tuple(singular(piece)[:_LONGEST] for piece in pieces)


def placed_words(text: str) -> Iterator[Placed]:
    """Every word of the text with its place. Linear in len(text)."""
    for match in _WORD.finditer(text):
        folded = fold_word(match[0]) if len(match[0]) <= _LONGEST else Folded(_tidy([match[0].casefold()]))
        if folded.words:
            yield Placed(folded, match.start(), match.end())


def folded_text(text: str) -> tuple[str, str]:
    """The words of the text in order, and the parts of its hyphenated words, each joined by spaces."""
    words: list[str] = []
    parts: set[str] = set()
    for placed in placed_words(text):
        words += placed.folded.words
        parts.update(placed.folded.parts)
    return " ".join(words), " ".join(sorted(parts))


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a user's term; "cease-fire" is one, "3.5" is two that stand together."""
    return tuple(word for placed in placed_words(text) for word in placed.folded.words)
