"""Keys and numbers as an address or a form sends them."""

from collections.abc import Iterable
from uuid import UUID

MOST = 2**31 - 1  # what a column of whole numbers takes


def uuid_of(typed: str | None) -> UUID | None:
    """The UUID that is typed; None for what is missing or is none."""
    try:
        return UUID(typed or "")
    except ValueError:
        return None


def as_uuids(texts: Iterable[str]) -> list[UUID]:
    """Those of the texts that are UUIDs."""
    return [found for text in texts if (found := uuid_of(text))]


def whole(typed: str, digits: int, otherwise: int = 0) -> int:
    """The number that is typed in at most so many digits, as addresses and forms send it; else `otherwise`."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= digits else otherwise


def number_of(typed: str | None, most: int = MOST) -> int:
    """The number that is typed, `most` where it is more; 0 for what is missing or is none."""
    return min(whole(typed or "", 19), most)
