"""Who is on the way to a speech, or in it, for those who may listen."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from practice.models import Round
from practice.words import now_words
from teams.models import Membership

LATELY = timedelta(hours=3)  # a round that was left open longer ago is nobody's to wait for
MOST = 12


@dataclass(frozen=True)
class UnderWay:
    round: Round
    words: str


def under_way_of_others(member: Membership) -> list[UnderWay]:
    """Rounds of others that this member may see, the first that was drawn first. A fixed number of queries."""
    rounds = Round.objects.visible_to(member).under_way().exclude(owner=member.user)
    lately = rounds.filter(created_at__gt=timezone.now() - LATELY).order_by("created_at", "pk")
    return [UnderWay(round, now_words(round.clock())) for round in lately.for_list()[:MOST]]
