"""Cards that quote the same words, or nearly: shown beside a card and before another one is made."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from evidence.finding import folded
from evidence.models import Card, CardRun
from evidence.runs import kept_runs, runs, shared
from teams.models import Membership

ALIKE = 0.5  # of the shorter quotation's runs of words
MOST = 5
_CANDIDATES = 25
_ASKED = 900  # numbers in one query
_AT_ONCE = 500


@dataclass(frozen=True)
class Alike:
    """A card whose quotation is the same, or has `percent` of the words of the shorter of both."""

    card: Card
    percent: int
    same: bool


def alike(*, member: Membership, quotation: str, but: UUID | None = None) -> tuple[Alike, ...]:
    """The visible cards that quote most of the same words, the likest first. Two queries."""
    ours = runs(quotation)
    if not ours:
        return ()
    seen = Card.objects.visible_to(member).exclude(pk=but)
    common = (
        CardRun.objects.filter(team=member.team, value__in=sorted(ours)[:_ASKED], card__in=seen)
        .values("card")
        .annotate(number=Count("pk"))
        .order_by("-number", "card")
        .values_list("card", flat=True)
    )
    rows = seen.filter(pk__in=list(common[:_CANDIDATES])).for_list()
    words = folded(quotation)
    found = [
        Alike(row, round(100 * part), folded(row.quotation) == words)
        for row in rows
        if (part := shared(ours, runs(row.quotation))) >= ALIKE
    ]
    return tuple(sorted(found, key=lambda one: (not one.same, -one.percent, one.card.pk))[:MOST])


def rebuild(team_id: int) -> None:
    """The runs of all cards of the team, after rows were written past `Card.save`."""
    CardRun.objects.filter(team=team_id).delete()
    batch: list[CardRun] = []
    for card in Card.objects.filter(team=team_id).iterator(chunk_size=_AT_ONCE):
        batch += [CardRun(card=card, team_id=team_id, value=value) for value in kept_runs(card.quotation)]
        if len(batch) >= _AT_ONCE:
            CardRun.objects.bulk_create(batch)
            batch = []
    CardRun.objects.bulk_create(batch)
