"""A question's own page: where it comes from, what was made of it, and a round on it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.bank.advice import Advice, advice
from articles.models import Article, Question, Vote
from evidence.models import Block, Card
from lib.htmx import page
from practice.forms import StartForm
from practice.models import Round
from practice.starting import start_on
from practice.views.drawing import last_rules
from practice.views.gate import into
from practice.words import spoken
from teams.access import MemberRequest, team_view
from teams.policy import Action

_MOST = 20  # rounds, articles


@team_view(Action.READ)
@require_safe
def question(request: MemberRequest, question_id: UUID) -> HttpResponse:
    """One that was merged leads to the one that it became part of."""
    member = request.member
    merged = Question.objects.merged_for(member).filter(pk=question_id).select_related("merged_into__team").first()
    if merged:
        return redirect(merged.merged_into.get_absolute_url())
    return _page(request, _seen(request, question_id), StartForm(member=member, last=last_rules(member)))


@team_view(Action.PRACTISE)
@require_POST
def practice_question(request: MemberRequest, question_id: UUID) -> HttpResponse:
    """Prep begins on this question; or, where a round is under way, go on with that one."""
    asked = get_object_or_404(Question.objects.drawable_by(request.member).select_related("team"), pk=question_id)
    form = StartForm(request.POST, member=request.member)
    if not form.is_valid():
        return _page(request, asked, form, status=422)
    started = start_on(member=request.member, question=asked, **form.cleaned_data)
    return into(request, started.round)


@team_view(Action.READ)
@require_http_methods(["GET", "HEAD", "POST"])
def practice_question_moved(request: MemberRequest, question_id: UUID) -> HttpResponse:
    """The address as it was spelled before: a page that was open then still sends its form there. Who only looks goes
    to the question."""
    asked = _seen(request, question_id)
    if request.method == "POST":
        args = (request.member.team.slug, asked.pk)
        return redirect("practice:practice_question", *args, permanent=True, preserve_request=True)
    return redirect("practice:question", request.member.team.slug, asked.pk, permanent=True)


def _seen(request: MemberRequest, question_id: UUID) -> Question:
    rows = Question.objects.visible_to(request.member).select_related("team", "owner").prefetch_related("areas")
    found: Question = get_object_or_404(rows, pk=question_id)
    return found


def _page(request: MemberRequest, question: Question, form: StartForm, *, status: int = 200) -> TemplateResponse:
    member = request.member
    may_edit = member.may(Action.EDIT_ARTICLES)
    articles = Article.objects.visible_to(member).filter(questions=question).select_related("team").recent_first()
    rounds = Round.objects.visible_to(member).on(question).finished().for_list()[:_MOST]
    vote = Vote.objects.filter(question=question, user=member.user).values_list("value", flat=True).first()
    context = {
        "question": question,
        "form": form,
        "articles": articles[:_MOST],
        "rounds": [(round, round.clock(), spoken(round.clock().speech_used)) for round in rounds],
        "blocks": Block.objects.visible_to(member).for_question(question).for_list()[:_MOST],
        "cards": Card.objects.visible_to(member).for_question(question).for_list().newest_first()[:_MOST],
        "under_way": Round.objects.visible_to(member).of(member).under_way().first(),
        "vote": vote or 0,
        "may_vote": True,
        "may_practise": not question.retired_at and not question.waiting,
        "may_edit": may_edit,
        "advice": _cautions(question) if may_edit and not question.retired_at else [],
    }
    return page(request, "practice/question.html", context, status=status)


def _cautions(question: Question) -> list[Advice]:
    return [one for one in advice(question.text, today=timezone.localdate()) if one.caution]
