"""Pages that belong to no one room: home, the patterns page, health, and what is shown when something went wrong."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.views.decorators.http import require_GET, require_safe

from extemp.home import first_page
from lib.htmx import HtmxRequest, LoginRequired
from lib.posted import fields_of, typed
from teams.access import MemberRequest, SignedInRequest, team_view
from teams.limits import limits_of
from teams.models import Membership
from teams.policy import Action


@login_not_required
@require_safe
def home(request: HtmxRequest) -> HttpResponse:
    """The front page for a visitor; for a member, the team last switched to."""
    if not request.user.is_authenticated:
        return TemplateResponse(request, "extemp/landing.html")
    members = Membership.objects.of(request.user).order_by("joined_at")
    member = next((m for m in members if m.team_id == request.user.current_team_id), None) or members.first()
    return redirect("team_home", member.team.slug) if member else redirect("teams:mine")


@team_view(Action.READ)
@require_safe
def team_home(request: MemberRequest) -> HttpResponse:
    return TemplateResponse(request, "extemp/home.html", {"board": first_page(request.member)})


@login_not_required
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """For a load balancer: answers when the process and its database do."""
    Membership.objects.exists()
    return JsonResponse({"status": "ok"})


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """Every component of the interface on one page."""
    return TemplateResponse(request, "extemp/patterns.html")


@require_safe
def kept(request: SignedInRequest) -> HttpResponseBase:
    """The text that arrived after the login had expired, ready to be sent again."""
    form = request.session.get(LoginRequired.KEPT)
    if not form:
        return redirect("home")
    limits, page = limits_of(request.user), _page(form["path"])
    if limits and not (page and limits.lets_in(page.view_name, page.kwargs)):
        return limits.refusal(request)
    return TemplateResponse(request, "extemp/kept.html", {"form": form})


def _page(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is no longer good (signed in again in another tab): shows what was typed, to send again."""
    context = {"form": {"path": request.path, "fields": fields_of(request)}, "csrf": True}
    return TemplateResponse(request, "extemp/kept.html", context, status=403)


def not_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What the form belonged to may have been put in the trash while it was filled in: what was typed is shown."""
    return _with_typed(request, "404.html", 404)


def not_yours(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _with_typed(request, "403.html", 403)


def _with_typed(request: HttpRequest, template: str, status: int) -> HttpResponse:
    # An address that leads nowhere has not been read as a form, and is not.
    return TemplateResponse(
        request, template, {"typed": typed(request) if request.resolver_match else []}, status=status
    )
