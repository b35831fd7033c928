"""A list of questions on its way into the bank: read, looked at row by row, kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from articles.bank.advice import Advice, advice
from articles.bank.alike import nearest
from articles.ingest.draft import Caution, QuestionDraft, Unreadable
from articles.ingest.question_list import read_question_list
from articles.ingest.register import SHIPPED, Register
from articles.models import Area, Question
from articles.storing.batches import Arrival
from articles.storing.questions import keep_questions
from articles.storing.receiving import PASTED
from articles.storing.uploads import Refused, collect, read_one
from lib.text import fingerprint
from teams.models import Membership
from teams.policy import Action

MOST = 300  # rows that are looked at in one page; a longer list becomes a batch
_COMPARED = 5_000  # of the newest questions


@dataclass(frozen=True)
class ListRead:
    """`cautions` concern the list as a whole or name their line; `refused` files gave no questions."""

    questions: tuple[QuestionDraft, ...]
    cautions: tuple[Caution, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class Offer:
    """A row to look at. `same` has this wording already, `near` nearly this one; None where none has.

    `advice` is on its wording; a question that is there already gets none.
    """

    draft: QuestionDraft
    same: Question | None = None
    near: Question | None = None
    advice: tuple[Advice, ...] = ()

    @property
    def wants_a_look(self) -> bool:
        return bool(self.near) or any(one.caution for one in self.advice)


def read_lists(arrivals: Iterable[Arrival], *, register: Register = SHIPPED) -> ListRead:
    """The questions of files and of a pasted text; an article among them is refused with the way to go."""
    questions: list[QuestionDraft] = []
    cautions: list[Caution] = []
    uploads, refused = collect(arrivals)
    for upload in uploads:
        try:
            if upload.name == PASTED:
                contents = read_question_list(upload.data.decode("utf-8", "replace"))
            else:
                contents = read_one(upload, register)
        except Unreadable as error:
            refused.append(Refused(upload.name, error.code, error.message))
            continue
        if contents.drafts:
            refused.append(Refused(upload.name, "article", "This holds an article: send it on the page for articles."))
        elif not contents.questions and upload.name != PASTED:
            refused.append(Refused(upload.name, "no-question", "There is no question in this file."))
        questions += contents.questions
        cautions += contents.cautions
    return ListRead(tuple(questions), tuple(cautions), tuple(refused))


def filled(
    questions: Iterable[QuestionDraft], *, side: str, source: str, asked_on: date | None, difficulty: str = ""
) -> list[QuestionDraft]:
    """What was said of the whole list, where a question does not say it itself."""
    return [
        replace(
            question,
            side=question.side or side,
            source=question.source or source,
            asked_on=question.asked_on or asked_on,
            difficulty=question.difficulty or difficulty,
        )
        for question in questions
    ]


def offers(*, member: Membership, drafts: Sequence[QuestionDraft]) -> list[Offer]:
    """Each question beside the one of the bank that is the same or nearly; two queries."""
    seen = Question.objects.visible_to(member)
    prints = [fingerprint(draft.text) for draft in drafts]
    same = {row.fingerprint: row for row in seen.filter(fingerprint__in=prints).select_related("team")}
    bank = {row.pk: row for row in seen.select_related("team").order_by("-created_at", "pk")[:_COMPARED]}
    words = {pk: row.words for pk, row in bank.items()}
    today = timezone.localdate()

    def offer(draft: QuestionDraft, print_: str) -> Offer:
        if print_ in same:
            return Offer(draft, same=same[print_])
        probe = Question()
        probe.word(draft.text)
        near = nearest(probe.words, words)
        return Offer(draft, near=bank[near] if near else None, advice=advice(draft.text, today=today))

    return [offer(draft, print_) for draft, print_ in zip(drafts, prints, strict=True)]


def keep(*, member: Membership, drafts: Sequence[QuestionDraft], areas: Iterable[Area]) -> str:
    """The questions into the bank; what a student sends in waits for review. Gives what to say of it."""
    waiting = not member.may(Action.ADD_ARTICLES)
    with transaction.atomic():
        kept = keep_questions(member=member, drafts=drafts, areas=areas, waiting=waiting)
    sent = " Your coach or captain looks at them; then they are the team’s." if waiting and kept.added else ""
    return kept.told + sent
