"""The recall of cites: a title, a claim; publication and date are said or typed, shown, and marked."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.publishers import register_of
from evidence.cites import cite, spoken
from lib.htmx import page
from lib.posted import posted
from practice.drills import sitting as sittings
from practice.drills.forms import SittingForm
from practice.drills.memory import Grade, compare
from practice.models import Round, Sitting
from practice.views.gate import own_round
from teams.access import MemberRequest, team_view
from teams.policy import Action

LABELS = (
    (Grade.RIGHT, "Right", "1"),
    (Grade.NEARLY, "Nearly", "2"),
    (Grade.WRONG, "Missed", "3"),
)


@team_view(Action.PRACTISE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def recall(request: MemberRequest) -> HttpResponse:
    """Choose what is asked; a post begins."""
    member = request.member
    form = SittingForm(posted(request), member=member)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    begun = sittings.begin_sitting(member=member, **form.cleaned_data)
    return _asks(request, begun) if begun else _page(request, form, empty=form.cleaned_data["pool"])


@team_view(Action.PRACTISE)
@require_POST
def recall_round(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """The sources of this round are asked."""
    own = own_round(request, round_id)
    pool = Sitting.Pool.ROUND
    begun = sittings.begin_sitting(member=request.member, pool=pool, round=own)
    return _asks(request, begun) if begun else _page(request, SittingForm(member=request.member), empty=pool, of=own)


def _asks(request: MemberRequest, begun: Sitting) -> HttpResponse:
    return redirect("practice:sitting", request.member.team.slug, begun.pk)


def _page(request: MemberRequest, form: SittingForm, *, empty: str = "", of: Round | None = None) -> HttpResponse:
    """`empty` is the pool in which there is nothing to ask."""
    member = request.member
    last = Sitting.objects.visible_to(member).order_by("-created_at").first()
    context = {
        "form": form,
        "standing": sittings.standing_of(member),
        "last": last if last and sittings.now(member, last) else None,
        "empty": empty,
        "of": of,
    }
    return page(request, "practice/drills/recall.html", context, status=422 if form.errors or empty else 200)


@team_view(Action.PRACTISE)
@require_safe
@never_cache
def sitting(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The next cite; or, where all are marked, how it went."""
    own = _own(request, pk)
    now = sittings.now(request.member, own)
    if now:
        return page(request, "practice/drills/cite.html", {"sitting": own, "now": now, "of": len(own.cites)})
    missed = [(article, _cite(article)) for article in sittings.missed(request.member, own)]
    return page(request, "practice/drills/sat.html", {"sitting": own, "counts": own.counts, "missed": missed})


@team_view(Action.PRACTISE)
@require_POST
def reveal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The cite, held against what was typed. Nothing is changed. The address is a page of its own, so that a reload
    shows it again."""
    own = _own(request, pk)
    now = sittings.now(request.member, own)
    if now is None or request.POST.get("at") != str(now.at):
        return redirect("practice:sitting", request.member.team.slug, own.pk)
    register, today = register_of(request.member.team), timezone.localdate()
    typed = {name: request.POST.get(name, "").replace("\x00", "")[:200] for name in ("publication", "day")}
    article = now.article
    assert article.published_on  # noqa: S101 - only those are asked
    found = compare(**typed, filed=article.publisher, filed_on=article.published_on, register=register, today=today)
    known = register.find(article.publisher)
    name = known.spoken if known and known.spoken else article.publisher
    context = {
        "sitting": own,
        "now": now,
        "of": len(own.cites),
        "typed": typed,
        "found": found,
        "cite": _cite(article),
        "aloud": spoken([], name, article.published_on, today=today),
        "marks": [(one.value, label, key, one is (found.grade or Grade.RIGHT)) for one, label, key in LABELS],
    }
    return page(request, "practice/drills/shown.html", context)


@team_view(Action.PRACTISE)
@require_POST
def mark(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What is marked already stays as it is: a second press changes nothing."""
    own = _own(request, pk)
    at, named = request.POST.get("at", ""), request.POST.get("grade", "")
    if named not in list(Grade) or not (at.isascii() and at.isdigit() and len(at) < 4 and int(at) < len(own.cites)):
        raise Http404("No such cite.")
    sittings.grade(member=request.member, sitting=own, at=int(at), grade=Grade(named))
    return redirect("practice:sitting", request.member.team.slug, own.pk)


def _own(request: MemberRequest, pk: UUID) -> Sitting:
    found: Sitting = get_object_or_404(Sitting.objects.visible_to(request.member), pk=pk)
    return found


def _cite(article: Any) -> str:
    return cite([], article.publisher, article.published_on)
