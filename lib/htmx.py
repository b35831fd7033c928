"""What every page shares about htmx: when to answer with a fragment, and what an expired login answers."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from lib.posted import fields_of


class HtmxRequest(HttpRequest):
    """A request after HtmxMiddleware."""

    htmx: HtmxDetails


def wants_fragment(request: HtmxRequest) -> bool:
    """True for a swap; a boosted link or a history restore wants the whole page."""
    return bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request


def page(
    request: HtmxRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str = "",
    status: int = 200,
) -> TemplateResponse:
    """The page, or its partial `fragment` where htmx asked for a swap. First paint and swap share one source."""
    name = f"{template}#{fragment}" if fragment and wants_fragment(request) else template
    response = TemplateResponse(request, name, dict(context or {}), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


class LoginRequired(LoginRequiredMiddleware):
    """Closed by default. Text that arrives after the login expired is kept in the session, see `kept`.

    An htmx read goes to the login page as a whole page; an htmx write answers 401 and leaves the typed text
    where it is (static/js/app.js says so and offers to sign in).
    """

    KEPT = "kept_form"
    KEPT_LIMIT = 200_000  # characters

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        htmx = HtmxDetails(request)
        if not htmx:
            if self._keep(request):
                return redirect_to_login(resolve_url(settings.KEPT_PAGE), resolve_url(self.get_login_url(view_func)))
            return super().handle_no_permission(request, view_func)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse("You are signed out.", status=401, content_type="text/plain")
        here = urlsplit(htmx.current_url or "")
        login = resolve_url(self.get_login_url(view_func))
        return HttpResponseClientRedirect(f"{login}?next={here.path or '/'}")

    def _keep(self, request: HttpRequest) -> bool:
        """Whether it was a form, and not too long to be kept: then the login leads to it, and not to an address that
        takes no GET."""
        if request.method != "POST":
            return False
        fields = fields_of(request)
        if not fields or sum(len(v) for _, v in fields) > self.KEPT_LIMIT:
            return False
        request.session[self.KEPT] = {"path": request.path, "fields": fields}
        return True
