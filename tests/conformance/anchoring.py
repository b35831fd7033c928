"""Runs other projects' anchoring cases against ours: python -m tests.conformance.anchoring CASES_DIR

The cases are data from outside and stay there. Each answer is right, wrong (another place than the case names, or a
place where there is none), lost (nothing shown although the case names a place) or skipped (a question that ours
answers otherwise on purpose). What is lost or skipped must name one of DECISIONS. Exit code 1 if any answer is wrong
or unexplained.
"""

import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from articles.rendering import text_of
from evidence.anchoring import Quote, State, describe, resolve
from evidence.faithful import SEVERAL, Difference
from evidence.typed import between
from lib.text import fold, trim
from tests.utf16 import codepoints_to_utf16, utf16_to_codepoints

Case = dict[str, Any]
Answer = tuple[str, str]  # verdict and, unless right, why
Place = tuple[int, int]

NO_CONTEXT = "edited words without any context are not matched: they may be another sentence"
SHORT = "an edited quote of under 12 letters is not matched: too many others are as like it"
AMBIGUOUS = "several equal places are an orphan that says so, not the first of them"
LIES = "a few words whose whole context contradicts, without a known position, may be a copy: not shown"
SPACED = "in a short quote white space counts: a “to day” is not “today”"
CASE = "case is kept: “Apple” is not “apple”"
EMPTY = "an empty selection has no words and cannot be quoted"
STRICT = "words that stand once are shown although a context is not met to the letter: it may have been edited"
FAR = "exact words are shown however far they are from the hint: text may have come before them"
WORDS = "a selection may begin or end in a word; a search term may not"
RANGE = "first and last words are typed without context: words that stand more than once are not guessed at"
HIDDEN = (
    "what is laid out or hidden by a style sheet counts as text: ours is the text of sanitised HTML, without styles"
)
OTHER = "of fewer than eight words one is another: what stands there may be a look-alike that stood next door"
DECISIONS = {OTHER, NO_CONTEXT, SHORT, AMBIGUOUS, LIES, SPACED, CASE, EMPTY, STRICT, FAR, WORDS, RANGE, HIDDEN}

Html = Callable[[str], str]


def spans_of(case: Case) -> list[Place]:
    return [(item["start"], item["end"]) for item in case["expected"] or [] if item.get("end") is not None]


def overlap(one: Place, two: Place) -> float:
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return max(0, shared) / max(1, max(one[1], two[1]) - min(one[0], two[0]))


def quote_for(text: str, selector: Case) -> Quote:
    exact = selector.get("exact") or ""
    start = selector.get("hint", selector.get("start", -1))
    if start == -1 and "start_utf16" in selector:
        start = utf16_to_codepoints(text, selector["start_utf16"])
    return Quote(exact, selector.get("prefix") or "", selector.get("suffix") or "", start, start + len(exact))


def why_lost(case: Case, text: str, note: str) -> str:
    """The decision behind a lost case, else the engine's own note: that one would be a weakness."""
    selector = case["selector"]
    exact = selector["exact"]
    if "ambiguous" in note:
        return AMBIGUOUS
    if exact in text:
        return LIES
    if "".join(exact.split()) in "".join(text.split()):
        return SPACED
    if len("".join(exact.split())) < 12:
        return SHORT
    if note == Difference.WORDS and len(exact.split()) < SEVERAL:
        return OTHER
    return note if selector.get("prefix") or selector.get("suffix") else NO_CONTEXT


def place(case: Case, text: str) -> Answer:
    """One quote, one right place (or none)."""
    expected = spans_of(case)
    anchor = resolve(text, quote_for(text, case["selector"]))
    if anchor.start is None or anchor.end is None:
        return ("right", "") if not expected else ("lost", why_lost(case, text, anchor.note))
    good = any(overlap((anchor.start, anchor.end), span) >= 0.8 for span in expected)
    return ("right", "") if good else ("wrong", f"{anchor} for {expected}")


def every(case: Case, text: str) -> Answer:
    """The case lists all places of a quote; ours shows the one, or says that there are several."""
    if not case["selector"]["exact"]:
        orphan = resolve(text, quote_for(text, case["selector"])).state is State.ORPHAN
        return ("skipped", EMPTY) if orphan else ("wrong", "empty quote")
    expected = spans_of(case)
    anchor = resolve(text, quote_for(text, case["selector"]))
    if not expected:
        if anchor.start is None:
            return "right", ""
        # The case forbids a match because of the context; ours may show words that stand only once.
        once = fold(text).text.count(fold(case["selector"]["exact"]).text) == 1
        return ("skipped", STRICT) if once else ("wrong", str(anchor))
    if len(expected) > 1:
        return ("right", "") if "ambiguous" in anchor.note else ("wrong", f"{anchor} for {expected}")
    return place(case, text)


def round_trip(case: Case, text: str) -> Answer:
    for start, end in spans_of(case):
        if start == end:
            return "skipped", EMPTY
        for altered in (text, "Added above. " + text):
            anchor = resolve(altered, describe(text, start, end))
            shift = len(altered) - len(text)
            wide = describe(text, start, end)
            if anchor.start is None:
                return ("lost", AMBIGUOUS) if "ambiguous" in anchor.note and shift else ("wrong", anchor.note)
            low, high = trim(altered, wide.start + shift, wide.end + shift)
            if trim(altered, anchor.start, anchor.end or 0) != (low, high):
                return "wrong", f"{anchor} for {(low, high)}"
    return "right", ""


def codepoints(case: Case, text: str) -> Answer:
    for item in case["expected"] or []:
        if "start_utf16" not in item or item.get("start") is None:
            continue
        there = (codepoints_to_utf16(text, item["start"]), codepoints_to_utf16(text, item["end"]))
        back = tuple(utf16_to_codepoints(text, unit) for unit in there)
        if there != (item["start_utf16"], item["end_utf16"]) or back != (item["start"], item["end"]):
            return "wrong", f"{there} and {back}"
        if "quote" in item and text[item["start"] : item["end"]] != item["quote"]:
            return "wrong", "another text at these code points"
    return "right", ""


def translate(case: Case, text: str) -> Answer:
    """A span of a text with other white space: the same words must be found in `target_text`."""
    selector, target = case["selector"], case["target_text"]
    quote = describe(text, selector["start"], selector["end"])
    anchor = resolve(target, quote)
    if anchor.start is None or anchor.end is None:
        return "lost", AMBIGUOUS if "ambiguous" in anchor.note else SPACED
    wanted = trim(target, *spans_of(case)[0])
    found = trim(target, anchor.start, anchor.end)
    return ("right", "") if found == wanted else ("wrong", f"{found} for {wanted}")


def trimmed(case: Case, text: str) -> Answer:
    found = trim(text, case["selector"]["start"], case["selector"]["end"])
    return ("right", "") if [found] == spans_of(case) else ("wrong", f"{found} for {spans_of(case)}")


def described(case: Case, text: str) -> Answer:
    quote = describe(text, case["selector"]["start"], case["selector"]["end"])
    ours = {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    return ("right", "") if ours == case["expected"] else ("wrong", str(ours))


def edited(case: Case, text: str) -> Answer:
    """A bare approximate search. Ours never does that without context; a place shown must be a listed one."""
    anchor = resolve(text, quote_for(text, case["selector"]))
    listed = [item.get("quote") for item in case["expected"] or []]
    if anchor.start is None:
        return ("right", "") if not listed else ("lost", why_lost(case, text, anchor.note))
    found = text[anchor.start : anchor.end]
    return ("right", "") if found in listed else ("wrong", f"{found!r} for {listed}")


def fuzzy_start(case: Case, text: str) -> Answer:
    anchor = resolve(text, quote_for(text, case["selector"]))
    starts = [item["start"] for item in case["expected"] or []]
    if anchor.start is None:
        return ("right", "") if not starts else ("lost", why_lost(case, text, anchor.note))
    # An answer of none, or another place, comes from their distance from the hint; exact words are ours anyway.
    exact = anchor.state in (State.EXACT, State.MOVED)
    if not starts and exact:
        return "skipped", FAR
    lead = len(case["selector"]["exact"]) - len(case["selector"]["exact"].lstrip())
    return ("right", "") if anchor.start - lead in starts else ("wrong", f"{anchor} for {starts}")


def line_break(case: Case, text: str) -> Answer:
    """Their canonical text counts <br> as a space, ours as nothing: the words must be found all the same."""
    ours = text_of(case["html"])
    anchor = resolve(ours, quote_for(ours, {"exact": case["selector"]["exact"]}))
    if anchor.start is None:
        return "lost", why_lost(case, ours, anchor.note)
    found = "".join(ours[anchor.start : anchor.end].split())
    return ("right", "") if found == "".join(case["selector"]["exact"].split()) else ("wrong", found)


def lost_fragment(case: Case, text: str, note: str) -> Answer:
    selector, words = case["selector"], "".join(fold(text).text.split())
    if "ambiguous" in note:
        return "lost", AMBIGUOUS
    if "hidden" in (case.get("note") or ""):
        return "lost", HIDDEN
    for part in (selector["textStart"], selector.get("prefix") or "", selector.get("suffix") or ""):
        part = "".join(fold(part).text.split())
        if part not in words and part.casefold() in words.casefold():
            return "lost", CASE
    # One term in capitals and one as written: the context fits only when case does not count.
    loose = "".join(f"{selector.get('prefix') or ''}{selector['textStart']}{selector.get('suffix') or ''}".split())
    if loose not in words and loose.casefold() in words.casefold():
        return "lost", CASE
    stands = "".join(fold(selector["textStart"]).text.split()) in words
    return "lost", LIES if stands else HIDDEN if loose not in words and case.get("html_ref") else note


def stretch(case: Case, text: str) -> Answer:
    """First and last words: in ours they are typed, "first … last"."""
    selector = case["selector"]
    typed = f"{selector['textStart']} … {selector['textEnd']}"
    found = between(text, typed)
    context = selector.get("prefix") or selector.get("suffix")
    if found == typed:
        if not case["expect_match"]:
            return "right", ""
        often = fold(text).text.casefold().count(fold(selector["textStart"]).text.casefold())
        return "lost", RANGE if often > 1 else HIDDEN
    ends = [fold(words).text.casefold() for words in (selector["textStart"], selector["textEnd"])]
    plain = fold(found).text.casefold()
    if not (plain.startswith(ends[0]) and plain.endswith(ends[1])):
        return "wrong", f"{found!r} for {typed!r}"
    if case["expect_match"]:
        return "right", ""
    return "skipped", RANGE if context else WORDS


def fragment(case: Case, text: str) -> Answer:
    selector = case["selector"]
    if selector.get("textEnd"):
        return stretch(case, text)
    exact, prefix, suffix = selector["textStart"], selector.get("prefix") or "", selector.get("suffix") or ""
    anchor = resolve(text, Quote(exact, prefix, suffix, -1, -1))
    if anchor.start is None:
        return ("right", "") if not case["expect_match"] else lost_fragment(case, text, anchor.note)
    found = fold(text[anchor.start : anchor.end]).text
    if found.casefold() != fold(exact).text.casefold():
        return "wrong", f"{found!r} for {exact!r}"
    if case["expect_match"]:
        return "right", ""
    if case.get("portable_to_text_quote") is False or not (prefix or suffix):
        return "skipped", HIDDEN if "hidden" in (case.get("note") or "") else WORDS
    return "skipped", STRICT


def normal_form(case: Case, text: str) -> Answer:
    """Theirs drops case and accents, ours keeps them: so theirs of ours must be theirs."""
    plain = unicodedata.normalize("NFKD", fold(text).text)
    found = re.sub("[\u0300-\u036f]", "", " ".join(re.split(r"\s+", plain))).lower()
    found = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", found))
    wanted = unicodedata.normalize("NFKD", case["expected_normalised"])
    return ("right", "") if found == wanted else ("wrong", f"{found!r} for {wanted!r}")


TASKS: dict[str, Callable[[Case, str], Answer]] = {
    "best": place,
    "match-all-exact": every,
    "describe-then-roundtrip": round_trip,
    "position-codepoints": codepoints,
    "translate-offsets": translate,
    "trim-selection": trimmed,
    "describe": described,
    "min-edit-distance-match": edited,
    "fuzzy-start-only": fuzzy_start,
    "br-as-space": line_break,
    "text-fragment-match": fragment,
    "normalise": normal_form,
}


def text_for(case: Case, folder: Path) -> str:
    if case.get("text_ref"):
        return (folder / case["text_ref"]).read_text("utf-8")
    if case.get("text") is None and (case.get("html_ref") or case.get("html")):
        html = case.get("html") or (folder / case["html_ref"]).read_text("utf-8")
        return text_of(re.sub(r"(?s)<!--.*?-->", "", html))
    return case.get("text") or ""


def answer(case: Case, folder: Path) -> Answer:
    return TASKS[case["task"]](case, text_for(case, folder))


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not (folder := Path(arguments[0]) / "anchoring").is_dir():
        print("usage: python -m tests.conformance.anchoring CASES_DIR", file=sys.stderr)
        return 2
    total: Counter[str] = Counter()
    unexplained: list[str] = []
    for path in sorted(folder.glob("*.json")):
        counts: Counter[str] = Counter()
        reasons: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for case in json.loads(path.read_text("utf-8")):
            verdict, why = answer(case, folder)
            counts[verdict] += 1
            if verdict in ("lost", "skipped") and why not in DECISIONS:
                unexplained.append(f"{case['id']}: {verdict}: {why}")
            if why:
                reasons[verdict, why].append(case["id"])
        total += counts
        print(f"{path.name}: " + ", ".join(f"{counts[name]} {name}" for name in ("right", "wrong", "lost", "skipped")))
        for (verdict, why), ids in sorted(reasons.items()):
            print(f"    {verdict}: {why}: {', '.join(ids)}")
    print("all: " + ", ".join(f"{total[name]} {name}" for name in ("right", "wrong", "lost", "skipped")))
    print("\n".join(["without a decision behind it:", *unexplained]) if unexplained else "each of those is a decision")
    return 1 if total["wrong"] or unexplained else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
