"""The areas that everything is filed under: the list, changing one, making two one, taking one away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import arranging
from articles.areas import area_named, give_default_areas
from articles.forms import AreaForm
from articles.models import Area
from lib.posted import posted, sent
from teams.access import MemberRequest, team_view
from teams.policy import Action

NOWHERE = "none"


@team_view(Action.READ)
@require_safe
def areas(request: MemberRequest) -> HttpResponse:
    """The team's areas by side, with what stands under each."""
    return _list(request, AreaForm())


@team_view(Action.ADD_ARTICLES)
@require_POST
def add_area(request: MemberRequest) -> HttpResponse:
    form = AreaForm(request.POST, others=_others(request))
    if not form.is_valid():
        return _list(request, form, status=422)
    area = area_named(team=request.member.team, **form.cleaned_data)
    messages.success(request, f"“{area}” is among the areas.")
    return redirect("articles:areas", request.member.team.slug)


@team_view(Action.ADD_ARTICLES)
@require_POST
def usual_areas(request: MemberRequest) -> HttpResponse:
    """The areas of a national tournament, for a team that has not published its own."""
    given = give_default_areas(request.member.team)
    messages.success(request, f"{len(given)} areas to file under.")
    return redirect("articles:areas", request.member.team.slug)


@team_view(Action.EDIT_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_area(request: MemberRequest, pk: int) -> HttpResponse:
    """Its name and side. A name that another area has is refused, with the way to make the two one."""
    area = _area(request, pk)
    form = AreaForm(posted(request), initial={"name": area.name, "side": area.side}, others=_others(request, area))
    if request.method == "POST" and form.is_valid():
        if arranging.change(area=area, **form.cleaned_data):
            messages.success(request, f"“{form.cleaned_data['name']}” is kept.")
            return redirect("articles:areas", request.member.team.slug)
        form.add_error("name", "Somebody has just given this name to another area.")
    context = {"area": area, "form": form, "may_merge": request.member.may(Action.MODERATE)}
    return TemplateResponse(request, "articles/area.html", context, status=422 if form.is_bound else 200)


@team_view(Action.MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_area(request: MemberRequest, pk: int) -> HttpResponse:
    """GET shows what hangs on the area, POST moves it to another one; the area is gone then."""
    area = _area(request, pk)
    others, hanging = _others(request, area), arranging.hanging_on(area)
    may_drop = not arranging.needs_another(area)
    given = sent(request)
    chosen = given.get("into", "")
    into = next((other for other in others if str(other.pk) == chosen), None)
    if request.method == "POST":
        if into and arranging.merge(area=area, into=into, member=request.member):
            return _gone(request, f"“{area}” is part of “{into}” now.")
        if (chosen == NOWHERE and may_drop) or not hanging:
            arranging.remove(area=area)
            return _gone(request, f"“{area}” is gone. What stood under it is in the library without it.")
    context = {"area": area, "others": others, "hanging": hanging, "may_drop": may_drop, "into": chosen}
    failed = request.method == "POST"
    return TemplateResponse(
        request, "articles/area_merge.html", context | {"failed": failed}, status=422 if failed else 200
    )


def _area(request: MemberRequest, pk: int) -> Area:
    return get_object_or_404(Area, team=request.member.team, pk=pk)


def _others(request: MemberRequest, area: Area | None = None) -> list[Area]:
    rows = Area.objects.filter(team=request.member.team)
    return list(rows.exclude(pk=area.pk) if area else rows)


def _gone(request: MemberRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("articles:areas", request.member.team.slug)


def _list(request: MemberRequest, form: AreaForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "groups": arranging.listed(request.member),
        "form": form,
        "may_add": request.member.may(Action.ADD_ARTICLES),
        "may_edit": request.member.may(Action.EDIT_ARTICLES),
    }
    return TemplateResponse(request, "articles/areas.html", context, status=status)
