"""Names that the press spells in several ways: the shipped groups with a team's own, and a query in all spellings."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from articles.models import SynonymGroup
from articles.search.folding import folded_words
from articles.search.tree import AllOf, Field, Leaf, Node, Query, Spelling, Term, any_of, mapped

_SHIPPED = Path(__file__).resolve().parents[2] / "fixtures" / "synonyms.json"


@dataclass(frozen=True)
class Group:
    """Spellings of one name. `key` is stable and a team's row may stand for it; a team's own group has none."""

    key: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """The groups that hold for a team."""

    groups: tuple[Group, ...]

    @cached_property
    def _by_words(self) -> dict[tuple[str, ...], dict[tuple[str, ...], Spelling]]:
        """Folded words -> the group's spellings by their folded words. A word of two groups has the words of both."""
        known: dict[tuple[str, ...], dict[tuple[str, ...], Spelling]] = {}
        for group in self.groups:
            forms: dict[tuple[str, ...], Spelling] = {}
            for typed in group.words:
                words = folded_words(typed)
                if words:
                    forms.setdefault(words, Spelling(typed, words))
            for words in forms:
                known.setdefault(words, {}).update(forms)
        return known

    @cached_property
    def longest(self) -> int:
        """Words of the longest spelling."""
        return max((len(words) for words in self._by_words), default=0)

    def others(self, words: tuple[str, ...]) -> tuple[Spelling, ...]:
        """The other spellings of these folded words."""
        return tuple(form for own, form in self._by_words.get(words, {}).items() if own != words)


def _shipped() -> Synonyms:
    rows = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    return Synonyms(tuple(Group(row["key"], tuple(row["words"])) for row in rows))


SHIPPED = _shipped()


def of_team(team_id: int) -> Synonyms:
    """The shipped groups, those that the team replaced or switched off in its own form, and its own. One query."""
    rows = list(SynonymGroup.objects.filter(team_id=team_id))
    return joined(rows) if rows else SHIPPED


def joined(rows: Iterable[SynonymGroup]) -> Synonyms:
    """The shipped groups with these rows of one team."""
    instead: dict[str, SynonymGroup] = {}
    own: list[Group] = []
    for row in rows:
        if row.replaces:
            instead[row.replaces] = row
        elif row.words:
            own.append(Group("", tuple(row.words)))
    stand = (
        Group(group.key, tuple(instead[group.key].words)) if group.key in instead else group
        for group in SHIPPED.groups
    )
    return Synonyms(tuple(group for group in (*stand, *own) if group.words))


def expanded(query: Query, synonyms: Synonyms) -> Query:
    """The query with each term's other spellings. What stands in quotation marks is looked for as it stands."""

    def spelled(leaf: Leaf) -> Node:
        if isinstance(leaf, Field) or leaf.literal or leaf.prefix or leaf.where not in ("", "title"):
            return leaf
        return replace(leaf, alternatives=synonyms.others(leaf.words))

    return replace(query, tree=mapped(query.tree, spelled) if query.tree else None)


def widened(node: Node, synonyms: Synonyms) -> Node:
    """The tree in which words that stand side by side and are together a spelling also stand for the others:
    `south korea` is both words, or "Republic of Korea"."""
    if isinstance(node, Term | Field):
        return node
    parts = [widened(part, synonyms) for part in node.parts]
    if not isinstance(node, AllOf):
        return replace(node, parts=tuple(parts))
    done: list[Node] = []
    at = 0
    while at < len(parts):
        size, others = _run(parts, at, synonyms)
        if size:
            typed = AllOf(tuple(parts[at : at + size]))
            done += [any_of([typed, *(Term(f'"{form.typed}"', form.words, literal=True) for form in others)]) or typed]
        else:
            done.append(parts[at])
        at += size or 1
    return AllOf(tuple(done)) if len(done) > 1 else done[0]


def _run(parts: list[Node], at: int, synonyms: Synonyms) -> tuple[int, tuple[Spelling, ...]]:
    """How many parts from `at` on are together a spelling of something, and its other spellings."""
    words: tuple[str, ...] = ()
    found: tuple[int, tuple[Spelling, ...]] = (0, ())
    for size, part in enumerate(parts[at : at + synonyms.longest], start=1):
        if not isinstance(part, Term) or part.literal or part.prefix or part.where or part.excluded:
            break
        words += part.words
        if size > 1 and (others := synonyms.others(words)):
            found = size, others
    return found
