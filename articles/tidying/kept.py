"""What takes a change back, kept in the session of whoever made it: the last few changes, each once."""

import secrets
from collections.abc import Iterable

from django.contrib.sessions.backends.base import SessionBase

from articles.tidying.steps import Step, packed, unpacked

LAST = 5
_KEY = "tidied"  # token -> steps, the query string of the list
_LONGEST = 2_500


def remember(session: SessionBase, steps: Iterable[Step], asked: str) -> str:
    """Gives the token by which the change is recalled; `asked` is the query string of the list it was made in."""
    token = secrets.token_urlsafe(9)
    earlier = list(session.get(_KEY, {}).items())[1 - LAST :]
    session[_KEY] = dict([*earlier, (token, (packed(steps), asked[:_LONGEST]))])
    return token


def recall(session: SessionBase, token: str) -> tuple[tuple[Step, ...], str]:
    """The steps and the list's query string; no steps where it was recalled before or is too long ago."""
    kept = session.get(_KEY, {})
    steps, asked = kept.pop(token, ("", ""))
    session[_KEY] = kept
    return (unpacked(steps) if steps else ()), asked
