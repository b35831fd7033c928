"""What the pages say about recordings."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from practice.models import Recording, Round
from practice.recording.consent import day
from practice.recording.facts import Pause
from practice.recording.retention import consent_for
from practice.recording.times import spans
from practice.seen import narrower
from practice.words import spoken
from teams.access import Visibility
from teams.models import Membership

MOST_PAUSES = 5  # shown, the longest first


@dataclass(frozen=True)
class Moment:
    """A place to go to: `second` of the speech, as the clock shows it, and what is there."""

    second: float
    clock: str
    words: str


@dataclass(frozen=True)
class Measures:
    """What was measured in a recording, in words."""

    speaking: str
    silent: str
    start: str
    pauses: int
    shortest: str
    longest: tuple[Moment, ...]


@dataclass(frozen=True)
class Shown:
    """A recording on the server as a page shows it. `fate` is said where it cannot be heard.

    For scripts, as JSON: `drawn` is what was measured, `spans` when the speech ran.
    """

    recording: Recording
    delete_on: str
    heard_by: str
    fate: str
    mine: bool
    may_delete: bool
    measures: Measures | None
    drawn: str = ""
    spans: str = ""


@dataclass(frozen=True)
class Section:
    """The part of the review page about recordings. `consent` is "" where nothing may be sent, `why` says it then.

    `spans` as of Shown, for what lies in the browser.
    """

    mine: bool
    recordings: tuple[Shown, ...]
    consent: str
    consent_to_picture: str
    why: str
    spans: str


def section(*, round: Round, reader: Membership) -> Section:
    rows = list(Recording.objects.visible_to(reader).filter(round=round).sent().in_order().for_list())
    mine = round.is_of(reader)
    why = "" if round.team.recordings_on else "Your team keeps no recordings on the server."
    why = "It can be sent when the round is over." if round.finished_at is None else why
    deletable = set(Recording.objects.removable_by(reader).filter(round=round).values_list("pk", flat=True))
    return Section(
        mine=mine,
        recordings=tuple(shown(row, reader, may_delete=row.pk in deletable) for row in rows),
        consent=consent_for(round) if mine and not why else "",
        consent_to_picture=consent_for(round, picture=True) if mine and not why else "",
        why=why,
        spans=_spans(round),
    )


def shown(recording: Recording, reader: Membership, *, may_delete: bool) -> Shown:
    mine = recording.owner_id == reader.user_id
    return Shown(
        recording=recording,
        delete_on=day(recording.delete_on),
        heard_by=_heard_by(recording, mine=mine),
        fate="" if recording.is_there else _fate(recording),
        mine=mine,
        may_delete=may_delete,
        measures=_measures(recording),
        drawn=json.dumps(recording.facts),
        spans=_spans(recording.round),
    )


def _spans(round: Round) -> str:
    return json.dumps(spans(round.clock()))


def _heard_by(recording: Recording, *, mine: bool) -> str:
    speaker = "you" if mine else str(recording.owner)
    heard = "seen and heard" if recording.kind == Recording.Kind.VIDEO else "heard"
    seen = narrower(recording.visibility, recording.round.visibility)
    if recording.team.personal or seen == Visibility.PRIVATE:
        return f"{heard} by {speaker} alone"
    others = "the coaches" if seen == Visibility.COACHES else "the team"
    return f"{heard} by {speaker} and {others}"


def _fate(recording: Recording) -> str:
    if recording.gone_at or recording.file:
        return f"The recording was deleted on {day(recording.delete_on)}, as agreed."
    return "The recording itself did not come along when the team was brought in."


def _measures(recording: Recording) -> Measures | None:
    facts = recording.measured
    if facts is None:
        return None
    longest: Sequence[Pause] = sorted(facts.pauses, key=lambda pause: -pause.length)[:MOST_PAUSES]
    return Measures(
        speaking=spoken(facts.speaking_ms / 1000),
        silent=spoken(facts.silent_ms / 1000),
        start=f"{facts.start_ms / 1000:.1f} s",
        pauses=len(facts.pauses),
        shortest=f"{facts.shortest_ms / 1000:g} s",
        longest=tuple(
            Moment(pause.at / 1000, spoken(pause.at / 1000), f"{pause.length / 1000:.1f} s") for pause in longest
        ),
    )
