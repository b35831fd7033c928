"""A speaker's own plan of a speech."""

from practice.models import Round, SpeechPlan
from teams.models import Membership


def plan_told(round: Round) -> dict[str, str]:
    """What the event of a speech's beginning keeps of its speaker's own plan; nothing where the common one holds."""
    own = SpeechPlan.objects.filter(team=round.team_id, owner=round.owner_id, deleted_at=None).first()
    return {"plan": own.shares} if own else {}


def set_plan(*, member: Membership, shares: str) -> None:
    """From the member's next speech on; "" goes back to the common plan."""
    if shares:
        SpeechPlan.objects.update_or_create(
            team=member.team, owner=member.user, deleted_at=None, defaults={"shares": shares}
        )
    else:
        SpeechPlan.objects.of(member).delete()
