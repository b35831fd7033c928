"""A team's file as a new team of this site: looked over whole first, then written in one transaction, or not at all.

By the machine's owner (no `coach`), people are matched by user name and made where they are missing. On the page the
file is a stranger's: no account of this site gets anything through it. What others wrote belongs to accounts that are
made for it, with other user names, which nobody can sign in to; only what the coach wrote is theirs again.
"""

import itertools
import secrets
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction

from extemp.taking_out import PARTS, ROOMS
from extemp.team_file import Limits, Refused, TeamFile
from lib.portable import Fault, Part, as_uuid, is_person, read_plain, renamed, target
from teams import portable as teams
from teams.joining import free_slug
from teams.models import Membership, Team, User
from teams.policy import Role

_AT_ONCE = 200
_KEY = 500  # characters of a row's key


@dataclass(frozen=True)
class BroughtIn:
    """The new team; `people` counts accounts that were made, `matched` those that were there."""

    team: Team
    rows: Mapping[str, int]
    people: int
    matched: int


@dataclass(frozen=True)
class LookedOver:
    """What a file says it is, and what was counted in it. `people` are shown names, in the order of the file."""

    team: str
    front: Mapping[str, Any]
    rows: Mapping[str, int]
    originals: int
    people: list[str]


@dataclass
class _Checked:
    """What the first reading found: every key that a row has, by model, and every person."""

    keys: dict[type[models.Model], dict[str, Any]] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    users: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


def look_over(*, file: IO[bytes], limits: Limits, coach: User) -> LookedOver:
    """Every part and row of the file looked at, and nothing stored. Raises Refused."""
    opened = TeamFile(file, limits)
    team = _team(opened, "", coach)
    checked = _check(opened)
    people = [values.get("display_name") or name for name, values in checked.people.items()]
    return LookedOver(team.name, opened.front, checked.rows, opened.originals, people)


def bring_in(*, file: IO[bytes], limits: Limits, slug: str = "", coach: User | None = None) -> BroughtIn:
    """Raises extemp.team_file.Refused; then nothing of the file is in the database."""
    opened = TeamFile(file, limits)
    team = _team(opened, slug, coach)
    checked = _check(opened)
    try:
        with transaction.atomic():
            team.brought_in_by = coach
            team.save(force_insert=True)
            _restamp(teams.TEAM, [team], opened.front["team"])
            made = _people(checked, team, coach)
            _rename_taken(checked)
            rows = {part.name: _insert(part, opened, team, checked, coach) for part in PARTS}
            if coach:
                Membership.objects.create(team=team, user=coach, role=Role.COACH)
            for room in ROOMS:
                room.settle(team)
    except Fault as fault:
        raise Refused("", str(fault)) from fault
    except (IntegrityError, DataError) as error:
        raise Refused("", f"The rows do not fit together. The database says: {str(error).splitlines()[0]}") from error
    return BroughtIn(team, rows, made, len(checked.users) - made)


def _team(opened: TeamFile, slug: str, coach: User | None) -> Team:
    place = "team.json"
    try:
        team = Team(**read_plain(teams.TEAM, opened.front["team"]))
    except Fault as fault:
        raise Refused(place, str(fault)) from fault
    if coach:
        team.personal, team.slug = False, free_slug(team.name)
    elif slug:
        team.slug = slug
    try:
        team.full_clean(validate_unique=False)
    except ValidationError as error:
        raise Refused(place, "; ".join(error.messages)) from error
    if Team.objects.filter(slug=team.slug).exists():
        raise Refused("", f"There is a team “{team.slug}” here already. Choose another short name with --as-slug.")
    return team


def _check(opened: TeamFile) -> _Checked:
    """Every row is looked at before anything is written."""
    checked = _Checked()
    for place, row in opened.people():
        _check_person(place, row, checked)
    opened.check_originals()
    count = 0
    for part in PARTS:
        keys = checked.keys.setdefault(part.model, {})
        checked.rows[part.name] = 0
        for place, row in opened.rows(part.name):
            count += 1
            checked.rows[part.name] += 1
            if count > opened.limits.rows:
                raise Refused(place, f"is the {count:,}th row; {opened.limits.rows:,} is the most here.")
            try:
                _check_row(part, row, keys, opened)
            except Fault as fault:
                raise Refused(place, str(fault)) from fault
    return checked


def _check_person(place: str, row: dict[str, Any], checked: _Checked) -> None:
    try:
        values = read_plain(teams.PERSON, row)
        User.username_validator(values["username"])
    except KeyError:
        raise Refused(place, "username: is missing.") from None
    except Fault as fault:
        raise Refused(place, str(fault)) from fault
    except ValidationError as error:
        raise Refused(place, f"username: {' '.join(error.messages)}") from error
    if values["username"] in checked.people:
        raise Refused(place, f"{values['username']} stands in it twice.")
    checked.people[values["username"]] = values


def _check_row(part: Part, row: dict[str, Any], keys: dict[str, Any], opened: TeamFile) -> None:
    values = read_plain(part, row)
    for name, hash_ in part.bytes_of.items():
        if row.get(name) is not None and (row[name] != values[hash_] or not opened.has_original(row[name])):
            raise Fault(name, f"The file has no bytes of {str(row[name])[:64]}.")
    fault = part.check(part.model(**values))
    if fault:
        raise Fault("", fault)
    if part.key:
        key = _key_of(part, row)
        if key in keys:
            raise Fault("/".join(part.key), "stands in it twice.")
        keys[key] = as_uuid("id", row["id"]) if part.has_uuid else None


def _key_of(part: Part, row: dict[str, Any]) -> str:
    named = [row.get(name) for name in part.key]
    if not all(isinstance(name, str) and 0 < len(name) <= _KEY for name in named):
        raise Fault("/".join(part.key), "is missing.")
    return "/".join(named)  # type: ignore[arg-type]


def _people(checked: _Checked, team: Team, coach: User | None) -> int:
    """Fill `checked.users`: user name in the file -> key here. Gives how many accounts were made."""
    there: dict[str, Any] = {}
    if coach is None:
        for some in _chunks(checked.people):
            there |= dict(User.objects.filter(username__in=some).values_list("username", "pk"))
    elif coach.username in checked.people:
        there[coach.username] = coach.pk
    new = [_account(values, team, coach) for name, values in checked.people.items() if name not in there]
    User.objects.bulk_create(new, batch_size=_AT_ONCE)
    missing = [name for name in checked.people if name not in there]
    checked.users = there | {name: user.pk for name, user in zip(missing, new, strict=True)}
    return len(new)


def _account(values: Mapping[str, Any], team: Team, coach: User | None) -> User:
    """An account without a password. From the page it never takes a user name that a person may want, and is shut."""
    name, shown = values["username"], values.get("display_name", "")
    user = User(username=name, display_name=shown, is_active=coach is None)
    if coach:
        user.username, user.display_name = f"{secrets.token_hex(6)}.{name}"[:150], shown or name[:60]
        user.brought_in_with = team
    user.set_unusable_password()
    return user


def _rename_taken(checked: _Checked) -> None:
    """Where a row's key is another row's here, the whole file gets new keys; else it keeps its own."""
    for part in PARTS:
        if part.has_uuid:
            for some in _chunks(checked.keys[part.model]):
                if part.model._base_manager.filter(pk__in=some).exists():
                    break
            else:
                continue
            break
    else:
        return
    for part in PARTS:
        if part.has_uuid:
            keys = checked.keys[part.model]
            keys.update({key: uuid.uuid4() for key in keys})
            checked.changed.update({key: str(new) for key, new in keys.items()})


def _insert(part: Part, opened: TeamFile, team: Team, checked: _Checked, coach: User | None) -> int:
    count = 0
    rows = opened.rows(part.name)
    if coach and part is teams.MEMBERSHIP:
        rows = ((place, row) for place, row in rows if row.get("user") != coach.username)
    while some := list(itertools.islice(rows, _AT_ONCE)):
        made = [_row(part, place, row, opened, team, checked) for place, row in some]
        part.model._base_manager.bulk_create(made)
        for row, (_, told) in zip(made, some, strict=True):
            if part.key and not part.has_uuid:
                checked.keys[part.model][_key_of(part, told)] = row.pk
        _restamp_all(part, made, [told for _, told in some])
        for relation in part.many:
            _link(relation, made, some, checked)
        count += len(made)
    return count


def _row(part: Part, place: str, told: dict[str, Any], opened: TeamFile, team: Team, checked: _Checked) -> Any:
    try:
        values = read_plain(part, told)
        for relation in part.relations:
            values[relation.attname] = _reference(part, relation, told.get(relation.name), checked)
    except Fault as fault:
        raise Refused(place, str(fault)) from fault
    for name in part.bytes_of:
        values[name] = None if told.get(name) is None else opened.original(told[name])
    if checked.changed:
        values |= {name: renamed(values[name], checked.changed) for name in part.shapes if name in values}
    if part.has_uuid:
        values["id"] = checked.keys[part.model][told["id"]]
    row = part.model(**values)
    if part.of == "team":
        row.team = team  # type: ignore[attr-defined]
    part.finish(row)
    return row


def _reference(part: Part, relation: models.Field, key: Any, checked: _Checked) -> Any:
    """The row here that a key of the file means. Only rows of this very file can be named, so none of another team."""
    if key is None:
        if relation.null:
            return None
        raise Fault(relation.name, "is empty.")
    known = checked.users if is_person(relation) else checked.keys.get(target(relation), {})
    if isinstance(key, str) and known.get(key) is not None:
        return known[key]
    if isinstance(key, str) and relation.name in part.outside:
        return part.outside[relation.name].read(key)
    raise Fault(relation.name, f"“{str(key)[:60]}” is not in the file.")


def _link(relation: models.ManyToManyField, made: list[Any], some: list[Any], checked: _Checked) -> None:
    through: Any = relation.remote_field.through
    here, there = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
    known = checked.keys.get(target(relation), {})
    links = []
    for row, (place, told) in zip(made, some, strict=True):
        keys = told.get(relation.name, [])
        if not isinstance(keys, list) or not all(isinstance(key, str) and known.get(key) for key in keys):
            raise Refused(place, f"{relation.name}: names a row that is not in the file.")
        links += [through(**{here: row.pk, there: known[key]}) for key in dict.fromkeys(keys)]
    through._base_manager.bulk_create(links, batch_size=_AT_ONCE)


def _restamp(part: Part, rows: list[Any], told: dict[str, Any]) -> None:
    _restamp_all(part, rows, [told])


def _restamp_all(part: Part, rows: list[Any], told: list[dict[str, Any]]) -> None:
    """Times that Django set to this minute when the row was stored, set to what the file says."""
    names = [name for name in part.stamped if all(name in row for row in told)]
    if not names:
        return
    for row, values in zip(rows, told, strict=True):
        read = read_plain(part, values)
        for name in names:
            setattr(row, name, read[name])
    part.model._base_manager.bulk_update(rows, names)


def _chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while some := list(itertools.islice(rest, _AT_ONCE)):
        yield some
