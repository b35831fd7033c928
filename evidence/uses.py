"""How often a card was used. A room above says how its own uses are counted, see `COUNTERS`."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from evidence.models import Card, Entry

# What is counted, in the singular -> an expression over a row of cards. An app above adds its own when it is ready.
COUNTERS: dict[str, Callable[[], Combinable]] = {}


def number(rows: QuerySet[Any], card: str, what: str = "pk") -> Combinable:
    """How many different `what` the rows have whose field `card` is the card of the outer query."""
    mine = rows.filter(**{card: OuterRef("pk")}).order_by().values(card)
    counted = mine.annotate(counted=Count(what, distinct=True)).values("counted")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


COUNTERS["block"] = lambda: number(Entry.objects.filter(taken_out_at=None, block__deleted_at=None), "card", "block")
COUNTERS["copy"] = lambda: number(Card.objects.filter(deleted_at=None), "copied_from")


def with_uses(rows: Any) -> Any:
    """Each card with `uses`, the sum of all that is counted."""
    total: Any = None
    for counter in COUNTERS.values():
        total = counter() if total is None else total + counter()
    return rows.annotate(uses=total)


def uses_of(card: Card) -> tuple[tuple[str, int], ...]:
    """(("round", 3), …): what is counted and how often, without what never happened. One query."""
    counted = {f"in_{at}": counter() for at, counter in enumerate(COUNTERS.values())}
    found = Card.objects.filter(pk=card.pk).values(**counted).first() or {}
    return tuple((name, found[f"in_{at}"]) for at, name in enumerate(COUNTERS) if found.get(f"in_{at}"))
