"""Rows to plain JSON and back: a table of each model, the same for writing and for reading.

A room declares its models as `Part`s (`articles/portable.py` and so on); every field that a part does not leave out,
with its reason, is written. People stand as user names, rows as the key of their part, bytes as their sha256.
"""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

Row = Any
_URL = re.compile(r"https?://[^\s<>\"`\\]+", re.I)
_UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_LONE = re.compile("[\x00\ud800-\udfff]")
_DEEPEST = 20


class Fault(Exception):
    """A value that cannot be, and in which field. The message says it for people."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)


class Outside(Protocol):
    """How a row is named that belongs to the site and to no team."""

    def write(self, pk: Any) -> str | None: ...

    def read(self, key: str) -> Any: ...


@dataclass(frozen=True)
class Part:
    """One model's table.

    `of`: the foreign key by which a row is its team's, at first or at further hand. `key`: the fields that name a row
    inside one team's file. `person`: the field that says whose a row is, where the model has no owner. `left_out`:
    field -> why it is not written. `shapes`: what each JSON field holds. `bytes_of`: field of bytes -> field of their
    sha256. `check`: "" for a row that may come in, else what is wrong; it sees the plain fields only. `finish`: sets
    what is computed from the others. `chosen`: the rows of a restricted scope, where the path does not say it.
    """

    model: type[models.Model]
    of: str = "team"
    key: tuple[str, ...] = ("id",)
    person: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)
    bytes_of: Mapping[str, str] = field(default_factory=dict)
    outside: Mapping[str, Outside] = field(default_factory=dict)
    check: Callable[[Row], str] = lambda row: ""
    finish: Callable[[Row], None] = lambda row: None
    chosen: Callable[[Any], models.QuerySet[Any]] | None = None

    @property
    def name(self) -> str:
        """Its name in the file: "articles.revision"."""
        return self.model._meta.label_lower

    @cached_property
    def fields(self) -> tuple[models.Field, ...]:
        """Every column that is written. The team is the file, and a number of the database means nothing elsewhere."""
        return tuple(
            column
            for column in self.model._meta.concrete_fields
            if column.name not in self.left_out
            and not isinstance(column, models.AutoField)
            and not (column.is_relation and target(column)._meta.label == "teams.Team")
        )

    @cached_property
    def plain(self) -> tuple[models.Field, ...]:
        return tuple(f for f in self.fields if not f.is_relation and f.name not in self.bytes_of)

    @cached_property
    def relations(self) -> tuple[models.Field, ...]:
        return tuple(f for f in self.fields if f.is_relation)

    @cached_property
    def many(self) -> tuple[models.ManyToManyField, ...]:
        return tuple(f for f in self.model._meta.many_to_many if f.name not in self.left_out)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f.name for f in (*self.fields, *self.many))

    @property
    def has_uuid(self) -> bool:
        return isinstance(self.model._meta.pk, models.UUIDField)

    @property
    def stamped(self) -> list[str]:
        """Fields that Django would set to this minute."""
        return [f.name for f in self.fields if getattr(f, "auto_now", False) or getattr(f, "auto_now_add", False)]


def target(relation: Any) -> type[models.Model]:
    """The model that a relation points to."""
    return relation.related_model


def is_person(relation: models.Field) -> bool:
    return target(relation)._meta.label == settings.AUTH_USER_MODEL


def strings(value: Any) -> bool:
    """A shape: a list of strings."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def mapping(value: Any) -> bool:
    """A shape: an object of anything."""
    return isinstance(value, dict)


def written(value: Any) -> Any:
    """A column's value as JSON has it. Times are UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def read_plain(part: Part, row: Mapping[str, Any]) -> dict[str, Any]:
    """The plain fields of a row as Python has them; one that an older file lacks gets its default. Raises Fault."""
    unknown = row.keys() - set(part.names)
    if unknown:
        raise Fault(min(unknown), "is not known here; the file may be from a newer version.")
    values = {}
    for column in part.plain:
        if column.name in row:
            values[column.name] = _read(column, row[column.name], part.shapes.get(column.name))
        elif not column.has_default() and not column.blank and not column.null:
            raise Fault(column.name, "is missing.")
    return values


def _read(column: models.Field, value: Any, shape: Callable[[Any], bool] | None) -> Any:
    if value is None:
        if column.null:
            return None
        raise Fault(column.name, "is empty.")
    if isinstance(column, models.JSONField):
        if shape is None or not shape(value) or not _carries(value):
            raise Fault(column.name, "has not the form that it should.")
        return value
    for kinds, read in _READERS:
        if isinstance(column, kinds):
            return read(column, value)
    raise Fault(column.name, "is of a kind that cannot be read.")


def _carries(value: Any, depth: int = 0) -> bool:
    """Whether a database can keep it."""
    if depth > _DEEPEST:
        return False
    if isinstance(value, str):
        return not _LONE.search(value)
    if isinstance(value, dict):
        return all(_carries(k, depth) and _carries(v, depth + 1) for k, v in value.items())
    if isinstance(value, list):
        return all(_carries(item, depth + 1) for item in value)
    return not isinstance(value, int) or abs(value) < 2**63


def _text(column: models.Field, value: Any) -> str:
    if not isinstance(value, str):
        raise Fault(column.name, "is not text.")
    if _LONE.search(value):
        raise Fault(column.name, "has a character that cannot be stored.")
    if column.max_length and len(value) > column.max_length:
        raise Fault(column.name, f"has {len(value):,} characters; {column.max_length:,} is the most.")
    if column.choices and value not in dict(column.flatchoices) and not (column.blank and value == ""):
        raise Fault(column.name, f"“{value[:40]}” is none of {', '.join(map(str, dict(column.flatchoices)))}.")
    if isinstance(column, models.URLField) and value and not _URL.fullmatch(value):
        raise Fault(column.name, "is no address of http or https.")
    if isinstance(column, models.SlugField):
        _validated(column, value)
    return value


def _validated(column: models.Field, value: Any) -> Any:
    try:
        column.run_validators(value)
    except ValidationError as error:
        raise Fault(column.name, " ".join(error.messages)) from error
    return value


def _number(column: models.Field, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Fault(column.name, "is not a whole number.")
    if column.choices and value not in dict(column.flatchoices):
        raise Fault(column.name, f"{value} is none of the choices.")
    return _validated(column, value)


def _flag(column: models.Field, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Fault(column.name, "is not true or false.")
    return value


def _moment(column: models.Field, value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        if moment.utcoffset() is None:
            raise ValueError
        return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise Fault(column.name, "is no time with its zone, like 2026-03-03T10:00:00+00:00.") from None


def _day(column: models.Field, value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Fault(column.name, "is no date like 2026-03-03.") from None


def as_uuid(name: str, value: Any) -> uuid.UUID:
    try:
        found = uuid.UUID(value)
        if str(found) == value:
            return found
    except (TypeError, ValueError, AttributeError):
        pass
    raise Fault(name, "is no key of 36 characters.")


_READERS: tuple[tuple[Any, Callable[[models.Field, Any], Any]], ...] = (
    (models.UUIDField, lambda column, value: as_uuid(column.name, value)),
    ((models.CharField, models.TextField), _text),
    (models.IntegerField, _number),
    (models.BooleanField, _flag),
    (models.DateTimeField, _moment),
    (models.DateField, _day),
)


def renamed(value: Any, keys: Mapping[str, str]) -> Any:
    """The same JSON with every key of a row that has another key now; `keys` is old -> new."""
    if isinstance(value, str):
        return _UUID.sub(lambda found: keys.get(found[0], found[0]), value)
    if isinstance(value, dict):
        return {renamed(k, keys): renamed(v, keys) for k, v in value.items()}
    return [renamed(item, keys) for item in value] if isinstance(value, list) else value
