"""Where a text stands that somebody is about to add: in the library, as part of another article, in the trash."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from articles.models import Article, Revision
from teams.models import Membership


class Where(StrEnum):
    LIBRARY = "library"
    MERGED = "merged"  # it was an article that became part of `article`
    EARLIER = "earlier"  # it is what `article` said before it was corrected
    TRASH = "trash"


@dataclass(frozen=True)
class Known:
    """The article that stands for a text, whatever quotes, dashes and white space look like."""

    article: Article
    where: Where


def known(*, member: Membership, prints: Iterable[str]) -> dict[str, Known]:
    """Of these fingerprints the ones that the member can see something of. Two queries."""
    held = Article.objects.held_for(member).select_related("team", "deleted_by")
    rows = list(held.filter(fingerprint__in=set(prints)))
    stays = held.in_bulk({row.merged_into_id for row in rows if row.merged_into_id})
    found: dict[str, Known] = {}
    for row in sorted(rows, key=lambda row: (row.deleted_at is not None, row.merged_into_id is None, row.pk)):
        stands = stays.get(row.merged_into_id, row)
        where = Where.TRASH if stands.deleted_at else Where.LIBRARY if stands is row else Where.MERGED
        if row.fingerprint not in found or found[row.fingerprint].where is Where.TRASH:
            found[row.fingerprint] = Known(stands, where)
    return found


def earlier_texts(*, articles: Iterable[Article], hashes: Iterable[str]) -> dict[tuple[UUID, str], int]:
    """(article, Revision.sha256) of the texts that were corrected since, with the number of the revision."""
    rows = Revision.objects.filter(article__in={a.pk for a in articles}, sha256__in=set(hashes))
    rows = rows.exclude(pk__in={a.current_id for a in articles}).order_by("number")
    return {(pk, sha256): number for pk, sha256, number in rows.values_list("article", "sha256", "number")}
