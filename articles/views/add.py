"""Adding articles: send, look, confirm. Nothing is stored before the confirmation."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles import offers
from articles.ingest.decoding import MAX_BYTES
from articles.ingest.uploads import ALL_FILES, MOST_DRAFTS, collect, read_all
from articles.models import Area, Article
from lib.keys import as_uuids
from teams.access import MemberRequest, team_view
from teams.policy import Action

_MB = 1_000_000


@team_view(Action.ADD_ARTICLES)
@require_safe
def add(request: MemberRequest) -> HttpResponse:
    """The drop zone and the paste box."""
    return _form(request)


@team_view(Action.ADD_ARTICLES)
@require_POST
def preview(request: MemberRequest) -> HttpResponse:
    """Reads what was sent and shows what it understood. Stores nothing."""
    uploads, refused = collect(request.FILES.getlist("files"), request.POST.get("pasted", ""))
    if not uploads and not refused:
        return _form(request, error="Choose a file or paste a text first.", status=422)
    shown = offers.first_preview(read_all(uploads, refused), member=request.member, areas=_areas(request))
    if not shown.offers:
        return _form(request, shown=shown, status=422)
    return _preview(request, shown)


@team_view(Action.ADD_ARTICLES)
@require_POST
def confirm(request: MemberRequest) -> HttpResponse:
    """Stores the drafts that are ticked. An error in one form shows all of them again, as typed."""
    sent = offers.sent_preview(request.POST, areas=_areas(request))
    if not sent.offers:
        return _form(request, error="There was nothing to add in that form.", status=422)
    if sent.failed:
        return _preview(request, sent, status=422)
    outcome = offers.confirm(sent, member=request.member)
    if len(sent.offers) == 1 and outcome.left_out == 0:
        (article,) = outcome.added or outcome.there
        if outcome.there:
            messages.info(request, "The library had this article already. This is the one.")
        return redirect(article.get_absolute_url())
    told = [("added", a.pk) for a in outcome.added] + [("there", a.pk) for a in outcome.there]
    address = reverse("articles:outcome", args=[request.member.team.slug])
    return redirect(f"{address}?{urlencode([*told, ('left', outcome.left_out)])}")


@team_view(Action.ADD_ARTICLES)
@require_safe
def outcome(request: MemberRequest) -> HttpResponse:
    """What became of a batch: the articles named in the address, and how many were left out."""
    seen = Article.objects.visible_to(request.member).select_related("team").recent_first()
    left = request.GET.get("left", "")
    context = {
        "added": seen.filter(pk__in=as_uuids(request.GET.getlist("added"))),
        "there": seen.filter(pk__in=as_uuids(request.GET.getlist("there"))),
        "left": int(left) if left.isascii() and left.isdigit() and len(left) < 6 else 0,
    }
    return TemplateResponse(request, "articles/outcome.html", context)


def _areas(request: MemberRequest) -> list[Area]:
    return list(Area.objects.filter(team=request.member.team))


def _form(
    request: MemberRequest, *, error: str = "", shown: offers.Preview | None = None, status: int = 200
) -> TemplateResponse:
    context = {
        "error": error,
        "refused": shown.refused if shown else (),
        "pasted": request.POST.get("pasted", ""),
        "one_file": MAX_BYTES // _MB,
        "all_files": ALL_FILES // _MB,
        "most_drafts": MOST_DRAFTS,
    }
    return TemplateResponse(request, "articles/add.html", context, status=status)


def _preview(request: MemberRequest, shown: offers.Preview, *, status: int = 200) -> TemplateResponse:
    return TemplateResponse(
        request, "articles/preview.html", {"preview": shown, "failed": status == 422}, status=status
    )
