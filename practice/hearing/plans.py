"""A speaker's own plan of a speech."""

from practice.models import Round, SpeechPlan


def plan_told(round: Round) -> dict[str, str]:
    """What the event of a speech's beginning keeps of its speaker's own plan; nothing where the common one holds."""
    own = SpeechPlan.objects.filter(team=round.team_id, owner=round.owner_id, deleted_at=None).first()
    return {"plan": own.shares} if own else {}
