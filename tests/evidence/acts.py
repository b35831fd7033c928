"""What editors do to an article, as functions of a Page: acts that leave a passage, double it, or end it."""

import itertools
import random
import unicodedata

import regex

from lib.text import fold
from tests.evidence import claims
from tests.evidence.pages import FILLERS, NAMES, OPPOSITE, PLACES, UNITS, Fate, Page, written


def bare(text: str) -> str:
    """Its folded characters without white space: what a reader takes for the same words."""
    return "".join(fold(text).text.split())


# what leaves the passage alone


def _new(rng: random.Random, page: Page) -> str:
    """A sentence that says something new: it brings neither the passage nor another sentence back."""
    for _ in range(50):
        made = written(rng)
        if made not in page.text and not any(bare(words) in bare(made) for words in (page.words, page.quoted)):
            return made + " "
    return ""


def _sentence_put_in(rng: random.Random, page: Page) -> None:
    spots = [low for low, _ in page.units() if not page.own[low] or low == page.holding()[0]]
    if spots:
        page.splice(at := rng.choice(spots), at, _new(rng, page))


def _sentence_taken_out(rng: random.Random, page: Page) -> None:
    if apart := page.apart():
        page.splice(*rng.choice(apart), "")


def _sentence_moved(rng: random.Random, page: Page) -> None:
    apart = page.apart()
    if len(apart) > 1:
        (low, high), (to, _) = rng.sample(apart, 2)
        page.move(low, high, to)


def _paragraphs_reordered(rng: random.Random, page: Page) -> None:
    page.splice(len(page.text), len(page.text), "\n\n")
    units = page.units(paragraphs=True)
    low, high = rng.choice(units)
    to = rng.choice([unit[0] for unit in units if not low < unit[0] < high])
    page.move(low, high, to)


def _own_sentence_moved(rng: random.Random, page: Page) -> None:
    low, high = page.holding()
    if apart := page.apart():
        page.move(low, high, rng.choice(apart)[0])


def _own_paragraph_moved(rng: random.Random, page: Page) -> None:
    page.splice(len(page.text), len(page.text), "\n\n")
    low, high = page.holding(paragraphs=True)
    if apart := page.apart(paragraphs=True):
        page.move(low, high, rng.choice(apart)[0])


def _wrapped_anew(rng: random.Random, page: Page) -> None:
    kind = rng.randrange(4)
    if kind == 0:  # as the canonical text of blocks: nothing between them
        page.rewrite(r"\n\n", lambda _: "")
    elif kind == 1:
        page.rewrite(r" ", lambda _: rng.choice((" ", " ", "\n", "  ", "\u00a0")))
    elif kind == 2:
        page.rewrite(r"\s+", lambda _: " ")
    else:
        page.rewrite(r"\n\n", lambda _: "\n \n\t")


def _typeset_anew(rng: random.Random, page: Page) -> None:
    curly = {"“": '"', "”": '"', "’": "'", "—": "–", "…": "..."}
    if rng.random() < 0.5:
        page.rewrite("[“”’—…]", lambda match: curly[match[0]])
    else:
        page.rewrite("[’]", lambda _: rng.choice("'ʼ`′"))
        page.rewrite("[—–-]", lambda _: rng.choice("-‐–—−"))


def _formed_anew(rng: random.Random, page: Page) -> None:
    form = rng.choice(("NFC", "NFD"))
    page.rewrite(r"\p{L}\p{M}+|[^\x00-\x7f]", lambda match: unicodedata.normalize(form, match[0]))


def _invisibles(rng: random.Random, page: Page) -> None:
    page.rewrite(
        r"(?<=\p{Ll}\p{Ll})(?=\p{Ll}\p{Ll})",
        lambda _: rng.choice("\u00ad\u200b\u2060\ufeff") if rng.random() < 0.08 else "",
    )


def _mended_apart(rng: random.Random, page: Page) -> None:
    """Figures, names and spelling are corrected, but not in the passage."""
    for pattern, new in ((r"\b\d+\b", str(rng.randint(1000, 9999))), (r"\b\p{Ll}{6,}\b", rng.choice(FILLERS))):
        spots = [m.span() for m in regex.finditer(pattern, page.text) if not any(page.own[slice(*m.span())])]
        if spots:
            page.splice(*rng.choice(spots), new)


def _neighbour_rewritten(rng: random.Random, page: Page) -> None:
    """The sentence before or behind becomes another."""
    low, high = page.holding()
    near = [unit for unit in page.apart() if unit[1] == low or unit[0] == high]
    if near:
        page.splice(*rng.choice(near), _new(rng, page))


def _another_paragraph_twice(rng: random.Random, page: Page) -> None:
    if apart := page.apart(paragraphs=True):
        low, high = rng.choice(apart)
        page.splice(low, low, page.text[low:high].rstrip() + "\n\n")


def _look_alike_added(rng: random.Random, page: Page) -> None:
    """Another claim in nearly the same words comes to stand elsewhere; the passage stays."""
    start, end = page.span
    new = _alike(rng, page.text, start, end)
    if apart := page.apart():
        page.splice(at := rng.choice(apart)[0], at, new + ". ")


def _paragraphs_joined(rng: random.Random, page: Page) -> None:
    spots = [match.span() for match in regex.finditer(r"\n\n", page.text)]
    for low, high in sorted(rng.sample(spots, min(3, len(spots))), reverse=True):
        page.splice(low, high, rng.choice((" ", "", "\n")))


def _paragraphs_split(rng: random.Random, page: Page) -> None:
    spots = [low for low, _ in page.units()[1:]]
    for at in sorted(rng.sample(spots, min(4, len(spots))), reverse=True):
        page.splice(at, at, "\n\n")


def _made_a_list(rng: random.Random, page: Page) -> None:
    """Every paragraph gets a number or a bullet, but none that would come to stand in the passage."""
    starts = [low for low, _ in page.units(paragraphs=True)]
    sign = rng.choice(("{}. ", "• ", "{}) ", "– "))
    for number in range(len(starts), 0, -1):
        at = starts[number - 1]
        if at == 0 or not (page.own[at - 1] and page.own[at]):
            page.splice(at, at, sign.format(number))


def _heading_put_in(rng: random.Random, page: Page) -> None:
    low, _ = rng.choice(page.units(paragraphs=True))
    page.splice(low, low, f"What {rng.choice(NAMES)} found\n\n")


def _neighbours_exchanged(rng: random.Random, page: Page) -> None:
    """Two sentences in a row change places, neither of them of the passage."""
    pairs = [(one, two) for one, two in itertools.pairwise(page.apart()) if one[1] == two[0]]
    if pairs:
        (low, high), (_, end) = rng.choice(pairs)
        page.move(low, high, end)


def _punctuation_translated(rng: random.Random, page: Page) -> None:
    table = {",": "，", "!": "！", "?": "？", ";": "；", "%": "％", "(": "（", ")": "）"}
    page.rewrite("[,!?;%()]", lambda match: table[match[0]])


# what touches its words


def _plain(page: Page, least: int = 5) -> list[tuple[int, int]]:
    """Words of the passage, small and long, that carry no claim; not where they are all there is."""
    start, end = page.span
    if len("".join(page.words.split())) < 30:
        return []
    found = [m.span() for m in regex.finditer(rf"(?<![\p{{L}}’'-])[a-z]{{{least},}}(?![\p{{L}}’'-])", page.text)]
    saying = {*OPPOSITE, *UNITS, "supports", "about", "above", "after", "until", "while", "without", "across"}
    return [(low, high) for low, high in found if start <= low and high <= end and page.text[low:high] not in saying]


def _typo(rng: random.Random, page: Page) -> None:
    if words := _plain(page):
        low, high = rng.choice(words)
        at = rng.randrange(low + 1, high - 2)
        new = rng.choice((page.text[at + 1] + page.text[at], page.text[at] * 2 + page.text[at + 1], page.text[at + 1]))
        page.splice(at, at + 2, new)
        page.reworded = True


def _word_put_in(rng: random.Random, page: Page) -> None:
    words = [low for low, _ in _plain(page) if page.own[low - 1]]
    if words:
        page.splice(at := rng.choice(words), at, rng.choice(FILLERS) + " ")
        page.reworded = True


def _word_replaced(rng: random.Random, page: Page) -> None:
    if (words := _plain(page)) and len(page.words) >= 45:
        page.splice(*rng.choice(words), rng.choice("public,ordinary,seasonal,familiar,regional".split(",")))
        page.reworded = True


# what takes it away


def _deleted(rng: random.Random, page: Page) -> None:
    page.delete()


def _sentence_deleted(rng: random.Random, page: Page) -> None:
    page.splice(*page.holding(), "")
    page.fate = Fate.GONE


def _paragraph_deleted(rng: random.Random, page: Page) -> None:
    page.splice(*page.holding(paragraphs=True), "")
    page.fate = Fate.GONE


def _alike(rng: random.Random, text: str, start: int, end: int) -> str:
    """The same words with other figures and names, else with another word in the middle."""
    new = text[start:end]
    for pattern, pool in (
        (r"\d+", [str(n) for n in range(1001, 1999)]),
        ("|".join(NAMES), NAMES),
        ("|".join(PLACES), PLACES),
    ):
        new = regex.sub(rf"\b(?:{pattern})\b", lambda m, pool=pool: rng.choice([p for p in pool if p != m[0]]), new)
    words = new.split(" ")
    if new == text[start:end]:
        words[len(words) // 2] = rng.choice(("nobody", "refused", "Quorn"))
    return " ".join(words)


def _look_alike(rng: random.Random, page: Page) -> None:
    start, end = page.span
    page.splice(start, end, _alike(rng, page.text, start, end))
    page.fate = Fate.GONE


def _look_alike_elsewhere(rng: random.Random, page: Page) -> None:
    start, end = page.span
    new, apart = _alike(rng, page.text, start, end), page.apart()
    if apart:
        page.splice(at := rng.choice(apart)[0], at, new + ". ")
    _deleted(rng, page)


def _reworded_elsewhere(rng: random.Random, page: Page) -> None:
    """It goes, and much the same comes to stand elsewhere with other plain words: no gate sees a difference."""
    new = page.words
    for low, high in rng.sample(plain := _plain(page), min(2, len(plain))):
        new = new.replace(page.text[low:high], rng.choice(("ordinary", "seasonal", "familiar", "public")))
    start, end = page.span
    apart = [unit for unit in page.apart() if unit[1] < start - 150 or unit[0] > end + 150]
    apart = [unit for unit in apart if not _takes_its_place(page, unit[0], start, end)]
    if apart and new != page.words:
        page.splice(at := rng.choice(apart)[0], at, new + ". ")
    _deleted(rng, page)


def _replaced(rng: random.Random, page: Page) -> None:
    page.splice(*page.holding(), _new(rng, page) + _new(rng, page))
    page.fate = Fate.GONE


def _one_copy_deleted(rng: random.Random, page: Page) -> None:
    """Its sentences stood twice, which edited() has seen to; they go, what they stood between stays."""
    _sentence_deleted(rng, page)


def _copy_moves_up(rng: random.Random, page: Page) -> None:
    """It goes with all that stands behind it as far as its next copy, which comes to stand in its place."""
    start, end = page.span
    copy = page.text.find(page.words, end)
    rests = [bare(regex.split("[.!?。！？]", page.text[at - 1 :])[0]) for at in (end, copy + end - start)]
    if copy < 0 or rests[0] == rests[1]:  # its sentence would stay whole, as if the copy's end had gone
        _deleted(rng, page)
        return
    page.splice(start, copy, "")
    page.fate = Fate.GONE


def _next_door_look_alike(rng: random.Random, page: Page) -> None:
    """A look-alike comes to stand beside it, and then it goes."""
    start, end = page.span
    new = _alike(rng, page.text, start, end)
    page.splice(start, end, new)
    page.fate = Fate.GONE
    if rng.random() < 0.5:
        page.splice(start, start, _new(rng, page))


# what was there twice


def _takes_its_place(page: Page, at: int, low: int, high: int) -> bool:
    """Whether a copy of [low, high) at `at` would stand where the passage stood at first, and the passage does not."""
    start, end = page.span
    first, last = page.before[: page.first], page.before[page.first + len(page.quoted) :]
    copied = page.text[:at] + page.text[low:start], page.text[end:high] + page.text[at:]
    own = page.text[:start], page.text[end:]
    left = [bare(text[-60:])[-24:] for text in (first, copied[0], own[0])]
    right = [bare(text[:60])[:24] for text in (last, copied[1], own[1])]
    return any(was == copy != now for was, copy, now in (left, right))


def _twice(rng: random.Random, page: Page, *, paragraphs: bool) -> None:
    low, high = page.holding(paragraphs=paragraphs)
    spots = [at for at, _ in page.apart(paragraphs=paragraphs) if not _takes_its_place(page, at, low, high)]
    if spots:
        page.splice(at := rng.choice(spots), at, page.text[low:high].rstrip() + ("\n\n" if paragraphs else " "))
        page.fate = Fate.TWINNED


def _own_paragraph_twice(rng: random.Random, page: Page) -> None:
    _twice(rng, page, paragraphs=True)


def _own_sentence_twice(rng: random.Random, page: Page) -> None:
    _twice(rng, page, paragraphs=False)


STAYING = {
    "sentence put in": _sentence_put_in,
    "sentence taken out": _sentence_taken_out,
    "sentence moved": _sentence_moved,
    "paragraphs reordered": _paragraphs_reordered,
    "its sentence moved": _own_sentence_moved,
    "its paragraph moved": _own_paragraph_moved,
    "wrapped anew": _wrapped_anew,
    "quotes and dashes changed": _typeset_anew,
    "composed or decomposed": _formed_anew,
    "invisible characters": _invisibles,
    "mended elsewhere": _mended_apart,
    "neighbour rewritten": _neighbour_rewritten,
    "another paragraph twice": _another_paragraph_twice,
    "look-alike added": _look_alike_added,
    "paragraphs joined": _paragraphs_joined,
    "paragraphs split": _paragraphs_split,
    "made a list": _made_a_list,
    "heading put in": _heading_put_in,
    "neighbours exchanged": _neighbours_exchanged,
    "punctuation translated": _punctuation_translated,
    "typo": _typo,
    "word put in": _word_put_in,
    "word replaced": _word_replaced,
}
TWINNING = {"its paragraph twice": _own_paragraph_twice, "its sentence twice": _own_sentence_twice}
ENDING = {
    "figure changed": claims.figure,
    "name swapped": claims.name,
    "negation put in": claims.negation,
    "turned round": claims.direction,
    "one digit": claims.digit,
    "names exchanged": claims.names_exchanged,
    "hedged": claims.hedged,
    "deleted": _deleted,
    "one of two copies deleted": _one_copy_deleted,
    "its copy moves up": _copy_moves_up,
    "look-alike with a new neighbour": _next_door_look_alike,
    "sentence deleted": _sentence_deleted,
    "paragraph deleted": _paragraph_deleted,
    "look-alike in its place": _look_alike,
    "gone, look-alike elsewhere": _look_alike_elsewhere,
    "gone, reworded elsewhere": _reworded_elsewhere,
    "gone, another text there": _replaced,
}
COPIED = {"one of two copies deleted", "its copy moves up"}  # of what has to stand twice beforehand
ACTS = STAYING | TWINNING | ENDING
