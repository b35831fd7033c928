"""The team's bank of questions: finding in it, and one change to all the ticked ones."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.bank import changing
from articles.bank.alike import pairs
from articles.bank.listing import State, asked_for, listed
from articles.models import Area, Question, Side
from articles.tidying.kept import remember
from articles.tidying.questions import QUESTIONS
from articles.tidying.steps import Act, Step, tidy
from articles.views.telling import tell, untell
from lib.htmx import page, wants_fragment
from lib.keys import as_uuids
from lib.undo import say_with_undo
from teams.access import MemberRequest, team_view
from teams.policy import Action

_COMPARED = 5_000  # of the newest questions
_MOST_PAIRS = 50
_TYPED = {Act.FILE: "area", Act.UNFILE: "area", Act.SIDE: "side", Act.SOURCE: "source", Act.DIFFICULTY: "difficulty"}
_DONE = {
    Act.FILE: "filed under the area",
    Act.UNFILE: "taken out of the area",
    Act.SIDE: "given the side",
    Act.SOURCE: "given the source",
    Act.DIFFICULTY: "given the difficulty",
    Act.RETIRE: "retired, and never drawn",
    Act.UNRETIRE: "in use again",
    Act.TRASH: "moved to the trash",
    Act.RESTORE: "restored",
}


@team_view(Action.READ)
@require_safe
def questions(request: MemberRequest) -> HttpResponse:
    """A page of the questions that can be drawn; by `state` those that wait, are retired or in the trash."""
    return questions_page(request, request.GET)


def questions_page(request: MemberRequest, get: QueryDict, *, fault: str = "", status: int = 200) -> TemplateResponse:
    """The page that `get` asks for. `fault` is what was wrong with a change to its ticked rows."""
    member, asked = request.member, asked_for(get)
    found = listed(member=member, asked=asked)
    context: dict[str, Any] = {
        "asked": asked,
        "found": found,
        "everything": asked.link(q="", area="", side="", kind="", difficulty="", source=""),
        "may_add": member.may(Action.ADD_ARTICLES),
        "may_vote": asked.state is not State.TRASH,
        "may_tidy": member.may(Action.EDIT_ARTICLES),
        "fault": fault,
        "ticked": set(as_uuids(request.POST.getlist("tick"))),
        "tick_all": get.get("tick") == "all",
        "all_link": asked.link(page=str(asked.page) if asked.page > 1 else "", tick="all"),
        "typed": request.POST if fault else {},
    }
    if context["may_tidy"]:
        levels = Question._meta.get_field("difficulty").choices
        context |= {"areas": Area.objects.filter(team=member.team), "sides": Side.choices, "levels": levels}
    return page(request, "articles/questions.html", context, fragment="results", status=status)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def tidy_questions(request: MemberRequest) -> HttpResponse:
    """Does `act` to the ticked questions. A fault shows the page again, ticked and typed as it was."""
    act = next((act for act in QUESTIONS.acts if act.value == request.POST.get("act")), None)
    back = request.POST.get("asked", "")
    if act is None:
        return questions_page(request, QueryDict(back), fault="Choose what to do with the ticked.", status=422)
    value = " ".join(request.POST.get(_TYPED.get(act, ""), "").replace("\x00", "").split())[:200]
    step = Step(act, value, tuple(as_uuids(request.POST.getlist("tick"))))
    done = tidy(member=request.member, shelf=QUESTIONS, step=step)
    if done.fault:
        return questions_page(request, QueryDict(back), fault=done.fault, status=422)
    tell(request, QUESTIONS, done, said=_DONE[act], undo="articles:undo_questions")
    return redirect(_bank(request, back))


@team_view(Action.EDIT_ARTICLES)
@require_POST
def undo_questions(request: MemberRequest, token: str) -> HttpResponse:
    """Take back a change that this session made; once only."""
    return redirect(_bank(request, untell(request, QUESTIONS, token)))


@team_view(Action.PRACTISE)
@require_POST
def vote(request: MemberRequest, question_id: UUID) -> HttpResponse:
    """`value` 1 for a good question, -1 for a bad one, 0 to take it back."""
    question = get_object_or_404(Question.objects.visible_to(request.member).select_related("team"), pk=question_id)
    value = {"1": 1, "-1": -1}.get(request.POST.get("value", ""), 0)
    question.score = changing.vote(member=request.member, question=question, value=value)
    if not wants_fragment(request):
        return redirect(question.get_absolute_url())
    context = {"question": question, "vote": value, "may_vote": True}
    return TemplateResponse(request, "articles/_vote.html", context)


@team_view(Action.EDIT_ARTICLES)
@require_safe
def alike(request: MemberRequest) -> HttpResponse:
    """Questions that ask the same in nearly the same words, by twos."""
    rows = Question.objects.editable_by(request.member).select_related("team", "owner").prefetch_related("areas")
    bank = {row.pk: row for row in rows.filter(waiting=False).order_by("-created_at", "pk")[:_COMPARED]}
    through = Question.apart.through.objects.filter(from_question__team=request.member.team)
    apart = set(through.values_list("from_question", "to_question"))
    found = [
        pair for pair in pairs({pk: row.words for pk, row in bank.items()}) if (pair.one, pair.other) not in apart
    ]
    context = {
        "pairs": [_both_ways(bank[pair.one], bank[pair.other]) for pair in found[:_MOST_PAIRS]],
        "more": max(0, len(found) - _MOST_PAIRS),
        "compared": len(bank),
        "all": len(bank) < _COMPARED,
    }
    return TemplateResponse(request, "articles/alike.html", context)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def settle_alike(request: MemberRequest, question_id: UUID) -> HttpResponse:
    """The question and the one in `with` are one (this one stays), or with `apart` are told to be two."""
    rows = Question.objects.editable_by(request.member).select_related("team")
    stays = get_object_or_404(rows, pk=question_id)
    keys = [key for key in as_uuids([request.POST.get("with", "")]) if key != stays.pk]
    other = get_object_or_404(rows, pk__in=keys)
    if request.POST.get("apart"):
        changing.told_apart(questions=[stays, other])
        messages.success(request, "They stay two questions.")
    else:
        changing.merge(member=request.member, stays=stays, gone=other)
        token = remember(request.session, [Step(Act.RESTORE, "", (other.pk,))], "")
        address = reverse("articles:undo_questions", args=[request.member.team.slug, token])
        say_with_undo(request, "The two questions are one.", address)
    return redirect("articles:alike", request.member.team.slug)


def _both_ways(one: Question, other: Question) -> tuple[tuple[Question, Question], ...]:
    """Each with the one that would go if it were kept."""
    return (one, other), (other, one)


def _bank(request: MemberRequest, asked: str) -> str:
    address = reverse("articles:questions", args=[request.member.team.slug])
    clean = QueryDict(asked).urlencode()
    return f"{address}?{clean}" if clean else address
