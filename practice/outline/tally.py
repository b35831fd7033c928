"""How many sources an outline has, of how many publications, and in which part of the speech. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from practice.outline.layout import SECTIONS
from practice.outline.texts import count_sources


@dataclass(frozen=True)
class Source:
    """`key` is its (article, card), `publication` one form of its publisher's name, "" where none is known."""

    key: tuple[object, object]
    publication: str
    section: str


@dataclass(frozen=True)
class Tally:
    """`sections` are (label, number) in the order of the speech; empty where the outline has no parts."""

    sources: int
    publications: int
    target: int | None
    sections: tuple[tuple[str, int], ...]

    @property
    def said(self) -> str:
        """ "2 of 7 sources" """
        if self.target:
            return f"{self.sources} of {self.target} sources"
        return f"{self.sources} source{'' if self.sources == 1 else 's'}"

    @property
    def publications_said(self) -> str:
        return f"{self.publications} publication{'' if self.publications == 1 else 's'}"

    @property
    def met(self) -> bool:
        return bool(self.target) and self.sources >= (self.target or 0)


def tally(sources: Iterable[Source], sections: Iterable[str], target: int | None) -> Tally:
    """An article that is cited twice in a part of the speech, or by two of its cards, counts once there."""
    found: Sequence[Source] = list(sources)
    parts = [name for name in SECTIONS if name in {*sections, *(one.section for one in found)}]
    return Tally(
        sources=count_sources(one.key for one in found),
        publications=len({one.publication for one in found if one.publication}),
        target=target,
        sections=tuple(
            (SECTIONS[name], count_sources(one.key for one in found if one.section == name)) for name in parts
        )
        if len(parts) > 1
        else (),
    )
