"""Whether an edited passage still says what was quoted: numbers, negations, directions and names.

Spelling may be mended and words added; a figure, a "not" or a name that differs makes it another claim.
"""

from enum import StrEnum

import regex
from rapidfuzz.distance import Levenshtein

from lib.text import fold

SEVERAL = 8  # words, of which one may be another and it is still the same thing said


class Difference(StrEnum):
    """What separates two wordings of one passage; NONE when nothing that matters does."""

    NONE = ""
    NUMBERS = "a number differs"
    NEGATION = "a negation differs"
    DIRECTION = "an opposite word differs"
    NAMES = "a name differs"
    WORDS = "several words differ"


_TOKEN = regex.compile(r"-?[$€£]?\p{N}+(?:[.,:/]\p{N}+)*%?|\p{L}[\p{L}\p{M}]*(?:'\p{L}+)*")
_NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor nowhere without cannot cant dont wont hardly barely"
    " scarcely denied denies deny refused refuses refuse failed fails fail".split()
)
_NUMBER_WORDS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand"
    " million billion trillion dozen half third quarter double triple twice hundreds thousands millions"
    " billions trillions percent percentage first second last".split()
)
_DIRECTIONS = frozenset(
    "rise rises rose risen rising fall falls fell fallen falling increase increases increased increasing"
    " decrease decreases decreased decreasing more less fewer most least up down above below over under"
    " before after higher lower high low grow grows grew grown growing shrink shrinks shrank shrinking"
    " gain gains gained lose loses lost win wins won support supports supported oppose opposes opposed"
    " accept accepts accepted reject rejects rejected approve approves approved strong weak stronger weaker"
    " better worse best worst always all every some many few should must may might can could would will"
    " true false right wrong legal illegal with against left stay agree disagree pass passed".split()
)
# Capitals that only open a sentence; a name is any other capitalised word.
_OPENERS = frozenset(
    "a an the this that these those there then they he she it we you i but and or so in on at as if when while"
    " after before since because although though however still now meanwhile instead its his her their our"
    " what who why how where some many for from with by to once yet".split()
)
_REVERSING = ("un", "in", "im", "il", "ir", "non", "dis", "anti", "de", "mis")


def _tokens(text: str) -> list[str]:
    return [match[0] for match in _TOKEN.finditer(fold(text).text)]


def _numbers(tokens: list[str]) -> list[str]:
    return [t.casefold() for t in tokens if any(c.isnumeric() for c in t) or t.casefold() in _NUMBER_WORDS]


def _negations(tokens: list[str]) -> int:
    return sum(t.casefold() in _NEGATIONS or t.casefold().endswith("n't") for t in tokens)


def _names(tokens: list[str], other: list[str]) -> list[str]:
    """Capitalised words, without openers and without words the other wording writes small."""
    small = {t for t in other if t[:1].islower()}
    return [
        t.removesuffix("'s").casefold()
        for t in tokens
        if t[:1].isupper() and t.casefold() not in _OPENERS and t.casefold() not in small
    ]


def _reversed(ours: set[str], theirs: set[str]) -> bool:
    """Whether some word stands in one wording and its un-, in-, non- … form in the other."""
    only_ours, only_theirs = ours - theirs, theirs - ours
    return any(
        head + word in far
        for near, far in ((only_ours, only_theirs), (only_theirs, only_ours))
        for word in near
        for head in _REVERSING
        if len(word) > 2
    )


def _exchanged(ours: list[str], theirs: list[str]) -> int:
    """How many words have another in their place that is not spelt much like them."""
    return sum(
        Levenshtein.normalized_similarity(ours[op.src_pos], theirs[op.dest_pos]) < 0.5
        for op in Levenshtein.editops(ours, theirs)
        if op.tag == "replace"
    )


def difference(quoted: str, found: str) -> Difference:
    """The first difference in meaning between two wordings, looked for with word lists, not understood."""
    ours, theirs = _tokens(quoted), _tokens(found)
    if _numbers(ours) != _numbers(theirs):
        return Difference.NUMBERS
    if _negations(ours) != _negations(theirs):
        return Difference.NEGATION
    low, high = [t.casefold() for t in ours], [t.casefold() for t in theirs]
    turned = [t for t in low if t in _DIRECTIONS] != [t for t in high if t in _DIRECTIONS]
    if turned or _reversed(set(low), set(high)):
        return Difference.DIRECTION
    if _names(ours, theirs) != _names(theirs, ours):
        return Difference.NAMES
    if _exchanged(low, high) > (max(1, len(low) // 10) if len(low) >= SEVERAL else 0):
        return Difference.WORDS
    return Difference.NONE
