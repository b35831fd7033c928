"""What a person sends to be looked at: files and pasted text, each read into drafts or refused with a reason."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass

from articles.ingest.contents import contents_of
from articles.ingest.draft import Caution, Contents, Draft, QuestionDraft, Sent, Unreadable
from articles.ingest.register import SHIPPED, Register
from articles.rendering import TooLong, render
from articles.storing.batches import Arrival

MOST_DRAFTS, MOST_QUESTIONS = 60, 200  # in one preview; more become a batch


@dataclass(frozen=True)
class Upload:
    """A file as it came. `base64` is how it travels in a form until its articles are confirmed."""

    name: str
    data: bytes
    url: str = ""

    @property
    def base64(self) -> str:
        return base64.b64encode(self.data).decode("ascii")

    @classmethod
    def from_base64(cls, name: str, text: str, url: str = "") -> "Upload":
        """A field that was tampered with gives an empty file, which no reader accepts."""
        try:
            return cls(name, base64.b64decode(text, validate=True), url)
        except (binascii.Error, ValueError):
            return cls(name, b"", url)


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
    """What became of the uploads. A file is among `refused`, or has drafts in `read` or questions in `asked`.

    `cautions` concern a file as a whole, by its name.
    """

    uploads: tuple[Upload, ...]
    read: tuple[Read, ...]
    refused: tuple[Refused, ...]
    asked: tuple[QuestionDraft, ...] = ()
    cautions: tuple[tuple[str, Caution], ...] = ()


def read_one(upload: Upload, register: Register = SHIPPED) -> Contents:
    """What one file holds. Raises Unreadable."""
    contents = contents_of(Sent(upload.name, upload.data, upload.url, register))
    for draft in contents.drafts:
        try:
            render(draft.body)
        except TooLong as error:
            raise Unreadable("too-long", str(error)) from error
    return contents


def collect(arrivals: Iterable[Arrival]) -> tuple[list[Upload], list[Refused]]:
    """What can be read, and what was refused at the door."""
    taken: list[Upload] = []
    refused: list[Refused] = []
    for arrival in arrivals:
        if arrival.code:
            refused.append(Refused(arrival.name, arrival.code, arrival.message))
        else:
            taken.append(Upload(arrival.name, arrival.data, arrival.url))
    return taken, refused


def read_all(uploads: Iterable[Upload], refused: Iterable[Refused] = (), *, register: Register = SHIPPED) -> Reading:
    """Read every upload; one that cannot be read never stops the rest."""
    good: list[Upload] = []
    read: list[Read] = []
    asked: list[QuestionDraft] = []
    cautions: list[tuple[str, Caution]] = []
    bad = [*refused]
    for upload in uploads:
        try:
            contents = read_one(upload, register)
        except Unreadable as error:
            bad.append(Refused(upload.name, error.code, error.message))
            continue
        read += [Read(draft, len(good), place) for place, draft in enumerate(contents.drafts)]
        asked += contents.questions
        cautions += [(upload.name, caution) for caution in contents.cautions]
        good.append(upload)
    return Reading(tuple(good), tuple(read), tuple(bad), tuple(asked), tuple(cautions))
