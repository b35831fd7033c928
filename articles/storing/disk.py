"""Files of a disk: read for a look, or through a batch into a library. This is what the command does."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from articles.ingest.archive import is_archive
from articles.ingest.contents import contents_of
from articles.ingest.draft import Sent, Unreadable
from articles.models import Batch, BatchFile
from articles.storing.batches import UNPACKED, Arrival, add_files, open_batch, progress_of, seal, unfinished
from articles.storing.pipeline import Imported
from articles.storing.receiving import too_large
from articles.storing.working import FileOutcome, claim, from_archive, read_claimed, work
from teams.models import Membership

GROUP = 50  # files in one transaction


def looked_at(paths: Iterable[str]) -> Iterator[FileOutcome]:
    """What would be read. Stores nothing."""
    for path in files_under(paths):
        yield from _looks(arrival_of(path))


def imported_from(paths: Iterable[str], *, member: Membership, label: str) -> Iterator[FileOutcome]:
    """Read the files into the member's library, in order; an interrupted batch of this label is gone on with.

    A batch that brought nothing new is not kept.
    """
    label = " ".join(label.split())[:200]
    batch = unfinished(member=member, label=label) or open_batch(member=member, label=label)
    files = files_under(paths)
    while group := list(islice(files, GROUP)):
        yield from _import(batch, [arrival_of(path) for path in group])
        while claimed := claim(batch):  # what came out of an archive
            yield from read_claimed(batch=batch, lines=claimed)
    seal(batch=batch)
    work(batch=batch, seconds=0)
    now = progress_of(batch)
    if now.finished and not (now.added or now.questions or now.refused):
        batch.delete()


def files_under(paths: Iterable[str]) -> Iterator[Path]:
    """The files named, and those in the folders named, in order; hidden ones in folders are passed over."""
    for path in map(Path, paths):
        if not path.is_dir():
            yield path
            continue
        for inner in sorted(path.rglob("*")):
            parts = inner.relative_to(path).parts
            if inner.is_file() and not any(part.startswith((".", "__MACOSX")) for part in parts):
                yield inner


def arrival_of(path: Path) -> Arrival:
    """The file's bytes under its path as a name; one that cannot be taken says why."""
    try:
        if why := too_large(path.name, path.stat().st_size):
            return Arrival(str(path), code="too-large", message=why)
        return Arrival(str(path), path.read_bytes())
    except OSError as error:
        return Arrival(str(path), code="disk", message=error.strerror or str(error))


def _looks(arrival: Arrival) -> Iterator[FileOutcome]:
    """One outcome a file; an archive is the files in it."""
    if not is_archive(arrival.data):
        yield _look(arrival)
        return
    try:
        for inner in from_archive(Sent(arrival.name, arrival.data)):
            if inner.name != arrival.name:
                yield _look(inner)
    except Unreadable as error:
        yield FileOutcome(arrival.name, error.message)


def _look(arrival: Arrival) -> FileOutcome:
    if arrival.code:
        return FileOutcome(arrival.name, arrival.message)
    try:
        return FileOutcome(arrival.name, drafts=contents_of(Sent(arrival.name, arrival.data)).drafts)
    except Unreadable as error:
        return FileOutcome(arrival.name, error.message)
    except Exception as error:  # whatever is wrong with one file, the rest is looked at
        return FileOutcome(arrival.name, f"{type(error).__name__}: {error}")


def _import(batch: Batch, arrivals: list[Arrival]) -> Iterator[FileOutcome]:
    lines = add_files(batch=batch, arrivals=arrivals, claim=True)
    done = {line.pk for line in lines if line.state == BatchFile.State.DONE}
    outcomes = iter(read_claimed(batch=batch, lines=[line for line in lines if line.pk not in done]))
    for line, arrival in zip(lines, arrivals, strict=True):
        outcome = _look_again(line, arrival) if line.pk in done else next(outcomes)
        if line.code != UNPACKED and not outcome.unpacked:
            yield outcome


def _look_again(line: BatchFile, arrival: Arrival) -> FileOutcome:
    """A file that an interrupted run had read."""
    articles = [*line.added.all(), *line.there.all()]
    there = tuple(Imported(article, created=False) for article in articles)
    return FileOutcome(line.name, drafts=_look(arrival).drafts, imported=there)
