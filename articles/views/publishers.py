"""The register of publishers: what is shipped, what the team adds to it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.ingest.register import SHIPPED, Publication
from articles.models import Publisher
from articles.publishers import Taken, keep_publisher
from articles.register_forms import PublisherForm, publication_values
from lib.htmx import page
from lib.posted import plain, posted
from lib.text import fold
from teams.access import MemberRequest, team_view
from teams.policy import Action

MOST = 100


@team_view(Action.READ)
@require_safe
def publishers(request: MemberRequest) -> HttpResponse:
    """The team's entries and the shipped ones that hold what is looked for."""
    query = plain(request.GET.get("q", ""), 120)
    own = [entry for entry in _own(request) if _holds(entry.publication, query)]
    shipped = [entry for entry in SHIPPED.publications if _holds(entry, query)]
    context = {
        "query": query,
        "own": own,
        "shipped": shipped[:MOST],
        "shipped_total": len(shipped),
        "known": len(SHIPPED.publications),
        "may_edit": request.member.may(Action.EDIT_ARTICLES),
    }
    return page(request, "articles/publishers.html", context, fragment="found")


@team_view(Action.EDIT_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def add_publisher(request: MemberRequest) -> HttpResponse:
    """A new entry; `like` names a shipped one to begin with, and what was removed comes back by the same way."""
    like = SHIPPED.find(request.GET.get("like", ""))
    given = {name: request.GET[name] for name in PublisherForm.base_fields if name in request.GET}
    form = PublisherForm(
        posted(request), initial=(publication_values(like) if like else {}) | given, others=_own(request)
    )
    if request.method == "POST" and form.is_valid():
        return _keep(request, form, None)
    return _form(request, form, None)


@team_view(Action.EDIT_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_publisher(request: MemberRequest, pk: int) -> HttpResponse:
    own = get_object_or_404(Publisher, team=request.member.team, pk=pk)
    others = [entry for entry in _own(request) if entry.pk != own.pk]
    form = PublisherForm(posted(request), initial=publication_values(own.publication), others=others)
    if request.method == "POST" and form.is_valid():
        return _keep(request, form, own)
    return _form(request, form, own)


@team_view(Action.EDIT_ARTICLES)
@require_POST
def remove_publisher(request: MemberRequest, pk: int) -> HttpResponse:
    """Out of the register; articles keep their names. The form that comes next holds the entry, to take it back."""
    own = get_object_or_404(Publisher, team=request.member.team, pk=pk)
    values = publication_values(own.publication) | {"aliases": "\n".join(own.aliases)}
    own.delete()
    messages.success(request, f"“{own.name}” is out of your register. The form below takes it back.")
    address = reverse("articles:add_publisher", args=[request.member.team.slug])
    return redirect(f"{address}?{urlencode({name: value for name, value in values.items() if value})}")


def _own(request: MemberRequest) -> list[Publisher]:
    return list(Publisher.objects.filter(team=request.member.team))


def _holds(entry: Publication, query: str) -> bool:
    forms = (entry.name, entry.spoken, *entry.aliases, entry.region, entry.kind)
    return fold(query).text.casefold() in fold("\n".join(forms)).text.casefold() if query else True


def _form(request: MemberRequest, form: PublisherForm, own: Publisher | None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "own": own}
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "articles/publisher.html", context, status=status)


def _keep(request: MemberRequest, form: PublisherForm, own: Publisher | None) -> HttpResponse:
    try:
        kept = keep_publisher(team=request.member.team, entry=form.publication(), instead_of=own)
    except Taken as name:
        form.add_error("name", f"Somebody has just put “{name}” into your register: change that entry.")
        return _form(request, form, own)
    count = kept.refiled
    moved = f" {count} article{'s are' if count != 1 else ' is'} filed under it now." if count else ""
    messages.success(request, f"“{kept.publisher.name}” is in your register.{moved}")
    return redirect("articles:publishers", request.member.team.slug)
