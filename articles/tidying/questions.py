"""What can be done to many questions of the bank at once."""

from django.db.models import F

from articles.bank import changing
from articles.bank.levels import Level
from articles.models import Question, Side
from articles.tidying.steps import Act, Shelf, Step, Work, file, set_field, stamp, trash, unfile, unstamp


def _fault(step: Step) -> str:
    if step.act is Act.SIDE and step.value not in {*Side.values, ""}:
        return "Choose a side first."
    if step.act is Act.DIFFICULTY and step.value not in {*Level, ""}:
        return "Choose a difficulty first."
    return ""


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
        Act.DIFFICULTY: set_field("difficulty", Act.DIFFICULTY),
        Act.RETIRE: stamp("retired_at", Act.UNRETIRE),
        Act.UNRETIRE: unstamp("retired_at", Act.RETIRE),
        Act.TRASH: trash,
        Act.RESTORE: _restore,
    },
    fault=_fault,
    settle=_settle,
)
