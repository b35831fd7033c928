"""Whether a quotation says its passage word for word. Pure.

Words may be left out where "…", "..." or "[...]" stands in their place, and a speaker's own words may stand in
[brackets]. All else must be as printed; only the look of quotation marks, dashes and spaces does not count.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from lib.text import fold

LONGEST = 80  # code points that one bracket may stand for
MOST_MARKS = 60
_SHOWN = 8  # words of a place that a reason names
_MARK = regex.compile(r"\[(?P<said>[^\[\]]{0,200})\]|\.(?: ?\.){2,}")
_OMITTED = regex.compile(r"[\s.]*\.[\s.]*|.*\bomitted\b.*", regex.IGNORECASE)
# Words that turn a sentence round: to leave one out may turn the quotation round.
_TURNING = frozenset(
    "not no never none nobody nothing neither nor nowhere without cannot hardly barely scarcely unless except only"
    " until however although but if may might could would alleged allegedly reportedly denied denies".split()
)
_TOKEN = regex.compile(r"\p{L}+(?:'\p{L}+)?")
_QUOTES = '“”"„«»'


@dataclass(frozen=True)
class Change:
    """Where a quotation departs from its passage: the words that were typed and those that are printed there.

    `typed` is empty where the quotation ends too early, `printed` where nothing of it stands in the rest.
    """

    typed: str
    printed: str
    too_many: bool = False

    def __str__(self) -> str:
        if self.too_many:
            return f"More than {MOST_MARKS} places are left out or added: make several cards of it."
        if not self.typed:
            return f"The passage goes on: “{self.printed}”. End with … if you leave that out."
        if not self.printed:
            return f"“{self.typed}” does not stand in the rest of the passage. Put words of your own in [brackets]."
        return (
            f"You have “{self.typed}” where the article has “{self.printed}”. "
            "Put … where you leave words out, and words of your own in [brackets]."
        )


@dataclass(frozen=True)
class _Piece:
    """Words between two marks, folded; or a mark, which has no words. `raw` is as typed, `space` stands before it.

    A bracket with words of one's own is glued where a letter touches it.
    """

    raw: str
    space: str
    words: str = ""
    omission: bool = False
    said: str = ""
    glued_before: bool = False
    glued_after: bool = False


# Where a piece can end in the folded passage -> where it begins then, and where the piece before it ended.
_Ends = dict[int, tuple[int, int]]


def quote(passage: str, typed: str) -> str | Change:
    """The quotation in the article's own letters, its marks as typed; or where it departs from the passage first."""
    passage, typed = passage.strip(), typed.strip()
    if len(typed) > 2 and typed[0] in _QUOTES and typed[-1] in _QUOTES and passage[:1] not in _QUOTES:
        typed = typed[1:-1].strip()
    if not is_shortened(passage, typed):
        return passage
    text, pieces = fold(passage).text, _pieces(typed)
    if sum(not piece.words for piece in pieces) > MOST_MARKS:
        return Change("", "", too_many=True)
    reached: list[_Ends] = [{0: (0, 0)}]
    loose = False
    for number, piece in enumerate(pieces):
        cuts = number + 1 < len(pieces) and pieces[number + 1].glued_before
        ends = _ends(text, reached[-1], piece, loose=loose, cuts=cuts)
        if not ends:
            return _departure(text, reached[-1], piece, loose=loose)
        reached.append(ends)
        loose = piece.omission or (loose and not piece.words and not piece.glued_after)
    if not loose and len(text) not in reached[-1]:
        return Change("", _shown(text[max(reached[-1]) :]))
    return _as_printed(passage, pieces, reached)


def is_shortened(passage: str, quotation: str) -> bool:
    """Whether it differs from the passage in more than looks."""
    return fold(passage.strip()).text != fold(quotation.strip()).text


def turning_words_left_out(passage: str, quotation: str) -> tuple[str, ...]:
    """Words such as "not" and "unless" that stand in the passage more often than in the quotation, in its order."""
    kept = Counter(_turning(quotation))
    found: dict[str, None] = {}
    for word in _turning(passage):
        kept[word] -= 1
        if kept[word] < 0:
            found[word] = None
    return tuple(found)


def _turning(text: str) -> list[str]:
    tokens = [match[0].casefold() for match in _TOKEN.finditer(fold(text).text) if match[0] != "May"]
    return [token for token in tokens if token in _TURNING or token.endswith("n't")]


def _pieces(typed: str) -> list[_Piece]:
    folded = fold(typed)
    text = folded.text
    pieces: list[_Piece] = []
    done = 0

    def add(low: int, high: int, **more: object) -> None:
        nonlocal done
        start, end = folded.source_span(low, high)
        pieces.append(_Piece(typed[start:end], typed[done:start], **more))  # type: ignore[arg-type]
        done = end

    def add_words(low: int, high: int) -> None:
        words = text[low:high].strip()
        if words:
            first = text.index(words, low)
            add(first, first + len(words), words=words)

    at = 0
    for match in _MARK.finditer(text):
        add_words(at, match.start())
        said = match["said"]
        own = said is not None and not _OMITTED.fullmatch(said)
        add(
            *match.span(),
            omission=not own,
            said=said or "",
            glued_before=own and text[max(0, match.start() - 1) : match.start()].isalnum(),
            glued_after=own and text[match.end() : match.end() + 1].isalnum(),
        )
        at = match.end()
    add_words(at, len(text))
    return pieces


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _ends(text: str, befores: Iterable[int], piece: _Piece, *, loose: bool, cuts: bool) -> _Ends:
    """Where the piece can end, behind any of the places where the one before it ended.

    `loose`: words were left out before it. `cuts`: a bracket goes on with its last word.
    """
    if piece.omission or (loose and not piece.words and not piece.glued_after):
        first = min(befores)
        return {first: (first, first)}
    if not piece.words:
        return _bracket(text, befores, piece, loose=loose)
    found: _Ends = {}
    if loose:
        before = min(befores)
        at = text.find(piece.words, before)
        while at >= 0:
            if not _inside_word(text, at):
                found[at + len(piece.words)] = at, before
            at = text.find(piece.words, at + 1)
    else:
        for before in befores:
            for at in _starts(text, before):
                if text.startswith(piece.words, at):
                    found[at + len(piece.words)] = at, before
    return found if cuts else {end: how for end, how in found.items() if not _inside_word(text, end)}


def _starts(text: str, at: int) -> tuple[int, ...]:
    """Here, or behind the space that is here."""
    return (at, at + 1) if text[at : at + 1] == " " else (at,)


def _bracket(text: str, befores: Iterable[int], piece: _Piece, *, loose: bool) -> _Ends:
    """Words of one's own stand for up to LONGEST code points. At a word's head only for the same letters in another
    case: "[T]he" is "the", but "[r]elevant" is never "irrelevant"."""
    found: _Ends = {}
    for before in [min(befores)] if loose else befores:
        if piece.glued_after:
            for at in range(before, len(text)) if loose else _starts(text, before):
                end = at + len(piece.said)
                if text[at:end].casefold() == piece.said.casefold() and not _inside_word(text, at):
                    found.setdefault(end, (at, before))
        else:
            for end in range(before, min(len(text), before + LONGEST) + 1):
                if not _inside_word(text, end):
                    found.setdefault(end, (before, before))
    return found


def _departure(text: str, befores: Iterable[int], piece: _Piece, *, loose: bool) -> Change:
    """The first words that differ, and the passage there."""
    first = min(befores)
    if not piece.words:
        return Change(piece.raw, _shown(text[first:]))
    if loose:
        tried = piece.words.split(" ")
        for count in range(len(tried) - 1, 0, -1):
            start, rest = " ".join(tried[:count]) + " ", " ".join(tried[count:])
            behind = [m.end() for m in regex.finditer(rf"\b{regex.escape(start)}", text, pos=first, overlapped=True)]
            if behind:
                likeliest = max(behind, key=lambda at: _common(text[at:], rest))
                return Change(_shown(rest), _shown(text[likeliest:]))
        return Change(_shown(piece.words), "")
    tries = {at: _common(text[at:], piece.words) for before in befores for at in _starts(text, before)}
    best = max(tries, key=lambda at: (tries[at], -at))
    word = piece.words.rfind(" ", 0, tries[best]) + 1
    return Change(_shown(piece.words[word:]), _shown(text[best + word :]))


def _common(one: str, other: str) -> int:
    """How many code points both begin with."""
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same


def _shown(text: str) -> str:
    words = text.split()
    return " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")


def _as_printed(passage: str, pieces: list[_Piece], reached: list[_Ends]) -> str:
    """The pieces, from the last to the first: words as the passage has them, spaced as they were typed."""
    folded = fold(passage)
    end = len(folded.text) if len(folded.text) in reached[-1] else min(reached[-1])
    said: list[str] = []
    for piece, ends in zip(reversed(pieces), reversed(reached), strict=False):
        start, before = ends[end]
        said += [passage[slice(*folded.source_span(start, end))] if piece.words else piece.raw, piece.space]
        end = before
    return "".join(reversed(said)).strip()
