"""A thousand passages of a 60 kB article that got a new revision, beside difflib and str.find on the same work."""

import difflib
import random
import time

from bench.texts import paragraphs
from evidence.anchoring import describe, resolve

TITLE = "Finding 1,000 passages again in a new revision of 60 kB"


def measure() -> list[str]:
    before = "".join(paragraphs(60_000))
    after = _edited(before)
    rng = random.Random(3)
    quotes = [
        describe(before, s, s + rng.randint(40, 200)) for s in (rng.randrange(len(before) - 200) for _ in range(1000))
    ]

    begin = time.perf_counter()
    states = [resolve(after, quote, before).state.value for quote in quotes]
    ours = time.perf_counter() - begin
    begin = time.perf_counter()
    plain = sum(after.find(quote.exact) >= 0 for quote in quotes)
    find = time.perf_counter() - begin
    begin = time.perf_counter()
    for quote in quotes[:10]:
        difflib.SequenceMatcher(None, after, quote.exact, autojunk=False).find_longest_match()
    diff = (time.perf_counter() - begin) * 100

    tally = ", ".join(f"{states.count(state)} {state}" for state in ("exact", "moved", "changed", "orphan"))
    return [
        f"resolve: {ours:.2f} s ({tally})",
        f"str.find: {find:.3f} s, {plain} found as printed; resolve takes {ours / find:.0f} ×",
        f"difflib, longest match, from 10 of them: {diff:.0f} s; resolve takes {ours / diff:.4f} ×",
    ]


def _edited(text: str) -> str:
    """One word in two hundred replaced, and a paragraph put in front."""
    rng = random.Random(4)
    words = text.split(" ")
    for at in rng.sample(range(len(words)), len(words) // 200):
        words[at] = "amended"
    return "A correction was made to this article after it had been printed. " + " ".join(words)
