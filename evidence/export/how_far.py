"""How far a file is that is being made: told by the request that makes it, asked for by the page that waits for it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.core.cache import cache

from evidence.export.sheet import Heading, Row, Sheet
from teams.models import User

EVERY = 50  # rows; telling costs a write
_KEPT = 600  # seconds


@dataclass(frozen=True)
class Far:
    """`of` is 0 where nobody has counted. `over`: the file is made."""

    done: int = 0
    of: int = 0
    over: bool = False


def telling(sheet: Sheet, *, user: User, token: UUID, of: int) -> Sheet:
    """The same sheet, which tells how far it was gone through."""
    return replace(sheet, rows=_rows(sheet, user, token, of))


def _rows(sheet: Sheet, user: User, token: UUID, of: int) -> Iterator[Row]:
    done = 0
    for row in sheet.rows:
        if not isinstance(row, Heading):
            if done % EVERY == 0:
                tell(user, token, Far(done, of))
            done += 1
        yield row
    tell(user, token, Far(done, of or done, over=True))


def tell(user: User, token: UUID, far: Far) -> None:
    cache.set(_key(user, token), far, _KEPT)


def told(user: User, token: UUID) -> Far:
    """Nothing done where nothing was told."""
    found: Far | None = cache.get(_key(user, token))
    return found or Far()


def _key(user: User, token: UUID) -> str:
    return f"evidence.how_far:{user.pk}:{token}"
