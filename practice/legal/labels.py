"""What an index may say: a label names a subject, and one that explains it is an annotation. Pure.

After UIL's own examples: "campaign finance reform" and "State of the Union" are proper labels; "campaign finance
reform/areas of greatest impact/losses" and "State of the Union repercussions" are not.
"""

import re

LONGEST = 6  # words; a label with more of them says something
STEPS = 2  # "Economy/Trade"

_JUDGING = frozenset(
    """
    advantage advantages against answer answers argument arguments benefit benefits best cause causes con cons
    consequence consequences disadvantage disadvantages downside downsides effect effects failure failures fallout
    flaw flaws for gain gains greatest harm harms how impact impacts implication implications lesson lessons loss
    losses main merit merits outcome outcomes outlook point points pro problem problems pros reason reasons
    repercussion repercussions result results significance solution solutions strength strengths success successes
    take takeaway takeaways upside upsides weakness weaknesses why worst
    """.split()
)
_ONLY_BESIDE_A_STEP = frozenset({"for", "against", "take", "point", "points", "how", "main", "best", "answer"})


def faults(label: str) -> tuple[str, ...]:
    """Why this label may be read as an annotation, in sentences; () for one that only names a subject."""
    steps = [step for step in re.split(r"\s*[/>|\\]\s*|\s+[-–—]\s+|:\s+", label.strip()) if step]
    words = re.findall(r"[^\W\d_]+", label.casefold())
    found = []
    judging = [word for word in dict.fromkeys(words) if word in _JUDGING - _ONLY_BESIDE_A_STEP]
    if len(steps) > 1:
        later = set(re.findall(r"[^\W\d_]+", " ".join(steps[1:]).casefold()))
        judging += [word for word in dict.fromkeys(words) if word in _ONLY_BESIDE_A_STEP & later]
    if judging:
        named = ", ".join(f"“{word}”" for word in judging)
        found.append(f"{named} {'explains' if len(judging) == 1 else 'explain'} instead of naming a subject.")
    if len(steps) > STEPS:
        found.append(f"It has {len(steps)} steps: that can be read as an outline.")
    if "?" in label:
        found.append("It asks a question.")
    if len(words) > LONGEST:
        found.append(f"It has {len(words)} words: a subject needs {LONGEST} at most.")
    return tuple(found)


def explains(label: str) -> bool:
    return bool(faults(label))
