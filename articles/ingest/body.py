"""What the lines of a body tell about the date, the line ends, the marks in them and the number of articles. Pure.

Everything here is told and nothing is changed: a body stays quotable as it is printed.
"""

import re
from collections import Counter
from datetime import date
from statistics import median

from articles.ingest.dates import dates_in, read_date
from articles.ingest.draft import Caution
from articles.ingest.header import UPDATED
from articles.ingest.names import looks_like_names
from articles.ingest.tail import NOTE, short

RULE = re.compile(r"\s*([-=*_~])(?:\s?\1){2,}\s*$")
_SENTENCE_END = re.compile(r"[.!?:;…”\"’')\]]\s*$")
_STORY = re.compile(r"\s*(\d{1,2})\)\s+\S")
_PAGE_NUMBER = re.compile(
    r"\s*(?:(?:page|p\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]|\d{1,3})\s*$", re.I
)
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_BROKEN_WORD = re.compile(r"[^\W\d_]{2,}[-\u00ad‐]\s*$")
_MARKUP = re.compile(
    r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});|\[/?[a-z]{3,20}\]", re.I
)
_AD = re.compile(
    r"[*#>\s]*(?:(?:please\s+)?(?:sign up|subscribe)\b.{0,80}\b(?:newsletter|updates|today|now|here|inbox|e?-?mails?)|"
    r"subscribe(?: now)?[.!]?$|advertisement|sponsored(?: content)?[.:]?$|continue reading below|"
    r"story continues below|(?:share|tweet|pin|print|e?-?mail|facebook|twitter|linkedin|reddit|whatsapp|copy link|"
    r"save|comments?)(?:[\s|•·,/]+(?:share|this|on|to|tweet|pin|print|e?-?mail|facebook|twitter|linkedin|reddit|"
    r"whatsapp|copy link|save|comments?))*\s*$|(?:we|this (?:web)?site) uses? cookies|accept (?:all )?cookies|"
    r"cookie (?:policy|settings)|by continuing to (?:use|browse)|follow us on\b|download (?:our|the) app|"
    r"click here to\b|related (?:stories|articles):?$|most (?:read|popular):?$|photo credit|log in to)",
    re.IGNORECASE,
)
_SHORT_LINE = 200  # characters: ad lines, running heads and page numbers are shorter


def body_cautions(title: str, published_on: date | None, printed: list[str]) -> list[Caution]:
    """The cautions about a body of these lines, the empty ones left out."""
    if not printed:
        return [Caution("no-body", "body", "There is no text but the title.")]
    found = _later(published_on, printed)
    for line in printed[:3]:
        if read_date(line) or UPDATED.match(line.strip()):
            message = f"“{line.strip()}” looks like part of the heading; it was kept in the body."
            found.append(Caution("date-in-body", "published_on", message))
    if len(printed[0]) < 60 and looks_like_names(printed[0]):
        message = f"“{printed[0].strip()}” could be a name or a heading; it was kept in the body."
        found.append(Caution("heading-in-body", "body", message))
    notes = [
        line
        for at, line in enumerate(printed)
        if NOTE.match(line.strip()) and not (at < 3 and UPDATED.match(line.strip()))
    ]
    if notes:
        message = f"“{short(notes[0])}”: the article was changed after it came out. The note is in the body."
        found.append(Caution("correction-note", "body", message))
    shorts = [line for line in printed if len(line) < _SHORT_LINE]
    if shorts:
        found += _from_a_site(shorts)
    found += _from_a_page(title, printed, shorts)
    if any(_MARKUP.search(line) for line in printed if "<" in line or "&" in line or "[" in line):
        mark = next(m[0] for line in printed if (m := _MARKUP.search(line)))
        found.append(
            Caution("markup-in-text", "body", f"“{short(mark)}”: marks of a web page are in the text, as typed.")
        )
    return found


def _later(published_on: date | None, printed: list[str]) -> list[Caution]:
    if not published_on:
        return []
    told = (line for line in printed if not UPDATED.match(line.strip()))
    latest = max((day for line in told for day in dates_in(line)), default=published_on)
    if latest <= published_on:
        return []
    message = f"The text speaks of {long(latest)}, which is later than its own date, {long(published_on)}."
    return [Caution("later-date-in-body", "published_on", message)]


def _from_a_site(shorts: list[str]) -> list[Caution]:
    """Advertisement and buttons, and signs that there is more than one article."""
    found = []
    if ads := [line for line in shorts if _AD.match(line)]:
        quoted = ", ".join(f"“{short(line)}”" for line in ads[:3])
        count = f" and {len(ads) - 3} more" if len(ads) > 3 else ""
        found.append(Caution("ad-lines", "body", f"{quoted}{count}: not of the article? It was kept in the body."))
    numbers = [int(story[1]) for line in shorts if (story := _STORY.match(line))]
    if numbers[:2] == [1, 2] or any(RULE.match(line) for line in shorts):
        found.append(Caution("several-articles", "body", "This may be more than one article; it was read as one."))
    return found


def _from_a_page(title: str, printed: list[str], shorts: list[str]) -> list[Caution]:
    """What a PDF or a printed page leaves behind: line ends, broken words, page numbers, running heads, ligatures."""
    found = []
    if _is_hard_wrapped(printed):
        found.append(Caution("hard-wrapped", "body", "Lines break in mid-sentence, as in text copied from a PDF."))
    if broken := [line for line in printed[:-1] if line[-1] in "-\u00ad‐ " and _BROKEN_WORD.search(line[-40:])]:
        found.append(
            Caution("broken-words", "body", f"“{broken[0].split()[-1]}”: {len(broken)} words break at a line’s end.")
        )
    if not shorts:
        return found + _ligatures(printed)
    if numbers := [line.strip() for line in shorts if _PAGE_NUMBER.match(line)]:
        found.append(
            Caution("page-numbers", "body", f"“{numbers[0]}” looks like a page number; it was kept in the body.")
        )
    counts = Counter(" ".join(line.split()) for line in shorts if len(line) < 100)
    heads = [line for line, times in counts.items() if times >= 3 or (line == title and times)]
    if heads := [line for line in heads if not _PAGE_NUMBER.match(line) and not RULE.match(line)]:
        message = f"“{short(heads[0])}” is printed again and again, as at the head of pages; it was kept in the body."
        found.append(Caution("repeated-lines", "body", message))
    return found + _ligatures(printed)


def _ligatures(printed: list[str]) -> list[Caution]:
    for line in printed:
        if not line.isascii() and (mark := _LIGATURE.search(line)):
            word = next(word for word in line.split() if mark[0] in word)
            return [Caution("ligatures", "body", f"“{word[:60]}” has a ligature: a search for the word may miss it.")]
    return []


def _is_hard_wrapped(printed: list[str]) -> bool:
    if len(printed) < 6 or not 35 <= median(len(line) for line in printed) <= 110:
        return False
    return sum(not _SENTENCE_END.search(line[-20:]) for line in printed) > len(printed) * 0.6


def long(day: date) -> str:
    """`May 12, 2025`."""
    return f"{day:%B} {day.day}, {day.year}"
