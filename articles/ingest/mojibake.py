"""Text that was saved in a wrong encoding once (`Itâ€™s`): whether it looks so, and what it would be repaired. Pure.

Nothing is repaired unless a person chooses it. Only ftfy's repair of encodings is used, line by line and only on lines
that look broken: quotation marks, dashes and composed forms stay as they are printed.
"""

import re

# The first letter of a UTF-8 sequence read as a one-byte encoding, and what its other bytes were read as.
_TWO, _THREE, _FOUR = "\u00c2\u00c3\u00c4\u00c5\u00ce\u00cf\u00d0\u00d1", "\u00e2\u00e3\u00ef", "\u00f0"
_OTHER = (
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
SEQUENCE = f"[{_TWO}]{_OTHER}|[{_THREE}]{_OTHER}{{2}}|{_FOUR}{_OTHER}{{3}}"
_SUSPECT = re.compile(f"[{_TWO}{_THREE}{_FOUR}]{_OTHER}")
_LONGEST = 200_000  # characters of a line that ftfy is given


def mend(text: str) -> str:
    """The text with its broken lines repaired; a line that does not look broken is not touched."""
    if text.isascii() or not _SUSPECT.search(text):
        return text
    return "\n".join(_mended(line) for line in text.split("\n"))


def letter_of(sequence: str) -> str:
    """The letter that a SEQUENCE was; empty where it was none."""
    try:
        return b"".join(c.encode("latin-1" if c < "\u0100" else "cp1252") for c in sequence).decode()
    except UnicodeError:
        return ""


def example(text: str) -> tuple[int, str, str] | None:
    """The first word that would be repaired: the number of its line from 1, before, after."""
    if text.isascii() or not _SUSPECT.search(text):
        return None
    for number, line in enumerate(text.split("\n"), 1):
        after = _mended(line)
        if after != line:
            words, mended = line.split(" "), after.split(" ")
            if len(words) == len(mended):
                return next((number, a[:60], b[:60]) for a, b in zip(words, mended, strict=True) if a != b)
            return number, line[:60], after[:60]
    return None


def _mended(line: str) -> str:
    if len(line) > _LONGEST or not _SUSPECT.search(line):
        return line
    import ftfy  # noqa: PLC0415 - slow import

    return ftfy.fix_encoding(line)
