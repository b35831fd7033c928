"""Reading a batch in: files are claimed, read, and stored with their outcome in one transaction, or not at all.

What is an address is fetched between the claim and the transaction, so that no lock waits for a site.

Whoever works on a batch (the page, a task, the command) calls `work`; two of them never take the same file. A claim
that is CLAIM old is free again, so that a process that was killed loses nothing. A file that two processes died of is
refused. One bad file never stops the rest.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import PurePosixPath
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.ingest.archive import Refusal, is_archive, unpack
from articles.ingest.contents import contents_of, ready
from articles.ingest.draft import Contents, Draft, Sent, Unreadable
from articles.ingest.feed import is_feed
from articles.ingest.web import Gathered
from articles.models import Batch, BatchFile, Question
from articles.publishers import register_of
from articles.rendering import TooLong
from articles.storing.batches import UNPACKED, Arrival, Progress, add_files, progress_of
from articles.storing.feeds import unseen
from articles.storing.fetching import AT_ONCE, gathered, site_of
from articles.storing.likeness import Text, alike
from articles.storing.pipeline import Imported, Incoming, import_many
from articles.storing.questions import KeptQuestions, keep_questions
from lib.text import fingerprint
from teams.models import Membership
from teams.policy import Action, Role

CLAIM = timedelta(minutes=5)
GROUP, GROUP_BYTES = 25, 400_000  # files, and their bytes, in one transaction
INTERRUPTED = "interrupted"

State = BatchFile.State


@dataclass(frozen=True)
class FileOutcome:
    """`error` is empty where the file was read. `imported` is empty in a dry run; `unpacked` counts what was in an
    archive, which gives no article itself."""

    file: str
    error: str = ""
    drafts: tuple[Draft, ...] = ()
    imported: tuple[Imported, ...] = ()
    unpacked: int = 0


@dataclass(frozen=True)
class _Read:
    line: BatchFile
    sent: Sent
    contents: Contents


class _Overtaken(Exception):
    """The claim had grown old and somebody else has the files now."""


def work(*, batch: Batch, seconds: float = 2.0) -> Progress:
    """Read files of the batch for about so many seconds, at least one group where one is free."""
    until = time.monotonic() + seconds
    while claimed := claim(batch):
        read_claimed(batch=batch, lines=claimed)
        if time.monotonic() >= until:
            break
    progress = progress_of(batch)
    if progress.finished:
        Batch.objects.filter(pk=batch.pk, finished_at=None).update(finished_at=timezone.now())
    return progress


def claim(batch: Batch) -> list[BatchFile]:
    """Take the next files that are free: small ones in a group, addresses of different sites; large and interrupted
    ones alone."""
    now = timezone.now()
    with transaction.atomic():
        free = list(_free(batch, now - CLAIM).select_for_update(skip_locked=True).defer("data")[:GROUP])
        taken = _group(free)
        for line in taken:
            if line.state == State.WORKING and line.code == INTERRUPTED:
                line.message = "The reader stopped twice while it had this file."
                line.state = State.REFUSED
            elif line.state == State.WORKING:
                line.code = INTERRUPTED
            line.state = State.WORKING if line.state != State.REFUSED else line.state
            line.claimed_at = now
        BatchFile.objects.bulk_update(taken, ["state", "code", "message", "claimed_at"])
    return taken


def read_claimed(*, batch: Batch, lines: Sequence[BatchFile]) -> list[FileOutcome]:
    """Read and store files that the caller has claimed. Gives an outcome for each, in their order."""
    member = member_for(batch)
    if member is None:
        return [_refuse(line, "nobody", "Nobody of the team may add articles any more.") for line in lines]
    held = {line.pk: line for line in lines if line.state == State.WORKING}
    bytes_of = dict(BatchFile.objects.filter(pk__in=held).values_list("pk", "data"))
    register = register_of(batch.team)
    found = gathered((line.url for line in held.values() if _to_fetch(line)), register)
    outcomes: dict[object, FileOutcome] = {}
    read: list[_Read] = []
    for line in held.values():
        sent = Sent(line.name, bytes(bytes_of.get(line.pk) or b""), line.url, register)
        try:
            got = _fetched(batch, line, found[line.url]) if _to_fetch(line) else _opened(batch, line, sent)
            if isinstance(got, FileOutcome):
                outcomes[line.pk] = got
            else:
                read.append(got)
        except _Overtaken:
            outcomes[line.pk] = _overtaken(line)
        except Unreadable as error:
            outcomes[line.pk] = _refuse(line, error.code, error.message)
        except Exception as error:  # whatever is wrong with one file, the batch goes on and says so
            outcomes[line.pk] = _refuse(line, "error", f"{type(error).__name__}: {error}")
    outcomes |= _store_all(batch, member, read)
    return [outcomes.get(line.pk) or FileOutcome(line.name, line.message) for line in lines]


def from_archive(sent: Sent) -> Iterator[Arrival]:
    """The files of an archive under its name, refused ones with their reason; what concerns the archive as a whole
    has the name of the archive. Raises Unreadable."""
    for inner in unpack(sent):
        name = f"{sent.name}/{inner.name}" if inner.name else sent.name
        if isinstance(inner, Refusal):
            yield Arrival(name, code=inner.code, message=inner.message)
        else:
            yield Arrival(name, inner.data)


def member_for(batch: Batch) -> Membership | None:
    """Who the articles will belong to: the batch's owner; the team's first coach where the owner has left."""
    members = Membership.objects.in_team(batch.team)
    return members.filter(user=batch.owner_id).first() or members.filter(role=Role.COACH).first()


def free_since(moment_of_claim: object) -> Q:
    """Files that wait, and those whose claim is older than this moment."""
    return Q(state=State.WAITING) | Q(state=State.WORKING, claimed_at__lt=moment_of_claim)


def _free(batch: Batch, since: object) -> QuerySet[BatchFile]:
    return batch.files.filter(free_since(since)).order_by("position")


def _to_fetch(line: BatchFile) -> bool:
    """An address; one whose page came with it is read like a file."""
    return bool(line.url) and not line.size


def _group(free: Sequence[BatchFile]) -> list[BatchFile]:
    if free and _to_fetch(free[0]) and free[0].state == State.WAITING:
        sites: dict[str, BatchFile] = {}
        for line in free:
            if _to_fetch(line) and line.state == State.WAITING:
                sites.setdefault(site_of(line.url), line)
        return list(sites.values())[:AT_ONCE]
    taken: list[BatchFile] = []
    size = 0
    for line in free:
        alone = bool(line.url) or line.size > GROUP_BYTES or line.state == State.WORKING
        size += line.size
        if taken and (alone or size > GROUP_BYTES):
            break
        taken.append(line)
        if alone:
            break
    return taken


def _file_name(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _opened(batch: Batch, line: BatchFile, sent: Sent) -> "_Read | FileOutcome":
    """A file read, or an archive unpacked. Raises Unreadable."""
    if is_archive(sent.data):
        return _unpack(batch, line, from_archive(sent))
    return _Read(line, sent, contents_of(sent))


def _fetched(batch: Batch, line: BatchFile, found: Gathered | Unreadable) -> "_Read | FileOutcome":
    """A page read, or a feed's new entries made lines of the batch. Raises Unreadable."""
    if isinstance(found, Unreadable):
        raise found
    if not is_feed(found.sent.data):
        return _Read(line, found.sent, ready(found.contents, found.sent.register))
    fresh = unseen(team=batch.team, sent=found.sent)
    return _unpack(batch, line, iter([*fresh.arrivals, Arrival(line.name, message=fresh.told)]))


@transaction.atomic
def _unpack(batch: Batch, line: BatchFile, arrivals: Iterator[Arrival]) -> FileOutcome:
    """What is in the archive or feed becomes lines of the batch; arrivals of its own name say what concerns it as a
    whole. Raises Unreadable."""
    _hold([line])
    count, passed = 0, []
    while group := list(islice(arrivals, GROUP)):
        inner = [arrival for arrival in group if arrival.name != line.name]
        passed += [arrival.message for arrival in group if arrival.name == line.name]
        count += len(add_files(batch=batch, arrivals=inner))
    BatchFile.objects.filter(pk=line.pk).update(state=State.DONE, code=UNPACKED, message=" ".join(passed), data=None)
    return FileOutcome(line.name, unpacked=count or 1)


def _hold(lines: Sequence[BatchFile]) -> None:
    """Lock the lines till the end of the transaction. Raises _Overtaken where a claim is not ours any more."""
    claimed = {line.claimed_at for line in lines}
    ours = BatchFile.objects.filter(pk__in=[line.pk for line in lines], state=State.WORKING, claimed_at__in=claimed)
    if len(ours.select_for_update().values_list("pk")) != len(lines):
        raise _Overtaken


def _store_all(batch: Batch, member: Membership, read: Sequence[_Read]) -> dict[object, FileOutcome]:
    """All in one transaction; where that fails, one by one, so that each has its own outcome."""
    if len(read) > 1:
        with suppress(Exception):  # which file it was shows when they are stored one by one
            return _store(batch, member, read)
    return {one.line.pk: _store_one(batch, member, one) for one in read}


def _store_one(batch: Batch, member: Membership, one: _Read, *, tries: int = 2) -> FileOutcome:
    line = one.line
    try:
        return _store(batch, member, [one])[line.pk]
    except _Overtaken:
        return _overtaken(line)
    except TooLong as error:
        return _refuse(line, "too-long", str(error))
    except OperationalError as error:  # two imports stood in each other's way
        if tries > 1:
            return _store_one(batch, member, one, tries=tries - 1)
        return _refuse(line, "busy", f"The database did not answer in time: {error}")
    except Exception as error:
        return _refuse(line, "error", f"{type(error).__name__}: {error}")


@transaction.atomic
def _store(batch: Batch, member: Membership, read: Sequence[_Read]) -> dict[object, FileOutcome]:
    areas, waiting = list(batch.areas.all()), not member.may(Action.ADD_ARTICLES)
    lines = [one.line for one in read]
    _hold(lines)
    asked = {fingerprint(text): one.line for one in reversed(read) for text in _questions(one.contents)}
    known = _bank(member, asked)
    incoming = [
        Incoming(draft, one.sent.data, _file_name(one.sent.name), tuple(areas))
        for one in read
        for draft in one.contents.drafts
    ]
    imported_all = import_many(member=member, incoming=incoming, waiting=waiting)
    results = iter(imported_all)
    outcomes: dict[object, FileOutcome] = {}
    added, there = [], []
    twins = _twins(member, imported_all)
    for line, contents in ((one.line, one.contents) for one in read):
        imported = tuple(islice(results, len(contents.drafts)))
        kept = keep_questions(member=member, drafts=contents.questions, areas=areas, waiting=waiting)
        outcomes[line.pk] = FileOutcome(line.name, drafts=contents.drafts, imported=imported)
        added += [(line, one.article) for one in imported if one.created]
        there += [(line, one.article) for one in imported if not one.created]
        _done(line, contents, kept, like=sum(one.article.pk in twins for one in imported if one.created))
    _link(BatchFile.added.through, "article", added)
    _link(BatchFile.there.through, "article", there)
    new = [(asked[q.fingerprint], q) for q in _bank(member, asked) if q not in known]
    _link(BatchFile.questions.through, "question", new)
    _keep(lines)
    holding = [one.line.pk for one in read if one.contents.drafts]
    BatchFile.objects.filter(pk__in=holding).update(data=None)
    return outcomes


def _questions(contents: Contents) -> list[str]:
    """The questions of a list and those of the articles."""
    return [q.text for q in contents.questions] + [text for draft in contents.drafts for text in draft.questions]


def _bank(member: Membership, prints: Iterable[str]) -> list[Question]:
    return list(Question.objects.filter(team=member.team, deleted_at=None, fingerprint__in=list(prints)))


def _link(through: type, name: str, pairs: Iterable[tuple[BatchFile, object]]) -> None:
    through._default_manager.bulk_create(  # type: ignore[attr-defined]
        (through(batchfile=line, **{name: row}) for line, row in pairs), ignore_conflicts=True
    )


def _twins(member: Membership, imported: Sequence[Imported]) -> set[object]:
    """The new articles that are like others of the library: the page of the batch says which and offers to merge."""
    new = [one.article for one in imported if one.created]
    texts = [Text(a.current.text if a.current else "", a.url_key, itself=a.pk) for a in new]
    return {a.pk for a, found in zip(new, alike(member=member, texts=texts), strict=True) if found}


def _done(line: BatchFile, contents: Contents, kept: KeptQuestions, *, like: int) -> None:
    line.state, line.code = State.DONE, ""
    said = [caution.message for caution in contents.cautions]
    if contents.questions:
        said.append(kept.told)
    line.message = " ".join(said)
    line.cautions = len(contents.cautions) + sum(len(draft.warnings) for draft in contents.drafts) + like


def _keep(lines: Sequence[BatchFile]) -> None:
    """What became of the lines. Most of a group say the same, which is one short statement for all of them."""
    alike: dict[tuple[str, str, str, int], list[UUID]] = {}
    for line in lines:
        alike.setdefault((line.state, line.code, line.message, line.cautions), []).append(line.pk)
    for (state, code, message, cautions), keys in alike.items():
        BatchFile.objects.filter(pk__in=keys).update(state=state, code=code, message=message, cautions=cautions)


def _overtaken(line: BatchFile) -> FileOutcome:
    return FileOutcome(line.name, "Somebody else took this file over, since reading it took so long.")


def _refuse(line: BatchFile, code: str, message: str) -> FileOutcome:
    """The file keeps its bytes, for another try."""
    BatchFile.objects.filter(pk=line.pk, state=State.WORKING, claimed_at=line.claimed_at).update(
        state=State.REFUSED, code=code[:40], message=message
    )
    return FileOutcome(line.name, message)
