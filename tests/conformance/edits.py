"""Counts what becomes of passages under thousands of seeded edits: python -m tests.conformance.edits [TIMES [SEED]]

Each act of tests/evidence/edits.py is done TIMES times alone and TIMES times after one to three others. Exit code 1 if
any passage was shown at a wrong place.
"""

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator

from evidence.anchoring import Rarity, describe, resolve
from tests.evidence.edits import ACTS, STAYING, Fate, Trial, edited, verdict

Counts = defaultdict[tuple[str, Fate], Counter[str]]


def trials(times: int, seed: str, *, series: bool) -> Iterator[tuple[str, Trial]]:
    for name in ACTS:
        for number in range(times):
            rng = random.Random(f"{seed} {series} {name} {number}")
            before = rng.choices(list(STAYING), k=rng.randint(1, 3)) if series else []
            yield name, edited(rng, (*before, name))


def count(times: int, seed: str, *, series: bool) -> Counts:
    found: Counts = defaultdict(Counter)
    for name, trial in trials(times, seed, series=series):
        began = time.perf_counter()
        quote = describe(trial.before, trial.start, trial.end)
        anchor = resolve(trial.after, quote)
        place = None if anchor.start is None or anchor.end is None else (anchor.start, anchor.end)
        answer = verdict(trial, place)
        found[name, trial.fate][answer] += 1
        found["all", trial.fate][answer] += 1
        found["all", trial.fate]["microseconds"] += round((time.perf_counter() - began) * 1e6)
        if quote.rarity is Rarity.UNIQUE:
            found["all whose words stood once", trial.fate][answer] += 1
    return found


def main(arguments: list[str]) -> int:
    times = int(arguments[0]) if arguments else 60
    seed = arguments[1] if len(arguments) > 1 else "edits"
    wrong = 0
    for series, title in ((False, "one edit"), (True, "two to four edits")):
        counts = count(times, seed, series=series)
        print(f"{title}: passages that were right, wrong, lost")
        for (name, fate), answers in counts.items():
            total = sum(answers[kind] for kind in ("right", "wrong", "lost"))
            share = f"{100 * answers['right'] / total:5.1f} %"
            figures = " ".join(f"{answers[kind]:5}" for kind in ("right", "wrong", "lost"))
            pace = f"  {answers['microseconds'] / total / 1000:.1f} ms each" if answers["microseconds"] else ""
            print(f"    {name:30} {fate.value:22} {figures}  {share}{pace}")
            wrong += answers["wrong"]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
