"""Links that show a card or a block without a login: the list of those that are live, making and ending one, what
they show."""

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
from evidence.models import Block, Card, Link
from evidence.views.blocks import seen_block
from evidence.views.keeping import seen_or_404
from lib.htmx import HtmxRequest
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.models import Membership
from teams.policy import Action

_HEADERS = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer"}


@team_view(Action.READ)
@never_cache
@require_safe
def live(request: MemberRequest) -> HttpResponse:
    """The links that open something now: the member's own, and for a coach all."""
    rows = Link.objects.visible_to(request.member).live().select_related("card__team", "block__team", "owner")
    found = [(link, request.build_absolute_uri(links.address_of(link))) for link in rows.order_by("expires_at", "pk")]
    context = {"found": found, "all": request.member.may(Action.ALLOW_LINKS), "tab": "links"}
    return TemplateResponse(request, "evidence/links.html", context)


@team_view(Action.WRITE)
@require_POST
def make(request: MemberRequest, pk: UUID, model: type[Card] | type[Block]) -> HttpResponse:
    about = seen_block(request, pk) if model is Block else seen_or_404(Card, request, pk)
    if not links.may_link(request.member, about):
        raise PermissionDenied(f"Links are off in this team, or this {about.KIND} is not yours to show.")
    form = LinkForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say for how many days the link opens.")
        return redirect(about)
    try:
        links.make_link(member=request.member, about=about, **form.cleaned_data)
    except links.TooMany:
        messages.error(request, f"You have {links.MOST} live links already. End one first.")
    else:
        messages.success(request, _told(request, about))
    return redirect("evidence:links", request.member.team.slug)


def _told(request: MemberRequest, about: Card | Block) -> str:
    said = f"The link is made. Copy it from this list; whoever has it sees the {about.KIND}."
    out = links.left_out(block=about, member=request.member) if isinstance(about, Block) else 0
    if out == 1:
        said += " 1 card in it is not shown: it is private or another member’s."
    elif out:
        said += f" {out} cards in it are not shown: they are private or other members’."
    return said


@team_view(Action.WRITE)
@require_POST
def end(request: MemberRequest, pk: UUID) -> HttpResponse:
    rows = Link.objects
    link = allowed_or_403(rows.visible_to(request.member), rows.removable_by(request.member), pk)
    link.remove(by=request.user)
    messages.success(request, "The link is ended: it opens nothing any more.")
    return redirect("evidence:links", request.member.team.slug)


@login_not_required
@never_cache
@require_safe
def shown(request: HtmxRequest, token: str) -> HttpResponse:
    """One card or one block for whoever has the link. Nobody's name, no team, and no way on from here."""
    if not consume(request, app="allauth.account", action="open_link", limit_get=True):
        return TemplateResponse(request, "429.html", status=429)
    try:
        link = links.find_link(token)
    except links.Closed:
        return TemplateResponse(request, "evidence/shown_later.html", status=403, headers=_HEADERS)
    if request.method == "GET":
        links.count_opening(link=link, by=request.user if request.user.is_authenticated else None)
    about = link.about
    if isinstance(about, Block):
        maker = Membership.objects.of(link.owner).get(team=link.team_id)
        context = {"link": link, "rows": links.shown_of(block=about, member=maker)}
        return TemplateResponse(request, "evidence/shown_block.html", context, headers=_HEADERS)
    context = {"link": link, "card": about, "cites": cites_of(about)}
    return TemplateResponse(request, "evidence/shown.html", context, headers=_HEADERS)
