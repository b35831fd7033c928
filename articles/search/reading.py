"""The smallest pieces of a query: words, stop words, fields and dates. Pure."""

import calendar
from datetime import date

import regex

from articles.search.folding import folded_words
from articles.search.stopwords import STOP_WORDS
from articles.search.tree import Fault, Field

QUOTES = str.maketrans(dict.fromkeys("“”„‟″＂«»", '"'))
KINDS = ("original", "digest", "brief", "reference", "speech")
TERM_FIELDS = ("title", "author", "publisher", "tag")
FIELDS = ("before", "after", "area", "kind", "side", "has", "is")
_CHOICES = {
    "kind": {kind: kind for kind in KINDS} | {f"{kind}s": kind for kind in KINDS},
    "side": {"domestic": "domestic", "us": "domestic", "international": "international", "world": "international"},
    "has": {"card": "card", "cards": "card", "note": "note", "notes": "note"},
    "is": {"archived": "archived"},
}
_SHORT = regex.compile(r"\p{Lu}[\p{Lu}.]+\Z")
_INITIALS = regex.compile(r"\p{L}(?:\.\p{L})+")
_DAY = regex.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_SIGNS = "*.,;:!?()[]{}…'‘’"


def shown(word: str) -> str:
    """A word without the signs around it; the last dot of "U.S." is its own."""
    plain = word.strip(_SIGNS)
    return f"{plain}." if _INITIALS.fullmatch(plain) and f"{plain}." in word else plain


def is_stop(word: str, *, shouted: bool = False) -> bool:
    """Whether the word says too little to look for. "US" and "WHO" are names unless everything is in capitals."""
    plain = shown(word).replace('"', "").replace("’", "'")
    if _SHORT.match(plain) and not shouted:
        return False
    return plain.lower() in STOP_WORDS


def words_of(typed: str, where: str) -> tuple[str, ...]:
    """The folded words; a tag is one word, whatever it is made of."""
    words = folded_words(typed)
    return ("".join(words),) if where == "tag" and words else words


def condition(name: str, value: str, *, excluded: bool) -> Field | Fault:
    """The field's condition, or what is wrong with its value."""
    sign = "-" if excluded else ""
    look = value if regex.fullmatch(r"[^\s\"()*]+", value) else f'"{value}"'
    typed = f"{sign}{name}:{look}"
    if name in ("before", "after"):
        day = first_day(value)
        if day is None:
            return Fault("bad_date", "That is no date: write 2025, 2025-05 or 2025-05-12.", typed)
        return Field(typed, name, value, excluded, day)
    if name == "area":
        return Field(typed, name, value, excluded)
    meant = _CHOICES[name].get(value.lower())
    if meant is None:
        known = ", ".join(dict.fromkeys(_CHOICES[name].values()))
        return Fault("bad_value", f"{name}: knows {known}.", typed)
    return Field(typed, name, meant, excluded)


def first_day(value: str) -> date | None:
    """The first day of "2025", "2025-05" or "2025-05-12"; None where there is no such day."""
    match = _DAY.fullmatch(value)
    if not match:
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    if year < 1 or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)
