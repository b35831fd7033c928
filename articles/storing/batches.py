"""Many files at once: opening a batch, what arrives in it, how far it is. `working` reads it, `taking_back` undoes it.

A file is in a batch once: the same name with the same bytes, sent again after a lost answer, is the same line.
"""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Count, Max
from django.utils import timezone

from articles.models import Area, Batch, BatchFile, Feed
from teams.models import Membership

NAME, URL = 500, 2_000
UNPACKED = "unpacked"  # the code of an archive whose files have become lines of their own


@dataclass(frozen=True)
class Arrival:
    """A file, or an address to fetch. With a `code` it was refused at the door, for the reason in `message`."""

    name: str
    data: bytes = b""
    url: str = ""
    code: str = ""
    message: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest() if self.data else ""

    @property
    def to_fetch(self) -> bool:
        """An address of which nothing is here yet."""
        return bool(self.url and not self.data and not self.code)

    @property
    def key(self) -> tuple[str, str, str]:
        return self.name[:NAME], self.url, self.sha256


@dataclass(frozen=True)
class Progress:
    """Files by what became of them, archives not counted; the articles and questions that they gave."""

    waiting: int = 0
    working: int = 0
    done: int = 0
    refused: int = 0
    added: int = 0
    there: int = 0
    questions: int = 0
    sealed: bool = False

    @property
    def files(self) -> int:
        return self.waiting + self.working + self.done + self.refused

    @property
    def finished(self) -> bool:
        """Everything has arrived and every file has its outcome."""
        return self.sealed and not self.waiting and not self.working


def open_batch(
    *,
    member: Membership,
    label: str,
    areas: Iterable[Area] = (),
    key: uuid.UUID | None = None,
    feed: Feed | None = None,
) -> Batch:
    """A new batch. Raises IntegrityError where `key` is a batch already: see batch_of."""
    with transaction.atomic():
        label = " ".join(label.split())[:200] or "Files"
        batch = Batch(pk=key or uuid.uuid4(), team=member.team, owner=member.user, label=label, feed=feed)
        batch.save(force_insert=True)
        batch.areas.set(areas)
    return batch


def batch_of(*, member: Membership, key: uuid.UUID, label: str, areas: Iterable[Area] = ()) -> Batch | None:
    """The member's batch of this key, opened where it is missing: a form that is sent twice opens one.

    None where the key is another's batch.
    """
    try:
        with transaction.atomic():
            return open_batch(member=member, label=label, areas=areas, key=key)
    except IntegrityError:
        own = Batch.objects.visible_to(member).filter(owner=member.user, pk=key)
        found: Batch | None = own.first()
        return found


def unfinished(*, member: Membership, label: str) -> Batch | None:
    """The member's batch of this label that was interrupted."""
    mine = Batch.objects.visible_to(member).filter(owner=member.user, label=label, finished_at=None)
    found: Batch | None = mine.order_by("-created_at").first()
    return found


def add_files(*, batch: Batch, arrivals: Iterable[Arrival], claim: bool = False) -> list[BatchFile]:
    """The lines of these arrivals, in their order; what is in the batch already keeps its line and its outcome.

    `claim` takes those without articles for the caller, which reads them at once (articles.storing.working), and takes
    them over where a process that had them was killed.
    """
    arrivals = list(arrivals)
    with transaction.atomic():
        Batch.objects.select_for_update().get(pk=batch.pk)
        names = {arrival.name[:NAME] for arrival in arrivals}
        lines = {_key(line): line for line in batch.files.filter(name__in=names).defer("data")}
        at = batch.files.aggregate(last=Max("position"))["last"]
        at = 0 if at is None else at + 1
        new: list[BatchFile] = []
        for arrival in arrivals:
            if arrival.key not in lines:
                lines[arrival.key] = _line(batch, at + len(new), arrival, claim)
                new.append(lines[arrival.key])
        BatchFile.objects.bulk_create(new)
        if claim:
            _claim_again(batch, [line for line in lines.values() if line not in new], arrivals)
        if new:
            Batch.objects.filter(pk=batch.pk).update(finished_at=None)
    return [lines[arrival.key] for arrival in arrivals]


def seal(*, batch: Batch) -> None:
    """Nothing more arrives. Can be called again without harm."""
    Batch.objects.filter(pk=batch.pk, sealed_at=None).update(sealed_at=timezone.now())
    batch.refresh_from_db(fields=["sealed_at"])


def try_again(*, batch: Batch) -> int:
    """What was refused waits once more, as far as its bytes or its address are there; the number of files."""
    with transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(finished_at=None)
        refused = batch.files.filter(state=BatchFile.State.REFUSED).exclude(data=None, url="")
        return refused.update(state=BatchFile.State.WAITING, code="", message="", claimed_at=None)


def progress_of(batch: Batch) -> Progress:
    """Five queries at any size."""
    counts = dict(batch.files.exclude(code=UNPACKED).order_by().values_list("state").annotate(Count("pk")))
    given = {
        name: relation.through.objects.filter(batchfile__batch=batch).values(column).distinct().count()
        for name, relation, column in (
            ("added", BatchFile.added, "article"),
            ("there", BatchFile.there, "article"),
            ("questions", BatchFile.questions, "question"),
        )
    }
    sealed = Batch.objects.filter(pk=batch.pk).exclude(sealed_at=None).exists()
    return Progress(**counts, **given, sealed=sealed)


def _key(line: BatchFile) -> tuple[str, str, str]:
    return line.name, line.url, line.sha256


def _claim_again(batch: Batch, lines: Iterable[BatchFile], arrivals: Iterable[Arrival]) -> None:
    sent = {arrival.key: arrival for arrival in arrivals if not arrival.code}
    open_ = [line for line in lines if line.state != BatchFile.State.DONE and _key(line) in sent]
    for line in open_:
        line.state, line.claimed_at, line.code, line.message = BatchFile.State.WORKING, timezone.now(), "", ""
        line.data = sent[_key(line)].data
    BatchFile.objects.bulk_update(open_, ["state", "claimed_at", "code", "message", "data"])


def _line(batch: Batch, position: int, arrival: Arrival, claim: bool) -> BatchFile:
    state, claimed_at = BatchFile.State.WAITING, None
    if arrival.code:
        state = BatchFile.State.REFUSED
    elif claim:
        state, claimed_at = BatchFile.State.WORKING, timezone.now()
    return BatchFile(
        batch=batch,
        position=position,
        name=arrival.name[:NAME],
        url=arrival.url[:URL],
        size=len(arrival.data),
        sha256=arrival.sha256,
        data=arrival.data or (None if arrival.url or arrival.code else b""),
        state=state,
        claimed_at=claimed_at,
        code=arrival.code[:40],
        message=arrival.message,
    )
