"""A judge’s ballot: a draft that saves itself, given to the speaker when its judge says so, and again when changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from practice.hearing.data import value
from practice.models import SHEET, Ballot, Board, Place, Round, Sheet
from practice.outline.texts import plain
from practice.rule_sets.rules import Rules
from teams.models import Membership

POINTS: int = value("points")  # the most for one criterion
MOST = 10_000  # code points of the reasons


def criteria(rules: Rules) -> tuple[str, ...]:
    """What a ballot marks: what the rule set says, else the common list (fixtures/hearing.json)."""
    return rules.criteria or tuple(value("criteria"))


@dataclass(frozen=True)
class Written:
    """A ballot as its form sends it: any of SHEET. `version` is the draft's that the form was shown with; `tab` names
    the open page and `turn`, which grows with each of its sends, puts them in order (0: without script)."""

    says: Mapping[str, Any]
    version: int
    tab: UUID | None = None
    turn: int = 0


@dataclass(frozen=True)
class Saved:
    """`taken` is the judge's own ballot that has this rank in the section: everything but the rank was stored."""

    ballot: Ballot
    draft: Sheet
    taken: Ballot | None = None


@dataclass(frozen=True)
class Overtaken:
    """Another page had saved in between. Nothing was stored; `draft` is what stands."""

    ballot: Ballot
    draft: Sheet


@dataclass(frozen=True)
class Given:
    """`repeated`: it says what it said when it was last given."""

    ballot: Ballot
    sheet: Sheet
    repeated: bool = False


@dataclass(frozen=True)
class Empty:
    """There is nothing on it to give."""

    ballot: Ballot
    draft: Sheet


def ballot_of(*, member: Membership, round: Round) -> Ballot | None:
    """The member's own, if one was begun."""
    found: Ballot | None = Ballot.objects.visible_to(member).filter(round=round, owner=member.user).first()
    return found


def draft_of(ballot: Ballot | None) -> Sheet:
    """What stands on the draft; an empty sheet, not stored, where none was begun."""
    found = Sheet.objects.filter(ballot=ballot, given_at=None).first() if ballot else None
    return found or Sheet()


def save(*, member: Membership, round: Round, written: Written) -> Saved | Overtaken:
    """Store the draft. Fields that are not in `written` stay."""
    with transaction.atomic():
        return _save(member, round, written)


def give(
    *, member: Membership, round: Round, written: Written, at: datetime | None = None
) -> Given | Saved | Overtaken | Empty:
    """Save the draft and give it to the speaker. `Saved` where its rank was taken: then it was not given."""
    with transaction.atomic():
        saved = _save(member, round, written)
        if isinstance(saved, Overtaken) or saved.taken:
            return saved
        ballot, draft = saved.ballot, saved.draft
        if not any(draft.says().values()):
            return Empty(ballot, draft)
        last = ballot.sheets.exclude(given_at=None).last()
        if last and last.says() == draft.says():
            return Given(ballot, last, repeated=True)
        sheet = Sheet.objects.create(ballot=ballot, given_at=at or timezone.now(), **draft.says())
        ballot.given_at = sheet.given_at
        ballot.save(update_fields=["given_at", "updated_at"])
        return Given(ballot, sheet)


def _save(member: Membership, round: Round, written: Written) -> Saved | Overtaken:
    place = round.place
    if place:  # ranks of a section are given one at a time
        Board.objects.select_for_update(of=("self",)).get(pk=place.board_id)
    Membership.objects.select_for_update().get(pk=member.pk)
    ballot, _ = Ballot.objects.get_or_create(
        team=member.team, owner=member.user, round=round, deleted_at=None, defaults={}
    )
    draft, _ = Sheet.objects.get_or_create(ballot=ballot, given_at=None)
    same_page = written.tab is not None and ballot.tab == written.tab and written.turn > 0
    if same_page and written.turn <= ballot.turn:
        return Saved(ballot, draft)
    says = _clean(written.says)
    taken = _holder(member, round, says["rank"], ballot) if says.get("rank") else None
    if taken:
        del says["rank"]
    changed = {name: told for name, told in says.items() if getattr(draft, name) != told}
    if changed and not same_page and written.version != ballot.version:
        return Overtaken(ballot, draft)
    for name, told in changed.items():
        setattr(draft, name, told)
    draft.save(update_fields=list(changed) or None)
    ballot.tab, ballot.turn = written.tab, written.turn
    ballot.version += bool(changed)
    ballot.save(update_fields=["tab", "turn", "version", "updated_at"])
    return Saved(ballot, draft, taken)


def _clean(says: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: says[name] for name in SHEET if name in says}
    if "reasons" in told:
        told["reasons"] = plain(told["reasons"])
    if "focus" in told:
        told["focus"] = " ".join(plain(told["focus"]).split())
    return told


def _holder(member: Membership, round: Round, rank: int, own: Ballot) -> Ballot | None:
    """The judge's other ballot of this section with this rank."""
    place = round.place
    if place is None:
        return None
    return (
        Ballot.objects.filter(
            owner=member.user,
            deleted_at=None,
            round__place__board=place.board_id,
            round__place__section=place.section,
            sheets__given_at=None,
            sheets__rank=rank,
        )
        .exclude(pk=own.pk)
        .select_related("round__owner", "team")
        .first()
    )


@dataclass(frozen=True)
class Rank:
    """A rank that can be given; `to` is who has it from this judge already."""

    number: int
    to: str


def ranks(*, member: Membership, round: Round) -> tuple[Rank, ...]:
    """1 to the number of speakers of the section; none outside a squad board."""
    place = round.place
    if place is None:
        return ()
    places = Place.objects.filter(board=place.board_id, section=place.section).exclude(state=Place.State.NO_SHOW)
    rows = Sheet.objects.filter(
        given_at=None,
        rank__isnull=False,
        ballot__owner=member.user,
        ballot__deleted_at=None,
        ballot__round__place__board=place.board_id,
        ballot__round__place__section=place.section,
    ).exclude(ballot__round=round)
    to = {sheet.rank: str(sheet.ballot.round.owner) for sheet in rows.select_related("ballot__round__owner")}
    return tuple(Rank(number, to.get(number, "")) for number in range(1, places.count() + 1))


@dataclass(frozen=True)
class Change:
    """What a ballot that was given again said otherwise: `words` a line a field."""

    at: datetime
    words: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """A given ballot for its readers: the last given sheet, and what was changed since the first."""

    ballot: Ballot
    sheet: Sheet
    marks: tuple[tuple[str, int], ...]
    changes: tuple[Change, ...] = field(default=())

    @property
    def total(self) -> int:
        return sum(points for _, points in self.marks)


_SAID = {
    "rank": "rank",
    "better": "against last time",
    "as_asked": "the question’s wording",
    "met": "the focus of this round",
    "reasons": "reasons",
    "focus": "focus for next time",
}


def shown(*, round: Round, reader: Membership) -> tuple[Shown, ...]:
    """The ballots that were given on this speech, as far as the reader may see them; others' before the speaker's."""
    rows = Ballot.objects.visible_to(reader).filter(round=round).given().in_order().prefetch_related("sheets")
    found = []
    for ballot in rows:
        given = [sheet for sheet in ballot.sheets.all() if sheet.given_at]
        changes = tuple(Change(new.given_at, _changes(old, new)) for old, new in pairwise(given))
        last = given[-1]
        known = criteria(round.figures)
        named = [name for name in known if name in last.points] + [name for name in last.points if name not in known]
        found.append(Shown(ballot, last, tuple((name, last.points[name]) for name in named), changes))
    return tuple(sorted(found, key=lambda one: one.ballot.of_speaker))


def _changes(old: Sheet, new: Sheet) -> tuple[str, ...]:
    words = []
    for name, said in _SAID.items():
        before, after = _worded(old, name), _worded(new, name)
        if before == after:
            continue
        words.append(f"{said}: was “{before}”" if before else f"{said}: was empty")
    points = [
        f"{name}: was {old.points.get(name, 'not marked')}"
        for name in {**old.points, **new.points}
        if old.points.get(name) != new.points.get(name)
    ]
    return (*words, *points)


def _worded(sheet: Sheet, name: str) -> str:
    shown_name = getattr(sheet, f"get_{name}_display", None)
    said = shown_name() if shown_name else getattr(sheet, name)
    return "" if said is None else str(said)
