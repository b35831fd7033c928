"""The runs of lib.runs for a quotation: folded, a sample of them kept to be found by, and how many two share. Pure."""

import re

from evidence.finding import folded
from lib.runs import numbers

_FEW = 16  # a text with so few runs keeps all of them
_SAMPLE = 4  # of a longer one every fourth number is kept, the same wherever it stands
_WORD = re.compile(r"\w+")


def runs(text: str) -> set[int]:
    """The numbers of all runs of three words, whatever their case and typography; of a shorter text one for all."""
    said = (word.encode("utf-8", "surrogatepass") for word in _WORD.findall(folded(text)))
    return {number >> 7 for number in numbers(said)}


def kept_runs(text: str) -> set[int]:
    """Those by which the text is found."""
    every = runs(text)
    return every if len(every) <= _FEW else {number for number in every if number % _SAMPLE == 0}


def shared(one: set[int], other: set[int]) -> float:
    """How much of the shorter text the longer one has, 0 to 1."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0
