"""How notes and cards are searched: both sides are folded the same way. Pure."""

import unicodedata

from lib.text import fold

MOST_WORDS = 12


def folded(*parts: str) -> str:
    """The parts as one line without case, accents, or the look of quotes and dashes."""
    plain = unicodedata.normalize("NFD", fold(" ".join(parts)).text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def terms(query: str) -> tuple[str, ...]:
    """What must all stand in a row: the words of the query, and "words in quotes" as one term. At most 12."""
    found: list[str] = []
    for at, piece in enumerate(folded(query).split('"')):
        found += [piece.strip()] if at % 2 else piece.split()
    return tuple(term for term in found if term)[:MOST_WORDS]
