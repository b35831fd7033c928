"""What is drawn for a student, from a bank that stays in the database.

A draw costs a count and one look at each drawn place, whatever the size of the bank; what a round keeps of it is the
seed and a few numbers. `bank` reads the same questions again later, as they stood when the round was drawn.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models import Area, Question
from practice import draw as drawing
from practice.draw import TooFew
from practice.models import Round, Slip
from practice.season.again import ALWAYS, Within, this_season
from teams.access import Visibility
from teams.models import Membership

SAME_ROUND = timedelta(hours=1)  # who drew within it and has not finished is in the same round
HASHED = 10_000  # a longer list of questions is not hashed at the draw: that would read it whole


@dataclass(frozen=True)
class Picked:
    """The ids in the order drawn, the seed, and what the round keeps of the draw."""

    seed: str
    record: dict[str, Any]
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Unsealed:
    """Not drawn: the hash that the student saw belongs to a draw that is over. `sealed` is the next one's."""

    sealed: str


@dataclass(frozen=True)
class Shelf:
    """Questions of a query as `practice.draw.Shelf`: sorted, and left in the database."""

    rows: Any

    @cached_property
    def _sorted(self) -> Any:
        return self.rows.order_by("pk").values_list("pk", flat=True)

    @cached_property
    def _count(self) -> int:
        return int(self.rows.count())

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: int) -> str:
        return str(self._sorted[place])

    def __iter__(self) -> Iterator[str]:
        return map(str, self._sorted.iterator(chunk_size=2000))


@dataclass(frozen=True)
class Bank:
    """What one student may draw from. Spoken and held ones are never drawn; seen ones where too few are fresh."""

    fresh: Shelf
    seen: Shelf
    all: Any
    spoken: frozenset[UUID]
    held: tuple[str, ...]
    within: Within = ALWAYS
    met: frozenset[UUID] = frozenset()  # drawn or spoken on before

    def too_few(self, wanted: int) -> TooFew:
        return drawing.too_few(
            wanted=wanted,
            left=len(self.fresh) + len(self.seen),
            of=self.all.count(),
            spoken=self.all.filter(pk__in=self.spoken).count(),
            held=self.all.filter(pk__in=self.held).exclude(pk__in=self.spoken).count(),
            within=self.within.words,
        )


def next_seed(member: Membership) -> str:
    """The seed of this member's next draw: fixed before it and secret until it, so that its hash can be shown.

    It is computed, not kept, so that looking at a page writes nothing; every round that the member begins makes
    another. 256 bits as 64 hexadecimal digits.
    """
    past = Round.objects.filter(team=member.team_id, owner=member.user_id).aggregate(
        n=Count("pk"), last=Max("created_at")
    )
    told = f"{member.pk} {past['n']} {past['last'] and past['last'].isoformat()}"
    return salted_hmac("practice.draw", told, algorithm="sha256").hexdigest()


def pick_for(
    *,
    member: Membership,
    areas: Iterable[Area],
    k: int,
    fewer: bool = False,
    shown: str = "",
    held: Iterable[str] | None = None,
    within: Within = ALWAYS,
    kind: str = "",
    difficulty: str = "",
) -> Picked | TooFew | Unsealed:
    """Draw `k` questions; with `fewer`, as many as are left. The team must be locked.

    `held` are questions that others hold, where a squad board knows them better than `held_by_others`; `within` says
    which earlier rounds of the member's bar a question; `kind` and `difficulty` (articles.bank.levels.ASKED) leave
    only questions of these.
    """
    seed = next_seed(member)
    if shown and shown != drawing.sealed(seed):
        return Unsealed(drawing.sealed(seed))
    away = held_by_others(member) if held is None else held
    bank = bank_of(member, list(areas), held=away, within=within, kind=kind, difficulty=difficulty)
    left = len(bank.fresh) if len(bank.fresh) >= k else len(bank.fresh) + len(bank.seen)
    if left < k and not (fewer and left):
        return bank.too_few(k)
    drawn = drawing.draw_from(bank.fresh, bank.seen, k=min(k, left), seed=seed)
    record = {
        "algorithm": drawn.algorithm,
        "sealed": drawing.sealed(seed),
        "shown": bool(shown),
        "wanted": k,
        "pool_size": drawn.pool_size,
        "fresh": len(bank.fresh),
        "digest": drawing.digest(bank.fresh) if len(bank.fresh) <= HASHED else "",
        "held": list(bank.held),
        "relaxed": list(drawn.relaxed),
        **within.record(),
        **({"kind": kind} if kind else {}),
        **({"difficulty": difficulty} if difficulty else {}),
    }
    return Picked(seed, record, drawn.ids)


def pick_for_all(members: Sequence[Membership], areas: list[Area]) -> str | TooFew:
    """The id of one question that all of these can see and nobody of them has spoken on; best one that none has met.

    The seed is of this call alone: nobody could be shown its hash before.
    """
    banks = [bank_of(member, areas, held=(), within=this_season(member)) for member in members]
    rows = banks[0].all.filter(visibility=Visibility.TEAM)
    spoken = frozenset[UUID]().union(*(bank.spoken for bank in banks))
    met = spoken.union(*(bank.met for bank in banks))
    for barred in (met, spoken):
        shelf = Shelf(rows.exclude(pk__in=barred))
        if len(shelf):
            return drawing.draw_from(shelf, Shelf(rows.none()), k=1, seed=secrets.token_hex(32)).ids[0]
    return drawing.too_few(wanted=1, left=0, of=rows.count(), spoken=rows.filter(pk__in=spoken).count(), held=0)


def bank_of(
    member: Membership,
    areas: list[Area],
    *,
    held: Iterable[str],
    within: Within = ALWAYS,
    kind: str = "",
    difficulty: str = "",
    before: Round | None = None,
) -> Bank:
    """The questions that the member may draw now; with `before`, that could be drawn when that round began."""
    mine = Round.objects.filter(team=member.team_id, owner=member.user_id)
    rows = Question.objects.drawable_by(member)
    then = before.created_at if before else None
    if then:
        mine = mine.filter(created_at__lt=then)
        rows = Question.objects.held_for(member).filter(
            Q(deleted_at=None) | Q(deleted_at__gt=then),
            Q(retired_at=None) | Q(retired_at__gt=then),
            waiting=False,
            created_at__lte=then,
        )
    rows, mine = rows.in_areas(areas).of_kind(kind).of_difficulty(difficulty), within.of(mine)
    met = _met(mine, then)
    spoken = met if within.bars else frozenset[UUID]()
    barred = spoken | {UUID(one) for one in held}
    seen = met | _met(Slip.objects.filter(round__in=mine), then)
    # Lists of what one student met, and no subqueries: a bank of 100,000 is then read from its index alone.
    fresh = rows.exclude(pk__in=barred | seen) if barred or seen else rows
    return Bank(
        Shelf(fresh), Shelf(rows.filter(pk__in=seen - barred)), rows, spoken, tuple(sorted(held)), within, seen
    )


def held_by_others(member: Membership) -> tuple[str, ...]:
    """What team-mates hold in this round: the question they chose, or all on their slips while they choose."""
    others = (
        Round.objects.filter(team=member.team_id, deleted_at=None, created_at__gte=timezone.now() - SAME_ROUND)
        .under_way()
        .exclude(owner=member.user_id)
    )
    return tuple(sorted(map(str, _met(others) | _met(Slip.objects.filter(round__in=others.filter(question=None))))))


def _met(rows: Any, then: datetime | None = None) -> frozenset[UUID]:
    """The questions of these rounds or slips, and those that they have become part of; with `then`, had by then."""
    told = rows.exclude(question=None).values_list("question", "question__merged_into", "question__deleted_at")
    merged = {stays for _, stays, at in told if stays and (then is None or at is None or at <= then)}
    return frozenset(merged | {pk for pk, _, _ in told})
