"""A coach's file on its way in: looked over whole, kept for a day, brought in once."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import IO, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from extemp.bringing_in import BroughtIn, bring_in, look_over
from extemp.models import Arriving, ArrivingPiece
from extemp.team_file import BY_PAGE, Refused
from teams.models import User

MOST = 200 * 1024**2  # bytes of the file itself
_PIECE = 1024 * 1024
_LIFE = timedelta(days=1)
_CLAIM = timedelta(minutes=15)  # by then a process that has not brought it in was killed
SHOWN = (
    ("articles.article", "article", "articles"),
    ("articles.question", "question", "questions"),
    ("evidence.note", "note", "notes"),
    ("evidence.card", "card", "cards"),
    ("evidence.block", "block", "blocks"),
    ("practice.round", "round", "rounds"),
)


@dataclass(frozen=True)
class Seen:
    """What the page says of a file. `people` are shown names; `whole` is False where one member's view was taken."""

    team: str
    made_at: str
    made_for: str
    whole: bool
    counts: list[str]
    rows: int
    originals: int
    left: int
    people: list[str]


class Elsewhere(Exception):
    """It is being brought in at this moment, or was a moment ago."""


def keep(*, owner: User, file: IO[bytes], name: str, size: int) -> Arriving:
    """Look the file over and keep it; an earlier one of the same person goes. Raises Refused, and keeps nothing."""
    if size > MOST:
        raise Refused("", f"It has {_megabytes(size)}; {_megabytes(MOST)} is the most here.")
    seen = _seen(file, owner)
    file.seek(0)
    with transaction.atomic():
        Arriving.objects.filter(Q(owner=owner) | Q(created_at__lt=timezone.now() - _LIFE)).delete()
        arriving = Arriving.objects.create(owner=owner, name=name[:200], size=size, seen=asdict(seen))
        for position, data in enumerate(iter(lambda: file.read(_PIECE), b"")):
            ArrivingPiece.objects.create(arriving=arriving, position=position, data=data)
    return arriving


def take(*, arriving: Arriving) -> BroughtIn:
    """Bring it in. Raises Refused, or Elsewhere where another request is at it."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - _CLAIM)
    if not Arriving.objects.filter(free, pk=arriving.pk).update(claimed_at=timezone.now()):
        raise Elsewhere
    try:
        with _whole(arriving) as file:
            done = bring_in(file=file, limits=BY_PAGE, coach=arriving.owner)
    except BaseException:
        Arriving.objects.filter(pk=arriving.pk).update(claimed_at=None)
        raise
    arriving.delete()
    return done


@contextmanager
def _whole(arriving: Arriving) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as file:
        for data in arriving.pieces.order_by("position").values_list("data", flat=True).iterator(chunk_size=1):
            file.write(data)
        file.seek(0)
        yield file


def _seen(file: IO[bytes], owner: User) -> Seen:
    looked = look_over(file=file, limits=BY_PAGE, coach=owner)
    front, rows = looked.front, looked.rows
    return Seen(
        team=looked.team,
        made_at=_day(front.get("made_at")),
        made_for=str(front.get("made_for") or "")[:150],
        whole=front.get("scope") == "everything",
        counts=[f"{n:,} {one if n == 1 else many}" for table, one, many in SHOWN if (n := rows.get(table, 0))],
        rows=sum(rows.values()),
        originals=looked.originals,
        left=_number(front),
        people=looked.people,
    )


def _number(front: Mapping[str, Any]) -> int:
    said = front.get("rows_left_out")
    return said if isinstance(said, int) and 0 <= said < 10**9 else 0


def _day(said: Any) -> str:
    """The file's own word for when it was made, if it is a time."""
    try:
        made = datetime.fromisoformat(said)
    except (TypeError, ValueError):
        return ""
    return f"{made.day} {made:%B %Y}"


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:,.0f} MB"
