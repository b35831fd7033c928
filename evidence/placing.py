"""Where the passages of an article stand in a revision that came after theirs: resolved once, then stored."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.db.models import Q

from articles.models import Article, Revision
from articles.storing import pipeline
from evidence.anchoring import Anchor, State, describe, resolve
from evidence.models import Card, Note, Passage, Placement
from evidence.quotes import squeeze
from teams.models import Membership


@dataclass(frozen=True)
class Place:
    """Where a passage stands in the revision that was asked for: [start, end) in code points; None for an orphan."""

    state: State
    start: int | None
    end: int | None


ORPHAN = Place(State.ORPHAN, None, None)


class Fate(StrEnum):
    """What became of a correction."""

    STORED = "stored"
    SAME = "the text is the same as before"
    OVERTAKEN = "somebody else corrected the text first"
    TWIN = "another article of the library has this very text"


@dataclass(frozen=True)
class Revised:
    """`revision` is the newest afterwards; `tally` counts the article's passages by state in a stored one."""

    fate: Fate
    revision: Revision
    tally: dict[State, int]

    @property
    def lost(self) -> int:
        return self.tally.get(State.ORPHAN, 0)


def revise_and_place(*, member: Membership, article: Article, markdown: str, number: int) -> Revised:
    """Store the text, corrected from revision `number`; every passage of the article is looked for in it.

    Nothing is stored where another correction came first. Raises articles.rendering.TooLong.
    """
    with transaction.atomic():
        locked = lock(article)
        current = newest(locked)
        if current.number != number:
            return Revised(Fate.OVERTAKEN, current, {})
        try:
            with transaction.atomic():
                revision = pipeline.revise(
                    member=member, article=locked, markdown=markdown, original=markdown.encode()
                )
        except IntegrityError:
            return Revised(Fate.TWIN, current, {})
        if revision.pk == current.pk:
            return Revised(Fate.SAME, current, {})
        states = Placement.objects.filter(revision=revision).values_list("state", flat=True)
        return Revised(Fate.STORED, revision, dict(Counter(map(State, states))))


def lock(article: Article) -> Article:
    """The article as it stands, nobody else's until the transaction ends.

    Its current revision is fetched afterwards: joined to the lock, PostgreSQL gives the one from before the wait.
    """
    return Article.objects.select_for_update().get(pk=article.pk)


def newest(article: Article) -> Revision:
    """The article's text as it stands. Raises ValueError for an article without one."""
    if article.current is None:
        raise ValueError(f"{article.pk} has no text")
    return article.current


def place_all(*, article: Article, revision: Revision) -> dict[State, int]:
    """Resolve the passages of the article that have no place in this revision yet. Says how many of each state.

    Private notes and what lies in the trash are placed too: they may be shown again.
    """
    notes, cards = (model.objects.for_article(article).values("passage") for model in (Note, Card))
    passages = Passage.objects.filter(Q(pk__in=notes) | Q(pk__in=cards)).exclude(revision=revision)
    passages = passages.order_by("revision").prefetch_related("revision")  # one text for all, and one after the other
    done = set(Placement.objects.filter(revision=revision).values_list("passage_id", flat=True))
    before = _last_places(article, revision)
    new = [place(passage, revision, before.get(passage.pk)) for passage in passages if passage.pk not in done]
    Placement.objects.bulk_create(new)
    return dict(Counter(State(placement.state) for placement in new))


def _last_places(article: Article, revision: Revision) -> dict[object, Placement]:
    """Passage pk -> where it stood last, in a revision before this one."""
    rows = Placement.objects.filter(revision__article=article, revision__number__lt=revision.number)
    rows = rows.exclude(state=Placement.State.ORPHAN).prefetch_related("revision").order_by("revision__number")
    return {row.passage_id: row for row in rows}


def place(passage: Passage, revision: Revision, last: Placement | None = None) -> Placement:
    """The unsaved placement of a passage in a revision that is not its own; `last` is where it stood before."""
    anchor = resolve(revision.text, passage.quote, passage.revision.text)
    if last is not None and (anchor.start is None or last.state == Placement.State.CHANGED):
        anchor = _followed(passage, revision, last) or anchor
    return Placement(passage=passage, revision=revision, state=anchor.state.value, start=anchor.start, end=anchor.end)


def _followed(passage: Passage, revision: Revision, last: Placement) -> Anchor | None:
    """The place of the words that the passage stood on last: they may have been given to it by hand."""
    if last.start is None or last.end is None:
        return None
    stood = describe(last.revision.text, last.start, last.end)
    now = resolve(revision.text, stood, last.revision.text)
    if now.start is None or now.end is None:
        return None
    same = squeeze(revision.text[now.start : now.end]) == squeeze(passage.exact)
    return Anchor(State.MOVED if same else State.CHANGED, now.start, now.end)


def places(*, passages: list[Passage], revision: Revision) -> dict[object, Place]:
    """Passage pk -> its place in `revision`, in one query. What was never resolved counts as lost."""
    found: dict[object, Place] = {
        row.passage_id: Place(State(row.state), row.start, row.end)
        for row in Placement.objects.filter(revision=revision, passage__in=passages)
    }
    for passage in passages:
        if passage.revision_id == revision.pk:
            found[passage.pk] = Place(State.EXACT, passage.start, passage.end)
        else:
            found.setdefault(passage.pk, ORPHAN)
    return found
