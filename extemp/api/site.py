"""The read API at /api/v1/: its routes, and the page that says how it is used.

The description is at /api/openapi.json for people who are signed in; no page of another host is needed to read it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from extemp.api.gate import RATE, ByToken, PerToken
from extemp.api.reading import router

api = NinjaAPI(
    title="Extemp",
    version="1",
    description="Read what a member of a team may read. Send the member's token: Authorization: Bearer extemp_…",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    auth=ByToken(),
    throttle=[PerToken(RATE)],
)
api.add_router("", router)


def routes() -> tuple[list[Any], str, str]:
    """For urls.py. A token opens them, not the login; what they answer is nobody else's to keep."""
    patterns, app, namespace = api.urls
    kept: list[Any] = [pattern for pattern in patterns if getattr(pattern, "name", "") != "api-root"]
    for pattern in kept:
        pattern.callback = never_cache(pattern.callback)
        pattern.callback.login_required = False
        pattern.callback.csrf_exempt = True
    return kept, app, namespace


def description() -> dict[str, Any]:
    """The OpenAPI document."""
    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(description())


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document as a page of ours."""
    document = description()
    operations = [
        {"path": path, **operation, "answers": sorted(operation["responses"])}
        for path, methods in document["paths"].items()
        for operation in methods.values()
    ]
    shapes = document["components"]["schemas"]
    return TemplateResponse(
        request, "extemp/api.html", {"operations": operations, "shapes": shapes, "rate": RATE.removesuffix("/m")}
    )
