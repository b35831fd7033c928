"""What can be done to many questions of the bank at once."""

from django.db.models import F
from django.utils import timezone

from articles.bank import changing
from articles.models import Question, Side
from articles.tidying.steps import Act, Shelf, Step, Work, file, set_field, trash, unfile


def _fault(step: Step) -> str:
    if step.act is Act.SIDE and step.value not in {*Side.values, ""}:
        return "Choose a side first."
    return ""


def _retire(question: Question, work: Work) -> bool:
    if question.retired_at:
        return False
    question.retired_at = timezone.now()
    question.save(update_fields=["retired_at"])
    work.undo[Act.UNRETIRE, ""].append(question.pk)
    return True


def _unretire(question: Question, work: Work) -> bool:
    if not question.retired_at:
        return False
    question.retired_at = None
    question.save(update_fields=["retired_at"])
    work.undo[Act.RETIRE, ""].append(question.pk)
    return True


def _restore(question: Question, work: Work) -> bool:
    back = changing.restore(question=question)
    if back:
        work.undo[Act.TRASH, ""].append(question.pk)
    return back


def _settle(changed: list[Question]) -> None:
    Question.objects.filter(pk__in=[question.pk for question in changed]).update(version=F("version") + 1)


QUESTIONS = Shelf(
    one="question",
    rows=Question.objects.all,
    acts={
        Act.FILE: file,
        Act.UNFILE: unfile,
        Act.SIDE: set_field("side", Act.SIDE),
        Act.SOURCE: set_field("source", Act.SOURCE),
        Act.RETIRE: _retire,
        Act.UNRETIRE: _unretire,
        Act.TRASH: trash,
        Act.RESTORE: _restore,
    },
    fault=_fault,
    settle=_settle,
)
