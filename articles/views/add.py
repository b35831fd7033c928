"""Adding articles: send, look, confirm. A few are stored when they are confirmed, many become a batch at once."""

import json
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles import offers
from articles.bank.forms import RowForms, beside, first_rows, taken
from articles.bank.lists import MOST, keep
from articles.bank.lists import offers as questions_of
from articles.models import Area, Article
from articles.publishers import register_of
from articles.storing import batches
from articles.storing.batches import Arrival
from articles.storing.receiving import ADDRESSES, FEW, FEW_BYTES, LIMITS, are_many, arrivals_in, fetched
from articles.storing.uploads import collect, read_all
from articles.tasks import queue
from lib.keys import as_uuids, whole
from teams.access import MemberRequest, team_view
from teams.policy import Action

_MB = 1_048_576
HOW = ("added", "corrected", "restored", "there")  # what can become of a draft, as offers.Outcome has it


@team_view(Action.SEND_IN)
@require_safe
def add(request: MemberRequest) -> HttpResponse:
    """The drop zone and the paste box."""
    return _form(request)


@team_view(Action.SEND_IN)
@require_POST
def preview(request: MemberRequest) -> HttpResponse:
    """A few files are read and shown, and nothing is stored. Many, or an archive, become a batch."""
    arrivals = arrivals_in(request)
    if not arrivals:
        return _form(request, error="Choose a file or paste a text first.", status=422)
    if are_many(arrivals) or are_many(arrivals := fetched(arrivals)):
        return _batch(request, arrivals)
    uploads, refused = collect(arrivals)
    areas = _areas(request)
    read = read_all(uploads, refused, register=register_of(request.member.team))
    if len(read.asked) > MOST:
        return _batch(request, arrivals)
    shown = offers.first_preview(read, member=request.member, areas=areas, filed=_filed(request, areas))
    rows = first_rows(questions_of(member=request.member, drafts=read.asked)) if read.asked else None
    if not shown.offers and not rows:
        return _form(request, shown=shown, status=422)
    return _preview(request, shown, rows=rows)


@team_view(Action.SEND_IN)
@require_POST
def confirm(request: MemberRequest) -> HttpResponse:
    """Does with each draft what was chosen. An error in one form shows all of them again, as typed."""
    areas = _areas(request)
    sent = offers.sent_preview(request.POST, member=request.member, areas=areas)
    rows = RowForms(request.POST) if "form-TOTAL_FORMS" in request.POST else None
    if not sent.offers and not rows:
        return _form(request, error="There was nothing to add in that form.", status=422)
    if sent.failed or (rows and not rows.is_valid()):
        return _preview(request, sent, rows=rows, status=409 if sent.overtaken else 422)
    if rows:
        messages.success(request, keep(member=request.member, drafts=taken(rows), areas=_filed(request, areas)))
    done = offers.confirm(sent, member=request.member)
    if done.overtaken:
        sent = offers.sent_preview(request.POST, member=request.member, areas=areas)
        return _preview(request, sent, rows=rows, status=409)
    if not sent.offers:
        return redirect("articles:questions", request.member.team.slug)
    (article, *more) = [article for how in HOW for article in getattr(done, how)] or [None]
    if article and not more and not done.left_out:
        _tell(request, done)
        return redirect(article.get_absolute_url())
    told = [(how, article.pk) for how in HOW for article in getattr(done, how)]
    address = reverse("articles:outcome", args=[request.member.team.slug])
    return redirect(f"{address}?{urlencode([*told, ('left', done.left_out)])}")


@team_view(Action.SEND_IN)
@require_safe
def outcome(request: MemberRequest) -> HttpResponse:
    """What became of a few files: the articles named in the address, and how many were left out."""
    seen = Article.objects.visible_to(request.member).select_related("team").recent_first()
    left = request.GET.get("left", "")
    context: dict[str, object] = {how: seen.filter(pk__in=as_uuids(request.GET.getlist(how))) for how in HOW}
    context["left"] = whole(left, 5)
    return TemplateResponse(request, "articles/outcome.html", context)


def _tell(request: MemberRequest, done: offers.Outcome) -> None:
    """Of the one article there is, where it was not simply added."""
    if done.there:
        messages.info(request, "The library had this article already. This is the one.")
    for article in done.corrected:
        messages.success(request, f"The text is corrected: revision {article.revisions.count()} is stored.")
    if done.restored:
        messages.success(request, "The article is out of the trash.")


def _batch(request: MemberRequest, arrivals: list[Arrival]) -> HttpResponse:
    """Without script the files come in one form; the same form sent twice is one batch."""
    kind = "addresses" if all(arrival.url or arrival.code for arrival in arrivals) else "files"
    label = arrivals[0].name if len(arrivals) == 1 else f"{len(arrivals)} {kind}"
    keys = as_uuids([request.POST.get("batch", "")])
    batch = batches.batch_of(
        member=request.member,
        key=keys[0] if keys else uuid4(),
        label=label,
        areas=_filed(request, _areas(request)),
    )
    if batch is None:
        return _form(request, error="This form was somebody else's: choose the files once more.", status=422)
    batches.add_files(batch=batch, arrivals=arrivals)
    batches.seal(batch=batch)
    queue(batch=batch)
    return redirect("articles:batch", request.member.team.slug, batch.pk)


def _filed(request: MemberRequest, areas: list[Area]) -> list[Area]:
    """The areas ticked for everything in the form, or named in its address."""
    ticked = {*request.POST.getlist("areas"), *request.GET.getlist("area")}
    return [area for area in areas if area.slug in ticked]


def _areas(request: MemberRequest) -> list[Area]:
    return list(Area.objects.filter(team=request.member.team))


def _form(
    request: MemberRequest, *, error: str = "", shown: offers.Preview | None = None, status: int = 200
) -> TemplateResponse:
    areas = _areas(request)
    context = {
        "error": error,
        "refused": shown.refused if shown else (),
        "pasted": request.POST.get("pasted", ""),
        "addresses": request.POST.get("addresses", request.GET.get("address", ""))[:200_000],
        "areas": areas,
        "filed": _filed(request, areas),
        "key": uuid4(),
        "few": FEW,
        "few_bytes": FEW_BYTES,
        "few_addresses": ADDRESSES,
        "limits": json.dumps(LIMITS),
        "one_file": LIMITS[""] // _MB,
        "document": LIMITS[".pdf"] // _MB,
        "archive": LIMITS[".zip"] // _MB,
        "sends_in": not request.member.may(Action.ADD_ARTICLES),
    }
    return TemplateResponse(request, "articles/add.html", context, status=status)


def _preview(
    request: MemberRequest, shown: offers.Preview, *, rows: Any = None, status: int = 200
) -> TemplateResponse:
    areas = _areas(request)
    context = {
        "preview": shown,
        "formset": rows,
        "rows": beside(rows, member=request.member) if rows else [],
        "areas": areas,
        "filed": [area.slug for area in _filed(request, areas)],
        "failed": status != 200,
        "sends_in": not request.member.may(Action.ADD_ARTICLES),
    }
    return TemplateResponse(request, "articles/preview.html", context, status=status)
