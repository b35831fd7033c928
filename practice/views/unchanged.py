"""Pages that refresh themselves: nothing is sent again that a browser has already."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from lib.htmx import HtmxRequest


def unless_seen(request: HtmxRequest, etag: str, render: Callable[[], HttpResponse]) -> HttpResponse:
    """304 where the browser holds this state; else the page, to be asked about every time and kept by nobody else."""
    response: HttpResponse = get_conditional_response(request, etag=etag) or render()
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response
