"""Cards from a file: sent, looked at, kept. Nothing is stored before it was looked at."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles.ingest.draft import Unreadable
from articles.ingest.limits import DOCUMENT_BYTES, megabytes
from evidence.bringing import own_json
from evidence.bringing.files import read
from evidence.bringing.found import Brought, rows
from evidence.bringing.keeping import Kept, keep, offers_of
from evidence.export.own_json import write
from evidence.export.sheet import Sheet
from evidence.forms import KeepForm
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: MemberRequest) -> HttpResponse:
    """A file is read and shown."""
    if request.method != "POST":
        return _form(request)
    sent = request.FILES.get("file")
    if sent is None:
        return _form(request, error="Choose a file first.", status=422)
    if (sent.size or 0) > DOCUMENT_BYTES:
        return _form(request, error=f"It is larger than {megabytes(DOCUMENT_BYTES)}.", name=sent.name, status=422)
    try:
        brought = read(sent.name or "", sent.read())
    except Unreadable as error:
        return _form(request, error=error.message, name=sent.name, status=422)
    return _look(request, brought, KeepForm(member=request.member, initial={"blocks": brought.outlined}))


@team_view(Action.WRITE)
@require_POST
def keep_cards(request: MemberRequest) -> HttpResponse:
    """The ticked ones become the member's cards, where they are not in the team already."""
    form = KeepForm(request.POST, member=request.member)
    try:
        brought = own_json.read(request.POST.get("cards", "").encode())
    except Unreadable:
        return _form(request, error="The form came without its cards. Send the file once more.", status=422)
    taken = [one for number, one in enumerate(brought.found) if str(number) in set(request.POST.getlist("take"))]
    if not form.is_valid() or not taken:
        return _look(request, brought, form, error="" if taken else "Tick at least one card.", status=422)
    done = keep(member=request.member, found=taken, **form.cleaned_data)
    messages.success(request, _told(done))
    return redirect("evidence:cards", request.member.team.slug)


def _told(done: Kept) -> str:
    said = f"{_counted(done.added, 'card')} brought in." if done.added else "Nothing new: the team has them all."
    if done.added and done.there:
        said += f" {done.there} {'was' if done.there == 1 else 'were'} here already."
    if done.unplaced:
        said += f" {done.unplaced} {'stands' if done.unplaced == 1 else 'stand'} at no certain place of the article."
    if done.blocks:
        said += f" They stand in {_counted(len(done.blocks), 'block')}: {', '.join(map(str, done.blocks[:5]))}."
    return said


def _counted(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def _form(request: MemberRequest, *, error: str = "", name: str | None = "", status: int = 200) -> HttpResponse:
    context = {"error": error, "name": name, "most": megabytes(DOCUMENT_BYTES)}
    return TemplateResponse(request, "evidence/bring_in.html", context, status=status)


def _look(
    request: MemberRequest, brought: Brought, form: KeepForm, *, error: str = "", status: int = 200
) -> HttpResponse:
    offers = offers_of(member=request.member, found=brought.found, compared=True)
    sent_back = request.POST.getlist("take") if form.is_bound else None
    ticked = [
        _is_ticked(str(offer.number), sent_back, offer.there or offer.alike or offer.found.wanting) for offer in offers
    ]
    context = {
        "brought": brought,
        "offers": list(zip(offers, ticked, strict=True)),
        "there": sum(bool(offer.there) for offer in offers),
        "alike": sum(bool(offer.alike and not offer.there) for offer in offers),
        "known": sum(bool(offer.article) for offer in offers),
        "cards": _as_json(brought),
        "cautions": brought.cautions[:20],
        "more_cautions": max(0, len(brought.cautions) - 20),
        "form": form,
        "error": error,
    }
    return TemplateResponse(request, "evidence/brought.html", context, status=status)


def _is_ticked(number: str, sent_back: Sequence[str] | None, left: Any) -> bool:
    return not left if sent_back is None else number in sent_back


def _as_json(brought: Brought) -> str:
    """How the cards travel in the form until they are kept: as they would be taken out."""
    to = BytesIO()
    write(Sheet(brought.title, timezone.localdate(), rows(brought.found)), to)
    return to.getvalue().decode()
