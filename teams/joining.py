"""How people come to a team and leave it: making teams, join codes, joining, roles, leaving."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.text import slugify

from teams.models import ALPHABET, JoinCode, Membership, Team, User, new_room_code
from teams.policy import Role

LENGTH = 8


class UnknownCode(Exception):
    """The code opens nothing: never given, expired or revoked; which of these is not said."""


class LastCoach(Exception):
    """The team would be left without a coach while it has other members."""


@dataclass(frozen=True)
class NewCode:
    """`code` is shown once, now; only its hash is stored."""

    code: str
    row: JoinCode


@dataclass(frozen=True)
class Joined:
    """`created` is False where the person was a member already."""

    member: Membership
    created: bool


def make_team(*, user: User, name: str, personal: bool = False, time_zone: str = "") -> Membership:
    """A new team with `user` as its coach."""
    with transaction.atomic():
        team = _new_team(name, personal=personal, time_zone=time_zone)
        member = Membership.objects.create(team=team, user=user, role=Role.COACH)
        switch(member=member)
    return member


def _new_team(name: str, **told: Any) -> Team:
    for _ in range(9):
        with suppress(IntegrityError), transaction.atomic():  # somebody took the slug at this moment
            return Team.objects.create(name=name, slug=free_slug(name), **told)
    return Team.objects.create(name=name, slug=free_slug(name), **told)


def personal_team(*, user: User, time_zone: str = "") -> Membership:
    """The team of one of a person without a coach; made at the first call, in that time zone."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        member = Membership.objects.of(user).filter(team__personal=True).first()
        if member:
            switch(member=member)
            return member
        return make_team(user=user, name=f"{user}’s own files"[:80], personal=True, time_zone=time_zone)


def make_code(*, member: Membership) -> NewCode:
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    row = JoinCode.objects.create(team=member.team, code_hash=_hash(code), ending=code[-2:], created_by=member.user)
    return NewCode(f"{code[:4]}-{code[4:]}", row)


def revoke_code(*, code: JoinCode) -> None:
    """The code opens nothing from now on; those who joined by it stay."""
    JoinCode.objects.filter(pk=code.pk, revoked_at=None).update(revoked_at=timezone.now())


def join(*, user: User, typed: str) -> Joined:
    """Join as a student by a typed code; case, spaces and hyphens do not matter. Raises UnknownCode."""
    code = (
        JoinCode.objects.usable().select_related("team").filter(code_hash=_hash(typed), team__personal=False).first()
    )
    if code is None:
        raise UnknownCode
    member, created = Membership.objects.get_or_create(
        team=code.team, user=user, ended_at=None, defaults={"role": Role.STUDENT}
    )
    switch(member=member)
    return Joined(member, created)


def switch(*, member: Membership) -> None:
    """The team that the home page opens from now on."""
    member.user.current_team = member.team
    member.user.save(update_fields=["current_team"])


def end(*, member: Membership) -> None:
    """Leave, or be removed: from this minute on the person sees nothing of the team. Raises LastCoach."""
    with transaction.atomic():
        _keep_a_coach(member)
        Membership.objects.filter(pk=member.pk, ended_at=None).update(ended_at=timezone.now())


def give_role(*, member: Membership, role: Role) -> None:
    """Raises LastCoach where the only coach would become something else."""
    with transaction.atomic():
        if role != Role.COACH:
            _keep_a_coach(member)
        member.role = role
        member.save(update_fields=["role"])


def _keep_a_coach(member: Membership) -> None:
    """Locks the team, so that two coaches who leave at once do not both find the other still there."""
    team = Team.objects.select_for_update().get(pk=member.team_id)
    others = Membership.objects.in_team(team).exclude(pk=member.pk)
    if member.role == Role.COACH and others.exists() and not others.filter(role=Role.COACH).exists():
        raise LastCoach


def _hash(code: str) -> str:
    plain = "".join(c for c in code.upper() if c.isalnum())
    return salted_hmac("teams.joining", plain, algorithm="sha256").hexdigest()


def free_slug(name: str) -> str:
    """A short name for addresses that no team has."""
    base = slugify(name)[:50] or "team"
    taken = set(Team.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return (
        base
        if base not in taken
        else next(s for s in (f"{base}-{secrets.randbelow(10**6)}" for _ in range(99)) if s not in taken)
    )


def change_room_code(*, team: Team) -> str:
    """A new code that lets out of legal mode; the old one lets nobody out any more."""
    team.room_code = new_room_code()
    team.save(update_fields=["room_code"])
    return team.room_code
