"""Filing without a hand: what a rule's search finds goes under its area, and comes out again when the rule goes.

Only an article's own words count, never somebody's notes on it. What a person filed is not touched: a rule takes back
what it did itself.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects

from articles.models import Area, Article, ArticleQuerySet, Filing, FilingRule
from articles.search.fields import findable
from articles.search.find import MOST, matching
from articles.search.index import index
from articles.search.query import parse
from articles.search.synonyms import of_team
from teams.models import Membership


def rules_of(member: Membership) -> list[FilingRule]:
    return list(FilingRule.objects.visible_to(member).select_related("area").order_by("area__name", "created_at"))


def matched(*, member: Membership, query: str, among: Iterable[UUID] | None = None, most: int = MOST) -> list[UUID]:
    """The keys of the articles, of all or of those named, that the query finds by their own words, newest first."""
    parsed = parse(query)
    if not parsed:
        return []
    articles: ArticleQuerySet = findable(member, parsed.tree)
    articles = articles if among is None else articles.filter(pk__in=list(among))
    synonyms = of_team(member.team_id)
    found = matching(parsed, member=member, articles=articles, synonyms=synonyms, newest=True, most=most)
    return [match.article_id for match in found if match.found_in == "article"]


def keep_rule(*, member: Membership, query: str, area: Area) -> tuple[FilingRule, int]:
    """Store the rule and file what is there; with it the number of articles that were filed."""
    with transaction.atomic():
        rule = FilingRule.objects.create(team=member.team, owner=member.user, query=query, area=area)
        return rule, apply(rule=rule, member=member)


def apply(*, rule: FilingRule, member: Membership) -> int:
    """File what the rule finds now, as far as it is not under the area yet; gives the number."""
    with transaction.atomic():
        return len(_file(rule, matched(member=member, query=rule.query)))


def file_by_rules(*, member: Membership, articles: Sequence[Article]) -> None:
    """What just came in and is indexed goes where the team's rules say. One query for a team without rules."""
    rules = rules_of(member)
    keys = [article.pk for article in articles]
    for rule in rules:
        _file(rule, matched(member=member, query=rule.query, among=keys))


def remove_rule(*, rule: FilingRule, member: Membership) -> int:
    """Into the trash, with all that it filed taken back; gives the number of articles."""
    with transaction.atomic():
        rule.remove(by=member.user)
        return take_back(rule=rule)


def restore_rule(*, rule: FilingRule, member: Membership) -> int:
    """Out of the trash; it files again what it finds now."""
    with transaction.atomic():
        rule.restore()
        return apply(rule=rule, member=member)


def take_back(*, rule: FilingRule) -> int:
    """The articles that this rule filed leave its area, but for those that another rule filed there too."""
    with transaction.atomic():
        filings = Filing.objects.filter(rule=rule)
        others = Filing.objects.filter(rule__area=rule.area_id, rule__deleted_at=None).exclude(rule=rule)
        keys = list(filings.exclude(article__in=others.values("article")).values_list("article", flat=True))
        filings.delete()
        Article.areas.through.objects.filter(area=rule.area_id, article__in=keys).delete()
        _index(keys)
    return len(keys)


def _file(rule: FilingRule, keys: Sequence[UUID]) -> list[UUID]:
    """Put these under the rule's area and remember it; gives those that were not there."""
    through = Article.areas.through
    there = set(through.objects.filter(area=rule.area_id, article__in=keys).values_list("article", flat=True))
    new = sorted(key for key in keys if key not in there)  # in one order, as the index is written
    through.objects.bulk_create((through(article_id=key, area_id=rule.area_id) for key in new), ignore_conflicts=True)
    Filing.objects.bulk_create((Filing(rule=rule, article_id=key) for key in new), ignore_conflicts=True)
    _index(new)
    return new


def _index(keys: Sequence[UUID]) -> None:
    if not keys:
        return
    rows = list(Article.objects.filter(pk__in=keys).select_related("current"))
    prefetch_related_objects(rows, "areas", "questions")
    index(rows)
