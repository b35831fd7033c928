"""A recording comes to the server: asked for, in pieces, joined. A step that is done again changes nothing.

A piece is confirmed when it is on the disk and in the database; a process that is killed before that leaves at most
a file that the next attempt writes again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from practice.models import Piece, Recording, Round
from practice.recording import facts, pieces, shelf, times
from practice.recording.retention import consent_for, delete_on
from teams.models import Membership, Team

_GONE = "This recording was deleted from the server."
_ARRIVED = "This recording has arrived; nothing is added to it."
OF_A_ROUND = 8  # recordings of one round: a speech in parts, and a few tries


@dataclass(frozen=True)
class Begun:
    """It may be sent. `here` are the pieces that have arrived before: number -> SHA-256."""

    recording: Recording
    here: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NotTaken:
    """Nothing was stored. `words` are what has to be agreed to where the page showed older ones."""

    why: str
    words: str = ""


@dataclass(frozen=True)
class Arrived:
    """`again` is True where the same bytes had been here before."""

    again: bool


@dataclass(frozen=True)
class Differs:
    """Other bytes arrived under this number before; those are kept."""


@dataclass(frozen=True)
class Kept:
    recording: Recording


def begin(*, member: Membership, round: Round, pk: UUID, kind: str, offset_ms: int, agreed: str) -> Begun | NotTaken:
    """Ask for a recording of the member's own round to be kept. `agreed` are the words that were shown."""
    there = Recording.objects.filter(pk=pk).first()
    if there is not None:
        return _again(there, member, round)
    words = consent_for(round, picture=kind == Recording.Kind.VIDEO)
    if not member.team.recordings_on:
        return NotTaken("Your team keeps no recordings on the server. A coach can allow it.")
    if round.finished_at is None:
        return NotTaken("The round is still under way. Send the recording when it is over.")
    if agreed != words:
        return NotTaken("What you agree to has changed since this page was opened. Read it again.", words)
    with transaction.atomic():
        Team.objects.select_for_update(no_key=True).get(pk=member.team_id)
        if Recording.objects.filter(round=round).exclude(file="").count() >= OF_A_ROUND:
            return NotTaken(f"This round has {OF_A_ROUND} recordings on the server already. Delete one first.")
        full = Recording.objects.bytes_of(member.team) >= settings.RECORDINGS_OF_A_TEAM
        if full or not shelf.has_room(pieces.WHOLE):
            return NotTaken("The server has no room for more recordings of your team now. Yours is still here.")
        try:
            with transaction.atomic():
                recording = Recording.objects.create(
                    pk=pk,
                    team=member.team,
                    owner=member.user,
                    round=round,
                    kind=kind,
                    visibility=round.visibility,
                    offset_ms=offset_ms,
                    file=shelf.new_name(),
                    consent=words,
                    consented_at=timezone.now(),
                    delete_on=delete_on(member.team),
                )
        except IntegrityError:  # another tab asked at the same moment
            return _again(Recording.objects.get(pk=pk), member, round)
    return Begun(recording)


def _again(there: Recording, member: Membership, round: Round) -> Begun | NotTaken:
    if there.owner_id != member.user_id or there.round_id != round.pk:
        return NotTaken("There is another recording of this number.")
    if there.deleted_at or not there.file:
        return NotTaken("This recording was on the server and was deleted there. It is not sent twice.")
    return Begun(there, dict(there.pieces.values_list("number", "sha256")))


def put(*, recording: Recording, number: int, data: bytes) -> Arrived | Differs | NotTaken:
    """Keep one piece. `recording` is one that the caller may edit."""
    if not data or len(data) > pieces.PIECE:
        return NotTaken(f"A piece has 1 to {pieces.PIECE // 1024} kB.")
    if number >= pieces.MOST_PIECES:
        return NotTaken(f"A recording has at most {pieces.MOST_PIECES} pieces.")
    if not recording.file:
        return NotTaken(_GONE)
    if not shelf.has_room(len(data)):
        return NotTaken("The server’s disk is full.")
    try:
        sha256 = shelf.put(recording.file, number, data)
    except FileNotFoundError:  # another tab ended it, or took it back, while this piece was being written
        if _ended(recording):
            return NotTaken(_ARRIVED if recording.kept_at and not recording.deleted_at else _GONE)
        raise
    with transaction.atomic():
        locked = _locked(recording)
        there = locked.pieces.filter(number=number).first()
        refused = _not_now(locked, there, sha256, len(data))
        if refused is None and there is None:
            Piece.objects.create(recording=locked, number=number, sha256=sha256, size=len(data))
            locked.size += len(data)
            locked.save(update_fields=["size"])
    if locked.deleted_at or not locked.file:
        shelf.drop(recording.file)  # it was taken back while this piece was on its way
    elif refused and not (there and there.sha256 == sha256):
        shelf.drop_piece(recording.file, number, sha256)
    return refused or Arrived(again=there is not None)


def _ended(recording: Recording) -> bool:
    """Whether it has arrived or is gone by now, so that its pieces are."""
    recording.refresh_from_db()
    return bool(recording.kept_at or recording.deleted_at or not recording.file)


def _as_it_ended(recording: Recording) -> Kept | NotTaken:
    return Kept(recording) if recording.kept_at and not recording.deleted_at else NotTaken(_GONE)


def _not_now(locked: Recording, there: Piece | None, sha256: str, size: int) -> Differs | NotTaken | None:
    if locked.deleted_at or not locked.file:
        return NotTaken(_GONE)
    if there is not None:
        return None if there.sha256 == sha256 else Differs()
    if locked.kept_at:
        return NotTaken(_ARRIVED)
    if locked.size + size > pieces.WHOLE:
        return NotTaken(f"A recording has at most {pieces.WHOLE // 1024 // 1024} MB.")
    return None


def complete(
    *,
    recording: Recording,
    named: Sequence[str],
    duration_ms: int,
    measured: Mapping[str, Any],
    stretches: Sequence[Any] = (),
) -> Kept | pieces.Missing | NotTaken:
    """All is sent: join it, if all is here and it is a recording. Done already, it changes nothing."""
    if recording.kept_at:
        return Kept(recording)
    held = facts.holds(dict(measured)) and times.holds(list(stretches))
    if not 0 < duration_ms <= pieces.LONGEST or not held:
        return NotTaken("The length or the measures of this recording cannot be.")
    found = pieces.check(named, dict(recording.pieces.values_list("number", "sha256")))
    if isinstance(found, pieces.Missing):
        # Another tab may have joined it, and dropped its pieces, since `recording` was read.
        return _as_it_ended(recording) if _ended(recording) else found
    if isinstance(found, pieces.Wrong):
        return NotTaken(found.why)
    try:
        joined = shelf.join(recording.file, found.hashes)
    except FileNotFoundError:  # as in `put`
        if _ended(recording):
            return _as_it_ended(recording)
        raise
    container = pieces.container(joined.first)
    if not container:
        return NotTaken("This is no recording that a browser makes.")
    with transaction.atomic():
        locked = _locked(recording)
        if locked.deleted_at or not locked.file:
            shelf.drop(recording.file)
            return NotTaken(_GONE)
        if not locked.kept_at:
            locked.container, locked.size, locked.sha256 = container, joined.size, joined.sha256
            locked.duration_ms, locked.facts, locked.kept_at = duration_ms, dict(measured), timezone.now()
            locked.stretches = list(stretches)
            locked.save()
            locked.pieces.all().delete()
    shelf.drop_pieces(recording.file)
    return Kept(locked)


def _locked(recording: Recording) -> Recording:
    return Recording.objects.select_for_update(of=("self",)).get(pk=recording.pk)
