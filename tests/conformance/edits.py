"""Counts what becomes of passages under seeded edits: python -m tests.conformance.edits [TIMES [SEED ...]]

Each act of tests/evidence/edits.py is done TIMES times alone and TIMES times after one to three others, for every
SEED. A passage is looked for as the library does it, with the text it was taken from at hand, and by its quote alone,
as one that came from elsewhere. Exit code 1 if any was shown at a wrong place, or if fewer than WANTED of those that
survive one edit were found with their text.
"""

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator

from evidence.anchoring import Rarity, describe, resolve
from tests.evidence.edits import ACTS, STAYING, Fate, Trial, edited, verdict

WANTED = 0.97
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
        quote = describe(trial.before, trial.start, trial.end)
        for way, text in (("with its text", trial.before), ("quote alone", None)):
            began = time.perf_counter()
            anchor = resolve(trial.after, quote, text)
            place = None if anchor.start is None or anchor.end is None else (anchor.start, anchor.end)
            answer = verdict(trial, place)
            kinds = [f"all, {way}", *([f"all whose words stood once, {way}"] if quote.rarity is Rarity.UNIQUE else [])]
            for kind in (*kinds, *([name] if text else [])):
                found[kind, trial.fate][answer] += 1
                found[kind, trial.fate]["microseconds"] += round((time.perf_counter() - began) * 1e6)
            if answer == "wrong":
                print(f"WRONG, {way}: {seed} {trial.acts} {trial.fate}: {quote.exact!r}: {anchor}: {trial.expected}")
    return found


def told(counts: Counts) -> None:
    for (name, fate), answers in counts.items():
        total = sum(answers[kind] for kind in ("right", "wrong", "lost"))
        share = f"{100 * answers['right'] / total:5.1f} %"
        figures = " ".join(f"{answers[kind]:6}" for kind in ("right", "wrong", "lost"))
        print(
            f"    {name:44} {fate.value:22} {figures}  {share}  {answers['microseconds'] / total / 1000:.1f} ms each"
        )


def main(arguments: list[str]) -> int:
    times = int(arguments[0]) if arguments else 60
    seeds = arguments[1:] or ["edits"]
    failed = False
    for series, title in ((False, "one edit"), (True, "two to four edits")):
        counts: Counts = defaultdict(Counter)
        for seed in seeds:
            these = count(times, seed, series=series)
            stay = these["all, with its text", Fate.STAYS]
            share = stay["right"] / (stay["right"] + stay["wrong"] + stay["lost"])
            print(f"seed {seed}, {title}: {100 * share:.1f} % of the survivors found", flush=True)
            failed = failed or (not series and share < WANTED)
            for key, answers in these.items():
                counts[key].update(answers)
        print(f"{title}: passages that were right, wrong, lost")
        told(counts)
        failed = failed or any(answers["wrong"] for answers in counts.values())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
