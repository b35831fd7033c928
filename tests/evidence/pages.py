"""Seeded articles, and a text under an editor's hands that knows which of its code points belong to a passage."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import regex

from lib.text import sentences
from tests.evidence.mutations import sentence

NAMES = "Amara Bekele Chandra Duarte Eriksen Falkner Gutierrez Hanley Ivanova Jourdain Kimura Lombard".split()
PLACES = "Ashford Belmora Carrow Dunmere Elstow Farnham Galway Hartmoor".split()
_ROLES = "minister,senator,judge,spokeswoman,union leader,professor,mayor,trader".split(",")
_THINGS = (
    "budget,ceasefire,tariff on steel,election law,vaccine order,rail strike,bond sale,water treaty,school levy,"
    "housing bill,border post,wage deal,grain export,coal plant,court ruling,aid package,data centre,pension fund"
).split(",")
_DOES = "postponed,reviewed,praised,discussed,financed,described,examined,announced,questioned,presented".split(",")
_ADDS = (
    "during a meeting that lasted until dawn;after months of patient talks;in front of several hundred guests;"
    "because costs kept climbing across the region;while protesters gathered near the gates;"
    "as part of a wider plan for the coast;with support from smaller parties;although critics remained doubtful"
).split(";")
_BOILER = (
    "No comment was made.",
    "This is a developing story.",
    "Read more about it here.",
    "He declined to comment.",
)
_WORLD = (
    "In a post the mayor wrote “всё в порядке 👍🏽” and 👩\u200d👩\u200d👧 families shared it widely.",
    "The banner said שלום לכולם while the crowd sang مرحبا بالعالم through the night.",
    "The cafe\u0301 owner, José Peña, spoke of naïve rules and a co\u00adoperative of bakers.",
    "速報：市場は静かだった、と彼は言った。 The reporters 🇺🇸🇯🇵 agreed with it.",
)
_FOREIGN = (  # openings, middles with a figure, endings, and what stands between them
    (
        "政府は,野党の議員が,港の労働者は,東京の専門家は".split(","),
        "新しい予算を{}億円と,水道料金を{}回,鉄道の再建を{}年".split(","),
        "発表した。,批判した。,延期した。,検討していない。".split(","),
        "",
    ),
    (
        "الحكومة,وزير المالية,عمال الميناء,خبراء الطاقة".split(","),
        "ناقشوا ميزانية {} مليون,أعلنوا {} مشاريع,طلبوا {} تقارير".split(","),
        "في العاصمة أمس.,بعد محادثات طويلة.,دون أي تعليق؟,رغم الانتقادات!".split(","),
        " ",
    ),
    (
        "सरकार ने,विपक्ष के नेता ने,मज़दूरों ने,अदालत ने".split(","),
        "{} करोड़ का बजट,{} नई सड़कें,{} पुराने नियम".split(","),
        "कल स्वीकार किया.,फिर टाल दिया.,नहीं माना!".split(","),
        " ",
    ),
    (
        "👩‍⚕️ Ärzte,👨🏽‍🌾 Bauern,🇺🇳 Helfer,Café-Wirte 🍵".split(","),
        "prüften {} Verträge,zählten {} Boote,fanden {} Fehler".split(","),
        "an der Küste 🌊.,im März 👍🏽.,nach der Wahl 🗳️!".split(","),
        " ",
    ),
)
FILLERS = "rather,fairly,so-called,already,quietly,reportedly,perhaps,indeed".split(",")
OPPOSITE = {"rose": "fell", "fell": "rose", "more": "fewer", "above": "below", "supports": "opposes", "may": "will"}
UNITS = {"million": "billion", "billion": "million", "percent": "thousand"}


class Fate(StrEnum):
    """What an editor's act means for the passage."""

    STAYS = "stays"
    TWINNED = "stays beside its copy"
    GONE = "gone"


@dataclass
class Page:
    """A text under an editor's hands. `own[i]`: whether code point i belongs to the passage."""

    text: str
    own: list[bool]
    first: int  # where the passage began before anything was done
    fate: Fate = Fate.STAYS
    reworded: bool = False
    quoted: str = ""  # the words of the passage before anything was done
    before: str = ""  # the whole text then

    def splice(self, low: int, high: int, new: str) -> None:
        """Replace [low, high). What is new belongs to the passage if what it replaces, or stands between, did."""
        inside = any(self.own[low:high]) or (0 < low == high < len(self.own) and self.own[low - 1] and self.own[low])
        self.text = self.text[:low] + new + self.text[high:]
        self.own[low:high] = [inside] * len(new)

    def move(self, low: int, high: int, to: int) -> None:
        """[low, high) comes to stand before what is at `to` now."""
        piece, mine = self.text[low:high], self.own[low:high]
        self.text = self.text[:low] + self.text[high:]
        del self.own[low:high]
        to -= high - low if to >= high else 0
        self.text = self.text[:to] + piece + self.text[to:]
        self.own[to:to] = mine

    def delete(self) -> None:
        """The passage goes."""
        self.splice(*self.span, "")
        self.fate = Fate.GONE

    def rewrite(self, pattern: str, new: Callable[["regex.Match[str]"], str]) -> None:
        """Every match, from the last to the first."""
        for match in reversed(list(regex.finditer(pattern, self.text))):
            self.splice(*match.span(), new(match))

    @property
    def span(self) -> tuple[int, int]:
        return self.own.index(True), len(self.own) - self.own[::-1].index(True)

    @property
    def words(self) -> str:
        start, end = self.span
        return self.text[start:end]

    def units(self, *, paragraphs: bool = False) -> list[tuple[int, int]]:
        """The spans of the sentences, or paragraphs, with the white space behind them."""
        if paragraphs:
            found = [match.span() for match in regex.finditer(r"(?s).+?(?:\n\n|\Z)", self.text)]
        else:
            starts = [low for low, _ in sentences(self.text)]
            found = list(zip(starts, [*starts[1:], len(self.text)], strict=True))
        return found

    def holding(self, *, paragraphs: bool = False) -> tuple[int, int]:
        """The sentences, or paragraphs, that the passage touches."""
        touched = [unit for unit in self.units(paragraphs=paragraphs) if any(self.own[slice(*unit)])]
        return touched[0][0], touched[-1][1]

    def apart(self, *, paragraphs: bool = False) -> list[tuple[int, int]]:
        """Those that it does not touch."""
        return [unit for unit in self.units(paragraphs=paragraphs) if not any(self.own[slice(*unit)])]


# articles


def written(rng: random.Random) -> str:
    """A sentence of one of many shapes; some come again and again, as they do in newspapers."""
    name, other = rng.sample(NAMES, 2)
    thing, another = rng.sample(_THINGS, 2)
    number, place, adds = rng.randint(2, 990), rng.choice(PLACES), rng.choice(_ADDS)
    role, does = rng.choice(_ROLES), rng.choice(_DOES)
    if rng.random() < 0.12:
        return rng.choice(_BOILER + _WORLD)
    return rng.choice(
        (
            f"The {thing} was {does} in {place} {adds}.",
            f"{name} {other}, a {role}, {does} the {thing} and the {another}.",
            f"Prices for the {thing} {rng.choice(('rose', 'fell'))} by {number} percent, {adds}.",
            f"“We may see more of the {thing},” said {name}, the {role} — “and soon.”",
            f"About {number} {rng.choice(('million', 'billion'))} dollars went to the {thing}, {adds}.",
            f"{place}’s {role} supports the {thing}; turnout was above {number / 10} percent.",
            sentence(rng),
        )
    )


def _foreign(rng: random.Random, tongue: tuple[list[str], list[str], list[str], str]) -> str:
    opening, middle, ending = (rng.choice(part) for part in tongue[:3])
    return tongue[3].join((opening, middle.format(rng.randint(2, 990)), ending))


def article(rng: random.Random) -> str:
    """Some 20 to 45 sentences in paragraphs; one in ten has a heading without a stop, and one article
    in ten is in another script or full of emoji."""
    parts = []
    if rng.random() < 0.1:
        tongue = rng.choice(_FOREIGN)
        sizes = [rng.randint(2, 5) for _ in range(rng.randint(6, 11))]
        return "\n\n".join(tongue[3].join(_foreign(rng, tongue) for _ in range(size)) for size in sizes)
    for _ in range(rng.randint(6, 11)):
        if rng.random() < 0.1:
            parts.append(f"{rng.choice(_THINGS).capitalize()} in {rng.choice(PLACES)}")
        parts.append(" ".join(written(rng) for _ in range(rng.randint(2, 5))))
    return "\n\n".join(parts)


def passage(rng: random.Random, text: str) -> tuple[int, int]:
    """A word, a few words, a sentence, several of them, or from the middle of one paragraph into the next."""
    shape = rng.choice(("word", "phrase", "phrase", "clause", "clause", "sentence", "sentences", "across"))
    stops = [match.span() for match in regex.finditer(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}’'.]*|(?=\p{So})\X", text)]
    if regex.search(r"\p{Han}", text) and len(stops) < 100:
        stops = [match.span() for match in regex.finditer(r"\p{Han}|\p{Hiragana}+|\p{N}+", text)]
    if shape in ("sentence", "sentences"):
        spans = sentences(text)
        first = rng.randrange(len(spans))
        return spans[first][0], spans[min(first + (shape == "sentences"), len(spans) - 1)][1]
    count = {"word": 1, "phrase": rng.randint(2, 4), "clause": rng.randint(5, 12), "across": rng.randint(25, 45)}[
        shape
    ]
    first = rng.randrange(max(1, len(stops) - count))
    return stops[first][0], stops[min(first + count, len(stops)) - 1][1]
