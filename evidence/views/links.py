"""Links that show a card without a login: the list of those that are live, making and ending one, what they show."""

from uuid import UUID

from allauth.core.internal.ratelimit import consume  # the public one never counts a GET
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evidence import links
from evidence.citing import cites_of
from evidence.link_forms import LinkForm
from evidence.models import Card, CardLink
from evidence.views.keeping import seen_or_404
from lib.htmx import HtmxRequest
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action


@team_view(Action.READ)
@never_cache
@require_safe
def live(request: MemberRequest) -> HttpResponse:
    """The links that open something now: the member's own, and for a coach all."""
    rows = CardLink.objects.visible_to(request.member).live().select_related("card__team", "owner")
    found = [(link, request.build_absolute_uri(links.address_of(link))) for link in rows.order_by("expires_at", "pk")]
    context = {"found": found, "all": request.member.may(Action.ALLOW_LINKS), "tab": "links"}
    return TemplateResponse(request, "evidence/links.html", context)


@team_view(Action.WRITE)
@require_POST
def make(request: MemberRequest, pk: UUID) -> HttpResponse:
    card = seen_or_404(Card, request, pk)
    if not links.may_link(request.member, card):
        raise PermissionDenied("Links are off in this team, or this card is not yours to show.")
    form = LinkForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say for how many days the link opens.")
        return redirect(card)
    try:
        links.make_link(member=request.member, card=card, **form.cleaned_data)
    except links.TooMany:
        messages.error(request, f"You have {links.MOST} live links already. End one first.")
    else:
        messages.success(request, "The link is made. Copy it from this list; whoever has it sees the card.")
    return redirect("evidence:links", request.member.team.slug)


@team_view(Action.WRITE)
@require_POST
def end(request: MemberRequest, pk: UUID) -> HttpResponse:
    rows = CardLink.objects
    link = allowed_or_403(rows.visible_to(request.member), rows.removable_by(request.member), pk)
    link.remove(by=request.user)
    messages.success(request, "The link is ended: it opens nothing any more.")
    return redirect("evidence:links", request.member.team.slug)


@login_not_required
@never_cache
@require_safe
def shown(request: HtmxRequest, token: str) -> HttpResponse:
    """One card for whoever has the link. Nobody's name, no team, and no way on from here."""
    if not consume(request, app="allauth.account", action="open_link", limit_get=True):
        return TemplateResponse(request, "429.html", status=429)
    link = links.find_link(token)
    if request.method == "GET":
        links.count_opening(link=link, by=request.user if request.user.is_authenticated else None)
    context = {"link": link, "card": link.card, "cites": cites_of(link.card)}
    headers = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer"}
    return TemplateResponse(request, "evidence/shown.html", context, headers=headers)
