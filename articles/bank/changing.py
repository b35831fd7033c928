"""Changing one question of the bank: its wording and details, its votes, making two one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.shortcuts import get_object_or_404

from articles.models import Area, Article, Question, Vote
from articles.search.index import index
from teams.models import Membership


@dataclass(frozen=True)
class Details:
    text: str
    side: str
    source: str
    asked_on: date | None
    areas: tuple[Area, ...]
    difficulty: str = ""


@dataclass(frozen=True)
class Changed:
    """`saved` is False where nothing was stored: another version stands in `question`, or `twin` has this wording."""

    question: Question
    saved: bool = True
    twin: Question | None = None


def change(*, member: Membership, question: Question, version: int, details: Details) -> Changed:
    """Store what was typed, if the question is still as it was when the form was filled. Raises Http404 where it is in
    the trash by now, as everything here that changes one."""
    with transaction.atomic():
        question = _locked(member, question)
        if question.version != version:
            return Changed(question, saved=False)
        question.word(details.text)
        question.side, question.source, question.asked_on = details.side, details.source, details.asked_on
        question.difficulty = details.difficulty
        question.version += 1
        try:
            with transaction.atomic():
                question.save()
        except IntegrityError:
            twin = Question.objects.filter(team=member.team, fingerprint=question.fingerprint, deleted_at=None)
            return Changed(question, saved=False, twin=twin.exclude(pk=question.pk).first())
        question.areas.set(details.areas)
        _index_articles_of(question)
    return Changed(question)


def vote(*, member: Membership, question: Question, value: int) -> int:
    """The member's opinion: 1, -1, or 0 to take it back. Gives the sum of all votes."""
    with transaction.atomic():
        question = get_object_or_404(
            Question.objects.visible_to(member).select_for_update(of=("self",)), pk=question.pk
        )
        if value:
            Vote.objects.update_or_create(question=question, user=member.user, defaults={"value": value})
        else:
            Vote.objects.filter(question=question, user=member.user).delete()
        return _count_votes(question)


def merge(*, member: Membership, stays: Question, gone: Question) -> Question:
    """Make `gone` one with `stays`: articles, areas, votes and what `stays` lacked go over; `gone` goes to the trash.

    Slips of rounds keep the wording that was drawn. Raises ValueError for a question and itself.
    """
    if stays.pk == gone.pk:
        raise ValueError("A question cannot be merged into itself.")
    with transaction.atomic():
        by_key = {row.pk: row for row in (_locked(member, row) for row in sorted((stays, gone), key=lambda r: r.pk))}
        stays, gone = by_key[stays.pk], by_key[gone.pk]
        stays.areas.add(*gone.areas.all())
        stays.articles.add(*gone.articles.all())
        stays.side, stays.source = stays.side or gone.side, stays.source or gone.source
        stays.asked_on, stays.difficulty = stays.asked_on or gone.asked_on, stays.difficulty or gone.difficulty
        stays.waiting = stays.waiting and gone.waiting
        stays.version += 1
        stays.save()
        voted = set(stays.votes.values_list("user", flat=True))
        Vote.objects.bulk_create(
            Vote(question=stays, user_id=user, value=value)
            for user, value in gone.votes.values_list("user", "value")
            if user not in voted
        )
        _count_votes(stays)
        Question.objects.filter(merged_into=gone).update(merged_into=stays)
        gone.merged_into = stays
        gone.save(update_fields=["merged_into"])
        gone.remove(by=member.user)
        _index_articles_of(stays)
    return stays


def restore(*, question: Question) -> bool:
    """Out of the trash; False where the bank has the same wording again and so keeps that one."""
    try:
        with transaction.atomic():
            question.merged_into = None
            question.save(update_fields=["merged_into"])
            question.restore()
    except IntegrityError:
        return False
    return True


def told_apart(*, questions: Iterable[Question]) -> None:
    """These are not the same question: they are not offered as one again."""
    one, *others = questions
    one.apart.add(*others)


def _locked(member: Membership, question: Question) -> Question:
    rows = Question.objects.editable_by(member).select_for_update(of=("self",))
    found: Question = get_object_or_404(rows, pk=question.pk)
    return found


def _count_votes(question: Question) -> int:
    score = question.votes.aggregate(sum=Sum("value"))["sum"] or 0
    Question.objects.filter(pk=question.pk).update(score=score)
    return score


def _index_articles_of(question: Question) -> None:
    index(Article.objects.filter(questions=question).select_related("current").prefetch_related("areas", "questions"))
