"""What a page says of a drill. Pure."""

from dataclasses import dataclass

from practice.drills.drill import LEAST, Drill
from practice.outline.layout import SECTIONS
from practice.rule_sets.rules import Rules
from practice.words import in_words, minutes


@dataclass(frozen=True)
class Offer:
    """A drill as its row shows it: `figures` are its times under the rules of the round, `parts` what is outlined."""

    drill: Drill
    figures: str
    parts: str
    uses_up: str

    @property
    def address(self) -> str:
        """Of its source, where that is an address."""
        found = next((word for word in self.drill.source.split() if word.startswith("https://")), "")
        return found.rstrip("):,")


def offer(drill: Drill, base: Rules, *, on_one: bool = False) -> Offer:
    """`on_one`: on a question that is known, so that nothing is drawn."""
    rules = drill.of(base)
    parts = [part for part in in_words(rules).split(" · ") if not part.startswith("draw ")]
    if not on_one:
        parts.insert(0, "1 question" if rules.draw == 1 else f"{rules.draw} questions, keep {rules.keep}")
    if drill.areas == LEAST:
        parts.append("areas you spoke on least")
    if rules.source_target and drill.sets_target:
        parts.append(f"{rules.source_target} source{'' if rules.source_target == 1 else 's'}")
    if rules.asked_for and "questioning" in drill.rules:
        parts.append(f"{minutes(rules.asked_for)} of questions")
    outlined = ", ".join(SECTIONS[section].lower() for section in drill.sections)
    spoken = "" if drill.uses_up else "The question stays in the bank: you may draw it again."
    return Offer(drill, " · ".join(parts), outlined, spoken)
