"""The pieces of a recording: how many and how large they may be, and whether they are all there. Pure.

A missing piece in the middle decodes without a fault and loses its seconds silently. So a recording is whole by its
numbers 0…n-1 and their hashes, never because it plays.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PIECE = 4 * 1024 * 1024  # bytes of one piece: five seconds of video are about 0.3 MB
MOST_PIECES = 1_900  # at two seconds each: an hour
WHOLE = 150 * 1024 * 1024  # bytes of one recording
LONGEST = 2 * 60 * 60 * 1000  # ms, by the clock of the page

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Missing:
    """Pieces that were named and have not arrived, or arrived with other bytes."""

    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Whole:
    """Every piece that was named is here, and no other. `hashes` in order."""

    hashes: tuple[str, ...]


@dataclass(frozen=True)
class Wrong:
    """What was said of the pieces cannot be."""

    why: str


def check(named: Sequence[str], here: Mapping[int, str]) -> Whole | Missing | Wrong:
    """`named` are the SHA-256 of pieces 0…n-1 in order, as hex; `here` is number -> SHA-256 of what has arrived."""
    if not named:
        return Wrong("A recording has at least one piece.")
    if len(named) > MOST_PIECES:
        return Wrong(f"A recording has at most {MOST_PIECES} pieces.")
    if not all(is_hash(one) for one in named):
        return Wrong("A piece is named by 64 hexadecimal digits.")
    missing = tuple(number for number, sha256 in enumerate(named) if here.get(number) != sha256)
    if missing:
        return Missing(missing)
    beyond = sorted(number for number in here if number >= len(named))
    if beyond:
        return Wrong(f"Piece {beyond[0]} arrived and is not named.")
    return Whole(tuple(named))


def is_hash(text: object) -> bool:
    return isinstance(text, str) and bool(_HASH.fullmatch(text))


def container(first: bytes) -> str:
    """ "webm", "mp4" or "ogg" by the first bytes of a recording; "" for anything else."""
    if first.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    if first[4:8] == b"ftyp":
        return "mp4"
    return "ogg" if first.startswith(b"OggS") else ""
