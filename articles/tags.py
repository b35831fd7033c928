"""Labels of an article: countries, people, topics. Pure."""

from collections.abc import Iterable

import regex

MOST = 30
LONGEST = 40  # characters

_BETWEEN = regex.compile(r"[,;\n]")


def split(typed: str) -> list[str]:
    """What was typed between commas, semicolons or line ends."""
    return [piece for piece in _BETWEEN.split(typed) if piece.strip()]


def normalised(labels: Iterable[str], *, most: int = MOST) -> list[str]:
    """The labels in order, each once whatever its case: single spaces, no leading #, no comma, at most LONGEST
    characters; at most `most` of them."""
    found: dict[str, str] = {}
    for label in labels:
        clean = " ".join(label.replace(",", " ").split()).lstrip("#").strip()[:LONGEST].rstrip()
        if clean:
            found.setdefault(clean.casefold(), clean)
    return list(found.values())[:most]
