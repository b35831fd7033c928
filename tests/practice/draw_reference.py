"""The draw with every id at hand, as practice.draw describes it: what the draw from a database is held against."""

from collections.abc import Iterable

from practice.draw import draw


def draw_questions(
    candidates: Iterable[str], *, seen: Iterable[str], spoken: Iterable[str], held: Iterable[str], k: int, seed: str
) -> tuple[str, ...] | int:
    """The ids in the order drawn, spoken and held ones never; where fewer than `k` are left, how many."""
    left = set(candidates) - set(spoken) - set(held)
    if len(left) < k:
        return len(left)
    fresh = left - set(seen)
    if len(fresh) >= k:
        return draw(sorted(fresh), k, seed)
    filled = (*sorted(fresh), *draw(sorted(left & set(seen)), k - len(fresh), seed))
    return draw(filled, k, f"{seed} order") if fresh else filled
