"""What the library has on each drawn question. Never in legal mode, and before the choice only in training."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from evidence.models import Card
from practice.files import LIMIT, for_question
from practice.models import Round
from practice.phases import CHOICE
from teams.models import Membership


@dataclass(frozen=True)
class Cover:
    """`articles` counts to `practice.files.LIMIT` and then stops: `more` says so."""

    articles: int
    more: bool
    newest: date | None
    cards: int

    @property
    def words(self) -> str:
        """ "12 articles, the newest of 3 Mar 2026; 4 cards"."""
        if not self.articles:
            said = "no article"
        else:
            said = f"{self.articles}{' or more' if self.more else ''} article{'' if self.articles == 1 else 's'}"
        if self.newest:
            said += f", the newest of {self.newest.day} {self.newest:%b %Y}"
        return f"{said}; {self.cards} card{'' if self.cards == 1 else 's'}"


def tells(round: Round) -> bool:
    """Whether the round may say what the library has. A simulation does not, from the draw to its end."""
    if round.simulation and (round.finished_at is None or round.in_legal_mode):
        return False
    chosen = any(event.kind in CHOICE for event in round.events.all())
    return round.training or chosen


def covers(*, member: Membership, round: Round) -> dict[int, Cover]:
    """For each slip by its position; empty where the round may not tell. What `member` may not see is not counted."""
    slips = round.slips.all() if tells(round) else ()
    return {slip.position: _cover(member, slip.question_id, slip.text) for slip in slips}


def _cover(member: Membership, question_id: UUID, text: str) -> Cover:
    hits = for_question(member=member, question_id=question_id, text=text)
    days = [hit.article.published_on for hit in hits if hit.article and hit.article.published_on]
    cards = Card.objects.visible_to(member).filter(questions=question_id).count()
    return Cover(len(hits), len(hits) >= LIMIT, max(days, default=None), cards)
