"""Whether a passage is somebody else's words that its article only quotes, and whose. Pure.

Guesses by form, not by meaning: quotation marks, and a name beside "said" or its like.
"""

from dataclasses import dataclass

import regex

_MOST_OF_IT = 0.5
# A quotation that no mark closes in its paragraph goes on in the next: it counts to the paragraph's end.
_QUOTED = regex.compile(r"[“„«][^“”„«»\n]*[”»\n]?|\"[^\"\n]+\"")
_TWO_WORDS = regex.compile(r"\p{L}[^\p{L}]+\p{L}")
_PART = r"(?:\p{Lu}\.|(?:Mrs?|Ms|Dr|Sen|Rep|Gov|Gen|Prof|St)\.|\p{Lu}[\p{L}\p{M}'’-]*)"
_NAME = rf"{_PART}(?:\s+(?:{_PART}|al|bin|da|de|del|der|di|du|el|la|van|von))*"
_VERB = (
    r"(?:said|says|told|tells|wrote|writes|called|calls|added|adds|warned|warns|argued|argues|noted|notes|stated|states"
    r"|explained|explains|insisted|insists|claimed|claims|announced|announces|accused|accuses|posted|tweeted|testified)"
)
# A quotation that ends in a full stop is over: who is named behind it says something else.
_AFTER = regex.compile(rf"(?<![.?!][”»\"])\s*,?\s*(?:{_VERB}\s+(?P<name>{_NAME})|(?P<name>{_NAME})\s+{_VERB})\b")
# "said the Bank's chair, Amélia Sandoré.": two names at least, and nothing but a stop behind them.
_AFTER_OFFICE = regex.compile(
    rf"(?<!\.[”»\"])\s*,?\s*{_VERB}\s+(?:the|its|his|her|their|an?)\s+[^“”\".,;:\n]{{1,60}},"
    rf"\s+(?P<name>{_PART}\s+{_NAME})(?=[.,;:]|$)"
)
_AFTER_ASKING = regex.compile(rf"(?<=[?!][”»\"])\s*{_VERB}\s+(?P<name>{_NAME})")
_BEFORE = regex.compile(
    rf"(?P<name>{_NAME})(?:,[^,“\".]{{1,80}},)?\s+(?:\p{{L}}+\s+){{0,2}}?{_VERB}\b[^“\".]{{0,80}}$"
)
_NOBODY = frozenset("he she it they we i the a an this that who but and in on at still after before however".split())


@dataclass(frozen=True)
class Words:
    """Words between quotation marks in a passage. `all` says that most of it is; `speaker` may be unknown: ""."""

    all: bool
    speaker: str


def words_of_another(text: str, start: int, end: int) -> Words | None:
    """What of [start, end) of an article's text is quoted there; None where nothing of two words or more is."""
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", end)
    high = len(text) if high < 0 else high
    quoted = [match.span() for match in _QUOTED.finditer(text, low, high) if _TWO_WORDS.search(match[0])]
    inside = [(max(a, start), min(b, end)) for a, b in quoted if max(a, start) < min(b, end)]
    inside = [(a, b) for a, b in inside if any(char.isalnum() for char in text[a:b])]
    if not inside:
        return None
    letters = sum(char.isalnum() for char in text[start:end])
    theirs = sum(char.isalnum() for a, b in inside for char in text[a:b])
    first = next((a, b) for a, b in quoted if a < inside[0][1] and inside[0][0] < b)
    return Words(theirs >= _MOST_OF_IT * letters, _speaker(text, *first, low=low))


def paragraph(text: str, start: int, end: int) -> str:
    """The paragraph, or the paragraphs, that the passage stands in."""
    high = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : len(text) if high < 0 else high]


def _speaker(text: str, start: int, end: int, *, low: int) -> str:
    """The name beside the quotation [start, end), in its paragraph, which begins at `low`."""
    after = _AFTER.match(text, end) or _AFTER_OFFICE.match(text, end) or _AFTER_ASKING.match(text, end)
    before = _BEFORE.search(text[max(low, start - 200) : start])
    for found in (after, before):
        if found:
            names = found.capturesdict()["name"]
            name = names[-1] if names else ""
            if name and name.split()[0].lower() not in _NOBODY:
                return name
    return ""
