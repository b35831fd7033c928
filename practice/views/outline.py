"""Saving the outline: one slot as it is typed, the whole form by a button, and the choice between two tabs' texts."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lib.htmx import wants_fragment
from lib.keys import whole
from practice.models import KeptText, Point, Round
from practice.outline import points
from practice.outline.forms import OutlineForm, written
from practice.outline.layouts import aim
from practice.outline.points import Overtaken, Saved, Untouched, Written
from practice.outline.slots import Shown, outline_of, shown
from practice.views.gate import own_round, seen_round, to_round
from teams.access import MemberRequest, team_view
from teams.policy import Action


@team_view(Action.PRACTISE)
@require_POST
def save_point(request: MemberRequest, round_id: UUID, slot: str) -> HttpResponse:
    """Save one slot as it is typed: answers its status line only, 409 with both texts if another tab had saved."""
    own = own_round(request, round_id)
    sent = written(request.POST, slot)
    outcome = _saved(request, own, slot, sent)
    if not wants_fragment(request):
        return _page(request, own, {slot: outcome})
    status = 409 if isinstance(outcome, Overtaken) else 200
    return _fragment(request, own, shown(outcome, sent, own), "status", status)


@team_view(Action.PRACTISE)
@require_POST
def save_outline(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """Save every slot whose text was touched: what the button of the form does, and without script whatever looks
    into the files, so that nothing typed is lost on the way."""
    own = own_round(request, round_id)
    response = _page(request, own, save_all(request, own))
    if response.status_code == 302 and (look := _look(request.POST)):
        response = to_round(request, own, "practice:prep")
        response["Location"] += f"?{urlencode(look)}#files"
    return response


def _look(post: QueryDict) -> dict[str, str]:
    """What is looked at in the files: a source for a point (`for`), or the list `show`, as "cards:quotation" a kind of
    card, for the words `look`."""
    if slot := post.get("for"):
        return {"for": slot}
    show, _, kind = post.get("show", "").partition(":")
    return {"show": show, "kind": kind, "q": post.get("look", "")} if show else {}


@team_view(Action.PRACTISE)
@require_POST
def set_outline(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """The layout, the limit of the notecard, the number of sources. The texts are saved first."""
    own = own_round(request, round_id)
    outcomes = save_all(request, own)
    form = OutlineForm(request.POST, member=request.member, round=own)
    if not form.is_valid():
        messages.error(request, " ".join(str(fault) for faults in form.errors.values() for fault in faults))
    else:
        aim(round=own, **form.cleaned_data)
    return _page(request, own, outcomes)


@team_view(Action.READ)
@require_safe
@never_cache
def sheet(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """The outline alone, for paper."""
    seen = seen_round(request, round_id)
    return TemplateResponse(request, "practice/sheet.html", {"round": seen, "outline": outline_of(seen)})


@team_view(Action.PRACTISE)
@require_POST
def settle(request: MemberRequest, round_id: UUID, slot: str) -> HttpResponse:
    """The choice between the saved text, the kept one, or both."""
    own = own_round(request, round_id)
    choice, _, rest = request.POST.get("settle", "").partition(":")
    kept_id, _, seen = rest.partition(":")
    version = whole(seen, 9, -1)
    if choice not in ("saved", "kept", "both") or version < 0:
        raise Http404("No such choice.")
    kept = get_object_or_404(KeptText, pk=whole(kept_id, 18), point__round=own, point__slot=slot)
    sent = written(request.POST, slot)
    others = save_all(request, own, leave=slot)
    outcome = points.settle(
        member=request.member,
        round=own,
        slot=slot,
        kept=kept,
        choice=choice,  # type: ignore[arg-type]  # checked above
        seen=version,
        written=sent,
    )
    if not wants_fragment(request):
        return _page(request, own, {**others, slot: outcome})
    status = 409 if isinstance(outcome, Overtaken) else 200
    return _fragment(request, own, shown(outcome, sent, own), "slot", status)


def save_all(request: MemberRequest, own: Round, leave: str = "") -> dict[str, Saved | Untouched | Overtaken]:
    """Save each slot that the form sent; `leave` names one that is another verb's. Side effects: texts only."""
    names = own.points.order_by("pk").values_list("slot", flat=True) if own.may_type else ()
    sent = [slot for slot in names if slot != leave and f"{slot}-text" in request.POST]
    return {
        slot: points.save_point(member=request.member, round=own, slot=slot, written=written(request.POST, slot))
        for slot in sent
    }


def _saved(request: MemberRequest, own: Round, slot: str, sent: Written) -> Saved | Untouched | Overtaken:
    try:
        return points.save_point(member=request.member, round=own, slot=slot, written=sent)
    except Point.DoesNotExist:
        raise Http404("No such slot.") from None


def _page(request: MemberRequest, own: Round, outcomes: dict[str, Saved | Untouched | Overtaken]) -> HttpResponse:
    """After a button of the form: back to the room; or the form once more with the late texts in it, as 409."""
    if not any(isinstance(outcome, Overtaken) for outcome in outcomes.values()):
        return to_round(request, own)
    outline = outline_of(own, {slot: shown(o, written(request.POST, slot), own) for slot, o in outcomes.items()})
    context: dict[str, Any] = {
        "round": own,
        "outline": outline,
        "tab": written(request.POST, "").tab,
    }
    return TemplateResponse(request, "practice/conflict.html", context, status=409)


def _fragment(request: MemberRequest, own: Round, slot: Shown, name: str, status: int) -> HttpResponse:
    slot = replace(slot, sources=tuple(slot.point.sources.select_related("card")))
    return TemplateResponse(request, f"practice/_slot.html#{name}", {"round": own, "slot": slot}, status=status)
