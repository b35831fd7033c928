"""What a form is bound to."""

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """The post, be it empty: then the form says what it lacks. None where the page is only asked for."""
    return request.POST if request.method == "POST" else None
