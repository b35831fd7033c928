"""A zip archive to the files in it, one after another; memory holds one. Pure.

What the archive may not hold is refused file by file and the rest goes on; what it declares of itself is checked
before anything is unpacked, and what comes out is counted while it is.
"""

import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from articles.ingest.container import ENCRYPTED, SIGNATURES, Limits, kind_of, opened, part_of
from articles.ingest.draft import Sent, Unreadable
from articles.ingest.limits import (
    ARCHIVE_BYTES,
    ARCHIVE_MEMBERS,
    ARCHIVE_RATIO,
    ARCHIVE_SMALL,
    ARCHIVE_UNPACKED,
    DOCUMENT_BYTES,
    megabytes,
)

_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})
_UTF8 = 0x800
_UNICODE_PATH = 0x7075  # an extra field in which some programs put the name in UTF-8


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file of an archive that is not read, and why. `expected` ones (hidden files) are no mistake of anyone."""

    name: str
    code: str
    message: str
    expected: bool = False


def is_archive(data: bytes) -> bool:
    """A zip archive of files, and not a document that is one inside."""
    return data.startswith(SIGNATURES) and kind_of(data) == "archive"


def unpack(sent: Sent) -> Iterator[Sent | Refusal]:
    """The files of an archive, with the archive's register and day; folders are in their names.

    Raises Unreadable, at the first step and before anything is unpacked: too-large, broken, bomb or too-many.
    """
    if len(sent.data) > ARCHIVE_BYTES:
        raise Unreadable(
            "too-large", f"The archive has {megabytes(len(sent.data))}; {megabytes(ARCHIVE_BYTES)} is the most."
        )
    with opened(sent.data, Limits(ARCHIVE_UNPACKED, ARCHIVE_MEMBERS)) as container:
        left = ARCHIVE_UNPACKED
        hidden = 0
        taken: set[str] = set()
        for part in container.infolist():
            name = name_of(part)
            if part.is_dir():
                continue
            if _is_hidden(name):
                hidden += 1
                continue
            if refusal := _refusal(part, name):
                yield refusal
                continue
            try:
                data = part_of(container, part, min(part.file_size, DOCUMENT_BYTES, left))
            except Unreadable as error:
                yield Refusal(name, error.code, error.message)
                continue
            left -= len(data)
            if is_archive(data):
                yield Refusal(name, "nested", "An archive in an archive is not unpacked: send it by itself.")
                continue
            yield replace(sent, name=_apart(name, taken), data=data)
    if hidden:
        files = "One hidden file was" if hidden == 1 else f"{hidden:,} hidden files were"
        yield Refusal("", "hidden-files", f"{files} passed over (.DS_Store, __MACOSX and the like).", expected=True)


def name_of(part: zipfile.ZipInfo) -> str:
    """The name as it was meant: UTF-8 where the archive says so or where the bytes are, else the code page of DOS."""
    name = part.filename
    if not part.flag_bits & _UTF8 and not name.isascii():
        try:
            name = name.encode("cp437").decode()
        except UnicodeError:
            name = _unicode_path(part.extra) or name
    return unicodedata.normalize("NFC", name)


def _unicode_path(extra: bytes) -> str:
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "ignore")
        extra = extra[4 + size :]
    return ""


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part == "__MACOSX" or (part.startswith(".") and part.strip(".")) for part in parts) or (
        bool(parts) and parts[-1].lower() in _SYSTEM
    )


def _refusal(part: zipfile.ZipInfo, name: str) -> Refusal | None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or name[1:2] == ":" or "\x00" in name:
        return Refusal(name, "path", "Its name points outside of the archive.")
    if stat.S_ISLNK(part.external_attr >> 16):
        return Refusal(name, "link", "It is a link to another file, not a file.")
    if part.flag_bits & ENCRYPTED:
        return Refusal(name, "encrypted", "It is protected by a password.")
    if part.file_size > DOCUMENT_BYTES:
        said = f"It unpacks to {megabytes(part.file_size)}; {megabytes(DOCUMENT_BYTES)} is the most."
        return Refusal(name, "too-large", said)
    if part.file_size > ARCHIVE_SMALL and part.file_size > ARCHIVE_RATIO * max(part.compress_size, 1):
        times = part.file_size // max(part.compress_size, 1)
        return Refusal(name, "bomb", f"It unpacks to {times:,} times its size; {ARCHIVE_RATIO} times is the most.")
    return None


def _apart(name: str, taken: set[str]) -> str:
    """The name, with a number where an earlier file has the same one."""
    path = PurePosixPath(name)
    number = 1
    while name.casefold() in taken:
        number += 1
        name = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
    taken.add(name.casefold())
    return name
