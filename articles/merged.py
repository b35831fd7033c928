"""Following an article that became part of another one."""

from collections.abc import Iterable
from uuid import UUID

from articles.models import Article
from teams.models import Membership


def standing(*, member: Membership, ids: Iterable[UUID]) -> dict[UUID, Article]:
    """Each id with the article that stands for it: itself, or the one it was merged into. Two queries at most; what
    this member may not see is left out."""
    ids = set(ids)
    seen = Article.objects.visible_to(member).select_related("team")
    found = {article.pk: article for article in seen.filter(pk__in=ids)}
    if missing := ids - found.keys():
        merged = Article.objects.merged_for(member).filter(pk__in=missing).select_related("merged_into__team")
        found |= {article.pk: article.merged_into for article in merged if article.merged_into}
    return found
