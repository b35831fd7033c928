"""Comments on a speech: kept while they are typed, said, answered, changed, taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lib.htmx import page, wants_fragment
from lib.keys import number_of
from lib.posted import posted
from lib.undo import say_with_undo
from practice.hearing import comments
from practice.hearing.comments import Clash, Kept, Nothing
from practice.hearing.forms import CommentForm
from practice.hearing.pages import talks
from practice.hearing.seconds import write_second
from practice.models import Comment, Round
from practice.views.gate import seen_round
from practice.views.hearing import back, comment_box, heard_round, judge_page
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action


@team_view(Action.LISTEN)
@require_POST
def draft_comment(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """Keep what is typed so far. Answers the line that says so."""
    seen = heard_round(request, round_id)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _status(request, seen, faults=form.errors, status=422)
    outcome = comments.save_draft(member=request.member, round=seen, typed=form.typed())
    if not wants_fragment(request):
        return back(request, seen, "comments")
    if isinstance(outcome, Clash):
        return _status(request, seen, draft=outcome.kept, clash=outcome.comment, status=409)
    return _status(request, seen, draft=outcome.comment)


def _status(request: MemberRequest, seen: Round, status: int = 200, **context: Any) -> HttpResponse:
    name = "practice/hearing/_comment_status.html"
    return TemplateResponse(request, name, {"round": seen, **context}, status=status)


@team_view(Action.LISTEN)
@require_POST
def say_comment(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """The comment is said: whoever sees the round sees it, its speaker once the round is over."""
    seen = heard_round(request, round_id)
    form = CommentForm(request.POST)
    outcome = comments.say(member=request.member, round=seen, typed=form.typed()) if form.is_valid() else Nothing()
    if isinstance(outcome, Kept):
        if not wants_fragment(request):
            return back(request, seen, outcome.comment.anchor)
        return _list(request, seen, fresh=outcome.comment)
    clash = outcome.comment if isinstance(outcome, Clash) else None
    faults = form.errors if form.errors else {} if clash else {"body": ["There are no words to add yet."]}
    status = 409 if clash else 422
    if wants_fragment(request):
        response = _status(request, seen, faults=faults, clash=clash, status=status)
        response["HX-Retarget"] = "#comment-status"
        return response
    return judge_page(request, seen, status=status, faults=faults, typed=request.POST, clash=clash)


def _list(request: MemberRequest, seen: Round, **context: Any) -> HttpResponse:
    """The list with an empty box beside it, for a swap."""
    told = {"round": seen, "talks": talks(round=seen, reader=request.member), **comment_box(seen), "swap": True}
    return TemplateResponse(request, "practice/hearing/_comments.html#said", {**told, **context})


@team_view(Action.LISTEN)
@require_POST
def answer_comment(request: MemberRequest, round_id: UUID, pk: UUID) -> HttpResponse:
    """The speaker answers what was said, or its writer goes on."""
    seen = heard_round(request, round_id)
    rows = Comment.objects.visible_to(request.member)
    about = get_object_or_404(rows, pk=pk, round=seen, draft=False, answers=None)
    if request.member.user_id not in (seen.owner_id, about.owner_id):
        raise PermissionDenied("The speaker answers a comment, and its writer.")
    form = CommentForm(request.POST)
    if not form.is_valid():
        raise Http404("No such answer.")
    outcome = comments.say(member=request.member, round=seen, typed=form.typed(), answers=about)
    if isinstance(outcome, Nothing):
        messages.error(request, "There were no words in the answer.")
    return back(request, seen, about.anchor)


@team_view(Action.LISTEN)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change_comment(request: MemberRequest, round_id: UUID, pk: UUID) -> HttpResponse:
    seen = seen_round(request, round_id)
    row = _own(request, seen, pk)
    initial = {"body": row.body, "at": write_second(row.second)}
    form = CommentForm(posted(request), initial=initial)
    clash, status = None, 200
    if request.method == "POST":
        status, version = 422, number_of(request.POST.get("version"))
        if form.is_valid():
            data = form.cleaned_data
            outcome = comments.change(comment=row, body=data["body"], version=version, second=data["at"])
            if isinstance(outcome, Kept):
                return back(request, seen, row.anchor)
            if isinstance(outcome, Clash):
                clash, status = outcome.comment, 409
            else:
                form.add_error("body", "There are no words. To take the comment back, use the button.")
    now = clash or row
    context = {"round": seen, "comment": now, "form": form, "clash": clash}
    return page(request, "practice/comment.html", context, status=status)


@team_view(Action.LISTEN)
@require_POST
def remove_comment(request: MemberRequest, round_id: UUID, pk: UUID) -> HttpResponse:
    seen = seen_round(request, round_id)
    row = _own(request, seen, pk)
    row.remove(by=request.user)
    undo = reverse("practice:restore_comment", args=[request.member.team.slug, seen.pk, row.pk])
    say_with_undo(request, "The comment is taken back.", undo)
    return back(request, seen, "comments")


@team_view(Action.LISTEN)
@require_POST
def restore_comment(request: MemberRequest, round_id: UUID, pk: UUID) -> HttpResponse:
    seen = seen_round(request, round_id)
    row = get_object_or_404(Comment.objects.trash_of(request.member), pk=pk, round=seen)
    row.restore()
    return redirect(row)


def _own(request: MemberRequest, seen: Round, pk: UUID) -> Comment:
    rows = Comment.objects.visible_to(request.member).filter(round=seen)
    found: Comment = allowed_or_403(rows, rows.filter(owner=request.user), pk)
    return found
