"""The draw: a few questions from many, fairly, and so that anybody can check it afterwards.

The method (`ALGORITHM`), to be recomputed in any language from the seed:

1. Sort the ids by code point. There are n of them.
2. Random numbers are the blocks HMAC-SHA256(key = seed, message = `ALGORITHM` in ASCII, then the block number
   from 0 as 8 bytes, big-endian), each cut into four big-endian numbers of 64 bits.
3. A number below m: take the next one; skip it if it is not below the largest multiple of m under 2**64; else
   its remainder by m. (Rejection: a bare remainder would favour the low ids.)
4. Fisher–Yates, first k places only: for place i, swap it with place i + (a number below n - i).
5. Where fewer than k are unseen, all of these are certain and seen ones are drawn for the rest. Both together are
   then drawn once more, all of them, with the seed followed by " order", so that a place among the slips does not
   tell which were certain.
6. Where the rules let chance keep a question when the time to choose ends: of the n slips in the order drawn, the
   one at a number below n, the first number that the seed followed by " keep" gives.

A text seed is its UTF-8 bytes. Before a draw `sealed` of its seed is shown, after it the seed. What changes the
outcome for a recorded seed gets another name in `ALGORITHM`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Protocol

ALGORITHM = "extemp-draw-1"
_SPAN = 2**64


class DrawError(ValueError):
    """A draw that cannot be asked for: a number of questions that is not there, an id twice, an empty seed."""


class Shelf(Protocol):
    """Sorted ids that may stay where they are: how many there are, and which one stands at a place."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: int, /) -> str: ...


@dataclass(frozen=True)
class TooFew:
    """No draw: only `left` questions may be drawn where `wanted` are needed. `why` is a sentence for the student."""

    wanted: int
    left: int
    why: str


@dataclass(frozen=True)
class Drawn:
    """A draw to be recorded: with the seed and the same sets it comes out again. `relaxed` says in words, for the
    student, which wish was given up; it is empty where none was.
    """

    ids: tuple[str, ...]
    relaxed: tuple[str, ...]
    pool_size: int
    algorithm: str


def draw(pool: Sequence[str], k: int, seed: bytes | str) -> tuple[str, ...]:
    """`k` different ids in the order drawn, every ordered choice being equally likely over the seeds.

    The order of `pool` does not matter. Raises `DrawError` if an id stands twice, k is not in 0…len(pool), or the
    seed is empty.
    """
    ordered = _sorted(pool)
    return tuple(ordered[at] for at in draw_places(len(ordered), k, seed))


def draw_places(n: int, k: int, seed: bytes | str) -> tuple[int, ...]:
    """The places (from 0) that `draw` takes from n sorted ids, in memory for k of them only.

    For a pool that is better left in the database: read the rows at these offsets.
    """
    if not 0 <= k <= n:
        raise DrawError(f"cannot draw {k} of {n}")
    numbers = _numbers(_key(seed))
    moved: dict[int, int] = {}  # places whose occupant is no longer the first one
    taken = []
    for place in range(k):
        other = place + _below(n - place, numbers)
        taken.append(moved.get(other, other))
        moved[other] = moved.pop(place, place)
    return tuple(taken)


def kept_slip(n: int, seed: bytes | str) -> int:
    """Which of `n` slips chance keeps, from 1. Raises `DrawError` for no slip or an empty seed."""
    return draw_places(n, 1, _key(seed) + b" keep")[0] + 1


def draw_from(fresh: Shelf, seen: Shelf, *, k: int, seed: bytes | str) -> Drawn:
    """`k` of the unseen ones; where these are fewer, all of them and seen ones for the rest.

    What may be on the shelves at all is `practice.picking.bank_of`: nothing spoken on, nothing held by a team-mate.
    Raises `DrawError` where both together are fewer than `k`.
    """
    unseen = len(fresh)
    if unseen >= k:
        return Drawn(_at(fresh, k, seed), (), unseen, ALGORITHM)
    certain = tuple(fresh[place] for place in range(unseen))
    ids = (*certain, *_at(seen, k - unseen, seed))
    if certain:
        ids = draw(ids, k, _key(seed) + b" order")
    return Drawn(ids, (_why_relaxed(unseen),), unseen + len(seen), ALGORITHM)


def too_few(*, wanted: int, left: int, of: int, spoken: int, held: int, within: str = "") -> TooFew:
    """Why `left` of `of` questions are too few: some were spoken on (`within`: " this season"), others are held."""
    reasons = [f"you have spoken on {spoken}{within}"] if spoken else []
    if held:
        reasons.append(f"{held} {'is' if held == 1 else 'are'} held by team-mates in this round")
    because = f": {' and '.join(reasons)}" if reasons else ""
    return TooFew(wanted, left, f"The draw needs {wanted} questions and {left} of {of} can be drawn{because}.")


def sealed(seed: str) -> str:
    """SHA-256 of the seed, in hexadecimal: shown before the draw, so that the seed cannot be picked after it."""
    return hashlib.sha256(seed.encode()).hexdigest()


def digest(ids: Iterable[str]) -> str:
    """SHA-256 of sorted ids, each followed by a line feed: that of the list as a file."""
    whole = hashlib.sha256()
    for one in ids:
        whole.update(b"%s\n" % one.encode())
    return whole.hexdigest()


def _at(shelf: Shelf, k: int, seed: bytes | str) -> tuple[str, ...]:
    return tuple(shelf[place] for place in draw_places(len(shelf), k, seed))


def _sorted(pool: Iterable[str]) -> list[str]:
    ordered = sorted(pool)
    for one, following in pairwise(ordered):
        if one == following:
            raise DrawError(f"{one!r} stands twice in the pool")
    return ordered


def _key(seed: bytes | str) -> bytes:
    key = seed.encode() if isinstance(seed, str) else seed
    if not key:
        raise DrawError("the seed is empty")
    return key


def _numbers(key: bytes) -> Iterator[int]:
    for block in count():
        bits = hmac.digest(key, ALGORITHM.encode() + block.to_bytes(8, "big"), "sha256")
        for at in range(0, len(bits), 8):
            yield int.from_bytes(bits[at : at + 8], "big")


def _below(m: int, numbers: Iterator[int]) -> int:
    whole = _SPAN - _SPAN % m
    return next(number for number in numbers if number < whole) % m


def _why_relaxed(fresh: int) -> str:
    if not fresh:
        return "You have seen every question that is left, so all of these are ones you have drawn before."
    left = "Only one question is left" if fresh == 1 else f"Only {fresh} questions are left"
    return f"{left} that you have not seen, so the others are ones you have drawn before."
