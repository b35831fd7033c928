"""Extra time: set by the speaker or a coach, put into the rules of each round at the draw.

Who sees it: the speaker and their coaches, on the speaker's page, in the round and on the coach's board. Nobody else
does: on the wall, and on the board as a captain runs it, such a speaker has the posted times like everybody. They draw
earlier by what their prep is longer, speak at the posted time, and until the posted draw the wall has them as waiting.
A longer speech moves nobody's posted time; the room runs late as after any long speech. A round that the speaker shows
to the team shows its times, which the draw page says.
"""

from collections.abc import Iterable

from practice.models import ExtraTime
from practice.season.extra import NONE, Extra
from teams.models import Membership


def extra_of(member: Membership) -> Extra:
    row = ExtraTime.objects.of(member).filter(deleted_at=None).first()
    return row.extra if row else NONE


def extras_for(reader: Membership, users: Iterable[int]) -> dict[int, Extra]:
    """By user: only what the reader may see, and only who has some."""
    rows = ExtraTime.objects.visible_to(reader).filter(owner__in=list(users))
    return {row.owner_id: row.extra for row in rows if row.extra}


def leads_of(team_id: int, users: Iterable[int]) -> dict[int, Extra]:
    """By user, for the arithmetic of a board and for nobody's eyes."""
    rows = ExtraTime.objects.filter(team=team_id, owner__in=list(users), deleted_at=None)
    return {row.owner_id: row.extra for row in rows}


def set_extra(*, speaker: Membership, extra: Extra) -> None:
    """From the next draw on. The preset stays as it is, and so do rounds that were drawn."""
    told = {"prep": extra.prep, "speech": extra.speech}
    ExtraTime.objects.update_or_create(team=speaker.team, owner=speaker.user, deleted_at=None, defaults=told)
