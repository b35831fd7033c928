"""Undoing a batch: what it added goes to the trash, and comes back from there, all at once.

Notes and cards hang on an article and stay with it: they are out of sight with it and come back with it. So the
articles room, which cannot see them, need not ask; what it can see is an article that was changed since.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from articles.models import Article, ArticleQuerySet, Batch, BatchFile, Question
from articles.models.questions import QuestionQuerySet
from teams.models import Membership

STORING = timedelta(minutes=1)  # an article whose details changed later than this after it came was changed by a hand


@dataclass(frozen=True)
class TakenBack:
    """`kept` were corrected since they came and stay in the library."""

    articles: int
    questions: int
    kept: int


@dataclass(frozen=True)
class PutBack:
    """`kept` stay in the trash: the library has the same text or question again."""

    articles: int
    questions: int
    kept: int


def added_by(batch: Batch) -> ArticleQuerySet:
    """The articles that the batch brought and that were not there before."""
    of_batch = BatchFile.added.through.objects.filter(batchfile__batch=batch, article=OuterRef("pk"))
    rows: ArticleQuerySet = Article.objects.filter(Exists(of_batch))
    return rows


def changed_since(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those with a corrected text or corrected details."""
    return articles.filter(Q(current__number__gt=1) | Q(updated_at__gt=F("created_at") + STORING))


def take_back(*, batch: Batch, member: Membership, changed_too: bool = False) -> TakenBack:
    """Into the trash with the articles and questions that the batch added, but for those another hand removed.

    Articles that were corrected since stay, unless `changed_too`. Questions that another article asks stay.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        now = batch.taken_back_at or timezone.now()
        live = added_by(batch).filter(deleted_at=None)
        kept = [] if changed_too else list(changed_since(live).values_list("pk", flat=True))
        going = list(live.exclude(pk__in=kept).values_list("pk", flat=True))
        Article.objects.filter(pk__in=going).update(deleted_at=now, deleted_by=member.user)
        asked = Question.articles.through.objects.filter(question=OuterRef("pk"), article__deleted_at=None)
        lonely = _questions(batch).filter(deleted_at=None).exclude(Exists(asked))
        questions = lonely.update(deleted_at=now, deleted_by=member.user)
        Batch.objects.filter(pk=batch.pk).update(taken_back_at=now)
    return TakenBack(len(going), questions, len(kept))


def put_back(*, batch: Batch) -> PutBack:
    """Out of the trash with what take_back put there; what was removed before or after by a hand stays there."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        if batch.taken_back_at is None:
            return PutBack(0, 0, 0)
        articles = list(added_by(batch).filter(deleted_at=batch.taken_back_at))
        questions = list(_questions(batch).filter(deleted_at=batch.taken_back_at))
        back_articles = sum(article.restore_if_free() for article in articles)
        back_questions = sum(question.restore_if_free() for question in questions)
        Batch.objects.filter(pk=batch.pk).update(taken_back_at=None)
    kept = len(articles) + len(questions) - back_articles - back_questions
    return PutBack(back_articles, back_questions, kept)


def _questions(batch: Batch) -> QuestionQuerySet:
    of_batch = BatchFile.questions.through.objects.filter(batchfile__batch=batch, question=OuterRef("pk"))
    rows: QuestionQuerySet = Question.objects.filter(Exists(of_batch))
    return rows
