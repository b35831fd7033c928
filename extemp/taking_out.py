"""A team as one zip file: everything of it, or what one member may see, or what one member made.

In it: `team.json` (what the file is), `people.jsonl`, `data/<table>.jsonl` with one row a line, `originals/<sha256>`
with the bytes that articles came from, each once, and README.txt; in a member's own file also `recordings/*`, what
they recorded. Memory holds a few hundred rows, whatever the team.
"""

import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import IO, Any

from django.db import connection, models, transaction
from django.db.models import Q

from articles import portable as articles
from evidence import portable as evidence
from extemp.models import Arriving, ArrivingPiece
from extemp.own_sound import Sound, write_sound
from lib.portable import Part, is_person, target, written
from practice import portable as practice
from teams import portable as teams
from teams.models import Membership, Team, User
from teams.portable import Scope

FORMAT = 1
LEFT_OUT: Mapping[type[models.Model], str] = {
    Arriving: "a file on its way in is no team's yet, and goes after a day",
    ArrivingPiece: "a file on its way in is no team's yet, and goes after a day",
}
ROOMS = (teams, articles, evidence, practice)
PARTS: tuple[Part, ...] = tuple(part for room in ROOMS for part in room.PARTS)
_AT_ONCE = 200
_README = """{name}, taken out of Extemp on {day}: {whose}.

team.json       what this file is, and how many rows each table has
people.jsonl    user name and shown name of whoever the rows speak of; no password and no e-mail
data/*.jsonl    one table a file, one row a line, UTF-8; keys join the tables
originals/*     the bytes of the files that articles came from, named by their SHA-256
{sound}{left}
{back}
"""
_SOUND = "recordings/*    {held} of your recordings, named by their key in data/recording.jsonl\n"
_SOUND_LEFT = "                {left} more did not fit or are not there: download them one by one\n"
_BACK = (
    'A coach brings it in on the page "Take out and bring in", '
    "or the machine's owner with: manage.py import_team FILE"
)
_KEEP = "It is for keeping and reading: a file of one person's own things cannot be brought in as a team."


class Damaged(Exception):
    """Bytes in the database are not those that their hash names. Nothing was written that would hide it."""


@dataclass(frozen=True)
class TakenOut:
    """Rows a table; `left` counts rows that speak of something which this scope does not show."""

    rows: Mapping[str, int]
    originals: int
    left: int
    sound: Sound


@dataclass
class _Names:
    """How rows and people are called in this file."""

    keys: dict[type[models.Model], dict[Any, str]]
    usernames: dict[Any, str] = field(default_factory=dict)
    left: int = 0

    def person(self, pk: Any) -> str:
        if pk not in self.usernames:
            self.usernames[pk] = User.objects.values_list("username", flat=True).get(pk=pk)
        return self.usernames[pk]


def take_out(*, team: Team, to: IO[bytes], member: Membership | None = None, own: bool = False) -> TakenOut:
    """Write the team's file. Without a member it holds everything, private notes included: for the machine's owner.

    Raises Damaged.
    """
    with _snapshot(), zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as file:
        scope = Scope.over(PARTS, team, member, own=own)
        names = _Names(_keys(scope.whole))
        rows = {part.name: _write_rows(file, scope, part, names) for part in PARTS}
        originals = sum(_write_bytes(file, scope, part) for part in PARTS if part.bytes_of)
        _write_people(file, names)
        sound = write_sound(file=file, member=member) if own and member else Sound()
        done = TakenOut(rows, originals, names.left, sound)
        _write_front(file, scope, done)
    return done


@contextmanager
def _snapshot() -> Iterator[None]:
    """All reads see one moment. Readers do not lock SQLite, which a transaction of Django's here would."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield


def _keys(scope: Scope) -> dict[type[models.Model], dict[Any, str]]:
    """The key in the file of every row that another row may name."""
    named = {target(f) for part in PARTS for f in (*part.relations, *part.many) if not is_person(f)}
    keys: dict[type[models.Model], dict[Any, str]] = {}
    for part in PARTS:
        if part.model in named:
            columns = [getattr(part.model._meta.get_field(name), "attname") for name in part.key]  # noqa: B009 - a column
            rows = scope.rows(part).values_list("pk", *columns).iterator(_AT_ONCE)
            keys[part.model] = {pk: "/".join(map(str, key)) for pk, *key in rows}
    return keys


def _write_rows(file: zipfile.ZipFile, scope: Scope, part: Part, names: _Names) -> int:
    count = 0
    held = {f"holds_{name}": Q(**{f"{name}__isnull": False}) for name in part.bytes_of}
    rows = scope.rows(part).annotate(**held).defer(*part.bytes_of).prefetch_related(*(f.name for f in part.many))
    with file.open(f"data/{part.name}.jsonl", "w", force_zip64=True) as entry:
        for row in rows.iterator(_AT_ONCE):
            told = _told(part, row, names)
            if told is None:
                names.left += 1
                names.keys.get(part.model, {}).pop(row.pk, None)
                continue
            entry.write(_line(told))
            count += 1
    return count


def _line(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _told(part: Part, row: Any, names: _Names) -> dict[str, Any] | None:
    """The row as it stands in the file; None where it names a row that this scope does not show."""
    told = {f.name: written(getattr(row, f.attname)) for f in part.plain}
    for name, hash_ in part.bytes_of.items():
        told[name] = getattr(row, hash_) if getattr(row, f"holds_{name}") else None
    for relation in part.relations:
        pk = getattr(row, relation.attname)
        told[relation.name] = None if pk is None else _key(part, relation, pk, names)
        if pk is not None and told[relation.name] is None and relation.name not in part.outside:
            return None
    for relation in part.many:
        known = names.keys[target(relation)]
        told[relation.name] = sorted(
            known[other.pk] for other in getattr(row, relation.name).all() if other.pk in known
        )
    return told


def _key(part: Part, relation: models.Field, pk: Any, names: _Names) -> str | None:
    if is_person(relation):
        return names.person(pk)
    key = names.keys[target(relation)].get(pk)
    if key is None and relation.name in part.outside:
        return part.outside[relation.name].write(pk)
    return key


def _write_bytes(file: zipfile.ZipFile, scope: Scope, part: Part) -> int:
    """Each once, one at a time."""
    done: set[bytes] = set()
    for name, hash_ in part.bytes_of.items():
        for digest, data in scope.rows(part).exclude(**{name: None}).values_list(hash_, name).iterator(1):
            if not data or bytes.fromhex(digest) in done:
                continue
            if sha256(data).hexdigest() != digest:
                raise Damaged(f"{part.name}: the bytes of {digest} are damaged.")
            done.add(bytes.fromhex(digest))
            with file.open(f"originals/{digest}", "w") as entry:
                entry.write(data)
    return len(done)


def _write_people(file: zipfile.ZipFile, names: _Names) -> None:
    with file.open("people.jsonl", "w", force_zip64=True) as entry:
        for user in User.objects.filter(pk__in=list(names.usernames)).order_by("username"):
            entry.write(_line({f.name: written(getattr(user, f.attname)) for f in teams.PERSON.plain}))


def _write_front(file: zipfile.ZipFile, scope: Scope, done: TakenOut) -> None:
    now = datetime.now(UTC)
    whose = "everything"
    if scope.member:
        whose = f"what {scope.member.user.username} {'made' if scope.own else 'may see'}"
    front = {
        "format": FORMAT,
        "software": "extemp",
        "scope": "own" if scope.own else "member" if scope.member else "everything",
        "made_at": written(now),
        "made_for": scope.member.user.username if scope.member else "",
        "rows": dict(done.rows),
        "originals": done.originals,
        "rows_left_out": done.left,
        "team": {f.name: written(getattr(scope.team, f.attname)) for f in teams.TEAM.plain},
    }
    left = f"\n{done.left} rows are not in it: they speak of something private.\n" if done.left else ""
    back = _KEEP if scope.own else _BACK
    sound = _SOUND.format(held=done.sound.held) if done.sound.held else ""
    sound += _SOUND_LEFT.format(left=done.sound.left) if done.sound.left else ""
    file.writestr("team.json", json.dumps(front, ensure_ascii=False, indent=2, sort_keys=True))
    file.writestr(
        "README.txt",
        _README.format(name=scope.team, day=f"{now:%Y-%m-%d}", whose=whose, sound=sound, left=left, back=back),
    )
