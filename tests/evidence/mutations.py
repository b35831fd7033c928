"""Seeded articles and the ways in which an edit treats a passage in them.

`trials(seed, count)` yields Trial(kind, before, start, end, after, expected): expected is the true span in
`after` (code points), or None when the passage is gone and any place shown would be a wrong one.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_NAMES = "Mara Ivo Tessaly Oren Castellane Brightwater Quillan Dorsey Veld Harrow Lindqvist Okoro".split()
_PLACES = "Norland Eastmark Pellam Cordova Straitwell Highmoor Vantage Lakeside".split()
_NOUNS = (
    "harvest tariff harbour railway ministry subsidy court treaty budget dam union school currency pipeline"
    " border ferry election ballot drought hospital"
).split()
_VERBS = "delayed funded surveyed debated praised audited reopened leased measured described".split()
_PLAIN = (
    "careful local regional quiet costly public modern narrow patient steady open ordinary distant crowded"
    " seasonal familiar broad formal temporary civic"
).split()
_TAILS = (
    "according to figures released on a weekday",
    "while neighbours watched from across the water",
    "as observers in the capital had long expected",
    "in what officials called a difficult season",
    "although the auditors asked for another look",
    "because the older contracts were running out",
    "with help from a handful of foreign lenders",
)


@dataclass(frozen=True, slots=True)
class Trial:
    kind: str
    before: str
    start: int
    end: int
    after: str
    expected: tuple[int, int] | None


# before, start, end, after, expected
Edited = tuple[str, int, int, str, tuple[int, int] | None]
Edit = Callable[[random.Random, str, int, int], Edited]


def sentence(rng: random.Random) -> str:
    noun, other = rng.sample(_NOUNS, 2)
    adjective, tail = rng.choice(_PLAIN), rng.choice(_TAILS)
    name, place, verb = rng.choice(_NAMES), rng.choice(_PLACES), rng.choice(_VERBS)
    number = rng.randint(2, 990)
    return rng.choice(
        (
            f"The {adjective} {noun} in {place} was {verb} for {number} days, {tail}.",
            f"{name} told reporters that the {noun} and the {other} were {verb} by the {adjective} board.",
            f"“The {noun} is {adjective},” said {name} of {place}, {tail}.",
            f"Nearly {number} percent of the {adjective} {noun} went to {place}, {tail}.",
            f"Officials {verb} the {adjective} {noun} — and the {other} — {tail}.",
            f"In {place}, {name}’s office {verb} a {adjective} {other}, {tail}.",
        )
    )


def article(rng: random.Random, count: int = 40) -> str:
    parts = [sentence(rng) for _ in range(count)]
    return "".join(part + rng.choice((" ", " ", " ", "\n\n")) for part in parts).strip()


def _sentence_spans(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for piece in text.replace("\n\n", " \x00").split(". "):
        size = len(piece) + 1
        lead = 1 if piece.startswith("\x00") else 0
        spans.append((at + lead, min(at + size, len(text))))
        at += size + 1
    return spans


def passage(rng: random.Random, text: str) -> tuple[int, int]:
    """A sentence, two of them, or at least five words of one."""
    spans = [span for span in _sentence_spans(text) if span[1] - span[0] > 40]
    index = rng.randrange(1, len(spans) - 2)
    start, end = spans[index]
    shape = rng.randrange(4)
    if shape == 0:
        return start, end
    if shape == 1:
        return start, spans[index + 1][1]
    cuts = [at for at in range(start, end) if text[at] == " " and text[at - 1].isalnum() and text[at + 1].isalnum()]
    first = rng.randrange(0, len(cuts) - 5)
    return cuts[first] + 1, cuts[min(first + rng.randint(5, 9), len(cuts) - 1)]


def _insert_above(rng: random.Random, text: str, start: int, end: int) -> Edited:
    spot = rng.choice([s for s, _ in _sentence_spans(text) if s <= start])
    new = " ".join(sentence(rng) for _ in range(rng.randint(1, 4))) + " "
    return text, start, end, text[:spot] + new + text[spot:], (start + len(new), end + len(new))


def _delete_above(rng: random.Random, text: str, start: int, end: int) -> Edited:
    spans = [span for span in _sentence_spans(text) if span[1] < start - 1]
    low, high = rng.choice(spans) if spans else (0, 0)
    high += 1 if high else 0
    return text, start, end, text[:low] + text[high:], (start - high + low, end - high + low)


def _typography(rng: random.Random, text: str, start: int, end: int) -> Edited:
    table = {"“": '"', "”": '"', "’": "'", "—": "–", "\n": " "}
    spaced = {" ": "\u00a0"} if rng.random() < 0.5 else {}
    swap = str.maketrans(table | spaced)
    return text, start, end, text.translate(swap), (start, end)


def _hyphens(rng: random.Random, text: str, start: int, end: int) -> Edited:
    """Soft hyphens strewn in long words: they take a place but say nothing."""
    after, low, high = "", 0, 0
    for at, char in enumerate(text):
        if at == start:
            low = len(after)
        after += char
        if at == end - 1:
            high = len(after)
        if char.isalpha() and rng.random() < 0.05 and text[at + 1 : at + 2].isalpha():
            after += "\u00ad"
    return text, start, end, after, (low, high)


def _rewrite_side(rng: random.Random, text: str, start: int, end: int) -> Edited:
    new = sentence(rng)[:50] + " "
    if rng.random() < 0.5:
        low = max(0, start - 50)
        return text, start, end, text[:low] + new + text[start:], (low + len(new), low + len(new) + end - start)
    return text, start, end, text[:end] + " " + new + text[end + 50 :], (start, end)


def _rewrite_both(rng: random.Random, text: str, start: int, end: int) -> Edited:
    left, right = sentence(rng)[:50] + " ", " " + sentence(rng)[:50]
    low = max(0, start - 50)
    after = text[:low] + left + text[start:end] + right + text[end + 50 :]
    return text, start, end, after, (low + len(left), low + len(left) + end - start)


def _plain_words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the words in the passage that carry no claim."""
    found = []
    for word in _PLAIN + _NOUNS:
        at = text.find(f" {word} ", start, end)
        if at >= 0:
            found.append((at + 1, at + 1 + len(word)))
    return found


def _typo(rng: random.Random, text: str, start: int, end: int) -> Edited:
    words = [span for span in _plain_words(text, start, end) if span[1] - span[0] > 4]
    if not words:
        return _insert_above(rng, text, start, end)
    low, high = rng.choice(words)
    at = rng.randrange(low + 1, high - 1)
    after = text[:at] + rng.choice("aeiou") + text[at:]
    return text, start, end, after, (start, end + 1)


def _replace_word(rng: random.Random, text: str, start: int, end: int) -> Edited:
    words = _plain_words(text, start, end)
    if not words or end - start < 45:
        return _typo(rng, text, start, end)
    low, high = rng.choice(words)
    new = rng.choice(_PLAIN)
    return text, start, end, text[:low] + new + text[high:], (start, end + len(new) - high + low)


def _insert_word(rng: random.Random, text: str, start: int, end: int) -> Edited:
    words = _plain_words(text, start, end)
    if not words:
        return _insert_above(rng, text, start, end)
    low, _ = rng.choice(words)
    new = rng.choice(("rather ", "fairly ", "so-called ", "already "))
    return text, start, end, text[:low] + new + text[low:], (start, end + len(new))


def _edit_and_shift(rng: random.Random, text: str, start: int, end: int) -> Edited:
    text, start, end, after, where = _insert_word(rng, text, start, end)
    new = sentence(rng) + "\n\n"
    return text, start, end, new + after, (where[0] + len(new), where[1] + len(new))


def _move_paragraph(rng: random.Random, text: str, start: int, end: int) -> Edited:
    before = text.rfind("\n\n", 0, start)
    after = text.find("\n\n", end)
    low, high = (before + 2 if before >= 0 else 0), (after if after >= 0 else len(text))
    paragraph, rest = text[low:high], (text[:low] + text[high + 2 :]).strip()
    new = rest + "\n\n" + paragraph
    shift = len(rest) + 2 - low
    return text, start, end, new, (start + shift, end + shift)


def _delete_passage(rng: random.Random, text: str, start: int, end: int) -> Edited:
    return text, start, end, text[:start] + text[end:], None


def _delete_sentences(rng: random.Random, text: str, start: int, end: int) -> Edited:
    spans = [span for span in _sentence_spans(text) if span[0] < end and span[1] > start]
    return text, start, end, text[: spans[0][0]] + text[spans[-1][1] :].lstrip(), None


def _delete_duplicate(rng: random.Random, text: str, start: int, end: int) -> Edited:
    """The passage stood twice; the annotated one goes, the other stays."""
    spots = [s for s, _ in _sentence_spans(text) if s > end + 150 or s < start - 150]
    spot = rng.choice(spots)
    copy = text[start:end] + ". "
    before = text[:spot] + copy + text[spot:]
    shift = len(copy) if spot <= start else 0
    start, end = start + shift, end + shift
    return before, start, end, before[:start] + before[end:], None


def look_alike(rng: random.Random, text: str, start: int, end: int) -> str:
    """Another claim in nearly the same words, as an editor's next number or name would be."""
    words = text[start:end].split(" ")
    for at, word in enumerate(words):
        if word in _PLACES or word.rstrip(",") in _PLACES:
            words[at] = rng.choice([p for p in _PLACES if p not in word]) + ("," if word.endswith(",") else "")
        elif word.isdigit():
            words[at] = str(int(word) + rng.randint(1, 50))
        elif word in _NAMES:
            words[at] = rng.choice([n for n in _NAMES if n != word])
    new = " ".join(words)
    if new == text[start:end]:
        words.insert(2, "not")
        new = " ".join(words)
    return new


def _look_alike_elsewhere(rng: random.Random, text: str, start: int, end: int) -> Edited:
    new = look_alike(rng, text, start, end)
    rest = text[:start] + text[end:]
    spots = [s for s, _ in _sentence_spans(rest) if abs(s - start) > 80]
    spot = rng.choice(spots)
    return text, start, end, rest[:spot] + new + ". " + rest[spot:], None


def _look_alike_in_place(rng: random.Random, text: str, start: int, end: int) -> Edited:
    return text, start, end, text[:start] + look_alike(rng, text, start, end) + text[end:], None


def _look_alike_next_door(rng: random.Random, text: str, start: int, end: int) -> Edited:
    """The look-alike stood behind the passage all along; the passage goes and it moves up."""
    new = look_alike(rng, text, start, end)
    before = text[:end] + " " + new + text[end:]
    return before, start, end, before[:start] + before[end + 1 :], None


def _worded_look_alike(rng: random.Random, text: str, start: int, end: int) -> Edited:
    """No figure or name differs, only plain words, and it stands in another place."""
    new = text[start:end]
    for low, high in _plain_words(text, start, end)[:2]:
        new = new.replace(text[low:high], rng.choice(_PLAIN))
    rest = text[:start] + text[end:]
    spot = rng.choice([s for s, _ in _sentence_spans(rest) if abs(s - start) > 80])
    if new == text[start:end]:
        return _delete_passage(rng, text, start, end)
    return text, start, end, rest[:spot] + new + ". " + rest[spot:], None


def _short_word(rng: random.Random, text: str, start: int, end: int) -> Edited:
    """A single name is corrected; the same name stands elsewhere."""
    name, other = rng.sample(_NAMES, 2)
    low, _ = passage(rng, text)
    spot = text.find(" ", low) + 1
    before = text[:spot] + name + " " + text[spot:]
    far = 0 if spot > len(text) // 2 else len(before)
    extra = f" {name} spoke to the {rng.choice(_NOUNS)} board. "
    before = before[:far] + extra + before[far:]
    at = spot + (len(extra) if far == 0 else 0)
    return before, at, at + len(name), before[:at] + other + before[at + len(name) :], None


SURVIVES: dict[str, Edit] = {
    "inserted above": _insert_above,
    "deleted above": _delete_above,
    "typography": _typography,
    "soft hyphens": _hyphens,
    "one side rewritten": _rewrite_side,
    "both sides rewritten": _rewrite_both,
    "typo inside": _typo,
    "word replaced inside": _replace_word,
    "word inserted inside": _insert_word,
    "word inserted and text above": _edit_and_shift,
    "paragraph moved": _move_paragraph,
}
VANISHES: dict[str, Edit] = {
    "passage deleted": _delete_passage,
    "sentences deleted": _delete_sentences,
    "one of two copies deleted": _delete_duplicate,
    "look-alike elsewhere": _look_alike_elsewhere,
    "look-alike in place": _look_alike_in_place,
    "look-alike next door": _look_alike_next_door,
    "look-alike in other words": _worded_look_alike,
    "short name corrected": _short_word,
}


def trials(seed: int, count: int) -> Iterator[Trial]:
    """`count` trials of every kind, the same for the same seed."""
    for kind, edit in (SURVIVES | VANISHES).items():
        for number in range(count):
            rng = random.Random(f"{seed} {kind} {number}")
            text = article(rng)
            yield Trial(kind, *edit(rng, text, *passage(rng, text)))
