"""Questions of a list into the team's bank: the same wording is one row, and what the row lacked is filled in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.areas import area_named
from articles.ingest.draft import QuestionDraft
from articles.ingest.questions import Asked, ask_all
from articles.models import Area, Question
from lib.text import fingerprint
from teams.models import Membership


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


def _fill(question: Question, draft: QuestionDraft) -> None:
    """What is known of a question already stays as it is."""
    before = (question.side, question.source, question.asked_on)
    question.side = question.side or draft.side
    question.source = question.source or draft.source
    question.asked_on = question.asked_on or draft.asked_on
    if before != (question.side, question.source, question.asked_on):
        question.save(update_fields=["side", "source", "asked_on"])
