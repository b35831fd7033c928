"""The words of a search as chips: each can be taken away, or swapped for another spelling."""

from dataclasses import dataclass

from articles.asked import Asked
from articles.search.tree import Query, Term


@dataclass(frozen=True)
class Link:
    """A facet's choice, or what a chip offers: `href` is where a click leads."""

    href: str
    label: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class Chip:
    """One word, phrase or condition of the search. `swaps` are searches with another word in its place."""

    label: str
    without: str
    swaps: tuple[Link, ...] = ()

    @property
    def also(self) -> str:
        """The other spellings that are found too."""
        return ", ".join(link.label for link in self.swaps)


def chips_of(query: Query, asked: Asked) -> list[Chip]:
    """In the order in which they were typed."""
    chips = []
    for leaf in query.leaves:
        others = leaf.alternatives if isinstance(leaf, Term) else ()
        swaps = [
            Link(asked.link(q=query.swapped(leaf, leaf.spelled(other))), other.typed)
            for other in others
            if isinstance(leaf, Term)
        ]
        chips.append(Chip(leaf.typed, asked.link(q=query.without(leaf)), tuple(swaps)))
    return chips
