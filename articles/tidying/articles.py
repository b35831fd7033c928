"""What can be done to many articles at once."""

from django.utils import timezone

from articles import details
from articles.models import Article
from articles.search.index import index
from articles.tags import MOST as MOST_TAGS
from articles.tags import normalised, split
from articles.tidying.steps import Act, Shelf, Step, Work, file, set_field, stamp, trash, unfile, unstamp


def _fault(step: Step) -> str:
    if step.act is Act.KIND and step.value not in Article.Kind.values:
        return "Choose a kind first."
    if step.act in (Act.TAG, Act.UNTAG) and not normalised(split(step.value)):
        return "Type a tag first."
    return ""


def _settle(changed: list[Article]) -> None:
    keys = [article.pk for article in changed]
    Article.objects.filter(pk__in=keys).update(updated_at=timezone.now())
    again = Article.objects.filter(pk__in=keys).select_related("current")
    index(again.prefetch_related("areas", "questions"))


def _tag(article: Article, work: Work) -> bool:
    there = {tag.casefold() for tag in article.tags}
    new = [tag for tag in normalised(split(work.value)) if tag.casefold() not in there]
    tags = [*article.tags, *new]
    return len(tags) <= MOST_TAGS and _retag(article, tags, Act.UNTAG, new, work)


def _untag(article: Article, work: Work) -> bool:
    off = {tag.casefold() for tag in normalised(split(work.value))}
    gone = [tag for tag in article.tags if tag.casefold() in off]
    return _retag(article, [tag for tag in article.tags if tag not in gone], Act.TAG, gone, work)


def _retag(article: Article, tags: list[str], back: Act, touched: list[str], work: Work) -> bool:
    if tags == article.tags:
        return False
    article.tags = tags
    article.save(update_fields=["tags"])
    work.undo[back, ", ".join(touched)].append(article.pk)
    return True


def _restore(article: Article, work: Work) -> bool:
    return details.restore(article=article)


ARTICLES = Shelf(
    one="article",
    rows=Article.objects.all,
    acts={
        Act.FILE: file,
        Act.UNFILE: unfile,
        Act.KIND: set_field("kind", Act.KIND),
        Act.PUBLISHER: set_field("publisher", Act.PUBLISHER),
        Act.TAG: _tag,
        Act.UNTAG: _untag,
        Act.ARCHIVE: stamp("archived_at", Act.UNARCHIVE),
        Act.UNARCHIVE: unstamp("archived_at", Act.ARCHIVE),
        Act.TRASH: trash,
        Act.RESTORE: _restore,
    },
    fault=_fault,
    settle=_settle,
)
