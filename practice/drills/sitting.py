"""Cites asked one by one: which come into a sitting, and what is remembered of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from articles.merged import standing
from articles.models import Area, Article
from evidence.models import Card
from practice.drills.memory import AGAIN, AT_ONCE, NEW, Grade, after
from practice.hearing.citing import citing
from practice.models import PointSource, Recall, Round, Sitting
from practice.models.recall import Asked
from teams.models import Membership

ROUNDS = 10  # the member's last rounds, whose sources are asked


@dataclass(frozen=True)
class Standing:
    """How many cites the member was asked, knows well, missed last time, and would be asked again today."""

    asked: int
    well: int
    missed: int
    due: int


def standing_of(member: Membership) -> Standing:
    """One query."""
    today = timezone.localdate()
    found = Recall.objects.of(member).aggregate(
        asked=Count("pk"),
        well=Count("pk", filter=Q(box__gt=NEW + 1)),
        missed=Count("pk", filter=Q(box=0)),
        due=Count("pk", filter=Q(due_on__lte=today)),
    )
    return Standing(**found)


def pool_of(member: Membership, pool: str, areas: Sequence[Area] = ()) -> Any:
    """The articles whose cite can be asked: those with a publication and a date."""
    rows = Article.objects.visible_to(member).exclude(publisher="").exclude(published_on=None)
    if pool == Sitting.Pool.ROUNDS:
        return rows.filter(pk__in=_of_last_rounds(member))
    if areas:
        rows = rows.filter(areas__in=areas)
    if pool == Sitting.Pool.CARDS:
        rows = rows.filter(pk__in=Card.objects.visible_to(member).exclude(article=None).values("article"))
    return rows.distinct()


def _of_last_rounds(member: Membership) -> set[UUID]:
    last = Round.objects.visible_to(member).of(member).order_by("-created_at").values_list("pk", flat=True)[:ROUNDS]
    sources = PointSource.objects.filter(point__round__in=list(last))
    named = {pk for pair in sources.values_list("article", "card__article") for pk in pair if pk}
    return {article.pk for article in standing(member=member, ids=named).values()}


def _of_round(member: Membership, round: Round) -> tuple[set[UUID], set[UUID]]:
    """What was cited in it or stood in its outline, and what was opened; each by the article that stands for it."""
    sources = PointSource.objects.filter(point__round=round).values_list("article", "card__article")
    outlined = {pk for pair in sources for pk in pair if pk}
    named = {kind: {UUID(e.data[kind]) for e in round.happened if kind in e.data} for kind in ("article", "card")}
    cards = Card.objects.visible_to(member).filter(pk__in=named["card"]).exclude(article=None)
    opened = named["article"] | set(cards.values_list("article", flat=True))
    stands = standing(member=member, ids=outlined | opened)
    said = {row.article.pk for row in citing(round=round, reader=member).shown if row.article}
    cited = said | {stands[pk].pk for pk in outlined if pk in stands}
    return cited, {stands[pk].pk for pk in opened if pk in stands} - cited


def begin_sitting(
    *, member: Membership, pool: str, areas: Sequence[Area] = (), round: Round | None = None
) -> Sitting | None:
    """What is due first, the missed before the rest; then what was never asked, the newest first; then what would be
    due next. Of a `round`, what was cited comes before what was only opened. None where there is nothing to ask."""
    rows = pool_of(member, pool, areas)
    chosen: list[UUID] = []
    for one in [rows.filter(pk__in=pks) for pks in _of_round(member, round)] if round else [rows]:
        _choose(chosen, Recall.objects.of(member), one)
    if not chosen:
        return None
    cards = _claims(member, chosen) if pool != Sitting.Pool.ARTICLES else {}
    with transaction.atomic():
        sitting = Sitting(team=member.team, owner=member.user, pool=pool, round=round)
        sitting.keep([Asked(str(pk), str(cards.get(pk, ""))) for pk in chosen])
        sitting.save()
        sitting.areas.set(areas)
    return sitting


def _choose(chosen: list[UUID], mine: Any, rows: Any) -> None:
    """Adds of `rows` what has its turn."""
    there = mine.filter(article__in=rows)
    due = there.due(timezone.localdate()).values_list("article", flat=True)
    fresh = rows.exclude(pk__in=mine.values("article")).order_by("-published_on", "pk").values_list("pk", flat=True)
    later = there.order_by("due_on", "pk").values_list("article", flat=True)
    for found in (due, fresh, later):
        chosen += [pk for pk in found[:AT_ONCE] if pk not in chosen][: AT_ONCE - len(chosen)]


def _claims(member: Membership, articles: Iterable[UUID]) -> dict[UUID, UUID]:
    """The newest card of each article."""
    cards = Card.objects.visible_to(member).filter(article__in=articles).order_by("created_at", "pk")
    return dict(cards.values_list("article", "pk"))


@dataclass(frozen=True)
class Now:
    """The cite that is asked: the `at`-th of the sitting. `claim`: the tag of its card, where it may be seen."""

    at: int
    article: Article
    claim: str
    again: bool


def now(member: Membership, sitting: Sitting) -> Now | None:
    """None where all are marked. What is not in the library any more is passed over. Two queries."""
    waiting = [(at, one) for at, one in enumerate(sitting.asked) if not one.grade]
    seen = pool_of(member, Sitting.Pool.ARTICLES).filter(pk__in={one.article for _, one in waiting})
    articles = {str(article.pk): article for article in seen.select_related("team")}
    at, one = next(((at, one) for at, one in waiting if one.article in articles), (0, None))
    if one is None:
        return None
    card = Card.objects.visible_to(member).filter(pk=one.card).first() if one.card else None
    return Now(at, articles[one.article], card.tag if card else "", one.again)


def grade(*, member: Membership, sitting: Sitting, at: int, grade: Grade) -> Sitting:
    """Mark the `at`-th cite. One that is marked stays as it is. What is missed comes again at the end, and only the
    first asking moves it in the memory. Raises IndexError for one that is not there."""
    with transaction.atomic():
        Membership.objects.select_for_update(of=("self",)).get(pk=member.pk)
        sitting = Sitting.objects.get(pk=sitting.pk)
        asked = sitting.asked
        one = asked[at]
        if one.grade:
            return sitting
        asked[at] = replace(one, grade=grade.value)
        if grade is Grade.WRONG and sum(other.article == one.article for other in asked) <= AGAIN:
            asked.append(Asked(one.article, one.card, again=True))
        sitting.keep(asked)
        sitting.save(update_fields=["cites"])
        if not one.again:
            _remember(member, UUID(one.article), grade)
        return sitting


def _remember(member: Membership, article: UUID, grade: Grade) -> None:
    today = timezone.localdate()
    row = Recall.objects.filter(owner=member.user, article=article).first()
    row = row or Recall(team=member.team, owner=member.user, article_id=article, box=NEW)
    kept = after(row.box, grade, today)
    row.box, row.due_on, row.last = kept.box, kept.due_on, grade.value
    row.asked += 1
    row.known += grade is Grade.RIGHT
    row.save()


def missed(member: Membership, sitting: Sitting) -> list[Article]:
    """Articles that were not right at first asking, in order. One query."""
    pks = [one.article for one in sitting.asked if one.grade in (Grade.NEARLY, Grade.WRONG) and not one.again]
    found = {str(a.pk): a for a in Article.objects.visible_to(member).filter(pk__in=pks).select_related("team")}
    return [found[pk] for pk in pks if pk in found]
