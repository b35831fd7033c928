"""What a rule set lets into the prep room, and what it says of one article. Pure.

Strict where the rules are silent: whatever was made beforehand stays out unless the rules let it in. An article is
barred only by what the rules say; where they are silent and somebody may object, the verdict is "ask".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from practice.legal.labels import faults
from practice.rule_sets.rules import Rules

FIGURES = ("kinds", "typing", "age_days", "prepared", "attached", "url_needed", "one_colour")
_DOUBTFUL = {"digest": "a digest sums up several sources", "brief": "a brief", "speech": "a speech"}


class Standing(StrEnum):
    """Of one reason, and of an article: the gravest of its reasons. `left out` bars what hangs on the article only."""

    ALLOWED = "allowed"
    LEFT_OUT = "left out"
    ASK = "ask"
    BARRED = "barred"


_GRAVITY = list(Standing)


@dataclass(frozen=True)
class Room:
    """What may be in the room. `kinds` None is every kind; an article without a date is not younger than `oldest`."""

    kinds: tuple[str, ...] | None
    oldest: date | None
    url_needed: bool
    prepared: bool
    attached: bool
    typing: bool


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of an article; the numbers are of what the reader of the report may see."""

    kind: str
    has_url: bool
    published_on: date | None
    waiting: bool = False
    corrections: int = 0
    notes: int = 0
    cards: int = 0
    colours: int = 0
    questions: int = 0
    analysis: bool = False
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reason:
    """`figure` is the rule it rests on; "" for what nearly every event asks."""

    figure: str
    standing: Standing
    words: str


@dataclass(frozen=True)
class Verdict:
    reasons: tuple[Reason, ...]

    @property
    def standing(self) -> Standing:
        return max((reason.standing for reason in self.reasons), key=_GRAVITY.index, default=Standing.ALLOWED)

    @property
    def in_room(self) -> bool:
        return self.standing is not Standing.BARRED

    @property
    def words(self) -> str:
        return {
            Standing.ALLOWED: "It may be used.",
            Standing.LEFT_OUT: "It may be used, without what hangs on it.",
            Standing.ASK: "Ask the tournament’s director before you use it.",
            Standing.BARRED: "It may not be used.",
        }[self.standing]


def speaks_of_the_room(rules: Rules) -> bool:
    """Whether there is anything to simulate: the rules say at least one thing about what may be in the room."""
    return any(getattr(rules, figure) is not None for figure in FIGURES)


def room_of(rules: Rules, today: date) -> Room:
    return Room(
        kinds=rules.kinds,
        oldest=today - timedelta(days=rules.age_days - 1) if rules.age_days else None,
        url_needed=rules.url_needed is True,
        prepared=rules.prepared is True,
        attached=rules.attached is True,
        typing=rules.typing is not False,
    )


def in_words(room: Room) -> tuple[str, ...]:
    """What is in the room and what is not, a sentence each."""
    kinds = "Articles of every kind" if room.kinds is None else f"Only articles of these kinds: {_or(room.kinds)}"
    articles = [
        f"not older than {room.oldest:%-d %B %Y}" if room.oldest else "",
        "with a web address" if room.url_needed else "",
    ]
    said = [", ".join([kinds, *filter(None, articles)]) + "."]
    said.append("Nothing that was filed after the draw, or that still waits for a coach’s review.")
    said.append(f"{'Your' if room.prepared else 'No'} notes, cards, analyses and earlier outlines.")
    said.append(f"{'The' if room.attached else 'No'} questions that came with an article.")
    if not room.typing:
        said.append("Nothing may be typed: write your outline on paper.")
    return tuple(said)


def verdict(rules: Rules, facts: Facts, today: date) -> Verdict:
    """Every reason for and against the article. It is in the room exactly where none bars it."""
    room = room_of(rules, today)
    return Verdict(
        (
            _kind(rules, facts),
            _address(rules, facts),
            _age(rules, room, facts),
            *_looked_at(facts),
            *_text(facts),
            *_hanging(rules, facts),
            *_colours(rules, facts),
            *_labels(facts.labels),
        )
    )


def _kind(rules: Rules, facts: Facts) -> Reason:
    what = _DOUBTFUL.get(facts.kind, f"its kind is “{facts.kind}”")
    if rules.kinds is None:
        if facts.kind in _DOUBTFUL:
            return Reason("kinds", Standing.ASK, f"It is not reporting itself ({what}), and these rules do not say.")
        return Reason("kinds", Standing.ALLOWED, f"Kind: {facts.kind}. These rules bar no kind that we know of.")
    if facts.kind in rules.kinds:
        return Reason("kinds", Standing.ALLOWED, f"Kind: {facts.kind}. The rules let it in.")
    return Reason("kinds", Standing.BARRED, f"Kind: {facts.kind} ({what}). The rules let in {_or(rules.kinds)} only.")


def _address(rules: Rules, facts: Facts) -> Reason:
    if facts.has_url:
        return Reason("url_needed", Standing.ALLOWED, "It carries its web address.")
    if rules.url_needed:
        return Reason("url_needed", Standing.BARRED, "No URL: it carries no web address, and the rules ask for one.")
    if rules.url_needed is None:
        return Reason(
            "url_needed", Standing.ASK, "No URL: it carries no web address; these rules do not say if it must."
        )
    return Reason("url_needed", Standing.ALLOWED, "No URL, and the rules need none.")


def _age(rules: Rules, room: Room, facts: Facts) -> Reason:
    if room.oldest is None:
        return Reason("age_days", Standing.ALLOWED, "These rules name no age that is too old.")
    if facts.published_on is None:
        return Reason(
            "age_days", Standing.BARRED, f"No date: the rules ask for one of the last {rules.age_days} days."
        )
    if facts.published_on < room.oldest:
        return Reason(
            "age_days",
            Standing.BARRED,
            f"Of {facts.published_on:%-d %B %Y}: older than the {rules.age_days} days that the rules allow.",
        )
    return Reason("age_days", Standing.ALLOWED, f"It is of the last {rules.age_days} days.")


def _looked_at(facts: Facts) -> Iterable[Reason]:
    if facts.waiting:
        why = "It waits for a coach’s review, and what nobody has looked at may be an outline."
        yield Reason("", Standing.BARRED, why)


def _text(facts: Facts) -> Iterable[Reason]:
    if facts.corrections:
        yield Reason(
            "",
            Standing.ASK,
            f"Its text was corrected here {_times(facts.corrections)}; rules ask for intact, uncut copies.",
        )
    else:
        yield Reason("", Standing.ALLOWED, "Its text stands as it came in.")


def _hanging(rules: Rules, facts: Facts) -> Iterable[Reason]:
    beside = [_number(facts.notes, "note"), _number(facts.cards, "card"), "an analysis" if facts.analysis else ""]
    if any(beside):
        named = " and ".join(filter(None, beside))
        yield _left_out("prepared", rules.prepared, named.capitalize())
    if facts.questions:
        yield _left_out("attached", rules.attached, f"{_number(facts.questions, 'question')} came with it")


def _left_out(figure: str, says: bool | None, what: str) -> Reason:
    if says:
        return Reason(figure, Standing.ALLOWED, f"{what}: the rules let that in.")
    why = "the rules bar that" if says is False else "these rules do not say, so legal mode leaves it out"
    return Reason(figure, Standing.LEFT_OUT, f"{what}: {why}. The text is shown without it.")


def _colours(rules: Rules, facts: Facts) -> Iterable[Reason]:
    if facts.colours > 1:
        why = "the rules allow one" if rules.one_colour else "most rules allow one"
        yield Reason(
            "one_colour",
            Standing.LEFT_OUT,
            f"Marked in {facts.colours} colors; {why}. In legal mode no mark is shown; print the clean copy.",
        )


def _labels(labels: Iterable[str]) -> Iterable[Reason]:
    for label in labels:
        for fault in faults(label):
            yield Reason("", Standing.ASK, f"Label “{label}”: {fault}")


def _or(kinds: Iterable[str]) -> str:
    *first, last = kinds or ("none",)
    return f"{', '.join(first)} or {last}" if first else last


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}" if count else ""


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
