"""A message with a button that takes back what it tells."""

from django.contrib import messages
from django.http import HttpRequest


def say_with_undo(request: HttpRequest, said: str, address: str) -> None:
    """`address` is a path of ours that undoes it by a POST without fields; templates/_messages.html makes the form."""
    messages.success(request, said, extra_tags=address)
