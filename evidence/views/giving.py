"""Sharing a card with a person, and taking that back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from evidence import giving
from evidence.models import Card
from evidence.views.keeping import seen_or_404
from lib.keys import as_uuids
from teams.access import MemberRequest, team_view
from teams.policy import Action

_LONGEST = 20_000


@team_view(Action.WRITE)
@require_POST
def give(request: MemberRequest, pk: UUID) -> HttpResponse:
    card = seen_or_404(Card, request, pk)
    takers = giving.takers(member=request.member, card=card)
    if not takers:
        raise PermissionDenied("There is nobody to whom you may hand this card.")
    wanted = set(as_uuids(request.POST.getlist("to")))
    chosen = [one for one in takers if one.pk in wanted]
    if not chosen:
        messages.error(request, "Choose a person.")
        return redirect(f"{card.get_absolute_url()}#give")
    remark = " ".join(request.POST.get("remark", "").replace("\x00", "").split())
    giving.give(member=request.member, card=card, to=chosen, remark=remark[:_LONGEST])
    names = ", ".join(str(one.user) for one in chosen)
    messages.success(request, f"Shared with {names}: it stands on the page “For you”.")
    return redirect(card)


@team_view(Action.WRITE)
@require_POST
def take_back(request: MemberRequest, pk: UUID, gift: int) -> HttpResponse:
    card = seen_or_404(Card, request, pk)
    row = get_object_or_404(card.gifts.standing().filter(by=request.user).select_related("to"), pk=gift)
    giving.take_back(card=card, by=request.user, to=row.to)
    messages.success(request, f"Taken back from {row.to}. A copy that was taken stays.")
    return redirect(card)
