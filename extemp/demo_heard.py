"""What the demo’s coach says of the demo’s speech: sections, sources, comments, a ballot."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from practice import rounds
from practice.hearing import citing, comments
from practice.hearing.ballots import Written, give
from practice.models import PointSource, Round
from teams.models import Membership

SPACE = uuid.UUID("0b6b3f0e-4a53-4d0e-8f0a-6a6c2d0f7f11")


def while_it_runs(
    coach: Membership, round_: Round, told: dict[str, Any], sources: Mapping[str, PointSource], began: datetime
) -> None:
    """Tapped and ticked at their seconds, in order: the round's clock does not go back. `sources` by file."""
    acts: list[tuple[int, Callable[[datetime], None]]] = [
        *((second, partial(_section, round_, name)) for name, second in told["sections"].items()),
        *((entry["second"], partial(_tick, coach, round_, entry, sources)) for entry in told["ticked"]),
        *((entry["second"], partial(_hear, coach, round_, entry)) for entry in told["typed"]),
    ]
    for second, act in sorted(acts, key=lambda one: one[0]):
        act(began + timedelta(seconds=second))


def afterwards(coach: Membership, round_: Round, speaker: Membership, told: dict[str, Any], ended: datetime) -> None:
    later = ended + timedelta(minutes=6)
    for entry in told["comments"]:
        said = comments.say(member=coach, round=round_, typed=_typed(entry["body"], entry["second"]), at=later)
        if "answer" in entry and isinstance(said, comments.Kept):
            answer = _typed(entry["answer"], None)
            comments.say(
                member=speaker, round=round_, typed=answer, answers=said.comment, at=later + timedelta(hours=2)
            )
    give(member=coach, round=round_, written=Written(told["ballot"], 0), at=later)


def _section(round_: Round, name: str, at: datetime) -> None:
    rounds.mark_section(round=round_, section=name, by="listener", at=at)


def _tick(
    coach: Membership, round_: Round, entry: dict[str, Any], sources: Mapping[str, PointSource], at: datetime
) -> None:
    noted = citing.tick(member=coach, round=round_, source=sources[entry["article"]], at=at)
    day = {"day": entry["day"], "undated": not entry["day"]}
    citing.amend(said=noted.said, told=day, version=noted.said.version)


def _hear(coach: Membership, round_: Round, entry: dict[str, Any], at: datetime) -> None:
    told = {"publication": entry["publication"], "day": entry["day"]}
    citing.hear(member=coach, round=round_, told=told, client_id=_known(entry["publication"]), at=at)


def _typed(body: str, second: int | None) -> comments.Typed:
    return comments.Typed(body=body, client_id=_known(body), second=second)


def _known(words: str) -> uuid.UUID:
    """The same at every run."""
    return uuid.uuid5(SPACE, words)
