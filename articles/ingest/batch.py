"""Many files from a disk, one after another: each is added whole, is there already, or is refused with its reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from articles.ingest.decoding import MAX_BYTES
from articles.ingest.draft import Draft, Unreadable
from articles.ingest.fitting import fitted
from articles.ingest.pipeline import Imported, import_article
from articles.ingest.uploads import Upload, read_one
from teams.models import Membership


@dataclass(frozen=True)
class FileOutcome:
    """`error` is empty where the file was read. `imported` is empty in a dry run."""

    file: str
    error: str = ""
    drafts: tuple[Draft, ...] = ()
    imported: tuple[Imported, ...] = ()


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


def import_file(path: Path, *, member: Membership | None) -> FileOutcome:
    """Read one file and, where a member is given, store its articles: all of them or none."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return FileOutcome(str(path), f"The file has {size:,} bytes; {MAX_BYTES:,} is the most.")
        data = path.read_bytes()
        drafts = tuple(fitted(draft) for draft in read_one(Upload(path.name, data)))
        if member is None:
            return FileOutcome(str(path), drafts=drafts)
        with transaction.atomic():
            imported = tuple(
                import_article(member=member, draft=draft, original=data, name=path.name) for draft in drafts
            )
    except Unreadable as error:
        return FileOutcome(str(path), error.message)
    except OSError as error:
        return FileOutcome(str(path), error.strerror or str(error))
    except Exception as error:  # whatever is wrong with one file, the batch goes on and says so
        return FileOutcome(str(path), f"{type(error).__name__}: {error}")
    return FileOutcome(str(path), drafts=drafts, imported=imported)
