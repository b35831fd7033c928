"""The one thing to work on: said on a ballot, carried into the speaker's next round, and asked after there.

It holds until another ballot says another, or until somebody says that it was met.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from practice.models import Focus, Round, Sheet
from teams.models import Membership, User
from teams.policy import Action


@dataclass(frozen=True)
class Standing:
    """What the speaker works on now, and who said so when."""

    text: str
    by: User
    said_at: datetime
    sheet: Sheet


def standing_focus(*, member: Membership) -> Standing | None:
    """The focus of the ballots given on this member's rounds: the latest that another gave, else their own.

    None where it was met since. One query where there is none.
    """
    said = Sheet.objects.exclude(given_at=None).exclude(focus="")
    rows = said.filter(
        ballot__round__owner=member.user,
        ballot__round__team=member.team,
        ballot__round__deleted_at=None,
        ballot__deleted_at=None,
    )
    rows = rows.select_related("ballot__owner", "ballot__round").alias(own=Q(ballot__owner=member.user))
    sheet = rows.order_by("own", "-given_at", "-pk").first()
    if sheet is None or _is_met(sheet, member):
        return None
    assert sheet.given_at is not None  # noqa: S101 - it was asked for
    return Standing(sheet.focus, sheet.ballot.owner, sheet.given_at, sheet)


def _is_met(sheet: Sheet, member: Membership) -> bool:
    """The speaker or a judge of a later round said that this very focus was met."""
    carried = Focus.objects.filter(text=sheet.focus, round__owner=member.user, round__created_at__gt=sheet.given_at)
    by_judge = carried.filter(
        round__ballots__deleted_at=None,
        round__ballots__sheets__given_at__isnull=False,
        round__ballots__sheets__met=Sheet.Met.YES,
    )
    return carried.filter(met=Sheet.Met.YES).exists() or by_judge.exists()


def carry(*, member: Membership, round: Round) -> Focus | None:
    """Write the focus that stands into a round that was just drawn."""
    now = standing_focus(member=member)
    if now is None:
        return None
    return Focus.objects.create(round=round, sheet=now.sheet, by=now.by, text=now.text)


def of_round(round: Round) -> Focus | None:
    """The focus that this round was drawn with."""
    return Focus.objects.filter(round=round).select_related("by").first()


def seen_by(reader: Membership, round: Round) -> Focus | None:
    """The same for who reads of the round or judges it. It is a line of a ballot, which is the speaker's and the
    coaches': team-mates who may see this round see no more of that one."""
    return in_room(round) if round.is_of(reader) or reader.may(Action.READ_COACHES) else None


def in_room(round: Round) -> Focus | None:
    """The same for the pages of the round itself. A coach's words are prepared notes: in a simulation they are shown
    only where the rules let such notes into the room."""
    if round.in_legal_mode and not round.room.prepared:
        return None
    return of_round(round)


def answer(*, focus: Focus, met: str, at: datetime | None = None) -> None:
    """The speaker's word on whether it was met; "" takes it back."""
    focus.met, focus.answered_at = met, (at or timezone.now()) if met else None
    focus.save(update_fields=["met", "answered_at"])
