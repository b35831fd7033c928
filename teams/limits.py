"""What limits a person's sight for a while, wherever on the site they are: a round in legal mode does.

A room above says what the limits are (`FINDERS`). Three places ask here, and every request passes one of them:
`Gate` for each page, `teams.access` for each row that is fetched, the API for each token.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from teams.models import Membership, User


class Limits(Protocol):
    """What is in force for one person now."""

    def narrow(self, rows: Any, member: Membership) -> Any:
        """The rows that are left of those which the member would see; none of a kind that is not thought of."""

    def lets_in(self, page: str, args: Mapping[str, Any]) -> bool:
        """Whether the page of this name may be asked for at all."""

    def refusal(self, request: HttpRequest) -> HttpResponseBase:
        """The answer in place of a page that is not let in."""


# Each is given a person who has something under way, and gives what limits them, if it is its own and still in force.
FINDERS: list[Callable[[User], Limits | None]] = []
_KNOWN = "_limits"


def limits_of(user: User) -> Limits | None:
    """None for nearly everybody, without a query. Who has something under way is asked once a request."""
    if user.limited_by is None:
        return None
    known = user.__dict__.get(_KNOWN)
    if known is None or known[0] != user.limited_by:
        found = next((limits for find in FINDERS if (limits := find(user)) is not None), None)
        known = user.__dict__[_KNOWN] = (user.limited_by, found)
    return known[1]


def narrowed(rows: QuerySet[Any, Any], member: Membership) -> Any:
    """The rows that this member's limits leave."""
    limits = limits_of(member.user)
    return limits.narrow(rows, member) if limits else rows


class Gate:
    """Before every view of the site: what the person's limits do not name is refused, whatever it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not isinstance(request.user, User):
            return None
        limits = limits_of(request.user)
        page = request.resolver_match.view_name if request.resolver_match else ""
        return None if limits is None or limits.lets_in(page, kwargs) else limits.refusal(request)
