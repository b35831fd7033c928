"""Keys and numbers as an address or a form sends them."""

from collections.abc import Iterable
from uuid import UUID


def as_uuids(texts: Iterable[str]) -> list[UUID]:
    """Those of the texts that are UUIDs."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def whole(typed: str, digits: int, otherwise: int = 0) -> int:
    """The number that is typed in at most so many digits, as addresses and forms send it; else `otherwise`."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= digits else otherwise
