"""Cards and notes of the database as a sheet, a few at a time: memory does not grow with their number."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.ingest.register import Register
from articles.models import Article, Question
from articles.publishers import register_of
from evidence import citing, models
from evidence.export.formats import Format
from evidence.export.sheet import Card, Heading, Note, Place, Reply, Row, Sheet, Source
from evidence.outlines import outline_of
from teams.models import Membership

AT_ONCE = 100


def sheet_of(*, member: Membership, title: str, rows: QuerySet[Any]) -> Sheet:
    """`rows` are cards or notes that this member may see, in their order."""
    return Sheet(title=title, made_on=timezone.localdate(), rows=rows_of(member=member, rows=rows))


def sheet_of_block(*, member: Membership, block: models.Block) -> Sheet:
    """The block as a Pocket, its headings as Hats and, below these, Blocks; what is in inner blocks too."""
    return Sheet(title=block.title, made_on=timezone.localdate(), rows=_rows_of_block(member, block))


def _rows_of_block(member: Membership, block: models.Block) -> Iterator[Row]:
    yield Heading(block.title, 1)
    lines = outline_of(block, member)
    for at in range(0, len(lines), AT_ONCE):
        group = lines[at : at + AT_ONCE]
        keys = [line.card.pk for line in group if line.card]
        found = rows_of(member=member, rows=models.Card.objects.visible_to(member).filter(pk__in=keys))
        cards = {row.key: row for row in found if isinstance(row, Card)}
        for line in group:
            if line.heading:
                yield Heading(line.heading, min(line.depth + 2, 3))
            elif line.card and str(line.card.pk) in cards:
                yield cards[str(line.card.pk)]


def rows_of(*, member: Membership, rows: QuerySet[Any]) -> Iterator[Row]:
    """Three queries for each hundred cards or notes, and one for the register of publishers."""
    rows = rows.select_related("owner", "article", "passage").defer("search", "article__analysis_html")
    rows = rows.annotate(text_hash=Coalesce(F("passage__revision__sha256"), F("article__current__sha256")))
    if rows.model is models.Note:
        said = models.Remark.objects.admitting(member).filter(deleted_at=None).in_order()
        rows = rows.prefetch_related("article__areas", Prefetch("remarks", said))
        for row in rows.iterator(AT_ONCE):
            made = _note(row)
            _let_go(row)
            yield made
        return
    seen = Question.objects.visible_to(member)
    rows = rows.prefetch_related("areas", Prefetch("questions", seen))
    register = register_of(member.team)
    for row in rows.iterator(AT_ONCE):
        card = card_of(row, register)
        _let_go(row)
        yield card


def _let_go(row: models.Attached) -> None:
    """What was fetched with a row knows the row: both would wait for the collector of cycles, thousands at a time."""
    row._state.fields_cache.clear()
    getattr(row, "_prefetched_objects_cache", {}).clear()


def card_of(row: models.Card, register: Register) -> Card:
    """A card that was fetched with its article, passage, areas, questions and `text_hash`."""
    given = citing.made(row.article, register) if row.article else None
    return Card(
        key=str(row.pk),
        tag=row.tag,
        cite=row.cite,
        spoken=row.cite_spoken or (given.spoken if given else ""),
        own_spoken=row.cite_spoken,
        mla=row.cite_mla or (given.mla if given else ""),
        quotation=row.quotation,
        spans=row.cut,
        analysis=row.analysis,
        analysis_html=row.analysis_html,
        kind=row.kind,
        areas=_sorted(area.name for area in row.areas.all()),
        questions=_sorted(question.text for question in row.questions.all()),
        source=_source(row),
        place=_place(row),
        credit=row.credit,
        by=str(row.owner),
        made_at=row.created_at,
    )


def for_another_team(sheet: Sheet, *, credit: str, with_analysis: bool = False) -> Sheet:
    """The cards and headings of the sheet under the credit that the sender chose, and what came from elsewhere under
    its own. No notes, no questions of the team, no name of it or of anybody in it; and no analysis, which is a
    member's own thought and may name anybody, unless the sender says so (decision 0014)."""
    rows = (row for row in sheet.rows if not isinstance(row, Note))
    return Sheet("Cards", sheet.made_on, (_passed_on(row, credit, with_analysis) for row in rows))


def _passed_on(row: Row, credit: str, with_analysis: bool) -> Row:
    if not isinstance(row, Card):
        return row
    said = {} if with_analysis else {"analysis": "", "analysis_html": ""}
    return replace(row, credit=row.credit or credit, questions=(), key="", by="", made_at=None, **said)  # type: ignore[arg-type]


def _note(row: models.Note) -> Note:
    return Note(
        key=str(row.pk),
        body=row.body,
        html=row.html,
        tags=tuple(row.tags),
        quotation=row.quotation,
        source=_source(row),
        place=_place(row),
        by=str(row.owner),
        made_at=row.created_at,
        areas=_sorted(area.name for area in row.article.areas.all()) if row.article else (),
        replies=tuple(Reply(one.body, one.html, str(one.owner), one.created_at) for one in row.remarks.all()),
    )


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))


def _source(row: models.Attached) -> Source | None:
    article: Article | None = row.article
    if article is None:
        return None
    return Source(
        key=str(article.pk),
        title=article.title,
        byline=tuple(article.byline),
        publisher=article.publisher,
        published_on=article.published_on,
        url=article.url,
        sha256=getattr(row, "text_hash", None) or "",
    )


def _place(row: models.Attached) -> Place | None:
    passage = row.passage
    if passage is None:
        return None
    return Place(passage.exact, passage.prefix, passage.suffix, passage.start, passage.end)


def file_name(sheet: Sheet, format: Format) -> str:
    """ "riverside-cards-2026-11-26.docx": letters and figures of any script, so that a name stays readable."""
    words = "".join(char if char.isalnum() else " " for char in sheet.title.lower()).split()
    return f"{'-'.join(words)[:80] or 'cards'}-{sheet.made_on.isoformat()}.{format.suffix}"
