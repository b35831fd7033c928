"""What members sent in: leaders publish it or send it back, everybody sees what became of their own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article, Question
from articles.review import Queue, publish, publish_questions, queue_of, send_back, sent_in_by
from lib.keys import as_uuids
from lib.undo import say_with_undo
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.SEND_IN)
@require_safe
def review(request: MemberRequest) -> HttpResponse:
    leads = request.member.may(Action.EDIT_ARTICLES)
    context = {
        "queue": queue_of(request.member) if leads else Queue([], []),
        "mine": [] if leads else sent_in_by(request.member),
        "leads": leads,
    }
    return TemplateResponse(request, "articles/review.html", context)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def publish_sent_in(request: MemberRequest) -> HttpResponse:
    """What is ticked, or with `all` everything that waits, is the team's from now on."""
    articles = Article.objects.editable_by(request.member).filter(waiting=True)
    questions = Question.objects.editable_by(request.member).filter(waiting=True)
    if not request.POST.get("all"):
        articles = articles.filter(pk__in=as_uuids(request.POST.getlist("article")))
        questions = questions.filter(pk__in=as_uuids(request.POST.getlist("question")))
    asked = publish_questions(questions)
    number = publish(articles)
    counted = ((number, "article"), (asked, "question"))
    told = " and ".join(f"{n} {thing}{'' if n == 1 else 's'}" for n, thing in counted if n)
    if told:
        messages.success(request, f"Published: {told}.")
    else:
        messages.warning(request, "Nothing is published: tick what is ready first.")
    return redirect("articles:review", request.member.team.slug)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def send_article_back(request: MemberRequest, article_id: UUID) -> HttpResponse:
    rows = Article.objects.editable_by(request.member).filter(waiting=True)
    article = get_object_or_404(rows.select_related("owner"), pk=article_id)
    remark = " ".join(request.POST.get("remark", "").split())[:300] or "Sent back without a remark."
    send_back(article=article, by=request.member, remark=remark)
    address = reverse("articles:restore", args=[request.member.team.slug, article.pk])
    say_with_undo(request, f"“{article.title}” was sent back to {article.owner}.", address)
    return redirect("articles:review", request.member.team.slug)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def send_question_back(request: MemberRequest, question_id: UUID) -> HttpResponse:
    rows = Question.objects.editable_by(request.member).filter(waiting=True)
    get_object_or_404(rows, pk=question_id).remove(by=request.user)
    messages.success(request, "The question was taken out of the bank.")
    return redirect("articles:review", request.member.team.slug)
