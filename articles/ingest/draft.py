"""What a file is read into before a person confirms it, with what to look at.

Nothing here knows Django. A reader never loses text and never guesses silently: what it is not sure of
is a `Caution`, and what it did not understand stays in `Draft.body`.
"""

from dataclasses import dataclass
from datetime import date

KINDS = ("original", "digest", "brief", "reference", "speech")


class Unreadable(Exception):
    """No draft can be made. `code` is stable; `message` is a sentence for the person who sent the file."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to look at before the draft is kept. `field` names a field of Draft."""

    code: str
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """One thing the article drew on. `text` is the line as printed; what was not understood is empty."""

    authors: tuple[str, ...] = ()
    publication: str = ""
    url: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as read. `body` is Markdown, `kind` one of KINDS, `published_on` None where it is not certain."""

    title: str
    body: str
    byline: tuple[str, ...] = ()
    published_on: date | None = None
    publisher: str = ""
    url: str = ""
    kind: str = "original"
    questions: tuple[str, ...] = ()
    sources: tuple[SourceDraft, ...] = ()
    warnings: tuple[Caution, ...] = ()
