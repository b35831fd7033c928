"""The register of publishers: full and spoken name, other names, region and kind. Pure.

A register, not a judgement: a publication that is not in it is read by the shape of its line, with a caution.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

KINDS = ("newspaper", "magazine", "wire", "broadcaster", "online", "journal", "think tank", "government", "student")
_LOOKS = str.maketrans({"’": "'", ".": None})
_SHIPPED = Path(__file__).resolve().parents[2] / "fixtures" / "publishers.json"


@dataclass(frozen=True, slots=True)
class Publication:
    """`name` is how it is cited in writing, `spoken` how a speaker says it; `aliases` are other forms in print."""

    name: str
    spoken: str = ""
    aliases: tuple[str, ...] = ()
    region: str = ""
    kind: str = ""


def key(name: str) -> str:
    """What two forms of one name share: case, stops, apostrophes, `&` for `and` and a leading "The" do not count."""
    plain = name.translate(_LOOKS).casefold().replace("&", " and ")
    return " ".join(plain.split()).removeprefix("the ")


@dataclass(frozen=True)
class Register:
    """The publications known, later ones winning over earlier ones of the same name or alias."""

    publications: tuple[Publication, ...] = ()

    @cached_property
    def _by_key(self) -> dict[str, Publication]:
        return {key(form): p for p in self.publications for form in (*p.aliases, p.spoken, p.name) if form}

    def find(self, name: str) -> Publication | None:
        """The publication of this name or alias."""
        return self._by_key.get(key(name))

    def knows(self, name: str) -> bool:
        return self.find(name) is not None

    def canonical(self, name: str) -> str:
        """The name it is filed under; a name that is not known stays as it is."""
        found = self.find(name)
        return found.name if found else name

    def joined(self, more: Iterable[Publication]) -> "Register":
        """This register with a team's own publications, which win."""
        return Register((*self.publications, *more))

    def knowing(self, names: Iterable[str]) -> "Register":
        """This register with the names that it does not know, each as it is written."""
        return self.joined(Publication(name) for name in names if not self.knows(name))


def _shipped() -> Register:
    rows = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    return Register(tuple(Publication(**{**row, "aliases": tuple(row.get("aliases", ()))}) for row in rows))


SHIPPED = _shipped()
