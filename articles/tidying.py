"""One change to many articles at once, and what takes it back."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from articles import details
from articles.models import Area, Article
from articles.search.index import index
from articles.tags import MOST as MOST_TAGS
from articles.tags import normalised, split
from teams.models import Membership

MOST = 200  # articles


class Act(StrEnum):
    FILE = "file"
    UNFILE = "unfile"
    KIND = "kind"
    PUBLISHER = "publisher"
    TAG = "tag"
    UNTAG = "untag"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    TRASH = "trash"
    RESTORE = "restore"


@dataclass(frozen=True)
class Step:
    """One act on some articles. `value`: an area's slug, a kind, a publisher, or tags with commas between them."""

    act: Act
    value: str
    ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Tidied:
    """`changed` and `same` count articles; `kept_back` those that this member may not change or that are gone.

    `undo` brings back what was; `fault` says why nothing was done.
    """

    changed: int = 0
    same: int = 0
    kept_back: int = 0
    undo: tuple[Step, ...] = ()
    fault: str = ""


@dataclass
class _Work:
    """What a step looks at; `undo` collects (act, value) -> articles."""

    member: Membership
    value: str
    area: Area | None = None
    undo: dict[tuple[Act, str], list[UUID]] = field(default_factory=lambda: defaultdict(list))


def tidy(*, member: Membership, step: Step) -> Tidied:
    """Do it to those of the articles that the member may edit. One that is so already, or that would have too many
    tags, stays the same."""
    work = _Work(member, step.value)
    fault = _fault(step, work)
    if fault:
        return Tidied(fault=fault)
    ids = step.ids[:MOST]
    with transaction.atomic():
        allowed = Article.objects.trash_of if step.act is Act.RESTORE else Article.objects.editable_by
        rows = allowed(member).filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
        articles = list(rows)
        changed = [article for article in articles if _DO[step.act](article, work)]
        Article.objects.filter(pk__in=[a.pk for a in changed]).update(updated_at=timezone.now())
        again = Article.objects.filter(pk__in=[a.pk for a in changed]).select_related("current")
        index(again.prefetch_related("areas", "questions"))
    return Tidied(
        changed=len(changed),
        same=len(articles) - len(changed),
        kept_back=len(set(ids)) - len(articles),
        undo=tuple(Step(act, value, tuple(keys)) for (act, value), keys in work.undo.items()),
    )


def take_back(*, member: Membership, steps: Iterable[Step]) -> int:
    """Do the steps of an earlier `undo`; the number of articles that changed."""
    with transaction.atomic():
        return sum(tidy(member=member, step=step).changed for step in steps)


def packed(steps: Iterable[Step]) -> str:
    """The steps as a session keeps them."""
    return json.dumps([[step.act, step.value, [str(pk) for pk in step.ids]] for step in steps])


def unpacked(text: str) -> tuple[Step, ...]:
    return tuple(Step(Act(act), value, tuple(UUID(pk) for pk in ids)) for act, value, ids in json.loads(text))


def _fault(step: Step, work: _Work) -> str:
    """Makes the value what the step needs; a sentence where it cannot."""
    if not step.ids:
        return "Tick some articles first."
    if step.act in (Act.FILE, Act.UNFILE):
        work.area = Area.objects.filter(team=work.member.team, slug=step.value).first()
        return "" if work.area else "Choose an area first."
    if step.act is Act.KIND and step.value not in Article.Kind.values:
        return "Choose a kind first."
    if step.act in (Act.TAG, Act.UNTAG) and not normalised(split(step.value)):
        return "Type a tag first."
    return ""


def _file(article: Article, work: _Work) -> bool:
    if work.area is None or article.areas.filter(pk=work.area.pk).exists():
        return False
    article.areas.add(work.area)
    work.undo[Act.UNFILE, work.value].append(article.pk)
    return True


def _unfile(article: Article, work: _Work) -> bool:
    if work.area is None or not article.areas.filter(pk=work.area.pk).exists():
        return False
    article.areas.remove(work.area)
    work.undo[Act.FILE, work.value].append(article.pk)
    return True


def _set(name: str, act: Act) -> Callable[[Article, _Work], bool]:
    def do(article: Article, work: _Work) -> bool:
        before: str = getattr(article, name)
        if before == work.value:
            return False
        setattr(article, name, work.value)
        article.save(update_fields=[name])
        work.undo[act, before].append(article.pk)
        return True

    return do


def _tag(article: Article, work: _Work) -> bool:
    there = {tag.casefold() for tag in article.tags}
    new = [tag for tag in normalised(split(work.value)) if tag.casefold() not in there]
    tags = [*article.tags, *new]
    return len(tags) <= MOST_TAGS and _retag(article, tags, Act.UNTAG, new, work)


def _untag(article: Article, work: _Work) -> bool:
    off = {tag.casefold() for tag in normalised(split(work.value))}
    gone = [tag for tag in article.tags if tag.casefold() in off]
    return _retag(article, [tag for tag in article.tags if tag not in gone], Act.TAG, gone, work)


def _retag(article: Article, tags: list[str], back: Act, touched: list[str], work: _Work) -> bool:
    if tags == article.tags:
        return False
    article.tags = tags
    article.save(update_fields=["tags"])
    work.undo[back, ", ".join(touched)].append(article.pk)
    return True


def _archive(article: Article, work: _Work) -> bool:
    if article.archived_at:
        return False
    article.archived_at = timezone.now()
    article.save(update_fields=["archived_at"])
    work.undo[Act.UNARCHIVE, ""].append(article.pk)
    return True


def _unarchive(article: Article, work: _Work) -> bool:
    if not article.archived_at:
        return False
    article.archived_at = None
    article.save(update_fields=["archived_at"])
    work.undo[Act.ARCHIVE, ""].append(article.pk)
    return True


def _trash(article: Article, work: _Work) -> bool:
    article.remove(by=work.member.user)
    work.undo[Act.RESTORE, ""].append(article.pk)
    return True


def _restore(article: Article, work: _Work) -> bool:
    return details.restore(article=article)


_DO: dict[Act, Callable[[Article, _Work], bool]] = {
    Act.FILE: _file,
    Act.UNFILE: _unfile,
    Act.KIND: _set("kind", Act.KIND),
    Act.PUBLISHER: _set("publisher", Act.PUBLISHER),
    Act.TAG: _tag,
    Act.UNTAG: _untag,
    Act.ARCHIVE: _archive,
    Act.UNARCHIVE: _unarchive,
    Act.TRASH: _trash,
    Act.RESTORE: _restore,
}
