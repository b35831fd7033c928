"""A passage named without selecting it: by the sentences that were ticked, or typed, whole or by its ends. Pure."""

import re
from collections.abc import Iterable

from evidence.anchoring import CONTEXT
from lib.text import fold

_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)\s*")


def joined(spans: Iterable[str], text: str) -> tuple[int, int] | None:
    """["120-180", "181-240"] -> (120, 240): from the first to the last, within the text; None for nonsense."""
    ends = [re.fullmatch(r"(\d{1,7})-(\d{1,7})", span) for span in spans]
    numbers = [int(number) for match in ends if match for number in (match[1], match[2])]
    if not numbers or max(numbers) > len(text) or min(numbers) == max(numbers):
        return None
    return min(numbers), max(numbers)


def between(text: str, typed: str) -> str:
    """The printed words from the first to the last of "first words … last words"; else what was typed.

    Case and typography do not matter. Words that stand more than once, or not at all, are not guessed at.
    """
    parts = [part for part in _ELLIPSIS.split(typed.strip()) if part]
    if len(parts) != 2:
        return typed
    folded = fold(text)
    plain = _lower(folded.text)
    head, tail = (_lower(fold(part).text) for part in parts)
    first = plain.find(head)
    last = plain.find(tail, first + len(head)) if first >= 0 else -1
    if last < 0 or plain.find(head, first + 1) >= 0:
        return typed
    start, end = folded.source_span(first, last + len(tail))
    return text[start:end]


def _lower(text: str) -> str:
    """Letter by letter: lower case of the whole may have another length ("İ")."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after [start, end), as much as a passage keeps."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
