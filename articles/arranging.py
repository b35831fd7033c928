"""Changing the areas of a team: another name or side, two that become one, one that goes.

An area is pointed to from every room. Whatever has a key to it is found by asking the models, so a room that this one
does not know loses nothing either; and what names it in words, saved searches and filing rules, is written anew.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import Count, Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from articles.areas import slug_of
from articles.models import Area, Article, Assignment, Filing, FilingRule, Question, SavedSearch, Side
from articles.saved import LONGEST
from articles.search.fields import findable
from articles.search.index import index
from articles.search.query import with_value
from teams.models import Membership

_AT_ONCE = 200  # articles that are indexed in one go
_RULE = 200  # characters of a filing rule
_Pointer = tuple[type[models.Model], "models.ForeignKey[Any, Any]"]


@dataclass(frozen=True)
class Listed:
    """An area with the articles and questions that this member finds under it."""

    area: Area
    articles: int
    questions: int


@dataclass(frozen=True)
class Hanging:
    """How many rows of one kind point to an area, with what is in the trash, archived or private."""

    name: str
    count: int

    def __str__(self) -> str:
        return f"{self.count} {self.name}"


def listed(member: Membership) -> list[tuple[str, list[Listed]]]:
    """The areas by side; three queries at any size."""
    articles = dict(findable(member).values_list("areas").annotate(Count("pk")))
    asked = Question.objects.visible_to(member).filter(retired_at=None)
    questions = dict(asked.values_list("areas").annotate(Count("pk")))
    rows = [
        Listed(area, articles.get(area.pk, 0), questions.get(area.pk, 0))
        for area in Area.objects.filter(team=member.team)
    ]
    sides = [*Side.choices, ("", "Neither side")]
    groups = [(label, [row for row in rows if row.area.side == side]) for side, label in sides]
    return [(label, group) for label, group in groups if group]


def hanging_on(area: Area) -> list[Hanging]:
    """What would lose its area with it, by kind."""
    found = []
    for model, key in pointing():
        count = model._base_manager.filter(**{key.name: area}).count()
        meta = _other(model, key).related_model._meta if model._meta.auto_created else model._meta
        if count:
            found.append(Hanging(str(meta.verbose_name if count == 1 else meta.verbose_name_plural), count))
    return found


def needs_another(area: Area) -> bool:
    """Whether a filing rule or an assignment is for this area: neither means anything without one."""
    live = {"area": area, "deleted_at": None}
    return FilingRule.objects.filter(**live).exists() or Assignment.objects.filter(**live).exists()


def pointing() -> list[_Pointer]:
    """Every model of any room with a key to an area, the tables between two models too."""
    ways: list[Any] = [
        way for way in Area._meta.get_fields(include_hidden=True) if way.one_to_many and way.auto_created
    ]
    order = (Article.areas.through, Question.areas.through)
    ways.sort(key=lambda way: order.index(way.related_model) if way.related_model in order else len(order))
    return [(way.related_model, way.field) for way in ways]


def change(*, area: Area, name: str, side: str) -> bool:
    """Give the area this name and side, and say so wherever its old name is looked for. False where another has it.

    Raises Http404 where the area is gone by now.
    """
    name = " ".join(name.split())[:60]
    with transaction.atomic():
        area = get_object_or_404(Area.objects.select_for_update(), pk=area.pk)
        old = Area(name=area.name, slug=area.slug)
        area.name, area.side, area.slug = name, side, slug_of(name)
        try:
            with transaction.atomic():
                area.save()
        except IntegrityError:
            return False
        if name != old.name:
            _say(old, area, team_id=area.team_id)
            _index(Article.objects.filter(areas=area).values_list("pk", flat=True))
    return True


def merge(*, area: Area, into: Area, member: Membership) -> bool:
    """All that points to the area points to the other one; then the area is gone. False where one was gone before."""
    with transaction.atomic():
        # Both, always in one order: two who merge crosswise must not wait for each other.
        both = Area.objects.filter(pk__in=[area.pk, into.pk]).order_by("pk").select_for_update()
        locked = {row.pk: row for row in both}
        if len(locked) < 2:
            return False
        area, into = locked[area.pk], locked[into.pk]
        moved = list(Article.objects.filter(areas=area).values_list("pk", flat=True))
        _forget_filings(area, into)
        _unite_assignments(area, into, member)
        for model, key in pointing():
            rows = model._base_manager.filter(**{key.name: area})
            other = _once_each(model, key)
            if other:
                there = model._base_manager.filter(**{key.name: into}).values(other)
                rows.filter(**{f"{other}__in": there}).delete()
            rows.update(**{key.name: into})
        _say(area, into, team_id=area.team_id)
        area.delete()
        _index(moved)
    return True


def remove(*, area: Area) -> None:
    """The area goes; its articles and questions stay in the library without it."""
    with transaction.atomic():
        moved = list(Article.objects.filter(areas=area).values_list("pk", flat=True))
        area.delete()
        _index(moved)


def _other(model: type[models.Model], key: models.Field[Any, Any]) -> "models.ForeignKey[Any, Any]":
    """The other key of a table between two models."""
    return next(field for field in model._meta.fields if isinstance(field, models.ForeignKey) and field is not key)


def _once_each(model: type[models.Model], key: models.Field[Any, Any]) -> str:
    """The column of which a row may have this area only once: "article_id". "" where there is none."""
    if model._meta.auto_created:
        return _other(model, key).attname
    pairs = [one.fields for one in model._meta.total_unique_constraints if key.name in one.fields]
    other = next((name for pair in pairs if len(pair) == 2 for name in pair if name != key.name), "")
    return other and str(getattr(model._meta.get_field(other), "attname"))  # noqa: B009 - a column


def _forget_filings(area: Area, into: Area) -> None:
    """What a person filed under one of the two stays when a rule goes that filed it under the other."""
    through = Article.areas.through.objects
    by_hand: list[UUID] = []
    for one in (area, into):
        filed = Filing.objects.filter(rule__area=one, article=OuterRef("article_id"))
        by_hand += through.filter(~Exists(filed), area=one).values_list("article_id", flat=True)
    both = Filing.objects.filter(rule__area__in=[area, into])
    for at in range(0, len(by_hand), _AT_ONCE):
        both.filter(article__in=by_hand[at : at + _AT_ONCE]).delete()


def _unite_assignments(area: Area, into: Area, member: Membership) -> None:
    """The same week asked of the same member for both is one assignment; the other goes to the trash."""
    live = Assignment.objects.filter(deleted_at=None)
    stay = {(one.week, one.assignee_id): one for one in live.filter(area=into)}
    for gone in live.filter(area=area):
        one = stay.get((gone.week, gone.assignee_id))
        if one is None:
            continue
        one.remark = "; ".join(dict.fromkeys(said for said in (one.remark, gone.remark) if said))[:300]
        one.due_on = min((day for day in (one.due_on, gone.due_on) if day), default=None)
        one.done_at = one.done_at and gone.done_at
        one.save(update_fields=["remark", "due_on", "done_at"])
        gone.remove(by=member.user)


def _say(old: Area, new: Area, *, team_id: int) -> None:
    """Searches and rules that name the old area name the new one, whoever keeps them and also in the trash."""

    def is_old(value: str) -> bool:
        return value.casefold() == old.name.casefold() or slugify(value) == old.slug

    def said(query: str) -> str:
        name = new.slug if '"' in new.name else new.name
        return with_value(query, field="area", meant=is_old, value=name)

    for search in SavedSearch.objects.filter(team=team_id, asked__contains="area"):
        _keep(search, "asked", _asked(search.asked, old, new, said), LONGEST)
    for rule in FilingRule.objects.filter(team=team_id, query__icontains="area:"):
        _keep(rule, "query", said(rule.query), _RULE)


def _asked(asked: str, old: Area, new: Area, said: Callable[[str], str]) -> str:
    pairs = []
    for name, value in parse_qsl(asked):
        if name == "area" and value == old.slug:
            value = new.slug
        pairs.append((name, said(value) if name == "q" else value))
    return urlencode(pairs)


def _keep(row: models.Model, name: str, value: str, most: int) -> None:
    if value != getattr(row, name) and len(value) <= most:
        setattr(row, name, value)
        row.save(update_fields=[name])


def _index(keys: Iterable[UUID]) -> None:
    keys = list(keys)
    for at in range(0, len(keys), _AT_ONCE):
        rows = Article.objects.filter(pk__in=keys[at : at + _AT_ONCE]).select_related("current")
        index(rows.prefetch_related("areas", "questions"))
