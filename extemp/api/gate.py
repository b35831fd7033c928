"""Who may read by token, and how often."""

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from teams import zones
from teams.limits import limits_of
from teams.models import Membership
from teams.policy import Action
from teams.tokens import member_of

RATE = "120/m"


class ByToken(HttpBearer):
    """`request.auth` is the member that the token reads as. No session, no cookie: a browser's login opens nothing."""

    def authenticate(self, request: HttpRequest, token: str) -> Membership | None:
        member = member_of(token)
        if member is None:
            return None
        zones.activate(member.team)
        if reason := barred(member):
            raise HttpError(403, reason)
        return member


class PerToken(AuthRateThrottle):
    """Counted by membership: two tokens of one member share the rate."""

    def get_cache_key(self, request: HttpRequest) -> str:
        return self.cache_format % {"scope": self.scope, "ident": str(request.auth.pk)}  # type: ignore[attr-defined]


def barred(member: Membership) -> str:
    """Why this member may not read by program now; "" where nothing is against it. Every request passes here."""
    if limits_of(member.user):
        return "This member is in a round in legal mode: nothing is read by program until it is over."
    return "" if member.may(Action.READ) else "This member may not read."
