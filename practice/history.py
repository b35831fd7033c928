"""A round's history is appended to, and never changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from practice.models import Round, RoundEvent
from practice.phases import EventKind


def append(round: Round, kind: EventKind, at: datetime, data: Mapping[str, Any] | None = None) -> None:
    """The round must be locked."""
    seq = round.events.count() + 1
    RoundEvent.objects.create(round=round, seq=seq, kind=kind, at=at, data=dict(data or {}))
