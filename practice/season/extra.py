"""Extra time for one speaker: the rules of a round made longer by a factor, and how much earlier they draw. Pure.

Choosing is a part of prep, so it grows with it and never beyond it; the walk, the grace and questioning stay. A signal
stands at a time that is left, so it stays too.
"""

from dataclasses import dataclass, replace

from practice.rule_sets.rules import LONGEST, Rules

LEAST, MOST = 100, 200  # percent


@dataclass(frozen=True)
class Extra:
    """In percent of what the rules give: 150 is half as much again."""

    prep: int = LEAST
    speech: int = LEAST

    def __bool__(self) -> bool:
        return self != NONE

    def __str__(self) -> str:
        """ "×1.5 prep, ×1.25 speech"; "" for none."""
        parts = ((self.prep, "prep"), (self.speech, "speech"))
        return ", ".join(f"×{percent / 100:g} {what}" for percent, what in parts if percent != LEAST)


NONE = Extra()


def lengthened(rules: Rules, extra: Extra) -> Rules:
    """The rules as this speaker has them; no length beyond a day."""
    if not extra:
        return rules
    walk = (rules.walk or 0) if rules.walk_in_prep else 0
    prep = None if rules.prep is None else min(_times(rules.prep - walk, extra.prep) + walk, LONGEST)
    choose = None if rules.choose is None else _times(rules.choose, extra.prep)
    if choose is not None and prep is not None:
        choose = min(choose, prep)
    return replace(
        rules,
        prep=prep,
        choose=choose,
        speech=None if rules.speech is None else _times(rules.speech, extra.speech),
    )


def lead(rules: Rules, extra: Extra) -> int:
    """Seconds by which a speaker draws before their posted time, so as to speak at the posted one."""
    return (lengthened(rules, extra).prep or 0) - (rules.prep or 0)


def _times(seconds: int, percent: int) -> int:
    return min(round(seconds * percent / 100), LONGEST)
