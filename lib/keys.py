"""Public keys that come from an address."""

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
