"""What came with a request: what a form is bound to, and what somebody typed, so that none of it is lost."""

import re

from django.http import HttpRequest, QueryDict

_OURS = ("version", "client_id")
_ID = re.compile(r"[0-9a-f-]{32,36}")


def posted(request: HttpRequest) -> QueryDict | None:
    """The post, be it empty: then the form says what it lacks. None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def sent(request: HttpRequest) -> QueryDict:
    """The fields of a post, else those of the address: a page that is asked for both ways."""
    return request.POST if request.method == "POST" else request.GET


def plain(value: str, most: int) -> str:
    """What was typed into an address, in at most so many characters and without what no database takes."""
    return value.replace("\x00", "")[:most].strip()


def fields_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Each field with its value as it was sent, to be sent again; never the token, nor a password."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a post that may hold words of a person, to be copied; a machine's numbers and ids are left out."""
    if request.method != "POST":
        return []
    return [
        (name, value)
        for name, value in fields_of(request)
        if name not in _OURS and any(map(str.isalpha, value)) and not _ID.fullmatch(value)
    ]
