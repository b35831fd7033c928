"""What a page shows of a batch: how many files came to which end, and the files of one such end."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from articles.above import address_above
from articles.models import Article, Batch, BatchFile
from articles.storing.batches import UNPACKED
from articles.storing.likeness import Text, alike
from teams.models import Membership
from teams.policy import Action

PER_PAGE = 50
_COMPARED = 200  # articles of a page

_ENDS = {
    "added": ("added", Q(new=True)),
    "there": ("already there", Q(new=False, old=True)),
    "questions": ("questions only", Q(state="done", new=False, old=False)),
    "look": ("to look at", Q(cautions__gt=0)),
    "refused": ("not read", Q(state="refused")),
    "waiting": ("waiting", Q(state__in=["waiting", "working"])),
}


@dataclass(frozen=True)
class Twin:
    """An article that one of a file's articles is like, and where a member who may do so compares and merges them."""

    article: Article
    close: bool
    compare: str = ""


@dataclass(frozen=True)
class End:
    """A filter of the page: its key in the address, its name, the files it holds."""

    key: str
    label: str
    files: int


def ends_of(batch: Batch) -> list[End]:
    """All files, and each end that some file came to. One query."""
    counts = _marked(batch).aggregate(
        all=Count("pk"), **{key: Count("pk", filter=fits) for key, (_, fits) in _ENDS.items()}
    )
    ends = [End(key, label, counts[key]) for key, (label, _) in _ENDS.items() if counts[key]]
    return [End("", "all", counts["all"]), *ends]


def lines_of(batch: Batch, *, member: Membership, end: str, page: int) -> tuple[list[BatchFile], int]:
    """The lines of a page, with those of their articles that the member may see; and how many there are in all.

    Of what was there already also what lies in the trash.
    """
    rows = _marked(batch)
    if end in _ENDS:
        rows = rows.filter(_ENDS[end][1])
    seen = Article.objects.visible_to(member).select_related("team").order_by("created_at", "pk")
    held = Article.objects.held_for(member).select_related("team").order_by("created_at", "pk")
    shown = rows.defer("data").order_by("position").prefetch_related(Prefetch("added", seen), Prefetch("there", held))
    first = (page - 1) * PER_PAGE
    return list(shown[first : first + PER_PAGE]), rows.count()


def with_twins(lines: Sequence[BatchFile], *, member: Membership) -> list[tuple[BatchFile, list[Twin]]]:
    """Each line with what its new articles are like. Four queries, whatever the number of lines."""
    added = [(line, article) for line in lines for article in line.added.all()][:_COMPARED]
    rows = Article.objects.filter(pk__in=[article.pk for _, article in added]).exclude(current=None)
    texts = dict(rows.values_list("pk", "current__text"))
    sent = [Text(texts.get(article.pk, ""), article.url_key, itself=article.pk) for _, article in added]
    merges = member.may(Action.EDIT_ARTICLES)
    twins: dict[object, list[Twin]] = {}
    for (line, article), found in zip(added, alike(member=member, texts=sent), strict=True):
        compare = address_above("merge", article) if merges else ""
        twins.setdefault(line.pk, []).extend(
            Twin(near.article, near.close, compare and f"{compare}?with={near.article.pk}") for near in found
        )
    return [(line, twins.get(line.pk, [])) for line in lines]


def archives_of(batch: Batch) -> QuerySet[BatchFile]:
    """What was unpacked, with a message where files in it were passed over."""
    return batch.files.filter(code=UNPACKED).only("name", "message")


def noun_of(batch: Batch) -> str:
    """What its lines are called: pages where there are addresses and no files."""
    pages, files = batch.files.exclude(url=""), batch.files.filter(size__gt=0)
    return "page" if batch.feed_id or (not files.exists() and pages.exists()) else "file"


def _marked(batch: Batch) -> QuerySet[BatchFile]:
    added, there = BatchFile.added.through.objects, BatchFile.there.through.objects
    return batch.files.exclude(code=UNPACKED).annotate(
        new=Exists(added.filter(batchfile=OuterRef("pk"))), old=Exists(there.filter(batchfile=OuterRef("pk")))
    )
