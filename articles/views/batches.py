"""Pages of a batch: sending its files, reading them in slices, what became of each, taking it all back."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.asked import page_number
from articles.models import Area, Batch
from articles.storing import batches as verbs
from articles.storing import taking_back
from articles.storing.batch_lines import PER_PAGE, archives_of, ends_of, lines_of, noun_of, with_twins
from articles.storing.receiving import arrivals_in
from articles.storing.working import work
from articles.tasks import queue
from lib.htmx import page, wants_fragment
from lib.posted import sent
from teams.access import MemberRequest, team_view
from teams.policy import Action

BATCHES = 30  # a page


@team_view(Action.SEND_IN)
@require_safe
def batches(request: MemberRequest) -> HttpResponse:
    """The member's batches; a leader sees everybody's."""
    rows = Batch.objects.visible_to(request.member).select_related("owner", "team").order_by("-created_at", "pk")
    at = page_number(request.GET)
    shown = list(
        rows.annotate(
            total=Count("files"),
            refused=Count("files", filter=Q(files__state="refused")),
            left=Count("files", filter=Q(files__state__in=["waiting", "working"])),
        )[(at - 1) * BATCHES : at * BATCHES + 1]
    )
    context = {"batches": shown[:BATCHES], "before": at - 1, "after": at + 1 if len(shown) > BATCHES else 0}
    return page(request, "articles/batches.html", context)


@team_view(Action.SEND_IN)
@require_POST
def add_to_batch(request: MemberRequest, batch_id: UUID) -> HttpResponse:
    """A group of files for the batch of this key, which the first group opens. Answers the script in JSON."""
    areas = Area.objects.filter(team=request.member.team, slug__in=request.POST.getlist("areas"))
    label = request.POST.get("label", "")
    batch = verbs.batch_of(member=request.member, key=batch_id, label=label, areas=areas)
    if batch is None:
        raise Http404("No such batch.")
    lines = verbs.add_files(batch=batch, arrivals=arrivals_in(request))
    told = [{"name": line.name, "state": line.state, "message": line.message} for line in lines]
    return JsonResponse({"lines": told, "page": _address(request, batch)})


@team_view(Action.SEND_IN)
@require_POST
def seal_batch(request: MemberRequest, batch_id: UUID) -> HttpResponse:
    """All files have arrived: they are read now."""
    batch = _mine(request, batch_id)
    verbs.seal(batch=batch)
    queue(batch=batch)
    if request.accepts("text/html"):
        return redirect(_address(request, batch))
    return JsonResponse({"page": _address(request, batch)})


@team_view(Action.SEND_IN)
@require_safe
def batch(request: MemberRequest, batch_id: UUID) -> HttpResponse:
    """One line a file."""
    return _page(request, _seen(request, batch_id))


@team_view(Action.SEND_IN)
@require_POST
def work_batch(request: MemberRequest, batch_id: UUID) -> HttpResponse:
    """Reads files for about two seconds, or sees to it that a worker does; then shows how far it is."""
    batch = _mine(request, batch_id)
    if settings.WORKERS:
        queue(batch=batch)
    else:
        work(batch=batch)
    return _page(request, batch) if wants_fragment(request) else redirect(_here(request, batch))


@team_view(Action.SEND_IN)
@require_POST
def try_batch_again(request: MemberRequest, batch_id: UUID) -> HttpResponse:
    """What was refused waits once more, where its bytes or its address are there."""
    batch = _mine(request, batch_id)
    if not verbs.try_again(batch=batch):
        messages.info(request, "There is nothing of it left to try: send those files again.")
    queue(batch=batch)
    return redirect(_address(request, batch))


@team_view(Action.EDIT_ARTICLES)
@require_POST
def take_back_batch(request: MemberRequest, batch_id: UUID) -> HttpResponse:
    """Everything that the batch added goes to the trash."""
    batch = _mine(request, batch_id)
    gone = taking_back.take_back(batch=batch, member=request.member, changed_too="changed" in request.POST)
    said = f"{_count(gone.articles, 'article')} and {_count(gone.questions, 'question')} are in the trash."
    if gone.kept:
        said += f" {_count(gone.kept, 'article')}, corrected since, stayed in the library."
    messages.success(request, said)
    return redirect(_address(request, batch))


@team_view(Action.EDIT_ARTICLES)
@require_POST
def put_back_batch(request: MemberRequest, batch_id: UUID) -> HttpResponse:
    batch = _mine(request, batch_id)
    back = taking_back.put_back(batch=batch)
    said = f"{_count(back.articles, 'article')} and {_count(back.questions, 'question')} are back in the library."
    if back.kept:
        said += f" {back.kept} stayed in the trash: the library has the same again."
    messages.success(request, said)
    return redirect(_address(request, batch))


def _seen(request: MemberRequest, batch_id: UUID) -> Batch:
    return get_object_or_404(Batch.objects.visible_to(request.member).select_related("team", "owner"), pk=batch_id)


def _mine(request: MemberRequest, batch_id: UUID) -> Batch:
    return get_object_or_404(Batch.objects.editable_by(request.member).select_related("team", "owner"), pk=batch_id)


def _page(request: MemberRequest, batch: Batch) -> HttpResponse:
    asked = sent(request)
    end, at = asked.get("end", "")[:20], page_number(asked)
    lines, total = lines_of(batch, member=request.member, end=end, page=at)
    progress = verbs.progress_of(batch)
    context = {
        "batch": batch,
        "progress": progress,
        "percent": 100 * (progress.done + progress.refused) // max(progress.files, 1),
        "noun": noun_of(batch),
        "archives": archives_of(batch),
        "ends": ends_of(batch),
        "end": end,
        "lines": with_twins(lines, member=request.member) if progress.finished else [(line, ()) for line in lines],
        "at": at,
        "before": at - 1,
        "after": at + 1 if total > at * PER_PAGE else 0,
        "workers": settings.WORKERS,
        "may_undo": request.member.may(Action.EDIT_ARTICLES),
        "sends_in": not request.member.may(Action.ADD_ARTICLES),
    }
    return page(request, "articles/batch.html", context, fragment="progress")


def _address(request: MemberRequest, batch: Batch) -> str:
    return reverse("articles:batch", args=[request.member.team.slug, batch.pk])


def _here(request: MemberRequest, batch: Batch) -> str:
    """The page of the batch that the form was sent from."""
    return (
        f"{_address(request, batch)}?{urlencode({name: request.POST.get(name, '')[:20] for name in ('end', 'page')})}"
    )


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
