"""What the review shows of a speech beside its times: sources, comments, ballots, the focus, the replay."""

from dataclasses import dataclass

from practice.hearing.ballots import Shown, ballot_of, shown
from practice.hearing.citing import Citing, citing
from practice.hearing.focus import seen_by
from practice.hearing.pages import Talks, talks
from practice.hearing.replay import Replay, replay
from practice.models import Ballot, Focus, Round, Sheet, SpeechPlan
from practice.phases import EventKind
from teams.models import Membership


@dataclass(frozen=True)
class Heard:
    """`spoke`: there was a speech. `own_ballot` is one that the reader has begun. `plan` is the speaker's own, for
    the speaker only: the shares as they are typed."""

    talks: Talks
    citing: Citing
    ballots: tuple[Shown, ...]
    replay: Replay
    focus: Focus | None
    spoke: bool
    may_judge: bool
    own_ballot: Ballot | None
    plan: str
    met = Sheet.Met.choices


def heard(*, round: Round, reader: Membership) -> Heard:
    """In a fixed number of queries. The speaker sees nothing of the listeners' while the round is under way."""
    mine, over = round.is_of(reader), round.finished_at is not None
    state = round.clock()
    said, cites = talks(round=round, reader=reader), citing(round=round, reader=reader)
    spoke = any(event.kind is EventKind.SPEECH_STARTED for event in round.happened)
    own = SpeechPlan.objects.visible_to(reader).of(reader).values_list("shares", flat=True).first() if mine else None
    return Heard(
        talks=said,
        citing=cites,
        ballots=shown(round=round, reader=reader),
        replay=replay(round=round, reader=reader, state=state, talks=said, citing=cites),
        focus=seen_by(reader, round),
        spoke=spoke,
        may_judge=(spoke and (over or not mine)) or (not mine and not over),
        own_ballot=ballot_of(member=reader, round=round),
        plan=own or "",
    )
