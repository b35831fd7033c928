"""Seeded articles of a given size, made of words that follow a Zipf distribution."""

import random


def paragraphs(size: int, *, seed: int = 1) -> list[str]:
    """Paragraphs of about 600 characters until `size` characters are reached."""
    rng = random.Random(seed)
    words = [_word(rng) for _ in range(4000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    made: list[str] = []
    while sum(map(len, made)) < size:
        sentences = []
        while sum(map(len, sentences)) < 600:
            chosen = rng.choices(words, weights, k=rng.randint(8, 26))
            sentences.append(" ".join(chosen).capitalize() + rng.choice(". . . ? ”".split()))
        made.append(" ".join(sentences))
    return made


def _word(rng: random.Random) -> str:
    return "".join(rng.choice("bcdfglmnprstv") + rng.choice("aeiou") for _ in range(rng.randint(1, 4)))
