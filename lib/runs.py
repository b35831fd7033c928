"""Runs of three words as numbers: two texts that share many say much the same. Pure."""

from collections.abc import Iterable
from zlib import crc32

_SPREAD, _MASK = 0x9E3779B97F4A7C15, 2**63 - 1


def numbers(words: Iterable[bytes]) -> set[int]:
    """The numbers, 0 to 2**63 - 1, of all runs of three; of one or two words one for all, of none none."""
    codes = list(map(crc32, words))
    if len(codes) < 3:
        codes += [0] * (3 - len(codes)) if codes else []
    return {((a + 31 * b + 961 * c) * _SPREAD) & _MASK for a, b, c in zip(codes, codes[1:], codes[2:], strict=False)}
