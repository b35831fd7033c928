"""A browser’s offsets, counted in UTF-16 as its scripts count them, and the way back to code points."""

import regex

_ASTRAL = regex.compile(r"[\U00010000-\U0010ffff]")


def codepoints_to_utf16(text: str, index: int) -> int:
    """The UTF-16 offset (a browser's) of code point `index`; out of range is clipped to the text."""
    index = min(max(index, 0), len(text))
    return index + sum(1 for _ in _ASTRAL.finditer(text, 0, index))


def utf16_to_codepoints(text: str, index: int) -> int:
    """The code point offset of UTF-16 `index`; inside a pair means before it; clipped to the text."""
    astral = 0
    for match in _ASTRAL.finditer(text):
        if match.start() + astral + 1 > index:
            break
        if match.start() + astral + 1 == index:
            return match.start()
        astral += 1
    return min(max(index, 0) - astral, len(text))
