"""What the API answers with. Times are ISO 8601 in UTC, offsets Unicode code points."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema


class Problem(Schema):
    """Why nothing was read."""

    detail: str


class AreaShape(Schema):
    """A topic area. `side` is domestic, international or empty."""

    slug: str
    name: str
    side: str


class SourceShape(Schema):
    """A line of what an article drew on, as printed in `text`."""

    authors: list[str]
    publication: str
    url: str
    text: str


class ArticleLine(Schema):
    """An article without its text. `kind`: original, digest, brief, reference or speech."""

    id: UUID
    title: str
    byline: list[str]
    published_on: date | None
    publisher: str
    url: str
    kind: str
    tags: list[str]
    areas: list[str]
    words: int
    created_at: datetime
    updated_at: datetime


class ArticleShape(ArticleLine):
    """With the newest text: `text` is canonical, `html` sanitised, the hashes are SHA-256 in hex."""

    revision: int
    text: str
    html: str
    sha256: str
    original_sha256: str
    questions: list[str]
    sources: list[SourceShape]
    cautions: list[str]


class QuestionShape(Schema):
    """A question of the bank. A retired one is never drawn."""

    id: UUID
    text: str
    side: str
    source: str
    asked_on: date | None
    difficulty: str
    areas: list[str]
    retired: bool


class PassageShape(Schema):
    """Where a card's quotation stands: code points of the canonical text of that revision."""

    article: UUID
    revision: int
    start: int
    end: int
    prefix: str
    suffix: str


class CardShape(Schema):
    """A piece of evidence. `passage` is null where its place was never found; `spans` are what is marked in the
    quotation: underline, emphasis, highlight, each with its [start, end) in code points."""

    id: UUID
    tag: str
    quotation: str
    cite: str
    kind: str
    spans: dict[str, list[tuple[int, int]]]
    analysis: str
    areas: list[str]
    passage: PassageShape | None
    created_at: datetime
    updated_at: datetime


class Articles(Schema):
    """One page. `total` stops at 1,000 in a search; `more` says that there are more than that."""

    total: int
    more: bool
    page: int
    items: list[ArticleLine]


class Questions(Schema):
    """One page."""

    total: int
    page: int
    items: list[QuestionShape]


class Cards(Schema):
    """One page."""

    total: int
    page: int
    items: list[CardShape]
