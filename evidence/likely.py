"""Where a lost passage may stand, for a person to decide: sentences much like it, the likest first. Pure."""

from rapidfuzz import fuzz

from lib.text import folded, sentences

MOST = 3  # places that are offered
LEAST = 55  # likeness of a hundred below which a sentence is no help
WIDEST = 6  # sentences that a passage may cover


def likely(text: str, exact: str, blocks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Up to three spans of whole sentences, in code points, that read much like `exact`. None overlaps another.

    `blocks` are the spans of the paragraphs. What was quoted may have gained another figure, name or "not": that is
    why it was lost, and why nobody but a person may choose.
    """
    spans = [(low + a, low + b) for low, high in blocks for a, b in sentences(text[low:high])]
    count = min(max(1, len(sentences(exact))), WIDEST)
    wanted = folded(exact)
    scored = []
    for first in range(len(spans)):
        span = spans[first][0], spans[min(first + count, len(spans)) - 1][1]
        part = folded(text[slice(*span)])
        like = fuzz.ratio(wanted, part) if len(wanted) > len(part) // 2 else fuzz.partial_ratio(wanted, part)
        scored.append((like, -span[0], span))
    found: list[tuple[int, int]] = []
    for like, _, (low, high) in sorted(scored, reverse=True):
        if like < LEAST or len(found) == MOST:
            break
        if all(high <= start or end <= low for start, end in found):
            found.append((low, high))
    return found
