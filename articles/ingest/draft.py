"""What a file is read into before a person confirms it, with what to look at.

Nothing here knows Django. A reader never loses text and never guesses silently: what it is not sure of
is a `Caution`, and what it did not understand stays in `Draft.body`.
"""

from dataclasses import dataclass, field
from datetime import date

from articles.ingest.register import SHIPPED, Register

KINDS = ("original", "digest", "brief", "reference", "speech")


class Unreadable(Exception):
    """No draft can be made. `code` is stable; `message` is a sentence for the person who sent the file."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came. `name` may hold folders; `url` is where it was fetched, empty for an upload.

    `register` is what the team knows of publishers; `today` bounds dates, None for the day of the machine.
    """

    name: str
    data: bytes
    url: str = ""
    register: Register = field(default=SHIPPED, repr=False)
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to look at before the draft is kept. `field` names a field of Draft.

    `offer` names a repair that a person may choose (`mojibake`: articles.ingest.mojibake); empty where there is none.
    """

    code: str
    field: str
    message: str
    offer: str = ""


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """One thing the article drew on. `text` is the line as printed; what was not understood is empty."""

    authors: tuple[str, ...] = ()
    publication: str = ""
    url: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question of a list. `side`: `domestic`, `international`, empty; `area` a name; `source` where from;
    `difficulty` as `articles.bank.levels`, empty where it is not said."""

    text: str
    side: str = ""
    area: str = ""
    source: str = ""
    asked_on: date | None = None
    difficulty: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as read. `body` is Markdown, `kind` one of KINDS, `published_on` None where it is not certain.

    `analysis` is Markdown that followed the article and is not reporting ("Extemp Analysis"): kept apart from the
    body, since it is not legal in a prep room.
    """

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
    analysis: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What one file holds: articles, questions of a list, or both. `cautions` concern the file as a whole."""

    drafts: tuple[Draft, ...] = ()
    questions: tuple[QuestionDraft, ...] = ()
    cautions: tuple[Caution, ...] = ()
