"""Words as the index knows them: no case, accents, quotation marks, hyphens, possessives or plural s. Pure.

Both engines are given these words and nothing else, so that they agree on what a word is.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import regex

from lib.text import combines, folded

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_APOSTROPHES = "'’‘ʼ′´`＇"
_HYPHENS = "‐‑‒–−﹘﹣－-"

# A comma joins digits only ("87,395"); an em dash never joins.
_WORD = regex.compile(
    rf"[\p{{L}}\p{{N}}\p{{M}}{_INVISIBLE}]+"
    rf"(?:(?:[{_APOSTROPHES}.&{_HYPHENS}]|(?<=\d),(?=\d\d\d))[\p{{L}}\p{{N}}\p{{M}}{_INVISIBLE}]+)*"
)
# The same for a text that has no marks; twice as quick.
_PLAIN_WORD = re.compile(rf"[^\W_]++(?:(?:[{_APOSTROPHES}.&{_HYPHENS}]|(?<=\d),(?=\d\d\d))[^\W_]++)*+")
_INITIALS = regex.compile(r"\p{L}(?:\.\p{L})+")
_MARKS = regex.compile(r"\p{M}+")
_OTHER = regex.compile(r"[^\p{L}\p{N}]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_NOT_PLURAL = frozenset({"news"})
_LONGEST = 60
_SHORT = 500


@dataclass(frozen=True, slots=True)
class Folded:
    """What one written word is in the index: its words in order, and the parts of a hyphenated one."""

    words: tuple[str, ...]
    parts: tuple[str, ...] = ()


class Placed(NamedTuple):
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
    plain = _MARKS.sub("", unicodedata.normalize("NFD", folded(written).casefold())).translate(_LETTERS)
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


def _folded(written: str) -> Folded:
    return fold_word(written) if len(written) <= _LONGEST else Folded(_tidy([written.casefold()]))


def placed_words(text: str) -> Iterator[Placed]:
    """Every word of the text with its place. Linear in len(text)."""
    written = _PLAIN_WORD if text.isascii() or not combines(text) else _WORD
    for match in written.finditer(text):
        word = _folded(match[0])
        if word.words:
            yield Placed(word, match.start(), match.end())


@lru_cache(maxsize=100_000)
def _joined(written: str) -> str:
    return " ".join(_folded(written).words)


@lru_cache(maxsize=100_000)
def _parts(written: str) -> tuple[str, ...]:
    return _folded(written).parts


def folded_text(text: str) -> tuple[str, str]:
    """The words of the text in order, and the parts of its hyphenated words, each joined by spaces.

    The last long texts are remembered: one that comes in is folded for its sketch and for the index. Titles and the
    like are not, for a group that comes in together would push its own texts out by them.
    """
    return _remembered(text) if len(text) > _SHORT else _folded_text(text)


@lru_cache(maxsize=64)
def _remembered(text: str) -> tuple[str, str]:
    return _folded_text(text)


def _folded_text(text: str) -> tuple[str, str]:
    written = (_WORD if combines(text) else _PLAIN_WORD).findall(text)
    parts = set(chain.from_iterable(map(_parts, set(written))))
    return " ".join(filter(None, map(_joined, written))), " ".join(sorted(parts))


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a user's term; "cease-fire" is one, "3.5" is two that stand together."""
    return tuple(word for placed in placed_words(text) for word in placed.folded.words)
