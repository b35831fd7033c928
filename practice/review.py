"""What the review page says of a round: its times against the rules, the outline."""

from dataclasses import dataclass

from practice.covering import Cover, covers
from practice.hearing.sections import Pace, pace
from practice.models import Round, Slip
from practice.outline.slots import Outline, outline_of
from practice.phases import CHOICE, SPOKEN, EventKind
from practice.rule_sets.rules import consequence
from practice.signalling import Guess, guess_in
from practice.words import display_over, in_words, minutes, spoken
from teams.models import Membership


@dataclass(frozen=True)
class Review:
    """Times are "m:ss"; "" where a stage was not reached."""

    rules: str
    choose: str
    prep: str
    prep_limit: str
    speech: str
    speech_limit: str
    over: str
    cost: str
    pace: Pace | None
    guess: Guess | None
    ended: bool
    relaxed: tuple[str, ...]
    outline: Outline
    left_slips: tuple[tuple[Slip, Cover | None], ...]


def review_of(*, round: Round, reader: Membership) -> Review:
    """What listeners said, and what happened line by line, is `practice.hearing.showing`."""
    state, rules = round.clock(), round.figures
    entries = round.timeline()
    told = covers(member=reader, round=round)
    chosen = next((entry.offset_seconds for entry in entries if entry.kind in CHOICE), None)
    began = any(entry.kind is EventKind.SPEECH_STARTED for entry in entries)
    return Review(
        rules=in_words(rules),
        choose="" if chosen is None else spoken(chosen),
        prep="" if chosen is None else spoken(state.prep_used),
        prep_limit=minutes(rules.prep or 0),
        speech=spoken(state.speech_used) if began else "",
        speech_limit=minutes(rules.speech or 0),
        over=display_over(state.overtime) if state.overtime >= 1 else "",
        cost=consequence(rules, state.speech_used),
        pace=pace(entries, state, rules.speech or 0),
        guess=guess_in(round.happened, state),
        ended=state.phase in SPOKEN,
        relaxed=tuple(round.draw_record.get("relaxed", ())),
        outline=outline_of(round),
        left_slips=tuple((s, told.get(s.position)) for s in round.slips.all() if s.question_id != round.question_id),
    )
