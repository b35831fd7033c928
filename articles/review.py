"""What members sent in and a leader has looked at: it becomes the team's."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from articles.models import Article, Question
from teams.models import Membership


def publish(articles: Iterable[Article]) -> int:
    """The waiting ones among the articles, and the waiting questions that came with them, are the team's from now on.

    Gives the number of articles. Two queries, none where nothing waits.
    """
    waiting = [article for article in articles if article.waiting]
    if waiting:
        keys = [article.pk for article in waiting]
        Article.objects.filter(pk__in=keys).update(waiting=False)
        Question.objects.filter(waiting=True, articles__in=keys).update(waiting=False)
    for article in waiting:
        article.waiting = False
    return len(waiting)


@dataclass(frozen=True)
class Queue:
    """What waits for this member's review, the oldest first."""

    articles: list[Article]
    questions: list[Question]

    @property
    def number(self) -> int:
        return len(self.articles) + len(self.questions)


def queue_of(member: Membership) -> Queue:
    """For a leader: all that was sent in. A question that came with a waiting article is published with it."""
    articles = Article.objects.waiting_for(member).select_related("owner", "team", "current")
    questions = Question.objects.waiting_for(member).exclude(articles__waiting=True, articles__deleted_at=None)
    return Queue(
        list(articles.prefetch_related("areas", "questions").order_by("created_at", "pk")),
        list(questions.select_related("owner").prefetch_related("areas").order_by("created_at", "pk")),
    )


def number_waiting(member: Membership) -> int:
    """How much waits; two queries."""
    return Article.objects.waiting_for(member).count() + Question.objects.waiting_for(member).count()


def sent_in_by(member: Membership) -> list[Article]:
    """The member's own articles that wait, and those that were sent back with a remark, the newest first."""
    mine = Article.objects.filter(team=member.team, owner=member.user)
    seen = mine.filter(Q(waiting=True, deleted_at=None) | ~Q(remark="") & ~Q(deleted_at=None))
    return list(seen.select_related("team").order_by("-created_at", "pk"))


def publish_questions(questions: Iterable[Question]) -> int:
    return Question.objects.filter(pk__in=[question.pk for question in questions], waiting=True).update(waiting=False)


def send_back(*, article: Article, by: Membership, remark: str) -> None:
    """Into the trash with the reason; its questions that nothing else asks stay waiting. It can be restored."""
    with transaction.atomic():
        article.remark = remark
        article.save(update_fields=["remark"])
        article.remove(by=by.user)
