"""The trash of what leaders keep for the team."""

from typing import Self

from teams.access import TeamOwnedQuerySet
from teams.models import Membership
from teams.policy import Action


class LedQuerySet(TeamOwnedQuerySet):
    """Rows that every leader may correct: whoever may remove one may take it back, and so may its owner."""

    def trash_of(self, member: Membership) -> Self:
        rows = self._seen_by(member).exclude(deleted_at=None)
        return rows if member.may(Action.EDIT_ARTICLES) else rows.filter(owner=member.user)
