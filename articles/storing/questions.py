"""Questions into the team's bank: the same wording is one row, linked to everything it came with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import OperationalError, transaction

from articles.areas import area_named
from articles.ingest.draft import QuestionDraft
from articles.models import Area, Article, Question
from lib.text import fingerprint
from teams.models import Membership


@dataclass(frozen=True)
class Asked:
    """A question on its way in, with what it belongs to."""

    draft: QuestionDraft
    areas: tuple[Area, ...] = ()
    articles: tuple[Article, ...] = ()


def asked(text: str, *, areas: Iterable[Area] = (), articles: Iterable[Article] = ()) -> Asked:
    """A question of which nothing but its wording is known."""
    return Asked(QuestionDraft(text), tuple(areas), tuple(articles))


def ask_all(*, member: Membership, questions: Sequence[Asked], waiting: bool = False) -> list[Question]:
    """The team's row of each question, made where it is missing, in the order given.

    Six queries at most, in a transaction of the caller's. Side, source and date of a row that is there stay as they
    are; without `waiting` it needs no review any more. Two who ask the same at once get one row.
    """
    if not questions:
        return []
    prints = [fingerprint(one.draft.text) for one in questions]
    rows = _rows(member, prints)
    missing: dict[str, Asked] = {}
    for print_, one in zip(prints, questions, strict=True):
        if print_ not in rows:
            missing.setdefault(print_, one)
    sent_in = [row.pk for row in rows.values() if row.waiting]
    if sent_in and not waiting:
        Question.objects.filter(pk__in=sent_in).update(waiting=False)
    if missing:
        _make([_question(member, one.draft, waiting) for one in missing.values()])
        rows = _rows(member, prints)
    in_area, in_article = Question.areas.through, Question.articles.through
    # In one order, whoever files: two who file the same must not wait for each other.
    filed = {(rows[print_].pk, area.pk) for print_, one in zip(prints, questions, strict=True) for area in one.areas}
    in_area.objects.bulk_create(
        (in_area(question_id=question, area_id=area) for question, area in sorted(filed)), ignore_conflicts=True
    )
    in_article.objects.bulk_create(
        (
            in_article(question_id=rows[print_].pk, article_id=article.pk)
            for print_, one in zip(prints, questions, strict=True)
            for article in one.articles
        ),
        ignore_conflicts=True,
    )
    return [rows[print_] for print_ in prints]


def _make(questions: Sequence[Question]) -> None:
    """Rows for these, but where the team has the wording by now."""
    try:
        with transaction.atomic():
            Question.objects.bulk_create(questions, ignore_conflicts=True)
    except OperationalError:
        # Somebody asked the same in another order, and each waited for the other; what was made here is undone.
        Question.objects.bulk_create(questions, ignore_conflicts=True)


@dataclass(frozen=True)
class KeptQuestions:
    added: tuple[Question, ...] = ()
    there: tuple[Question, ...] = ()

    @property
    def told(self) -> str:
        """`12 questions added, 3 were there already.`"""
        new, old = len(self.added), len(self.there)
        said = f"{new} question{'' if new == 1 else 's'} added"
        return f"{said}, {old} {'was' if old == 1 else 'were'} there already." if old else f"{said}."


def known_questions(*, member: Membership, texts: Iterable[str]) -> set[str]:
    """The fingerprints of those of these questions that are in the team's bank."""
    prints = {fingerprint(text) for text in texts}
    rows = Question.objects.filter(team=member.team, deleted_at=None, fingerprint__in=prints)
    return set(rows.values_list("fingerprint", flat=True))


def keep_questions(
    *, member: Membership, drafts: Sequence[QuestionDraft], areas: Iterable[Area] = (), waiting: bool = False
) -> KeptQuestions:
    """Each question once, filed under its own area and under `areas`. New ones of a student wait for review."""
    if not drafts:
        return KeptQuestions()
    before = known_questions(member=member, texts=[draft.text for draft in drafts])
    named = {name: area_named(team=member.team, name=name) for name in {d.area for d in drafts if d.area.strip()}}
    everywhere = tuple(areas)
    asked = [Asked(draft, (*everywhere, *([named[draft.area]] if draft.area in named else []))) for draft in drafts]
    rows = ask_all(member=member, questions=asked, waiting=waiting)
    for row, draft in zip(rows, drafts, strict=True):
        _fill(row, draft)
    unique = {row.pk: row for row in rows}.values()
    return KeptQuestions(
        tuple(row for row in unique if row.fingerprint not in before),
        tuple(row for row in unique if row.fingerprint in before),
    )


def _rows(member: Membership, prints: Sequence[str]) -> dict[str, Question]:
    rows = Question.objects.filter(team=member.team, fingerprint__in=prints, deleted_at=None)
    return {row.fingerprint: row for row in rows}


def _question(member: Membership, draft: QuestionDraft, waiting: bool) -> Question:
    question = Question(
        team=member.team,
        owner=member.user,
        side=draft.side,
        source=draft.source,
        asked_on=draft.asked_on,
        difficulty=draft.difficulty,
        waiting=waiting,
    )
    question.word(draft.text)
    return question


def _fill(question: Question, draft: QuestionDraft) -> None:
    """What is known of a question already stays as it is."""
    before = (question.side, question.source, question.asked_on, question.difficulty)
    question.side = question.side or draft.side
    question.source = question.source or draft.source
    question.asked_on = question.asked_on or draft.asked_on
    question.difficulty = question.difficulty or draft.difficulty
    if before != (question.side, question.source, question.asked_on, question.difficulty):
        question.save(update_fields=["side", "source", "asked_on", "difficulty"])
