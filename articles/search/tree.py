"""A search as a tree: what is looked for, joined by AND and OR. Pure; every exclusion stands at a leaf."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

# So many words side by side are not all expected in one article; AND between them says that they are.
MANY_WORDS = 6


@dataclass(frozen=True)
class Spelling:
    """Another way in which the press writes what was typed. `typed` is what to type for it."""

    typed: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """Words that are looked for. More than one word is a phrase; `prefix` concerns the last word.

    `typed` is what a chip shows and what to type for it: with its quotation marks, minus, star and field.
    `where` is "" for the whole text, else "title", "author", "publisher" or "tag". `literal` was put in quotation
    marks and is not looked for in other spellings; `alternatives` are the spellings that count as well.
    """

    typed: str
    words: tuple[str, ...]
    prefix: bool = False
    excluded: bool = False
    where: str = ""
    literal: bool = False
    alternatives: tuple[Spelling, ...] = ()

    def spelled(self, other: Spelling) -> str:
        """What to type for this term in the other spelling alone."""
        sign = "-" if self.excluded else ""
        return f'{sign}"{other.typed}"'


@dataclass(frozen=True)
class Field:
    """A condition on the article: `name` is "before", "after", "area", "kind", "side", "has" or "is".

    `day` is the first day of what before: and after: name; both count from it, before: without it.
    """

    typed: str
    name: str
    value: str
    excluded: bool = False
    day: date | None = None


@dataclass(frozen=True)
class AllOf:
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple["Node", ...]


Leaf = Term | Field
Node = Term | Field | AllOf | AnyOf


@dataclass(frozen=True)
class Fault:
    """A mistake in what was typed, explained. `piece` is the part that it concerns, as typed."""

    code: str
    message: str
    piece: str


@dataclass(frozen=True)
class Query:
    """`tree` is None where there is nothing to look for. Faults do not count when two queries are compared."""

    tree: Node | None
    faults: tuple[Fault, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return self.tree is not None

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Words and fields in the order in which they were typed: the chips."""
        return tuple(leaves(self.tree)) if self.tree else ()

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(leaf for leaf in self.leaves if isinstance(leaf, Term))

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(leaf for leaf in self.leaves if isinstance(leaf, Field))

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def any_of(self) -> bool:
        """One wanted part is enough, and the best match comes first."""
        parts = self.tree.parts if isinstance(self.tree, AllOf) else (self.tree,)
        wanted = [part for part in parts if part and any(leaf in self.wanted for leaf in leaves(part))]
        return len(wanted) == 1 and isinstance(wanted[0], AnyOf)

    @property
    def typed(self) -> str:
        """What to type for this search."""
        return write(self.tree) if self.tree else ""

    def without(self, leaf: Leaf) -> str:
        """What to type for the same search with one chip fewer."""
        return self._changed(lambda one: None if one == leaf else one)

    def swapped(self, leaf: Leaf, typed: str) -> str:
        """What to type for the same search with `typed` in the place of one chip."""
        return self._changed(lambda one: replace(one, typed=typed) if one == leaf else one)

    def plus(self, typed: str) -> str:
        """What to type for the same search with one more chip: one more choice where any is enough."""
        if isinstance(self.tree, AnyOf) and typed:
            return f"{self.typed} OR {typed}"
        return f"{self.typed} {typed}".strip()

    def _changed(self, change: Callable[[Leaf], Leaf | None]) -> str:
        tree = mapped(self.tree, change) if self.tree else None
        return write(tree) if tree else ""


def leaves(node: Node) -> Iterator[Leaf]:
    if isinstance(node, Term | Field):
        yield node
    else:
        for part in node.parts:
            yield from leaves(part)


def mapped(node: Node, change: Callable[[Leaf], Node | None]) -> Node | None:
    """The tree with every leaf changed; a leaf that becomes None is left out, and what it leaves empty too."""
    if isinstance(node, Term | Field):
        return change(node)
    parts = [new for part in node.parts if (new := mapped(part, change)) is not None]
    return all_of(parts) if isinstance(node, AllOf) else any_of(parts)


def all_of(parts: Sequence[Node]) -> Node | None:
    """The parts joined by AND, flat and each once; one part is itself, none is None."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, AllOf) else (part,))]
    once = list(dict.fromkeys(flat))
    return AllOf(tuple(once)) if len(once) > 1 else next(iter(once), None)


def any_of(parts: Sequence[Node]) -> Node | None:
    """The parts joined by OR, flat and each once; one part is itself, none is None."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, AnyOf) else (part,))]
    once = list(dict.fromkeys(flat))
    return AnyOf(tuple(once)) if len(once) > 1 else next(iter(once), None)


def write(node: Node, inside: bool = False) -> str:
    """The tree as it is typed."""
    if isinstance(node, Term | Field):
        return node.typed
    joint = " OR " if isinstance(node, AnyOf) else " AND " if len(node.parts) > MANY_WORDS else " "
    written = joint.join(write(part, inside=True) for part in node.parts)
    return f"({written})" if inside else written
