"""What a person sends to be read: files and pasted text, capped, each read into drafts or refused with a reason."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from articles.ingest import formats
from articles.ingest.decoding import MAX_BYTES
from articles.ingest.draft import Draft, Sent, Unreadable
from articles.rendering import TooLong, render

ALL_FILES = 6_000_000  # bytes: their base64 and their text must come back in one form
MOST_DRAFTS = 60
PASTED = "pasted.txt"


@dataclass(frozen=True)
class Upload:
    """A file as it came. `base64` is how it travels in a form until its articles are confirmed."""

    name: str
    data: bytes

    @property
    def base64(self) -> str:
        return base64.b64encode(self.data).decode("ascii")

    @classmethod
    def from_base64(cls, name: str, text: str) -> "Upload":
        """A field that was tampered with gives an empty file, which no reader accepts."""
        try:
            return cls(name, base64.b64decode(text, validate=True))
        except (binascii.Error, ValueError):
            return cls(name, b"")


@dataclass(frozen=True)
class Read:
    """A draft, the number of the upload it came from and its place in that."""

    draft: Draft
    upload: int
    place: int


@dataclass(frozen=True)
class Refused:
    """A file that gives no article, and why."""

    name: str
    code: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """What became of the uploads. A file is among `refused` or has drafts in `read`."""

    uploads: tuple[Upload, ...]
    read: tuple[Read, ...]
    refused: tuple[Refused, ...]


def read_one(upload: Upload) -> tuple[Draft, ...]:
    """The articles of one file. Raises Unreadable."""
    drafts = formats.read(Sent(upload.name, upload.data)).drafts
    for draft in drafts:
        try:
            render(draft.body)
        except TooLong as error:
            raise Unreadable("too-long", str(error)) from error
    return drafts


def collect(files: Iterable[UploadedFile], pasted: str) -> tuple[list[Upload], list[Refused]]:
    """Take the bytes of what was sent, as far as the caps allow; nothing over them is read into memory."""
    taken: list[Upload] = []
    refused: list[Refused] = []
    left = ALL_FILES
    if pasted.strip():
        taken.append(Upload(PASTED, pasted.replace("\r\n", "\n").encode("utf-8", "surrogatepass")))
        left -= len(taken[0].data)
    for file in files:
        name, size = file.name or "file", file.size or 0
        if size > MAX_BYTES:
            refused.append(Refused(name, "too-large", f"The file has {size:,} bytes; {MAX_BYTES:,} is the most."))
        elif size > left:
            refused.append(
                Refused(name, "too-much", f"Together the files have more than {ALL_FILES:,} bytes. Send it next.")
            )
        else:
            left -= size
            taken.append(Upload(name, file.read()))
    return taken, refused


def read_all(uploads: Iterable[Upload], refused: Iterable[Refused] = ()) -> Reading:
    """Read every upload; one that cannot be read never stops the rest."""
    good: list[Upload] = []
    read: list[Read] = []
    bad = [*refused]
    for upload in uploads:
        try:
            drafts = read_one(upload)
        except Unreadable as error:
            bad.append(Refused(upload.name, error.code, error.message))
            continue
        if len(read) + len(drafts) > MOST_DRAFTS:
            bad.append(Refused(upload.name, "too-many", f"More than {MOST_DRAFTS} articles at once. Send it next."))
            continue
        read += [Read(draft, len(good), place) for place, draft in enumerate(drafts)]
        good.append(upload)
    return Reading(tuple(good), tuple(read), tuple(bad))
