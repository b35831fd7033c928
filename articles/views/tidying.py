"""One change to all the ticked rows of the library, and taking it back."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.above import address_above
from articles.models import Article
from articles.publishers import register_of
from articles.tidying.articles import ARTICLES
from articles.tidying.steps import Act, Step, tidy
from articles.views.library import library_page
from articles.views.telling import tell, untell
from lib.keys import as_uuids
from teams.access import MemberRequest, team_view
from teams.policy import Action

TYPED = {
    Act.FILE: "area",
    Act.UNFILE: "area",
    Act.KIND: "kind",
    Act.PUBLISHER: "publisher",
    Act.TAG: "tags",
    Act.UNTAG: "tags",
}
DONE = {
    Act.FILE: "filed under the area",
    Act.UNFILE: "taken out of the area",
    Act.KIND: "given the kind",
    Act.PUBLISHER: "given the publisher",
    Act.TAG: "tagged",
    Act.UNTAG: "untagged",
    Act.ARCHIVE: "archived",
    Act.UNARCHIVE: "taken out of the archive",
    Act.TRASH: "moved to the trash",
    Act.RESTORE: "restored",
}


@team_view(Action.EDIT_ARTICLES)
@require_POST
def tidy_up(request: MemberRequest) -> HttpResponse:
    """Does `act` to the ticked articles. A fault shows the page again, ticked and typed as it was."""
    ids = tuple(as_uuids(request.POST.getlist("tick")))
    if request.POST.get("act") == "merge":
        return _merge(request, ids)
    act = next((act for act in ARTICLES.acts if act.value == request.POST.get("act")), None)
    if act is None:
        return _again(request, "Choose what to do with the ticked articles.")
    value = request.POST.get(TYPED.get(act, ""), "").replace("\x00", "").strip()
    if act is Act.PUBLISHER:
        value = register_of(request.member.team).canonical(" ".join(value.split()))[:120]
    done = tidy(member=request.member, shelf=ARTICLES, step=Step(act, value, ids))
    if done.fault:
        return _again(request, done.fault)
    tell(request, ARTICLES, done, said=DONE[act], undo="articles:undo_tidy")
    return redirect(_library(request, request.POST.get("asked", "")))


@team_view(Action.EDIT_ARTICLES)
@require_POST
def undo_tidy(request: MemberRequest, token: str) -> HttpResponse:
    """Take back a change that this session made; once only."""
    return redirect(_library(request, untell(request, ARTICLES, token)))


def _merge(request: MemberRequest, ids: tuple[object, ...]) -> HttpResponse:
    if len(set(ids)) != 2:
        return _again(request, "Tick the two articles that are one.")
    rows = Article.objects.editable_by(request.member).select_related("team")
    return redirect(f"{address_above('merge', get_object_or_404(rows, pk=ids[0]))}?with={ids[1]}")


def _again(request: MemberRequest, fault: str) -> HttpResponse:
    return library_page(request, QueryDict(request.POST.get("asked", "")), fault=fault, status=422)


def _library(request: MemberRequest, asked: str) -> str:
    address = reverse("articles:library", args=[request.member.team.slug])
    clean = QueryDict(asked).urlencode()
    return f"{address}?{clean}" if clean else address
