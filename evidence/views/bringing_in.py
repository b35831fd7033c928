"""Cards from a file: sent, compared with the team's, looked at, kept in slices, taken back whole."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.ingest.draft import Unreadable
from articles.ingest.limits import DOCUMENT_BYTES, megabytes
from evidence.bringing import batches as verbs
from evidence.bringing import taking_back
from evidence.bringing.files import read
from evidence.bringing.keeping import Offer, offers_of
from evidence.forms import KeepForm
from evidence.models import CardBatch
from lib.htmx import page, wants_fragment
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action

PAGE = 100  # cards to look at
LISTED = 30  # files that were brought in before


@team_view(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: MemberRequest) -> HttpResponse:
    """A file is read; its cards are there to be looked at."""
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
    batch = verbs.receive(member=request.member, brought=brought)
    verbs.work(batch=batch, member=request.member)
    return _to(request, batch)


@team_view(Action.WRITE)
@require_safe
def brought(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The cards of the file with what is known of each, or how far it is."""
    batch = get_object_or_404(CardBatch.objects.visible_to(request.member).select_related("owner"), pk=pk)
    return _page(request, batch)


@team_view(Action.WRITE)
@require_POST
def keep_cards(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What is ticked on a page and how all are to be kept is stored; `go` is what comes next."""
    batch = _own(request, pk)
    shown, ticked = (_numbers(request.POST.getlist(name)) for name in ("shown", "take"))
    verbs.tick(batch=batch, shown=shown, ticked=ticked)
    go, form = request.POST.get("go", "keep"), KeepForm(request.POST, member=request.member)
    if go in ("all", "none"):
        verbs.tick_all(batch=batch, wanted=go == "all")
    if form.is_valid():
        verbs.settle(batch=batch, **form.cleaned_data)
    if go != "keep":
        to = go if go.isdigit() else request.POST.get("page", "1")
        return redirect(f"{_address(request, batch)}?page={to[:6]}")
    wanted = verbs.progress_of(batch).wanted
    if not form.is_valid() or not wanted:
        return _page(request, batch, form=form, error="" if wanted else "Tick at least one card.", status=422)
    verbs.begin(batch=batch)
    verbs.work(batch=batch, member=request.member)
    return _to(request, batch)


@team_view(Action.WRITE)
@require_POST
def work_on_cards(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The next slices, for about two seconds; then how far it is."""
    batch = _own(request, pk)
    verbs.work(batch=batch, member=request.member)
    return _page(request, batch) if wants_fragment(request) else _to(request, batch)


@team_view(Action.WRITE)
@require_POST
def drop_cards(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The file is forgotten: nothing of it was kept."""
    batch = _own(request, pk)
    if batch.begun_at is None:
        batch.delete()
        messages.success(request, "The file is forgotten. Nothing of it was kept.")
    return redirect("evidence:bring_in", request.member.team.slug)


@team_view(Action.WRITE)
@require_POST
def take_cards_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What the file made goes to the trash; `put_back` brings it again."""
    rows = CardBatch.objects
    batch = allowed_or_403(rows.visible_to(request.member), rows.removable_by(request.member), pk)
    if "put_back" in request.POST:
        done = taking_back.put_back(batch=batch)
        messages.success(request, f"{_counted(done.cards, 'card')} put back.")
    else:
        done = taking_back.take_back(batch=batch, member=request.member, changed_too="changed" in request.POST)
        said = f"{_counted(done.cards, 'card')} taken back into the trash."
        if done.kept:
            said += f" {_counted(done.kept, 'card')}, changed or spoken of since, stayed."
        messages.success(request, said)
    return _to(request, batch)


def _own(request: MemberRequest, pk: UUID) -> CardBatch:
    rows = CardBatch.objects
    found: CardBatch = allowed_or_403(rows.visible_to(request.member), rows.editable_by(request.member), pk)
    return found


def _numbers(typed: Iterable[str]) -> list[int]:
    return [int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 7]


def _address(request: MemberRequest, batch: CardBatch) -> str:
    return redirect("evidence:brought", request.member.team.slug, batch.pk)["Location"]


def _to(request: MemberRequest, batch: CardBatch) -> HttpResponse:
    return redirect(_address(request, batch))


def _counted(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def _form(request: MemberRequest, *, error: str = "", name: str | None = "", status: int = 200) -> HttpResponse:
    seen = CardBatch.objects.visible_to(request.member).select_related("owner").newest_first()
    context = {"error": error, "name": name, "most": megabytes(DOCUMENT_BYTES), "batches": seen[:LISTED]}
    return TemplateResponse(request, "evidence/bring_in.html", context, status=status)


def _page(
    request: MemberRequest, batch: CardBatch, *, form: KeepForm | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    progress = verbs.progress_of(batch)
    if progress.stage == "done" and batch.finished_at is None:
        raise Http404("It is being worked on.")
    context: dict[str, Any] = {
        "batch": batch,
        "progress": progress,
        "cautions": batch.cautions[:20],
        "more_cautions": max(0, len(batch.cautions) - 20),
        "mine": batch.owner_id == request.user.pk,
        "error": error,
    }
    if progress.stage == "look":
        context |= _looked_at(request, batch, form)
    elif progress.stage == "done":
        context |= _outcome(request, batch)
    else:
        done, of = progress.steps
        context |= {"done": done, "of": of, "percent": 100 * done // max(1, of)}
    return page(request, "evidence/brought.html", context, fragment="far", status=status)


def _looked_at(request: MemberRequest, batch: CardBatch, form: KeepForm | None) -> dict[str, Any]:
    """A page of the cards as they stand beside the team's now."""
    lines = Paginator(batch.lines.all(), PAGE).get_page(request.POST.get("page") or request.GET.get("page"))
    offers: tuple[Offer, ...] = offers_of(member=request.member, found=verbs.found_in(lines), compared=True)
    initial = {"visibility": batch.visibility, "areas": batch.areas.all(), "blocks": batch.blocks}
    return {
        "shown": lines,
        "offers": list(zip(lines, offers, strict=True)),
        "form": form or KeepForm(member=request.member, initial=initial),
        "outlined": batch.lines.exclude(path=[]).exists(),
    }


def _outcome(request: MemberRequest, batch: CardBatch) -> dict[str, Any]:
    """What became of the file: its cards that this member sees, those without a place first."""
    rows = verbs.outcome_of(batch=batch, member=request.member)
    shown = Paginator(rows, PAGE)
    return {
        "shown": shown.get_page(request.GET.get("page")),
        "blocks": batch.in_blocks.filter(deleted_at=None).select_related("team"),
    }
