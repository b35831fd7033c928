"""How hard a question is, as lists say it: easy, medium, hard. Pure. Nobody guesses it from the wording."""

import re
from enum import StrEnum


class Level(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


LABELS: dict[Level, str] = {Level.EASY: "Easy", Level.MEDIUM: "Medium", Level.HARD: "Hard"}
HARDER = "harder"
ASKED: dict[str, tuple[Level, ...]] = {
    **{level.value: (level,) for level in Level},
    HARDER: (Level.MEDIUM, Level.HARD),
}  # what a draw may be asked for
_SAID = {
    Level.EASY: "easy easier simple beginner novice",
    Level.MEDIUM: "medium moderate intermediate average",
    Level.HARD: "hard harder difficult advanced challenging tough",
}
_LEVELS = {word: level for level, words in _SAID.items() for word in words.split()}
_WORD = "|".join(_LEVELS)
_WHOLE = re.compile(
    rf"[\W_]*(?P<word>{_WORD})(?:\s+(?:questions?|topics?|prompts?|ones?|level))?[\W_]*$", re.IGNORECASE
)
_BEFORE = re.compile(
    rf"\s*(?:[(\[](?P<marked>{_WORD})[)\]]\s*[:–—-]?|(?P<bare>{_WORD})\s*[:–—])\s*(?=\S)", re.IGNORECASE
)
_BEHIND = re.compile(rf"\s*[(\[]\s*(?P<word>{_WORD})\s*[)\]]\s*\.?$", re.IGNORECASE)


def level_of(said: str) -> Level | None:
    """Of a cell or a heading that says nothing else: "Hard", "Easy questions:"."""
    found = _WHOLE.match(said)
    return _LEVELS[found["word"].casefold()] if found else None


def taken_off(text: str) -> tuple[str, Level | None]:
    """A question without its mark, and what that says: "[Hard] Will …?", "Hard: Will …?", "Will …? (hard)"."""
    if behind := _BEHIND.search(text):
        return text[: behind.start()], _LEVELS[behind["word"].casefold()]
    if before := _BEFORE.match(text):
        return text[before.end() :], _LEVELS[(before["marked"] or before["bare"]).casefold()]
    return text, None
