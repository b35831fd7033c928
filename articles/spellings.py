"""The groups of spellings as the page of synonyms shows and changes them."""

from dataclasses import dataclass
from typing import Literal

from articles.models import SynonymGroup
from articles.search.synonyms import SHIPPED, Group
from teams.models import Team


@dataclass(frozen=True)
class Shown:
    """A shipped group as it holds for a team: `words` are those in force, or the shipped ones where it is off."""

    key: str
    words: tuple[str, ...]
    state: Literal["on", "off", "changed"]


def shipped_for(team: Team) -> list[Shown]:
    """The shipped groups in order. One query."""
    instead = {row.replaces: row for row in SynonymGroup.objects.filter(team=team).exclude(replaces="")}
    return [_shown(group, instead.get(group.key)) for group in SHIPPED.groups]


def shipped_group(key: str) -> Group | None:
    return next((group for group in SHIPPED.groups if group.key == key), None)


def replace_shipped(*, team: Team, group: Group, words: tuple[str, ...]) -> None:
    """These words stand for the group; none switch it off, its own ones give it back."""
    if words == group.words:
        SynonymGroup.objects.filter(team=team, replaces=group.key).delete()
    else:
        SynonymGroup.objects.update_or_create(team=team, replaces=group.key, defaults={"words": list(words)})


def _shown(group: Group, row: SynonymGroup | None) -> Shown:
    if row is None:
        return Shown(group.key, group.words, "on")
    return Shown(group.key, tuple(row.words), "changed") if row.words else Shown(group.key, group.words, "off")
