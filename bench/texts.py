"""Seeded articles of a given size, made of words that follow a Zipf distribution."""

import random
from functools import cache
from itertools import accumulate


def paragraphs(size: int, *, seed: int = 1) -> list[str]:
    """Paragraphs of about 600 characters until `size` characters are reached."""
    rng = random.Random(seed)
    words, weights = _vocabulary()
    made: list[str] = []
    while sum(map(len, made)) < size:
        sentences = []
        while sum(map(len, sentences)) < 600:
            chosen = rng.choices(words, cum_weights=weights, k=rng.randint(8, 26))
            sentences.append(" ".join(chosen).capitalize() + rng.choice(". . . ? ”".split()))
        made.append(" ".join(sentences))
    return made


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    """The same 20,000 words for every text, and how often each comes."""
    rng = random.Random(1)
    words = list(dict.fromkeys(_word(rng) for _ in range(30_000)))[:20_000]
    return words, list(accumulate(1 / rank for rank in range(1, len(words) + 1)))


def _word(rng: random.Random) -> str:
    return "".join(rng.choice("bcdfglmnprstv") + rng.choice("aeiou") for _ in range(rng.randint(1, 4)))
