"""Cards that quote the same words, or nearly: shown beside a card and before another one is made."""

from collections.abc import Sequence
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


def alike_to_each(*, member: Membership, quotations: Sequence[str]) -> dict[int, Alike]:
    """The likest visible card of each quotation that has one, by its number. The queries grow with the number of
    different words, by the hundred."""
    ours = [runs(quotation) for quotation in quotations]
    wanted = sorted(set().union(*(kept_runs(quotation) for quotation in quotations)))
    seen = Card.objects.visible_to(member)
    sharing: dict[int, set[UUID]] = {}
    for at in range(0, len(wanted), _ASKED):
        common = CardRun.objects.filter(team=member.team, value__in=wanted[at : at + _ASKED], card__in=seen)
        for value, card in common.values_list("value", "card"):
            sharing.setdefault(value, set()).add(card)
    keys = sorted(set().union(*sharing.values()))
    theirs: dict[UUID, tuple[Card, set[int], str]] = {}
    for at in range(0, len(keys), _AT_ONCE):
        for row in seen.filter(pk__in=keys[at : at + _AT_ONCE]).only("tag", "quotation", "team"):
            theirs[row.pk] = row, runs(row.quotation), folded(row.quotation)
    found = {}
    for number, mine in enumerate(ours):
        near = set().union(*(sharing.get(value, set()) for value in mine)) & theirs.keys()
        words = folded(quotations[number])
        parts = [(theirs[pk][2] == words, shared(mine, theirs[pk][1]), pk) for pk in sorted(near)]
        same, part, pk = max(parts, default=(False, 0.0, None))
        if pk is not None and part >= ALIKE:
            found[number] = Alike(theirs[pk][0], round(100 * part), same)
    return found


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
