"""How a round was drawn, done again: the seed against its hash, the questions against the seed."""

from dataclasses import dataclass

from practice import draw as drawing
from practice.choosing import Kept, kept_in, position_kept
from practice.models import Round
from practice.picking import HASHED, Bank, bank_of
from practice.season.again import Within
from teams.models import Membership


@dataclass(frozen=True)
class Step:
    """One number of the draw: which place of the list it is, and the question that stands there now."""

    place: int
    id: str


@dataclass(frozen=True)
class Proof:
    """What is recorded, and what comes out when it is done again with the bank as it can be read now.

    `fresh` is the size of the list then, `found` now. `same_list` is None where the list was too long to be hashed or
    is of another size now. `comes_out` says that the same questions came out in the same order, `kept_holds` that the
    one which the rules kept, if they did, is the one that they keep.
    """

    sealed: str
    shown: bool
    seal_holds: bool
    seed: str
    algorithm: str
    fresh: int
    found: int
    digest: str
    same_list: bool | None
    steps: tuple[Step, ...]
    refilled: bool
    again: tuple[str, ...]
    comes_out: bool
    kept: Kept | None
    kept_again: int

    @property
    def kept_holds(self) -> bool:
        return self.kept is None or self.kept.slip == self.kept_again


def recorded(round: Round) -> bool:
    """False where the speaker picked the question by hand, or the draw was made by another method."""
    return (
        bool(round.seed) and round.draw_record.get("algorithm") == drawing.ALGORITHM and "sealed" in round.draw_record
    )


def bank_then(round: Round) -> Bank | None:
    """What could be drawn when the round began; None where the speaker has left the team."""
    speaker = Membership.objects.of(round.owner).filter(team=round.team_id).first()
    if speaker is None:
        return None
    record = round.draw_record
    areas, within = list(round.areas.all()), Within.recorded(record)
    told = {name: record.get(name, "") for name in ("kind", "difficulty")}
    return bank_of(speaker, areas, held=record.get("held", []), within=within, before=round, **told)


def proof_of(round: Round) -> Proof:
    """The round must be `recorded`."""
    record, bank = round.draw_record, bank_then(round)
    slips = tuple(str(slip.question_id) for slip in round.slips.all())
    found = len(bank.fresh) if bank else 0
    as_many = bank is not None and found == record["fresh"]
    again: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    if bank and as_many and found + len(bank.seen) >= len(slips):
        again = drawing.draw_from(bank.fresh, bank.seen, k=len(slips), seed=round.seed).ids
        if found >= len(slips):
            places = drawing.draw_places(found, len(slips), round.seed)
            steps = tuple(Step(place + 1, one) for place, one in zip(places, again, strict=True))
    kept = kept_in(round)
    hashed = bool(bank and as_many and record["digest"] and found <= HASHED)
    return Proof(
        sealed=record["sealed"],
        shown=record["shown"],
        seal_holds=drawing.sealed(round.seed) == record["sealed"],
        seed=round.seed,
        algorithm=record["algorithm"],
        fresh=record["fresh"],
        found=found,
        digest=record["digest"],
        same_list=drawing.digest(bank.fresh) == record["digest"] if bank and hashed else None,
        steps=steps,
        refilled=record["fresh"] < len(slips),
        again=again,
        comes_out=again == slips,
        kept=kept,
        kept_again=position_kept(round.figures, len(slips), round.seed),
    )
