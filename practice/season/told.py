"""What is measured of one round, for the reports of a season."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from articles.bank.kinds import Kind
from articles.models import Area
from practice.models import PointSource, Round
from practice.outline.texts import count_sources
from practice.phases import CHOICE, EventKind
from practice.words import display_over, spoken


@dataclass(frozen=True)
class Told:
    """What is measured of one round; seconds, None for a stage that was not reached."""

    round: Round
    on: date
    kind: Kind | None
    areas: tuple[Area, ...]
    chose: float | None
    prep: float | None
    prep_limit: int | None
    speech: float | None
    speech_limit: int | None
    over: float
    sources: int
    target: int | None

    @property
    def counts(self) -> bool:
        """The question was spoken on: not in a drill of a part of a speech."""
        return self.speech is not None and self.round.uses_up

    @property
    def words(self) -> tuple[str, str, str, str]:
        """Choosing, prep, speech and overtime as a watch shows them; "" for what was not reached."""
        times = ("" if one is None else spoken(one) for one in (self.chose, self.prep, self.speech))
        chose, prep, speech = times
        return chose, prep, speech, display_over(self.over) if self.over >= 1 else ""


def told_of(rounds: Sequence[Round]) -> Iterable[Told]:
    sources = _sources(rounds)
    over = set(Round.objects.filter(pk__in=[round.pk for round in rounds]).spoken().values_list("pk", flat=True))
    for round in rounds:
        entries, state, rules = round.timeline(), round.clock(), round.figures
        chose = next((one.offset_seconds for one in entries if one.kind in CHOICE), None)
        began = any(one.kind is EventKind.SPEECH_STARTED for one in entries)
        spoke = round.pk in over
        question = round.question
        yield Told(
            round=round,
            on=timezone.localdate(round.created_at),
            kind=Kind(question.kind) if question and question.kind else None,
            areas=tuple(question.areas.all()) if question else (),
            chose=chose,
            prep=state.prep_used if began else None,
            prep_limit=rules.prep,
            speech=state.speech_used if spoke else None,
            speech_limit=rules.speech,
            over=max(0.0, state.overtime) if spoke else 0.0,
            sources=sources[round.pk],
            target=round.target,
        )


def _sources(rounds: Sequence[Round]) -> dict[Any, int]:
    """How many different sources each round's outline has."""
    keys: dict[Any, list[Any]] = defaultdict(list)
    rows = PointSource.objects.filter(point__round__in=rounds).select_related("point", "article", "card")
    for row in rows:
        keys[row.point.round_id].append(row.key)
    return defaultdict(int, {pk: count_sources(found) for pk, found in keys.items()})
