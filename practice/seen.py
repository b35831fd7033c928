"""Who sees a round, said anew after its draw. A recording of it keeps to the words that were agreed to."""

from practice.models import Round
from teams.access import Visibility


def sights(round: Round) -> tuple[tuple[str, str], ...]:
    """What its speaker may choose: value and words. Coaches look on in a squad practice and in a simulation; in a team
    of one there is nobody to show it to."""
    if round.team.personal:
        return ()
    alone = round.place_id is None and not round.simulation
    return tuple((value, label) for value, label in Visibility.choices if alone or value != Visibility.PRIVATE)


def show_to(*, round: Round, visibility: str) -> None:
    """`visibility` is one of `sights`, ValueError else. What was said of the round stays, for those who see it now; a
    recording is heard by nobody new, and by nobody who does not see the round."""
    if visibility not in dict(sights(round)):
        raise ValueError(f"This round is not shown to “{visibility}”.")
    round.visibility = visibility
    round.save(update_fields=["visibility"])


def narrower(one: str, other: str) -> str:
    """Of two visibilities the one that fewer people are in."""
    return min(one, other, key=Visibility.values.index)
