"""The feeds that a team follows: adding one by its address, looking for what is new, stopping."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.ingest.draft import Unreadable
from articles.models import Feed
from articles.storing.feeds import follow, followed, go_on, look
from articles.tasks import queue
from lib.http import LONGEST_URL
from lib.undo import say_with_undo
from teams.access import MemberRequest, team_view
from teams.policy import Action


class FeedForm(forms.Form):
    """Where a feed is, or a page that names its feed."""

    address = forms.CharField(max_length=LONGEST_URL, help_text="Of a feed (RSS or Atom), or of a page that has one.")


@team_view(Action.ADD_ARTICLES)
@require_safe
def feeds(request: MemberRequest) -> HttpResponse:
    """Each feed with when it was looked at and what came of it."""
    return _list(request, FeedForm())


@team_view(Action.ADD_ARTICLES)
@require_POST
def follow_feed(request: MemberRequest) -> HttpResponse:
    """The feed is fetched once, to see that it is one. Nothing of it is stored yet."""
    form = FeedForm(request.POST)
    if form.is_valid():
        try:
            feed, new = follow(member=request.member, address=form.cleaned_data["address"])
        except Unreadable as error:
            form.add_error("address", error.message)
        else:
            said = f"“{feed}” is among the feeds." if new else f"“{feed}” was among the feeds already."
            messages.success(request, said)
            return redirect("articles:feeds", request.member.team.slug)
    return _list(request, form, status=422)


@team_view(Action.ADD_ARTICLES)
@require_POST
def look_at_feed(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What is new in it becomes a batch, which is shown; nothing new is told."""
    feed = get_object_or_404(Feed.objects.editable_by(request.member), pk=pk)
    try:
        looked = look(feed=feed, member=request.member)
    except Unreadable as error:
        messages.error(request, f"“{feed}” could not be looked at. {error.message}")
        return redirect("articles:feeds", request.member.team.slug)
    messages.info(request, f"“{feed}”: {looked.fresh.told}")
    if looked.batch is None:
        return redirect("articles:feeds", request.member.team.slug)
    queue(batch=looked.batch)
    return redirect("articles:batch", request.member.team.slug, looked.batch.pk)


@team_view(Action.ADD_ARTICLES)
@require_POST
def stop_feed(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Its articles stay."""
    feed = get_object_or_404(Feed.objects.editable_by(request.member), pk=pk)
    feed.remove(by=request.user)
    address = reverse("articles:restore_feed", args=[request.member.team.slug, feed.pk])
    say_with_undo(request, f"“{feed}” is not followed any more. What came from it stays.", address)
    return redirect("articles:feeds", request.member.team.slug)


@team_view(Action.ADD_ARTICLES)
@require_POST
def restore_feed(request: MemberRequest, pk: UUID) -> HttpResponse:
    feed = get_object_or_404(Feed.objects.trash_of(request.member), pk=pk)
    messages.success(request, f"“{go_on(feed=feed)}” is among the feeds.")
    return redirect("articles:feeds", request.member.team.slug)


def _list(request: MemberRequest, form: FeedForm, *, status: int = 200) -> HttpResponse:
    context = {"feeds": followed(request.member), "form": form}
    return TemplateResponse(request, "articles/feeds.html", context, status=status)
