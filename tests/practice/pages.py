"""How the tests of the pages read and write them."""

import re
from uuid import uuid4

from practice.models import Point, Round

HTMX = {"HX-Request": "true"}
PRACTICE = "/t/riverside/practice/"


def text(response) -> str:
    """The page's words, tags taken out and white space folded."""
    bare = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(bare.split())


def at(round: Round, page: str = "") -> str:
    return f"{PRACTICE}{round.pk}/{page}"


def hook(round: Round) -> Point:
    return Point.objects.get(round=round, slot="hook")


def slot(text: str, *, version: int = 0, tab: str = "", turn: int = 1) -> dict[str, str]:
    return {"hook-text": text, "hook-version": str(version), "tab": tab or str(uuid4()), "turn": str(turn)}
