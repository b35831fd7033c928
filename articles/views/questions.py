"""The team's bank of questions."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles.forms import QuestionsForm
from articles.models import Area, Question
from articles.storing.pipeline import add_question
from lib.htmx import page
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.READ)
@require_safe
def questions(request: MemberRequest) -> HttpResponse:
    """The questions that can be drawn and the retired ones, of one area or of all."""
    return _page(request)


@team_view(Action.ADD_ARTICLES)
@require_POST
def add_questions(request: MemberRequest) -> HttpResponse:
    """One or many, one a line; the same wording is one question."""
    form = QuestionsForm(request.POST, areas=_areas(request))
    if not form.is_valid():
        return _page(request, form=form, status=422)
    with transaction.atomic():
        areas = form.chosen_areas(request.member.team)
        before = Question.objects.visible_to(request.member).count()
        for text in form.cleaned_data["questions"]:
            add_question(member=request.member, text=text, areas=areas)
        added = Question.objects.visible_to(request.member).count() - before
    there = len(form.cleaned_data["questions"]) - added
    messages.success(request, f"{added} added." + (f" {there} were there already." if there else ""))
    return redirect("articles:questions", request.member.team.slug)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def retire(request: MemberRequest, question_id: UUID) -> HttpResponse:
    """A retired question is never drawn; rounds that had it keep it."""
    return _set_retired(request, question_id, retired=True)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def unretire(request: MemberRequest, question_id: UUID) -> HttpResponse:
    return _set_retired(request, question_id, retired=False)


def _areas(request: MemberRequest) -> list[Area]:
    return list(Area.objects.filter(team=request.member.team))


def _set_retired(request: MemberRequest, question_id: UUID, *, retired: bool) -> HttpResponse:
    question = get_object_or_404(Question.objects.editable_by(request.member), pk=question_id)
    if bool(question.retired_at) != retired:
        question.retired_at = timezone.now() if retired else None
        question.save(update_fields=["retired_at"])
    return redirect("articles:questions", request.member.team.slug)


def _page(request: MemberRequest, *, form: QuestionsForm | None = None, status: int = 200) -> TemplateResponse:
    areas = _areas(request)
    chosen = next((area for area in areas if area.slug == request.GET.get("area")), None)
    rows = Question.objects.visible_to(request.member).in_areas([chosen] if chosen else [])
    rows = rows.select_related("owner").prefetch_related("areas").order_by("-created_at", "pk")
    listed = list(rows)
    context = {
        "areas": areas,
        "chosen": chosen,
        "live": [question for question in listed if not question.retired_at],
        "retired": [question for question in listed if question.retired_at],
        "form": form or QuestionsForm(areas=areas),
        "may_add": request.member.may(Action.ADD_ARTICLES),
        "may_edit": request.member.may(Action.EDIT_ARTICLES),
    }
    return page(request, "articles/questions.html", context, fragment="questions", status=status)
