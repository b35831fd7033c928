"""Runs of three words as numbers: two texts that share many say much the same. Pure."""

import re
from zlib import crc32

from evidence.finding import folded

_SPREAD, _MASK = 0x9E3779B97F4A7C15, 2**63 - 1
_FEW = 16  # a text with so few runs keeps all of them
_SAMPLE = 4  # of a longer one every fourth number is kept, the same wherever it stands
_WORD = re.compile(r"\w+")


def runs(text: str) -> set[int]:
    """The numbers of all runs of three words, whatever their case and typography; of a shorter text one for all."""
    codes = [crc32(word.encode("utf-8", "surrogatepass")) for word in _WORD.findall(folded(text))]
    if len(codes) < 3:
        return {_number(codes)} if codes else set()
    return {_number(codes[at : at + 3]) for at in range(len(codes) - 2)}


def kept_runs(text: str) -> set[int]:
    """Those by which the text is found."""
    every = runs(text)
    return every if len(every) <= _FEW else {number for number in every if number % _SAMPLE == 0}


def shared(one: set[int], other: set[int]) -> float:
    """How much of the shorter text the longer one has, 0 to 1."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def _number(codes: list[int]) -> int:
    total = sum(code * factor for code, factor in zip(codes, (1, 31, 961), strict=False))
    return (total * _SPREAD & _MASK) >> 7
