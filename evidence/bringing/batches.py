"""A file of cards from its arrival until it is kept: compared, looked at, ticked, begun; and done in slices.

A slice and what it says of its lines are one transaction under the batch's lock. So a process that is killed loses a
slice and nothing else, two that work at once take turns, and no card is made twice. Whoever looks goes on.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from articles.models import Area
from evidence.bringing.found import Brought, Found
from evidence.bringing.into_blocks import into_blocks
from evidence.bringing.keeping import keep, offers_of
from evidence.bringing.own_json import card_of
from evidence.export.own_json import told
from evidence.models import Card, CardBatch, CardLine
from teams.access import Visibility
from teams.models import Membership

SLICES = {"compare": 100, "keep": 50, "place": 50}  # cards in one transaction
FORGOTTEN = timedelta(days=7)  # what nobody said to keep is dropped when its owner brings the next file

Step, Fate = CardLine.Step, CardLine.Fate


@dataclass(frozen=True)
class Progress:
    """Cards by what became of them. `stage` is what comes next: compare, look, keep, place or done."""

    stage: str
    cards: int = 0
    compared: int = 0
    wanted: int = 0
    kept: int = 0
    placed: int = 0
    made: int = 0
    unplaced: int = 0
    there: int = 0
    alike: int = 0
    known: int = 0

    @property
    def old(self) -> int:
        """Of those that are kept, how many were in the team."""
        return self.kept - self.made

    @property
    def steps(self) -> tuple[int, int]:
        """How much of the stage is done, of how much."""
        if self.stage == "compare":
            return self.compared, self.cards
        return (self.placed if self.stage == "place" else self.kept), self.wanted


def receive(*, member: Membership, brought: Brought) -> CardBatch:
    """The cards of a file, to be compared and looked at. Nothing of it is a card yet."""
    with transaction.atomic():
        old = CardBatch.objects.filter(team=member.team, owner=member.user, begun_at=None)
        old.filter(created_at__lt=timezone.now() - FORGOTTEN).delete()
        batch = CardBatch.objects.create(
            team=member.team,
            owner=member.user,
            visibility=Visibility.TEAM,
            label=brought.title[:200] or "Cards",
            cautions=list(brought.cautions),
            blocks=brought.outlined,
        )
        CardLine.objects.bulk_create(
            (
                CardLine(
                    batch=batch,
                    position=position,
                    told=told(one.card)["card"],
                    path=[list(step) for step in one.path],
                    cautions=list(one.cautions),
                )
                for position, one in enumerate(brought.found)
            ),
            batch_size=500,
        )
    return batch


def found_in(lines: Iterable[CardLine]) -> list[Found]:
    """What the file said of these."""
    return [
        Found(card_of(line.told), tuple((depth, text) for depth, text in line.path), tuple(line.cautions))
        for line in lines
    ]


def progress_of(batch: CardBatch) -> Progress:
    """One query."""
    of = {
        "cards": Q(),
        "compared": ~Q(step=Step.ARRIVED),
        "wanted": Q(wanted=True),
        "kept": Q(wanted=True, step__in=[Step.KEPT, Step.PLACED]),
        "placed": Q(wanted=True, step=Step.PLACED),
        "made": Q(made=True),
        "unplaced": Q(unplaced=True),
        "there": Q(fate=Fate.THERE),
        "alike": Q(fate=Fate.ALIKE),
        "known": Q(known=True),
    }
    asked = {f"{name}_": Count("pk", filter=condition) for name, condition in of.items()}  # no names of columns
    counts = {name.rstrip("_"): count for name, count in batch.lines.order_by().aggregate(**asked).items()}
    return replace(Progress(stage="done", **counts), stage=_stage(batch, counts))


def outcome_of(*, batch: CardBatch, member: Membership) -> QuerySet[CardLine]:
    """The lines whose cards this member sees, the trash included, those without a place first."""
    seen = Card.objects.held_for(member)
    lines: QuerySet[CardLine] = batch.lines.filter(step__in=[Step.KEPT, Step.PLACED], card__in=seen.values("pk"))
    return lines.select_related("card__team").order_by("-unplaced", "position")


def _stage(batch: CardBatch, counts: dict[str, Any]) -> str:
    if counts["compared"] < counts["cards"]:
        return "compare"
    if batch.begun_at is None:
        return "look"
    if batch.finished_at:
        return "done"
    if counts["kept"] < counts["wanted"]:
        return "keep"
    return "place" if batch.blocks and counts["placed"] < counts["wanted"] else "done"


def tick(*, batch: CardBatch, shown: Iterable[int], ticked: Iterable[int]) -> None:
    """Of the cards that a page showed, by their position, those are wanted that came back ticked."""
    with transaction.atomic():
        if CardBatch.objects.select_for_update().get(pk=batch.pk).begun_at is None:
            rows = batch.lines.filter(position__in=list(shown))
            rows.update(wanted=False)
            rows.filter(position__in=list(ticked)).update(wanted=True)


def tick_all(*, batch: CardBatch, wanted: bool) -> None:
    """All that are not here already, whatever else was said of them; or none."""
    with transaction.atomic():
        if CardBatch.objects.select_for_update().get(pk=batch.pk).begun_at is None:
            batch.lines.update(wanted=False)
            if wanted:
                batch.lines.exclude(fate=Fate.THERE).update(wanted=True)


def settle(*, batch: CardBatch, visibility: str, areas: Iterable[Area], blocks: bool) -> None:
    """How the cards are to be kept; it can be said again until it begins."""
    with transaction.atomic():
        now = CardBatch.objects.select_for_update().get(pk=batch.pk)
        if now.begun_at is None:
            now.visibility, now.blocks = visibility, blocks
            now.save(update_fields=["visibility", "blocks"])
            now.areas.set(areas)


def begin(*, batch: CardBatch) -> None:
    """Keep what is ticked. A second time changes nothing."""
    CardBatch.objects.filter(pk=batch.pk, begun_at=None).update(begun_at=timezone.now())


def work(*, batch: CardBatch, member: Membership, seconds: float = 2.0) -> Progress:
    """Do slices for about so many seconds, at least one where there is something to do. `member` is its owner."""
    until = time.monotonic() + seconds
    while _slice(batch, member) and time.monotonic() < until:
        pass
    batch.refresh_from_db()
    return progress_of(batch)


@transaction.atomic
def _slice(batch: CardBatch, member: Membership) -> bool:
    """The next slice, whole or not at all; False where there is none."""
    now = CardBatch.objects.select_for_update().get(pk=batch.pk)
    stage = progress_of(now).stage
    if stage == "compare":
        _compare(now, member, list(now.lines.filter(step=Step.ARRIVED)[: SLICES[stage]]))
    elif stage == "keep":
        # From the last to the first, so that newest first is the order of the file.
        waiting = now.lines.filter(wanted=True, step=Step.COMPARED).order_by("-position")[: SLICES[stage]]
        _keep(now, member, list(waiting)[::-1])
    elif stage == "place":
        _place(now, member, list(now.lines.filter(wanted=True, step=Step.KEPT)[: SLICES[stage]]))
    elif stage == "done" and now.finished_at is None:
        now.lines.update(told={}, path=[])
        now.finished_at = timezone.now()
        now.save(update_fields=["finished_at"])
    else:
        return False
    return True


def _compare(batch: CardBatch, member: Membership, lines: Sequence[CardLine]) -> None:
    offers = offers_of(member=member, found=found_in(lines), compared=True)
    for line, offer in zip(lines, offers, strict=True):
        line.fate = (
            Fate.THERE
            if offer.there
            else Fate.ALIKE
            if offer.alike
            else Fate.WANTING
            if offer.found.wanting
            else Fate.NEW
        )
        line.known, line.wanted, line.step = offer.article is not None, line.fate == Fate.NEW, Step.COMPARED
    CardLine.objects.bulk_update(lines, ["fate", "known", "wanted", "step"])


def _keep(batch: CardBatch, member: Membership, lines: Sequence[CardLine]) -> None:
    done = keep(member=member, found=found_in(lines), visibility=batch.visibility, areas=batch.areas.all())
    for number, line in enumerate(lines):
        line.card_id = done.made.get(number) or done.there[number]
        line.made, line.unplaced, line.step = number in done.made, number in done.unplaced, Step.KEPT
    CardLine.objects.bulk_update(lines, ["card", "made", "unplaced", "step"])


def _place(batch: CardBatch, member: Membership, lines: Sequence[CardLine]) -> None:
    keys = {number: line.card_id for number, line in enumerate(lines) if line.card_id}
    done = into_blocks(member=member, found=found_in(lines), keys=keys, visibility=batch.visibility)
    batch.in_blocks.add(*done.blocks)
    batch.made_blocks.add(*done.made)
    CardLine.objects.filter(pk__in=[line.pk for line in lines]).update(step=Step.PLACED)
