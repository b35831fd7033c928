"""Legal mode: while a round is in it, its speaker sees on the whole site what the rules let into the prep room.

`find` tells `teams.limits` of it. A page that is not in `_PAGES` is not let in, and of a kind of row that `narrow`
does not name nothing is left: what is added to the site later is out of the room until somebody lets it in.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles.models import Article, Question
from evidence.models import Card, Note
from practice.history import append
from practice.legal.legality import Room
from practice.models import Round
from practice.phases import EventKind
from practice.rounds import locked, open_room
from teams.models import ALPHABET, Membership, User

_PAGES = frozenset(
    f"practice:{name}"
    for name in """
        round choose prep files open opened searched note set_signals guess speak state ready start mark_section end
        questions begin_answer end_questions review leave
    """.split()
)
_TYPING = frozenset(
    f"practice:{name}" for name in "save_outline save_point set_outline sheet settle attach detach".split()
)
# `kept` asks of the form that it kept whether its page is let in.
OUT = frozenset({"account_logout", "health", "kept"})


@dataclass(frozen=True)
class InLegalMode:
    """What limits the speaker of this round (teams.limits.Limits)."""

    round: Round

    def narrow(self, rows: Any, member: Membership) -> Any:
        model, room = rows.model, self.round.room
        if member.team_id != self.round.team_id:
            return rows.none()
        if model is Round:
            return rows.filter(pk=self.round.pk)
        if model is Question:
            return rows.filter(pk__in=self.round.slips.values("question"))
        before = Q(created_at__lte=self.round.created_at)  # what is filed later may be meant for the speaker
        if model is Article:
            return rows.filter(before, articles_in(room))
        if model in (Note, Card) and room.prepared:
            there = Article.objects.filter(before, articles_in(room))
            return rows.filter(before, Q(article=None) | Q(article__in=there))
        return rows.none()

    def lets_in(self, page: str, args: Mapping[str, Any]) -> bool:
        if page in OUT:
            return True
        here = args.get("team") == self.round.team.slug and args.get("round_id") == self.round.pk
        return here and (page in _PAGES or (page in _TYPING and self.round.room.typing))

    def refusal(self, request: HttpRequest) -> HttpResponse:
        context = {"round": self.round, "sent": request.method == "POST"}
        return TemplateResponse(request, "practice/closed.html", context, status=403)


def find(user: User) -> InLegalMode | None:
    """The round of theirs that is in legal mode now."""
    round = Round.objects.limiting(user).select_related("team").first()
    return InLegalMode(round) if round else None


def articles_in(room: Room) -> Q:
    """The articles that `practice.legal.legality.verdict` does not bar, as a condition."""
    condition = Q(waiting=False)
    if room.kinds is not None:
        condition &= Q(kind__in=room.kinds)
    if room.url_needed:
        condition &= ~Q(url="")
    return condition & Q(published_on__gte=room.oldest) if room.oldest else condition


@dataclass(frozen=True)
class Left:
    """The round goes on as a practice round."""

    round: Round


@dataclass(frozen=True)
class WrongCode:
    """It was written down with its time; legal mode goes on."""

    round: Round


def leave_room(*, round: Round, typed: str, at: datetime | None = None) -> Left | WrongCode:
    """Leave legal mode by the team's room code. Done already, it changes nothing."""
    with transaction.atomic():
        round, at = locked(round, at)
        if not round.in_legal_mode:
            return Left(round)
        code = "".join(letter for letter in typed.upper() if letter in ALPHABET)
        if not secrets.compare_digest(code, round.team.room_code):
            append(round, EventKind.CODE_REFUSED, at)
            return WrongCode(round)
        _leave(round, at)
        return Left(round)


def let_out(*, round: Round, by: Membership, at: datetime | None = None) -> Left:
    """A coach ends legal mode from their own page: nobody types the code. Done already, it changes nothing."""
    with transaction.atomic():
        round, at = locked(round, at)
        if round.in_legal_mode:
            _leave(round, at, by=str(by.user))
        return Left(round)


def _leave(round: Round, at: datetime, **told: str) -> None:
    append(round, EventKind.ROOM_LEFT, at, told)
    round.room_left_at = at
    round.save(update_fields=["room_left_at"])
    open_room(round)
