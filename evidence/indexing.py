"""Notes and cards in the search index: whoever stores, removes or restores one tells it in the same transaction."""

from typing import TYPE_CHECKING

from articles.search.index import Attached, forget, index_attached

if TYPE_CHECKING:
    from evidence import models

_AT_ONCE = 500


def keep_indexed(row: "models.Attached") -> None:
    """The index knows the row as it stands now, or nothing of it where it is in the trash, has no article or says
    nothing."""
    known = attached(row)
    if known is None:
        forget([row.pk])
    else:
        index_attached([known])


def attached(row: "models.Attached") -> Attached | None:
    if row.deleted_at is not None or row.article_id is None:
        return None
    named, said, beside = row.indexed
    if not (named or said):
        return None
    return Attached(
        key=row.pk,
        article_id=row.article_id,
        kind=row.KIND,
        team_id=row.team_id,
        owner_id=row.owner_id,
        visibility=row.visibility,
        named=named,
        said=said,
        beside=beside,
    )


def rebuild(team_id: int | None) -> int:
    """Make the index know every note and card of the team, or of all; gives their number."""
    from evidence.models import Card, Note  # noqa: PLC0415 - the models store through this module

    done = 0
    for model in (Note, Card):
        rows = model.objects.filter(deleted_at=None).exclude(article=None).order_by("pk")
        rows = rows if team_id is None else rows.filter(team_id=team_id)
        batch: list[Attached] = []
        for row in rows.iterator(chunk_size=_AT_ONCE):
            known = attached(row)
            batch += [known] if known else []
            if len(batch) == _AT_ONCE:
                done += index_attached(batch)
                batch = []
        done += index_attached(batch) if batch else 0
    return done
