"""Seeded articles and what becomes of a passage when editors have been at them: one act, or several.

Each code point knows whether it belongs to the passage, through every act, so the true place is never guessed.
`edited(rng, acts)` gives a Trial; its `fate` says what is right: the passage STAYS at `expected`; it is GONE, so that
any place is a wrong one; or it stands beside its own copy (TWINNED): `expected` or nothing, but not the copy.
"""

import random
from dataclasses import dataclass, replace

from lib.text import fold, sentences, trim
from tests.evidence.acts import ACTS, COPIED, ENDING, STAYING
from tests.evidence.pages import Fate, Page, article, passage

__all__ = ["ACTS", "ENDING", "STAYING", "Fate", "Trial", "edited", "verdict"]


@dataclass(frozen=True, slots=True)
class Trial:
    """[start, end) of `before` is quoted; `expected` is where it stands in `after`, None where it is gone."""

    acts: tuple[str, ...]
    fate: Fate
    before: str
    start: int
    end: int
    after: str
    expected: tuple[int, int] | None
    reworded: bool  # the words themselves were touched, not only what stands around them


def edited(rng: random.Random, acts: tuple[str, ...]) -> Trial:
    """An article, a passage in it and the named acts, in order. Copies of the passage may have been there before."""
    before = article(rng)
    start, end = passage(rng, before)
    if COPIED & {*acts} or rng.random() < 0.15:  # the same words stand in a second place from the beginning
        spots = [low for low, high in sentences(before) if high <= start - 60 or low >= end + 60]
        if spots:
            at = rng.choice(spots)
            copy = before[start:end] + ". "
            before = before[:at] + copy + before[at:]
            start, end = (start + len(copy), end + len(copy)) if at <= start else (start, end)
    page = Page(
        before, [start <= at < end for at in range(len(before))], start, quoted=before[start:end], before=before
    )
    done = []
    for name in acts:
        if page.fate is Fate.GONE:
            break
        kept = replace(page, own=list(page.own))
        ACTS[name](rng, page)
        if page.fate is not Fate.GONE and page.own.count(True) != page.span[1] - page.span[0]:
            page = kept  # something came to stand in the middle of it: not one place any more
            continue
        done.append(name)
    gone = page.fate is Fate.GONE
    expected = None if gone else trim(page.text, *page.span)
    return Trial(tuple(done), page.fate, before, start, end, page.text, expected, page.reworded)


def verdict(trial: Trial, found: tuple[int, int] | None) -> str:
    """right, wrong (another place than the true one, or any place of what is gone) or lost.

    Words that were not touched have to be found to the letter, white space at the ends apart; edited ones by 85 %.
    """
    if found is None:
        return "right" if trial.fate is Fate.GONE else "lost"
    if trial.expected is None:
        return "wrong"
    (low, high), (first, last) = trim(trial.after, *found), trial.expected
    if (low, high) != (first, last) and _indistinguishable(trial, low, high):
        return "lost"
    if not trial.reworded:
        return "right" if (low, high) == (first, last) else "wrong"
    shared = min(high, last) - max(low, first)
    return "right" if shared >= 0.85 * (max(high, last) - min(low, first)) else "wrong"


def _indistinguishable(trial: Trial, low: int, high: int) -> bool:
    """Whether a copy stands in the passage's own surroundings to the letter: nobody could tell them apart."""
    start, end = trim(trial.before, trial.start, trial.end)
    before, after = trial.before[max(0, start - 40) : end + 40], trial.after[max(0, low - 40) : high + 40]
    return "".join(fold(before).text.split())[8:-8] in "".join(fold(after).text.split())
