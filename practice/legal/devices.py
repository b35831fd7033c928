"""On which devices a speaker in legal mode is: each browser gets a random mark for half a day, and the round writes
down when it first came.

Nothing is read off a device but the word by which it is named. Whoever deletes the mark and signs in again is another
device, and the round says so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.crypto import salted_hmac

from practice.legal.room import OUT, InLegalMode
from practice.models import Round
from practice.phases import ANOTHER_ACCOUNT, EventKind
from practice.rounds import append, locked
from teams.limits import limits_of
from teams.models import Membership, User
from teams.policy import Action

COOKIE = "prep_room_device"
LASTS = timedelta(hours=12)
MOST = 20  # of one round; whatever comes after them counts as the last
_NUMBER = "_prep_room_device"


@dataclass(frozen=True)
class Device:
    """`number` counts from 1 within its round; `what` is "computer", "phone" or "tablet"."""

    number: int
    what: str
    since: datetime
    mark: str


def devices_of(round: Round) -> tuple[Device, ...]:
    """Those of a round in legal mode, in the order in which they came. No query where events are prefetched."""
    events = (event for event in round.events.all() if event.kind == EventKind.DEVICE)
    return tuple(Device(e.data["device"], e.data["what"], e.at, e.data["mark"]) for e in events)


def shared_among(rounds: Iterable[Round]) -> dict[str, tuple[str, ...]]:
    """Of each mark that several speakers of these rounds used: their names."""
    users: dict[str, dict[int, str]] = {}
    for round in rounds:
        for device in devices_of(round):
            users.setdefault(device.mark, {})[round.owner_id] = str(round.owner)
    return {mark: tuple(names.values()) for mark, names in users.items() if len(names) > 1}


def may_see(round: Round, member: Membership) -> bool:
    """The devices are the speaker's and the coaches' to see, whoever else sees the round."""
    return round.is_of(member) or member.may(Action.READ_COACHES)


def came(*, round: Round, mark: str, what: str, at: datetime | None = None) -> int:
    """The number of the device in this round in legal mode; written down when it is new. Twice at once is once."""
    with transaction.atomic():
        round, at = locked(round, at)
        there = devices_of(round)
        known = next((device.number for device in there if device.mark == mark), None)
        if known is not None or len(there) >= MOST or not round.in_legal_mode:
            return known or len(there)
        number = len(there) + 1
        append(round, EventKind.DEVICE, at, {"device": number, "what": what, "mark": mark})
        return number


def device_of(request: HttpRequest) -> int | None:
    """The number of the device that asks, in the round in legal mode; None outside one."""
    return getattr(request, _NUMBER, None)


class Marking:
    """Before the gate: a page that is refused was asked for on a device too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if value := getattr(request, COOKIE, ""):
            # Else Back would show what the browser kept of pages from before the draw, without asking.
            response["Clear-Site-Data"] = '"cache"'
            response.set_signed_cookie(
                COOKIE,
                value,
                salt=COOKIE,
                max_age=LASTS,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """A browser whose round is in legal mode is held by it whoever is signed in, or nobody: else its speaker would
        leave by another account. Only a coach of the team is not."""
        limits = limits_of(request.user) if isinstance(request.user, User) else None
        mark, round_id, number = _told(request)
        if not isinstance(limits, InLegalMode):
            return _held(request, round_id) if round_id else None
        if round_id != str(limits.round.pk):
            # Two pages that are asked for at once have one mark: before there is a cookie it comes from the session.
            mark = mark or salted_hmac(COOKIE, request.session.session_key or "").hexdigest()[:32]
            number = str(came(round=limits.round, mark=mark, what=kind_of(request)))
            setattr(request, COOKIE, f"{mark} {limits.round.pk} {number}")
        setattr(request, _NUMBER, int(number))
        return None


def _held(request: HttpRequest, round_id: str) -> HttpResponseBase | None:
    page = request.resolver_match.view_name if request.resolver_match else ""
    round = Round.objects.in_legal_mode().filter(pk=round_id, deleted_at=None).select_related("owner").first()
    if round is None or page in (*OUT, "account_login"):
        return None
    user = request.user if isinstance(request.user, User) else None
    if user:
        member = Membership.objects.of(user).filter(team=round.team_id).first()
        if user.pk == round.owner_id or (member and member.may(Action.READ_COACHES)):
            return None
        _another_account(round)
    return TemplateResponse(request, "practice/held.html", {"round": round}, status=403)


def _another_account(round: Round) -> None:
    """Written down once a minute at most, and without the name: whose it is is not the round's to say."""
    with transaction.atomic():
        round, at = locked(round)
        last = round.events.filter(kind=EventKind.NOTED, data__what=ANOTHER_ACCOUNT).order_by("seq").last()
        if round.in_legal_mode and (last is None or at - last.at >= timedelta(minutes=1)):
            append(round, EventKind.NOTED, at, {"what": ANOTHER_ACCOUNT})


def kind_of(request: HttpRequest) -> str:
    """The one word that is kept of what a browser says of itself."""
    says = request.headers.get("User-Agent", "")
    if "iPad" in says or "Tablet" in says or ("Android" in says and "Mobile" not in says):
        return "tablet"
    return "phone" if "Mobi" in says else "computer"


def _told(request: HttpRequest) -> tuple[str, str, str]:
    told = (request.get_signed_cookie(COOKIE, "", salt=COOKIE, max_age=LASTS) or "").split()
    return (told[0], told[1], told[2]) if len(told) == 3 else ("", "", "")
