"""Zip containers looked at before anything in them is unpacked: what they are, and whether they are sane. Pure."""

import io
import zipfile
from dataclasses import dataclass
from itertools import pairwise

from articles.ingest.draft import Unreadable
from articles.ingest.limits import megabytes

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a container may declare: bytes in all, parts, and how many times its own size."""

    unpacked: int
    parts: int
    ratio: int = 0


def opened(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The container, whose directory has been checked. Raises Unreadable: broken, bomb or too-many."""
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
        parts = container.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError) as error:
        raise Unreadable("broken", f"The archive is damaged: {error}.") from error
    if len(parts) > limits.parts:
        raise Unreadable("too-many", f"The archive has {len(parts):,} files in it; {limits.parts:,} is the most.")
    total = sum(part.file_size for part in parts)
    if total > limits.unpacked:
        raise Unreadable(
            "bomb", f"Unpacked, it would have {megabytes(total)}; {megabytes(limits.unpacked)} is the most."
        )
    spans = sorted((part.header_offset, part.header_offset + part.compress_size) for part in parts)
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        raise Unreadable("bomb", "Files in the archive lie over one another, as no program that packs files makes it.")
    return container


def kind_of(data: bytes) -> str:
    """`word`, `archive`, or the name of another kind of document that is a zip container inside.

    Only the directory is read. An archive that is damaged is still an `archive`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            names = set(container.namelist())
            if "mimetype" in names and container.getinfo("mimetype").file_size < 100:
                return _opendocument(container.read("mimetype"))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError, RuntimeError, OSError):
        return "archive"
    if "word/document.xml" in names:
        return "word"
    if "[Content_Types].xml" not in names:
        return "archive"
    for folder, kind in (("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint presentation"), ("word/", "word")):
        if any(name.startswith(folder) for name in names):
            return kind
    return "archive"


def _opendocument(said: bytes) -> str:
    if said.startswith(b"application/epub"):
        return "an EPUB book"
    return "an OpenDocument file" if b"opendocument" in said else "archive"


def part_of(container: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of one part, which may not be more than declared or than `most`. Raises Unreadable: bomb or broken."""
    try:
        with container.open(part) as file:
            data = file.read(most + 1)
    except Exception as error:  # zlib, lzma and bz2 each have errors of their own, and zipfile adds some
        raise Unreadable("broken", f"It cannot be unpacked: {str(error) or type(error).__name__}.") from error
    if len(data) > most:
        raise Unreadable("bomb", f"It unpacks to more than {megabytes(most)}.")
    return data
