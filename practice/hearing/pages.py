"""What the page of whoever listens shows, and the parts of the review that speak of the speech."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from practice.hearing import ballots
from practice.hearing.ballots import criteria, draft_of, ranks
from practice.hearing.focus import seen_by
from practice.hearing.forms import BallotForm
from practice.models import Ballot, Comment, Focus, Round, Sheet
from practice.rule_sets.rules import consequence
from teams.models import Membership


@dataclass(frozen=True)
class Talk:
    """A comment with its answers. `mine` may be changed, `to_me` answered by the reader."""

    comment: Comment
    answers: tuple[Comment, ...]
    mine: bool
    may_answer: bool
    answer_id: UUID = field(default_factory=uuid4)  # of the answer that may be typed


@dataclass(frozen=True)
class Talks:
    """All that was said of a speech, in its order, and the reader's `drafts`, the newest first."""

    said: tuple[Talk, ...]
    drafts: tuple[Comment, ...]
    reader: Membership = field(repr=False)

    @property
    def draft(self) -> Comment | None:
        return self.drafts[0] if self.drafts else None

    @property
    def other_drafts(self) -> tuple[Comment, ...]:
        return self.drafts[1:]


def talks(*, round: Round, reader: Membership) -> Talks:
    """Two queries. The speaker sees nothing of it while the round is under way."""
    rows = list(Comment.objects.visible_to(reader).filter(round=round).in_order())
    hidden = round.is_of(reader) and round.finished_at is None
    answers: dict[UUID, list[Comment]] = {}
    for row in rows:
        if row.answers_id and not row.draft:
            answers.setdefault(row.answers_id, []).append(row)
    said = tuple(
        Talk(
            row,
            tuple(sorted(answers.get(row.pk, ()), key=lambda one: one.created_at)),
            mine=row.owner_id == reader.user_id,
            may_answer=reader.user_id in (round.owner_id, row.owner_id),
        )
        for row in rows
        if not row.draft and not row.answers_id and not hidden
    )
    drafts = [row for row in rows if row.draft and row.body.strip()]
    drafts.sort(key=lambda one: one.updated_at, reverse=True)
    return Talks(said, tuple(drafts), reader)


@dataclass(frozen=True)
class BallotPage:
    """A judge's own ballot as its form shows it. `clash` is the saved draft where another page was faster."""

    ballot: Ballot | None
    form: BallotForm
    version: int
    tab: UUID
    focus: Focus | None
    ranked: bool
    own: bool  # the speaker's word on their own speech
    taken: Ballot | None = None
    clash: Sheet | None = None
    said: str = ""
    saved: bool = False
    cost: str = ""  # of a speech over its time
    most: int = ballots.POINTS
    differences: tuple[tuple[str, str], ...] = ()


def ballot_page(*, member: Membership, round: Round, data: Any = None, **more: Any) -> BallotPage:
    """The form with the draft in it, or with what was sent."""
    ballot = ballots.ballot_of(member=member, round=round)
    focus, known = seen_by(member, round), ranks(member=member, round=round)
    draft = draft_of(ballot)
    form = BallotForm(
        data, criteria=criteria(round.figures), ranks=known, asks_of_focus=focus is not None, initial=draft.says()
    )
    told: dict[str, Any] = {
        "version": ballot.version if ballot else 0,
        "tab": uuid4(),
        "own": round.is_of(member),
        "cost": consequence(round.figures, round.clock().speech_used),
        **more,
    }
    return BallotPage(ballot=ballot, form=form, focus=focus, ranked=bool(known), **told)


def differences(saved: Sheet, typed: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Of the saved draft, in words, each field that says something else than what was typed."""
    labels = {"points": "Marks", **{name: f.label or name for name, f in BallotForm.base_fields.items()}}
    return tuple(
        (str(labels[name]), _said(saved, name))
        for name, value in saved.says().items()
        if name in typed and typed[name] != value
    )


def _said(sheet: Sheet, name: str) -> str:
    if name == "points":
        return ", ".join(f"{label} {marked}" for label, marked in sheet.points.items()) or "none"
    display = getattr(sheet, f"get_{name}_display", None)
    value = display() if display else getattr(sheet, name)
    return str(value) if value not in (None, "") else "nothing"
