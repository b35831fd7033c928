"""Questions into the team's bank: the same wording is one row, linked to everything it came with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
        Question.objects.bulk_create(
            (_question(member, one.draft, print_, waiting) for print_, one in missing.items()), ignore_conflicts=True
        )
        rows = _rows(member, prints)
    in_area, in_article = Question.areas.through, Question.articles.through
    in_area.objects.bulk_create(
        (
            in_area(question_id=rows[print_].pk, area_id=area.pk)
            for print_, one in zip(prints, questions, strict=True)
            for area in one.areas
        ),
        ignore_conflicts=True,
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


def _rows(member: Membership, prints: Sequence[str]) -> dict[str, Question]:
    rows = Question.objects.filter(team=member.team, fingerprint__in=prints, deleted_at=None)
    return {row.fingerprint: row for row in rows}


def _question(member: Membership, draft: QuestionDraft, print_: str, waiting: bool) -> Question:
    return Question(
        team=member.team,
        owner=member.user,
        text=draft.text,
        side=draft.side,
        source=draft.source,
        asked_on=draft.asked_on,
        fingerprint=print_,
        waiting=waiting,
    )
