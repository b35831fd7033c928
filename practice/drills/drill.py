"""Drills as data: what each makes of a round’s figures (fixtures/drills.json). Pure. A new drill needs no code."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from practice.outline.layout import SECTIONS, Layout
from practice.rule_sets.rules import Rules

OF_TEAM = "own"  # a round's word for a drill that is its team's
LEAST = "least"  # draws from the areas that the speaker has spoken on least
SHOWN = 6  # names of areas in a sentence
_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "drills.json"


@dataclass(frozen=True, kw_only=True)
class Drill:
    """`rules` are figures that stand instead of the rule set's. `sections` are the parts of the speech that are
    outlined and spoken, all where none is named; `layout` is the key of a shipped layout, "" for the speaker's own.
    `areas` is LEAST, or "" for all. `uses_up`: its question counts as spoken on. `prompts` are
    questions for whoever asks after the speech. Raises ValueError for what cannot be."""

    slug: str
    name: str
    about: str
    source: str
    entered: str
    uses_up: bool
    rules: Mapping[str, Any] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    layout: str = ""
    areas: str = ""
    prompts: tuple[str, ...] = ()
    by_team: bool = False

    def __post_init__(self) -> None:
        if not set(self.sections) <= SECTIONS.keys() or self.areas not in ("", LEAST):
            raise ValueError(f"{self.slug}: names a part of a speech, or a choice of areas, that is not known.")
        self.of(Rules(name="any", draw=3, keep=1, prep=1800, speech=420))

    def of(self, rules: Rules) -> Rules:
        """The rules of a round of this drill. What no longer fits a shorter prep or speech goes with it."""
        told = {**rules.to_mapping(), **self.rules, "name": self.name}
        if "signals" not in self.rules:
            last, first = -(told["grace"] or 0), told["speech"] or 0
            told["signals"] = [one for one in told["signals"] if last <= one["remaining"] <= first]
        for within in ("choose", "walk"):
            if told["prep"] is not None and (told[within] or 0) > told["prep"]:
                told[within] = None
        if told["choose"] is None:
            told["choose_end"] = None
        if told["keep"] and told["draw"] and told["keep"] > told["draw"]:
            told["keep"] = told["draw"]
        return Rules.from_mapping(told)

    def outlined(self, layout: Layout, otherwise: Layout) -> Layout:
        """The slots of this drill: those of `layout` in its parts of the speech, else those of `otherwise`."""
        if not self.sections:
            return layout
        for one in (layout, otherwise):
            slots = tuple(slot for slot in one.slots if slot.section in self.sections)
            if slots:
                return replace(one, key=self.slug, name=self.name, slots=slots)
        return layout

    def told(self, areas: Sequence[str]) -> str:
        """What the draw says of its areas, by their names; "" where the speaker chose them."""
        if not self.areas or not areas:
            return ""
        more = f" and {len(areas) - SHOWN} more" if len(areas) > SHOWN else ""
        return f"Drawn from the areas spoken on least so far: {', '.join(areas[:SHOWN])}{more}."

    @property
    def sets_target(self) -> bool:
        """It says how many sources, whatever the speaker aims for else."""
        return "source_target" in self.rules


def read(entries: list[Mapping[str, Any]]) -> dict[str, Drill]:
    """Drills by slug, in the file's order. Raises ValueError or TypeError for an entry that is none."""
    lists = ("sections", "prompts")
    drills = [Drill(**{**entry, **{name: tuple(entry.get(name, ())) for name in lists}}) for entry in entries]
    return {drill.slug: drill for drill in drills}


@lru_cache(maxsize=1)
def drills() -> dict[str, Drill]:
    return read(json.loads(_FILE.read_text(encoding="utf-8")))
