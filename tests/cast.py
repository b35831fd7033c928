"""The people every page is tested against."""

from dataclasses import dataclass

from django.utils import timezone

from teams.models import Membership, Team
from teams.policy import Role
from tests import make


@dataclass(frozen=True)
class Cast:
    """Alice coaches Riverside, Erin is its captain, Bob its student, Dana was one. Charlie coaches another team."""

    team: Team
    alice: Membership
    erin: Membership
    bob: Membership
    dana: Membership
    charlie: Membership

    @property
    def actors(self) -> dict[str, Membership | None]:
        return {
            "anonymous": None,
            "stranger": self.charlie,
            "former": self.dana,
            "student": self.bob,
            "captain": self.erin,
            "coach": self.alice,
        }


def assemble() -> Cast:
    riverside = make.team(name="Riverside High School", slug="riverside")
    elsewhere = make.team(name="Elsewhere Academy", slug="elsewhere")
    dana = make.member(team=riverside, user=make.user(username="dana"))
    dana.ended_at = timezone.now()
    dana.save()
    return Cast(
        team=riverside,
        alice=make.member(team=riverside, user=make.user(username="alice"), role=Role.COACH),
        erin=make.member(team=riverside, user=make.user(username="erin"), role=Role.CAPTAIN),
        bob=make.member(team=riverside, user=make.user(username="bob"), role=Role.STUDENT),
        dana=dana,
        charlie=make.member(team=elsewhere, user=make.user(username="charlie"), role=Role.COACH),
    )
