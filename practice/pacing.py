"""The plan of a speech as its stage shows it: when each section should begin and end. Pure."""

import json
from collections.abc import Sequence

from practice.clock import Event
from practice.hearing.sections import COMMON, SECTIONS, PlanError, plan_of, read_plan, write_plan


def plan_in(events: Sequence[Event]) -> str:
    """The speaker's own plan as it was when the speech began; "" where the common one holds."""
    return write_plan(plan_of(events) or ())


def plan_json(limit: int | None, typed: str) -> str:
    """The sections with their `begins` and `ends` in ms of the speech, by the speaker's own plan or the common one.

    "" where the rules know no limit to divide.
    """
    if not limit:
        return ""
    try:
        shares = read_plan(typed) if typed else COMMON
    except PlanError:
        shares = COMMON
    ends = [sum(shares[: n + 1]) for n in range(len(shares))]
    whole = sum(shares)
    return json.dumps(
        [
            {
                "name": section.name,
                "label": section.label,
                "begins": round(1000 * limit * (end - share) / whole),
                "ends": round(1000 * limit * end / whole),
            }
            for section, share, end in zip(SECTIONS, shares, ends, strict=True)
        ]
    )
