"""What of this room stands in a team's file, and which rows a file holds: everything, or what its maker may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from lib.portable import Part, target
from teams.access import TeamOwned
from teams.models import ApiToken, JoinCode, Membership, Team, User

TEAM = Part(
    Team,
    of="",
    key=("slug",),
    left_out={
        "brought_in_by": "which account of a site brought it in says nothing elsewhere",
        "links_on": "a coach of this site decides whether its cards are shown outside",
        "recordings_on": "a coach of this site decides whether recordings are kept on it",
        "recording_days": "a coach of this site decides how long recordings are kept on it",
        "room_code": "it lets out of legal mode; a team has a new one wherever it is brought in",
    },
)
PERSON = Part(
    User,
    of="",
    key=("username",),
    left_out={
        "password": "it opens an account",
        "email": "it is the person's, not the team's",
        "last_login": "it is the person's, not the team's",
        "date_joined": "it is the person's, not the team's",
        "is_superuser": "a file gives nobody rights over a site",
        "is_staff": "a file gives nobody rights over a site",
        "is_active": "whoever brings a team in decides who may sign in",
        "groups": "a file gives nobody rights over a site",
        "user_permissions": "a file gives nobody rights over a site",
        "current_team": "where the person was last, maybe in another team",
        "limited_by": "what is under way on a site is not under way elsewhere",
        "brought_in_with": "which file an account of a site was made for says nothing elsewhere",
    },
)
MEMBERSHIP = Part(Membership, person="user")
PARTS = (MEMBERSHIP,)
LEFT_OUT: Mapping[type[models.Model], str] = {
    JoinCode: "it opens the team; a new one is made in a minute",
    ApiToken: "it opens the team; a new one is made in a minute",
}


@dataclass(frozen=True)
class Scope:
    """Whose file: without a member, everything of the team; else what this member may see, the trash included.

    `own` says: only what is the member's.
    """

    team: Team
    parts: Mapping[type[models.Model], Part]
    member: Membership | None = None
    own: bool = False

    @classmethod
    def over(
        cls, parts: Iterable[Part], team: Team, member: Membership | None = None, *, own: bool = False
    ) -> "Scope":
        return cls(team, {part.model: part for part in parts}, member, own)

    @property
    def whole(self) -> "Scope":
        """The same without "only mine": what the rows of this scope may name."""
        return Scope(self.team, self.parts, self.member)

    def rows(self, part: Part) -> models.QuerySet[Any]:
        """Its rows in this scope, in an order that is the same on every database."""
        return self._held(part).order_by("pk")

    def of(self, model: type[models.Model]) -> models.QuerySet[Any]:
        return self._held(self.parts[model])

    def _held(self, part: Part) -> models.QuerySet[Any]:
        rows: Any = part.model._default_manager.all()
        if self.member is None:
            return rows.filter(**{self.path(part): self.team})
        if part.chosen:
            return part.chosen(self)
        if issubclass(part.model, TeamOwned):
            seen = rows.held_for(self.member)
            return seen.filter(owner=self.member.user) if self.own else seen
        if self.own and part.person:
            return rows.filter(Q(**{self.path(part): self.team}), **{part.person: self.member.user})
        if part.of == "team":
            return rows.none() if self.own else rows.filter(team=self.team)
        return rows.filter(**{f"{part.of}__in": self.of(target(part.model._meta.get_field(part.of)))})

    def path(self, part: Part) -> str:
        """From a row to its team: "round__team"."""
        if part.of == "team":
            return "team"
        return f"{part.of}__{self.path(self.parts[target(part.model._meta.get_field(part.of))])}"


def settle(team: Team) -> None:
    """Nothing here is computed from the rows."""
