"""Saved searches: keeping one, its name, the trash."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.asked import asked_for
from articles.models import Area, SavedSearch
from articles.saved import MOST, save_search, tidy_address
from lib.posted import posted, sent
from lib.undo import say_with_undo
from teams.access import MemberRequest, Visibility, allowed_or_403, team_view
from teams.policy import Action


class SearchForm(forms.Form):
    """A search's name and who sees it."""

    name = forms.CharField(max_length=80, label="Name")
    visibility = forms.ChoiceField(
        label="Who sees it",
        choices=[(Visibility.PRIVATE, "Only me"), (Visibility.TEAM, "My team")],
        initial=Visibility.PRIVATE,
        widget=forms.RadioSelect,
    )


@team_view(Action.READ)
@require_safe
def searches(request: MemberRequest) -> HttpResponse:
    """The member's own and those that the team shares."""
    seen = SavedSearch.objects.visible_to(request.member).select_related("owner").order_by("name", "pk")
    mine = set(SavedSearch.objects.editable_by(request.member).values_list("pk", flat=True))
    areas = list(Area.objects.filter(team=request.member.team))
    rows = [(row, row.pk in mine, asked_for(QueryDict(row.asked), areas).words) for row in seen]
    return TemplateResponse(request, "articles/searches.html", {"rows": rows, "most": MOST})


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: MemberRequest) -> HttpResponse:
    """GET: the form for the address in `asked`. POST keeps it."""
    asked = tidy_address(sent(request).get("asked", ""))
    words = asked_for(QueryDict(asked), Area.objects.filter(team=request.member.team)).words
    form = SearchForm(posted(request), initial={"name": ", ".join(words)[:80]})
    if request.method == "POST" and form.is_valid():
        name, visibility = form.cleaned_data["name"], form.cleaned_data["visibility"]
        kept = save_search(member=request.member, name=name, asked=asked, visibility=visibility)
        if kept.saved:
            messages.success(request, f"“{name}” is saved." if kept.created else f"“{name}” is this search now.")
            return redirect(f"{_library(request)}?{kept.saved.asked}")
        full = f"You have {MOST} searches: remove one first."
        form.add_error(None, full if asked else "There is nothing to save: search or narrow the library first.")
    status = 422 if form.is_bound else 200
    context = {"form": form, "asked": asked, "words": words, "row": None}
    return TemplateResponse(request, "articles/search.html", context, status=status)


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_search(request: MemberRequest, pk: UUID) -> HttpResponse:
    rows = SavedSearch.objects
    row = allowed_or_403(rows.visible_to(request.member), rows.editable_by(request.member), pk)
    form = SearchForm(posted(request), initial={"name": row.name, "visibility": row.visibility})
    if request.method == "POST" and form.is_valid():
        row.name, row.visibility = form.cleaned_data["name"], form.cleaned_data["visibility"]
        row.save(update_fields=["name", "visibility"])
        messages.success(request, "Saved.")
        return redirect("articles:searches", request.member.team.slug)
    context = {"form": form, "asked": row.asked, "row": row}
    return TemplateResponse(request, "articles/search.html", context, status=422 if form.is_bound else 200)


@team_view(Action.WRITE)
@require_POST
def remove_search(request: MemberRequest, pk: UUID) -> HttpResponse:
    rows = SavedSearch.objects
    row = allowed_or_403(rows.visible_to(request.member), rows.editable_by(request.member), pk)
    row.remove(by=request.user)
    say_with_undo(
        request,
        f"The search “{row.name}” is removed.",
        reverse("articles:restore_search", args=[request.member.team.slug, row.pk]),
    )
    return redirect("articles:searches", request.member.team.slug)


@team_view(Action.WRITE)
@require_POST
def restore_search(request: MemberRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(SavedSearch.objects.trash_of(request.member), pk=pk)
    row.restore()
    messages.success(request, f"The search “{row.name}” is back.")
    return redirect("articles:searches", request.member.team.slug)


def _library(request: MemberRequest) -> str:
    return reverse("articles:library", args=[request.member.team.slug])
