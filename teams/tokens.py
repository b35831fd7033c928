"""Tokens by which a program reads as a member: shown once, stored as a keyed hash, dead with the membership."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from teams.models import ApiToken, Membership, User

PREFIX = "extemp_"
MOST = 10  # live tokens of one person
_SEEN = timedelta(minutes=1)  # a use is written down at most this often


class TooMany(Exception):
    """The person has MOST tokens already."""


@dataclass(frozen=True)
class NewToken:
    """`token` is shown once, now; only its hash is stored."""

    token: str
    row: ApiToken


def make_token(*, member: Membership, name: str) -> NewToken:
    """Raises TooMany."""
    if ApiToken.objects.usable().filter(member__user=member.user).count() >= MOST:
        raise TooMany
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(member=member, name=name, token_hash=_hash(token), ending=token[-4:])
    return NewToken(token, row)


def member_of(token: str) -> Membership | None:
    """The member that this token reads as; None for one that was never given, is revoked or whose member has left."""
    row = ApiToken.objects.usable().select_related("member__team", "member__user").filter(token_hash=_hash(token))
    found = row.first()
    if found is None:
        return None
    now = timezone.now()
    if found.last_used_at is None or found.last_used_at < now - _SEEN:
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found.member


def tokens_of(user: User) -> list[ApiToken]:
    """The person's live tokens, the newest first."""
    rows = ApiToken.objects.usable().filter(member__user=user)
    return list(rows.select_related("member__team").order_by("-created_at", "pk"))


def revoke_token(*, token: ApiToken) -> None:
    """It opens nothing from now on."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def _hash(token: str) -> str:
    return salted_hmac("teams.tokens", token, algorithm="sha256").hexdigest()
