"""The draw: a few questions from many, fairly, and so that anybody can check it afterwards.

The method (`ALGORITHM`), to be recomputed in any language from the seed:

1. Sort the ids by code point. There are n of them.
2. Random numbers are the blocks HMAC-SHA256(key = seed, message = `ALGORITHM` in ASCII, then the block number
   from 0 as 8 bytes, big-endian), each cut into four big-endian numbers of 64 bits.
3. A number below m: take the next one; skip it if it is not below the largest multiple of m under 2**64; else
   its remainder by m. (Rejection: a bare remainder would favour the low ids.)
4. Fisher–Yates, first k places only: for place i, swap it with place i + (a number below n - i).
5. Where some questions are certain (see `Pool`): those and the drawn ones together are drawn once more, all of
   them, with the seed followed by " order", so that a place among the slips does not tell which were certain.
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
class Pool:
    """What a student may draw from. Everything in `certain` is drawn; the rest comes from `ids`.

    Both are sorted. `certain` holds something only when too few unseen questions are left. `relaxed` says in
    words, for the student, which wish was given up; it is empty when none was.
    """

    certain: tuple[str, ...]
    ids: tuple[str, ...]
    relaxed: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.certain) + len(self.ids)


@dataclass(frozen=True)
class TooFew:
    """No draw: only `left` questions may be drawn where `wanted` are needed. `why` is a sentence for the student."""

    wanted: int
    left: int
    why: str


@dataclass(frozen=True)
class Drawn:
    """A draw to be recorded: with the seed and the same sets it comes out again."""

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


def choose_pool(
    candidates: Iterable[str], *, seen: Iterable[str], spoken: Iterable[str], held: Iterable[str], k: int
) -> Pool | TooFew:
    """What `k` questions may be drawn from, for one student in one round.

    `candidates` are the questions in play (none retired); `seen` those that the student drew before, `spoken` those
    that the student spoke on, `held` those that a team-mate holds in this round. Ids in these that are not candidates
    do not matter.

    Never given up: not spoken on, not held. Given up when fewer than `k` unseen ones are left: not seen before. Then
    every unseen one is drawn and seen ones fill the rest. If even these do not suffice: `TooFew`.
    Raises `DrawError` if a candidate stands twice or k is below 1.
    """
    if k < 1:
        raise DrawError(f"cannot draw {k}")
    ordered = _sorted(candidates)
    spoken, held, seen = frozenset(spoken), frozenset(held), frozenset(seen)
    open_ = [one for one in ordered if one not in spoken and one not in held]
    if len(open_) < k:
        told = sum(one in spoken for one in ordered)
        away = sum(one in held and one not in spoken for one in ordered)
        return too_few(wanted=k, left=len(open_), of=len(ordered), spoken=told, held=away)
    fresh = tuple(one for one in open_ if one not in seen)
    if len(fresh) >= k:
        return Pool((), fresh)
    return Pool(fresh, tuple(one for one in open_ if one in seen), (_why_relaxed(len(fresh)),))


def draw_questions(
    candidates: Iterable[str],
    *,
    seen: Iterable[str],
    spoken: Iterable[str],
    held: Iterable[str],
    k: int,
    seed: bytes | str,
) -> Drawn | TooFew:
    """Choose the pool and draw from it, all ids at hand. Arguments as `choose_pool`."""
    pool = choose_pool(candidates, seen=seen, spoken=spoken, held=held, k=k)
    if isinstance(pool, TooFew):
        return pool
    if pool.relaxed:
        return draw_from(pool.certain, pool.ids, k=k, seed=seed)
    return draw_from(pool.ids, (), k=k, seed=seed)


def draw_from(fresh: Shelf, seen: Shelf, *, k: int, seed: bytes | str) -> Drawn:
    """`k` of the unseen ones; where these are fewer, all of them and seen ones for the rest.

    The one call that a server needs. Raises `DrawError` where both together are fewer than `k`.
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
