"""What makes another claim of a passage, as functions of a Page: a figure, a name, a negation, a direction."""

import itertools
import random
from collections.abc import Callable

import regex

from tests.evidence.pages import NAMES, OPPOSITE, PLACES, UNITS, Fate, Page


def _changed_claim(page: Page, pattern: str, new: Callable[["regex.Match[str]"], str], rng: random.Random) -> None:
    start, end = page.span
    spots = [m for m in regex.finditer(pattern, page.text) if start <= m.start() and m.end() < end]
    if not spots:
        page.delete()
        return
    match = rng.choice(spots)
    page.splice(*match.span(), new(match))
    page.fate = Fate.GONE


def figure(rng: random.Random, page: Page) -> None:
    _changed_claim(page, r"\d+(?:\.\d+)?", lambda m: str(round(float(m[0]) * 1.5 + 1, 1)), rng)


def name(rng: random.Random, page: Page) -> None:
    names = [*NAMES, *PLACES]
    pattern = rf"\b(?:{'|'.join(names)})\b"
    _changed_claim(page, pattern, lambda m: rng.choice([n for n in names if n != m[0]]), rng)


def negation(rng: random.Random, page: Page) -> None:
    new = rng.choice(("was not", "was never", "wasn’t"))
    _changed_claim(page, r"\bwas\b(?= \w)", lambda _: new, rng)


def direction(rng: random.Random, page: Page) -> None:
    turned = OPPOSITE | UNITS
    words = rf"(?<![\p{{L}}\p{{Cf}}])(?:{'|'.join(turned)})(?![\p{{L}}\p{{Cf}}])"
    _changed_claim(page, words, lambda m: turned[m[0]], rng)


def digit(rng: random.Random, page: Page) -> None:
    """One digit is another, two change places, or the point goes or comes."""
    kind = rng.randrange(3)

    def new(match: "regex.Match[str]") -> str:
        digits = match[0]
        if kind == 0:
            at = rng.randrange(len(digits))
            return digits[:at] + str((int(digits[at]) + rng.randint(1, 9)) % 10) + digits[at + 1 :]
        if kind == 1 and len(digits) > 1 and digits[0] != digits[1]:
            return digits[1] + digits[0] + digits[2:]
        return digits[:-1] + "." + digits[-1] if len(digits) > 1 else digits + "0"

    _changed_claim(page, r"(?<![\d.])\d+(?![\d.])", new, rng)


def names_exchanged(rng: random.Random, page: Page) -> None:
    """Who did it and to whom change places."""
    start, end = page.span
    names = rf"\b(?:{'|'.join([*NAMES, *PLACES])})\b"
    found = [m.span() for m in regex.finditer(names, page.text, pos=start, endpos=end)]
    pairs = [
        (one, two) for one, two in itertools.combinations(found, 2) if page.text[slice(*one)] != page.text[slice(*two)]
    ]
    if not pairs:
        page.delete()
        return
    one, two = rng.choice(pairs)
    first, second = page.text[slice(*one)], page.text[slice(*two)]
    page.splice(*two, first)
    page.splice(*one, second)
    page.fate = Fate.GONE


def hedged(rng: random.Random, page: Page) -> None:
    """A word that turns the claim comes before a verb of the passage."""
    new = rng.choice(("denied that it ", "failed to be ", "no longer ", "hardly "))
    verb = regex.compile(r"\b(?:was|went|told|supports|questioned|announced)\b")
    start, end = page.span
    if found := [match.start() for match in verb.finditer(page.text, start + 1, end)]:
        page.splice(at := rng.choice(found), at, new)
        page.fate = Fate.GONE
    else:
        page.delete()
