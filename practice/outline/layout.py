"""Layouts: the slots that an outline has, and how they stand. Pure; those that are shipped lie in fixtures/outlines/.

A slot's name says what stands in it, whatever layout shows it: `point_1` is the first point in all of them. So a text
goes along where the layout is changed, and a text that a layout has no slot for is shown beneath it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

SECTIONS = {
    "intro": "Introduction",
    "point_1": "Point 1",
    "point_2": "Point 2",
    "point_3": "Point 3",
    "point_4": "Point 4",
    "point_5": "Point 5",
    "close": "Conclusion",
}
SHAPES = ("column", "card", "page")
MOST_SLOTS = 40
LONGEST = {"name": 60, "about": 200, "label": 60, "hint": 160}
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KNOWN = {
    "agd": "hook",
    "attention device": "hook",
    "hook": "hook",
    "background": "background",
    "significance": "significance",
    "question": "question",
    "answer": "answer",
    "thesis": "answer",
    "close": "close",
    "conclusion": "close",
}
_PART_OF_POINT = {"tag": "", "point": "", "a": "_a", "b": "_b", "c": "_c", "impact": "_impact"}


class LayoutError(ValueError):
    """What is wrong with a layout, in a sentence."""


@dataclass(frozen=True)
class Slot:
    """One place of the outline. `hint` stands in it while it is empty, `lines` is its height at first, `cites` says
    that sources are attached to it; `section` is a part of the speech (SECTIONS) or ""."""

    name: str
    label: str
    hint: str = ""
    section: str = ""
    lines: int = 3
    cites: bool = True

    @property
    def full(self) -> str:
        """The label as it says enough by itself: "Point 1: Tag"."""
        over = SECTIONS.get(self.section, "")
        return f"{over}: {self.label}" if self.section.startswith("point") and over != self.label else self.label


@dataclass(frozen=True)
class Layout:
    """`key` names the file of a shipped one, or the row of one’s own. Raises LayoutError where it cannot be."""

    key: str
    name: str
    shape: str
    slots: tuple[Slot, ...]
    about: str = ""

    def __post_init__(self) -> None:
        names = [slot.name for slot in self.slots]
        if not names or len(names) > MOST_SLOTS:
            raise LayoutError(f"An outline has 1 to {MOST_SLOTS} slots.")
        if len(set(names)) < len(names) or not all(map(NAME.fullmatch, names)):
            raise LayoutError("Two slots have one name, or one has none.")
        if self.shape not in SHAPES:
            raise LayoutError("An outline stands in a column, on a card or on a page.")
        if any(slot.section not in ("", *SECTIONS) or not 1 <= slot.lines <= 40 for slot in self.slots):
            raise LayoutError("A slot stands in no part of a speech that is known, or has no height.")

    @property
    def groups(self) -> list[tuple[str, list[Slot]]]:
        """Slots under the heading of their section, in order; "" where a section has one slot only."""
        runs: list[tuple[str, list[Slot]]] = []
        for slot in self.slots:
            if not runs or runs[-1][0] != slot.section:
                runs.append((slot.section, []))
            runs[-1][1].append(slot)
        return [(SECTIONS.get(section, "") if len(slots) > 1 else "", slots) for section, slots in runs]

    @property
    def citing(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.cites)

    def to_mapping(self) -> dict[str, Any]:
        """Ready for JSON: what a round keeps of it."""
        return {**asdict(self), "slots": [asdict(slot) for slot in self.slots]}


def from_mapping(mapping: Mapping[str, Any]) -> Layout:
    """The layout that `to_mapping` wrote, or a file's. Raises LayoutError for anything else."""
    try:
        slots = tuple(_slot(entry) for entry in mapping["slots"])
        texts = {field: _text(field, mapping.get(field, "")) for field in ("key", "name", "shape", "about")}
    except (KeyError, TypeError, AttributeError) as fault:
        raise LayoutError("That is no layout of an outline.") from fault
    return Layout(slots=slots, **texts)


def _slot(entry: Mapping[str, Any]) -> Slot:
    lines, cites = entry.get("lines", 3), entry.get("cites", True)
    if isinstance(lines, bool) or not isinstance(lines, int) or not isinstance(cites, bool):
        raise LayoutError("That is no slot of an outline.")
    given = {field: _text(field, entry.get(field, "")) for field in ("name", "label", "hint", "section")}
    return Slot(lines=lines, cites=cites, **given)


def _text(field: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST.get(field, 60):
        raise LayoutError(f"{field}: it is no text, or too long.")
    return value


def typed(slots: Iterable[Slot]) -> str:
    """Slots as a coach types them: "# Point 1" begins a part of the speech, then a line for each: label | hint."""
    lines: list[str] = []
    section = ""
    for slot in slots:
        if slot.section != section:
            section = slot.section
            lines.append(f"# {SECTIONS.get(section, '')}".rstrip())
        lines.append(f"{slot.label} | {slot.hint}" if slot.hint else slot.label)
    return "\n".join(lines)


def read_slots(text: str, *, shape: str) -> tuple[Slot, ...]:
    """The slots that were typed. Raises LayoutError, naming the line, for one that cannot be read.

    A label that other layouts have ("Hook", "Tag" under a point) takes their slot, so that texts go along.
    """
    headings = {label.lower(): name for name, label in SECTIONS.items()} | {"": "", "intro": "intro", "close": "close"}
    section, slots = "", list[Slot]()
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.strip()
        if bare.startswith("#"):
            wanted = bare.strip("# ").lower()
            if wanted not in headings:
                raise LayoutError(
                    f"Line {number}: “{bare}” is no part of a speech. Parts: {', '.join(SECTIONS.values())}."
                )
            section = headings[wanted]
        elif bare:
            label, _, hint = (part.strip() for part in bare.partition("|"))
            if not label or len(label) > LONGEST["label"] or len(hint) > LONGEST["hint"]:
                raise LayoutError(
                    f"Line {number}: a label has 1 to {LONGEST['label']} characters, a hint at most {LONGEST['hint']}."
                )
            name = _name(label, section, [slot.name for slot in slots])
            slots.append(Slot(name, label, hint, section, {"column": 2, "card": 6}.get(shape, 12)))
    return tuple(slots)


def _name(label: str, section: str, taken: Sequence[str]) -> str:
    plain = label.lower().strip(" .:")
    name = _KNOWN.get(plain, "")
    if section.startswith("point"):
        name = (
            section + _PART_OF_POINT[plain]
            if plain in _PART_OF_POINT
            else section
            if plain == section.replace("_", " ")
            else ""
        )
    name = name or re.sub(r"[^a-z0-9]+", "_", f"{section or 'own'} {plain}").strip("_")[:32]
    free = (f"{name}_{n}" if n > 1 else name for n in range(1, MOST_SLOTS + 2))
    return next((one for one in free if one not in taken), name)
