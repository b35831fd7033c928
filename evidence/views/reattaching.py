"""Giving a lost note or card its place again: the sentences of its article, those first that read most like it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from articles import rendering
from articles.models import Article
from evidence.forms import PassageForm, VersionForm
from evidence.likely import likely
from evidence.models import Card, Note
from evidence.placing import newest
from evidence.reattaching import Fate, reattach
from evidence.views.keeping import shown
from lib.posted import posted
from lib.text import sentences
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action

_STATUS = {Fate.NOT_FOUND: 422, Fate.OVERTAKEN: 409, Fate.CORRECTED: 409, Fate.STANDS: 409}


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: MemberRequest, pk: UUID, model: type[Note] | type[Card]) -> HttpResponse:
    """Choose where it belongs. `sentence` names code points of revision `number`; `typed` may name the passage too."""
    rows = model.objects
    row = allowed_or_403(rows.visible_to(request.member), rows.editable_by(request.member), pk)
    if row.article is None or row.article.deleted_at is not None or not row.quotation:
        raise Http404("There is no text that it could be put on.")
    if request.method != "POST":
        return _choose(request, row, row.article)
    form = PassageForm(request.POST)
    selection = form.chosen(newest(row.article)) if form.stated_number() else None
    if selection is None:
        return _choose(request, row, row.article, "Tick a sentence or type some words first.", 422)
    done = reattach(member=request.member, row=row, selection=selection, version=VersionForm(request.POST).stated())
    if done.fate is not Fate.PLACED:
        return _choose(request, done.row, row.article, f"Not stored: {done.fate}.", _STATUS[done.fate])
    kept = "" if done.same else " The words there are not those it was put on at first."
    messages.success(request, f"The {row.KIND} has its place again.{kept}")
    return redirect(reverse("evidence:reader", args=[request.member.team.slug, row.article.pk]) + f"#{row.anchor}")


def _choose(
    request: MemberRequest, row: Note | Card, article: Article, fault: str = "", status: int = 200
) -> HttpResponse:
    text = newest(article).text
    blocks = [(block.start, block.end) for block in rendering.blocks(newest(article).html)]
    every = [(low + a, low + b) for low, high in blocks for a, b in sentences(text[low:high])]
    context: dict[str, Any] = shown(request, row) | {
        "form": PassageForm(posted(request)),
        "likely": [(f"{low}-{high}", text[low:high]) for low, high in likely(text, row.quotation, blocks)],
        "choices": [(f"{low}-{high}", text[low:high]) for low, high in every],
        "ticked": set(request.POST.getlist("sentence")),
        "fault": fault,
        "number": newest(article).number,
    }
    return TemplateResponse(request, "evidence/place.html", context, status=status)
