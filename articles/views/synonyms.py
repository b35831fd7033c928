"""Spellings that the search takes for one: the shipped groups and the team's own."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import SynonymGroup
from articles.register_forms import GroupForm, GroupsForm
from articles.search.folding import folded_words
from articles.search.synonyms import Group
from articles.spellings import replace_shipped, shipped_for, shipped_group
from lib.htmx import page
from lib.posted import plain, posted
from lib.undo import say_with_undo
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.READ)
@require_safe
def synonyms(request: MemberRequest) -> HttpResponse:
    return _page(request, GroupsForm())


@team_view(Action.EDIT_ARTICLES)
@require_POST
def add_synonyms(request: MemberRequest) -> HttpResponse:
    form = GroupsForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    groups = form.cleaned_data["groups"]
    SynonymGroup.objects.bulk_create(SynonymGroup(team=request.member.team, words=list(words)) for words in groups)
    messages.success(request, f"{len(groups)} group{'s' if len(groups) > 1 else ''} added.")
    return _back(request)


@team_view(Action.EDIT_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_synonyms(request: MemberRequest, pk: int) -> HttpResponse:
    """A group of the team's own."""
    row = _own(request, pk)
    form = GroupForm(posted(request), initial={"words": ", ".join(row.words)})
    if request.method == "POST" and form.is_valid():
        row.words = list(form.cleaned_data["words"])
        row.save(update_fields=["words"])
        messages.success(request, "Saved.")
        return _back(request)
    return _one(request, form, row=row)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def remove_synonyms(request: MemberRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    row.delete()
    address = reverse("articles:restore_synonyms", args=[request.member.team.slug])
    say_with_undo(
        request, f"“{row}” are different words again.", f"{address}?{urlencode({'words': ','.join(row.words)})}"
    )
    return _back(request)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def restore_synonyms(request: MemberRequest) -> HttpResponse:
    """The group that the address names is the team's own again."""
    form = GroupForm(request.GET)
    if form.is_valid():
        words = list(form.cleaned_data["words"])
        own = SynonymGroup.objects.filter(team=request.member.team, replaces="", words=words)
        if not own.exists():  # two at once may make two, which are one for the search
            SynonymGroup.objects.create(team=request.member.team, words=words)
        messages.success(request, f"“{' = '.join(words)}” are one again.")
    return _back(request)


@team_view(Action.EDIT_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def change_shipped(request: MemberRequest, key: str) -> HttpResponse:
    """A shipped group, in other words for this team."""
    group = _shipped(key)
    now = next(shown for shown in shipped_for(request.member.team) if shown.key == key)
    form = GroupForm(posted(request), initial={"words": ", ".join(now.words)})
    if request.method == "POST" and form.is_valid():
        replace_shipped(team=request.member.team, group=group, words=form.cleaned_data["words"])
        messages.success(request, "Saved.")
        return _back(request)
    return _one(request, form, group=group)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def switch_shipped(request: MemberRequest, key: str) -> HttpResponse:
    """`on` gives the group back as it is shipped; else it is off."""
    group = _shipped(key)
    on = request.POST.get("on") == "1"
    replace_shipped(team=request.member.team, group=group, words=group.words if on else ())
    messages.success(request, f"“{' = '.join(group.words)}” is {'on' if on else 'off'}.")
    return _back(request)


def _own(request: MemberRequest, pk: int) -> SynonymGroup:
    return get_object_or_404(SynonymGroup, team=request.member.team, replaces="", pk=pk)


def _shipped(key: str) -> Group:
    group = shipped_group(key)
    if group is None:
        raise Http404("No such group.")
    return group


def _page(request: MemberRequest, form: GroupsForm, *, status: int = 200) -> HttpResponse:
    query = plain(request.GET.get("q", ""), 60)
    sought = "".join(folded_words(query))

    def fits(words: Any) -> bool:
        return not sought or any(sought in "".join(folded_words(word)) for word in words)

    own = SynonymGroup.objects.filter(team=request.member.team, replaces="")
    context = {
        "query": query,
        "form": form,
        "own": [row for row in own if fits(row.words)],
        "shipped": [shown for shown in shipped_for(request.member.team) if fits(shown.words)],
        "may_edit": request.member.may(Action.EDIT_ARTICLES),
    }
    return page(request, "articles/synonyms.html", context, fragment="found", status=status)


def _one(
    request: MemberRequest, form: GroupForm, *, row: SynonymGroup | None = None, group: Group | None = None
) -> HttpResponse:
    context = {"form": form, "row": row, "group": group}
    return TemplateResponse(request, "articles/synonym.html", context, status=422 if form.is_bound else 200)


def _back(request: MemberRequest) -> HttpResponse:
    return redirect("articles:synonyms", request.member.team.slug)
