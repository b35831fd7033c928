"""What a rule set says of the articles of a library, and of the labels under which they stand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone

from articles.models import Area, Article
from evidence.models import Card, Note
from practice.legal.labels import faults
from practice.legal.legality import Facts, Verdict, room_of, verdict
from practice.legal.room import articles_in
from practice.models import Round, RuleSet
from practice.rule_sets.presets import FIRST
from teams.models import Membership


@dataclass(frozen=True)
class Judged:
    article: Article
    verdict: Verdict


@dataclass(frozen=True)
class Label:
    """An area or a tag that may be read as an annotation; `address` is where it is put right."""

    name: str
    what: str
    faults: tuple[str, ...]
    address: str


def rule_set_for(member: Membership, slug: str = "") -> RuleSet | None:
    """The one that was asked for; else that of the member's last round; else the first of the shipped ones."""
    there = RuleSet.objects.for_team(member.team)
    last = Round.objects.visible_to(member).of(member).exclude(rule_set=None).order_by("-created_at").first()
    asked = there.filter(slug=slug).first() if slug else last and last.rule_set
    return asked or there.filter(slug=FIRST).first() or there.first()


def judge(*, articles: Iterable[Article], rule_set: RuleSet, member: Membership) -> list[Judged]:
    """A verdict on each, in a fixed number of queries. Notes and cards count where `member` may see them."""
    articles = list(articles)
    keys = [article.pk for article in articles]
    notes, marks = _attached(Note, member, keys)
    cards, card_marks = _attached(Card, member, keys)
    questions = _count(Article.questions.through.objects.filter(article_id__in=keys, question__deleted_at=None))
    numbers = dict(Article.objects.filter(pk__in=keys).values_list("pk", F("current__number")))
    areas: dict[Any, list[str]] = {key: [] for key in keys}
    for key, name in Area.articles.through.objects.filter(article_id__in=keys).values_list("article_id", "area__name"):
        areas[key].append(name)
    today = timezone.localdate()
    judged = []
    for article in articles:
        facts = Facts(
            kind=article.kind,
            has_url=bool(article.url),
            published_on=article.published_on,
            waiting=article.waiting,
            corrections=(numbers.get(article.pk) or 1) - 1,
            notes=notes[article.pk],
            cards=cards[article.pk],
            colours=bool(marks[article.pk]) + bool(card_marks[article.pk]),
            questions=questions[article.pk],
            analysis=bool(article.analysis),
            labels=(*areas[article.pk], *article.tags),
        )
        judged.append(Judged(article, verdict(rule_set.figures, facts, today)))
    return judged


def number_in_room(*, member: Membership, rule_set: RuleSet) -> tuple[int, int]:
    """How many of the library's articles the rules let in, and how many there are."""
    seen = Article.objects.visible_to(member).unarchived()
    room = room_of(rule_set.figures, timezone.localdate())
    return seen.filter(articles_in(room)).count(), seen.count()


def labels_of(member: Membership) -> list[Label]:
    """The areas and tags of the library that explain instead of naming, areas first."""
    areas = Area.objects.filter(team=member.team).values_list("name", flat=True)
    tags = Counter(tag for tags in Article.objects.visible_to(member).values_list("tags", flat=True) for tag in tags)
    page, library = (reverse(f"articles:{name}", args=[member.team.slug]) for name in ("areas", "library"))
    named = [("area", name, page) for name in areas]
    named += [("tag", name, library + "?" + urlencode({"q": f'tag:"{name}"'})) for name in sorted(tags)]
    return [Label(name, what, found, address) for what, name, address in named if (found := faults(name))]


def _attached(model: Any, member: Membership, keys: list[Any]) -> tuple[Counter[Any], Counter[Any]]:
    """How many hang on each article, and how many of these mark a passage of it."""
    rows = model.objects.visible_to(member).filter(article__in=keys).order_by().values("article")
    counted = list(rows.annotate(all=Count("pk"), marks=Count("passage")).values_list("article", "all", "marks"))
    return Counter({key: all for key, all, _ in counted}), Counter({key: marks for key, _, marks in counted})


def _count(rows: Any) -> Counter[Any]:
    counted = rows.order_by().values("article_id").annotate(n=Count("pk")).values_list("article_id", "n")
    return Counter(dict(counted))
