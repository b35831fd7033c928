"""A weekly brief: one page with many short stories, each behind `1) Title Author`. Pure.

Title and author stand on one line, mostly with nothing between them, so where one ends is a guess that is told. The
stories have no date of their own: each gets the page's, and says so. What is printed above the first story and
belongs to none is told word for word.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from articles.ingest.dates import DateRead, read_date
from articles.ingest.digest import draft_of
from articles.ingest.draft import Caution, Contents, Draft, Sent
from articles.ingest.header import Header
from articles.ingest.names import PARTICLES, looks_like_names, split_names
from articles.ingest.register import Register

_STORY = re.compile(r"\s*[*_#]{0,3}\s*(?P<number>\d{1,2})\)\s*(?P<rest>\S.*)$")
_KEY = re.compile(r"\s*\d{1,2}\s+key\b.{0,80}\b(?:stories|headlines|events|issues)\b.{0,60}$", re.IGNORECASE)
_SECTION = re.compile(
    r"[\s#*_]*(?:(?P<domestic>domestic|national|u\.?s\.?|united states)|"
    r"(?P<international>international|world|foreign|global))(?:\s+(?:news|stories|briefs?|headlines|events|extemp))*[\s*_:.]*$",
    re.IGNORECASE,
)
_ARCHIVED = re.compile(
    r"\s*(?:archived|archive|published|posted|week)(?:\s+(?:from|on|of))?\s*:?\s+(?P<day>\S.*?)\s*$", re.I
)
_SLUG = re.compile(
    r"(?P<day>(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*-\d{1,2}-\d{2}(?:\d{2})?)(?:-(?P<side>dx|ix|usx))?(?![a-z])",
    re.IGNORECASE,
)
_SIDES = {"dx": "domestic", "usx": "domestic", "ix": "international"}
_PROSE = 100  # characters: a paragraph of a story is longer than a heading
_LONGEST_HEAD = 300
_BETWEEN = re.compile(r"\s+by:?\s+|\s*[|•·]\s*|\s+[–—-]+\s+|\t+|\s{3,}|(?<=[?!”\"’])\s+", re.IGNORECASE)
_STAFF = re.compile(r"^(?P<title>.+?)\s+(?P<name>(?:Red Folder )?Staff(?: Writer)?)$")
_INITIAL = re.compile(r"[A-Z]\.")
_BEFORE_A_NAME = PARTICLES - {"al", "and", "the", "y", "&"}
_NAME = re.compile(r"[^\W\d_][^\W\d_'’.\-]*(?:['’.\-][^\W\d_]*)*\.?")


@dataclass(slots=True)
class _Story:
    head: str
    side: str = ""
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Page:
    stories: list[_Story] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    dates: list[DateRead] = field(default_factory=list)
    marks: int = 0  # lines that only a page of briefs has


def is_brief(lines: list[str]) -> bool:
    """Two numbered heads with prose behind each, and a mark of such a page or nothing of an article above them."""
    if sum(1 for line in lines if len(line) <= _LONGEST_HEAD and _STORY.match(line)) < 2:
        return False
    page = _paged(lines)
    if len(page.stories) < 2:
        return False
    return page.marks > 0 or not any(len(line) > _PROSE for line in page.above)


def read_brief(lines: list[str], sent: Sent) -> Contents:
    """The stories of a page, each a draft of kind `brief`."""
    page = _paged(lines)
    page_date, cautions, side = _dated(page, sent)
    colons = all(_after_colon(story.head) for story in page.stories)
    publisher, above = _published(page.above, sent.register)
    told: list[Caution] = []
    if above:
        told.append(Caution("masthead", "[file]", f"Above the stories and in none of them: “{' / '.join(above)}”"))
    drafts = tuple(
        _draft(story, page_date, [*cautions], story.side or side, publisher, colons, sent) for story in page.stories
    )
    return Contents(drafts, cautions=tuple(told))


def _paged(lines: list[str]) -> _Page:
    page = _Page()
    side, expected, opened = "", 1, True
    for at, line in enumerate(lines):
        short = len(line) <= _LONGEST_HEAD
        if short and (found := _STORY.match(line)) and _has_prose(lines, at):
            number = int(found["number"])
            if number == expected or (number == 1 and opened):
                page.stories.append(_Story(found["rest"].strip(" *_"), side))
                expected, opened = number + 1, False
                continue
        if short and (heading := _SECTION.match(line)) and line.strip():
            side = "domestic" if heading["domestic"] else "international"
            page.marks += 1
            opened = True
        elif short and _KEY.match(line):
            page.marks += 1
            opened = True
            page.above.append(line.strip())
        elif not page.stories and (day := _page_date(line)):
            page.marks += bool(_ARCHIVED.match(line))
            page.dates.append(day)
        elif page.stories:
            page.stories[-1].lines.append(line)
        elif line.strip():
            page.above.append(line.strip())
    return page


def _has_prose(lines: list[str], at: int) -> bool:
    """A paragraph stands below the line, with an author's name between them at most."""
    below = [line for line in lines[at + 1 : at + 12] if line.strip()][:2]
    if not below or _STORY.match(below[0][:_LONGEST_HEAD]):
        return False
    return len(below[0]) > _PROSE or (len(below) > 1 and len(below[1]) > _PROSE and looks_like_names(below[0]))


def _page_date(line: str) -> DateRead | None:
    if len(line) > 100:
        return None
    found = _ARCHIVED.match(line)
    return read_date(found["day"] if found else line)


def _dated(page: _Page, sent: Sent) -> tuple[date | None, list[Caution], str]:
    """The day of the page and its side, from the page itself and from the name or address of the file."""
    slug = _SLUG.search(sent.name) or _SLUG.search(sent.url)
    side = _SIDES.get((slug["side"] or "").lower(), "") if slug else ""
    named = _slug_date(slug["day"]) if slug else None
    printed = page.dates[0] if page.dates else None
    if printed and printed.value is None and not named:
        return None, [Caution(printed.code, "published_on", printed.message)], side
    day = printed.value if printed and printed.value else named
    if day is None:
        return (
            None,
            [Caution("date-missing", "published_on", "Neither the page nor the file’s name has a date.")],
            side,
        )
    cautions = [
        Caution(
            "date-of-page", "published_on", f"{day:%B} {day.day}, {day.year} is the page’s date, not the story’s own."
        )
    ]
    if named and named != day:
        message = f"The page says {day.isoformat()}, its name {named.isoformat()}."
        cautions.append(Caution("date-differs", "published_on", message))
    return day, cautions, side


def _slug_date(slug: str) -> date | None:
    month, day, year = slug.split("-")
    read = read_date(f"{month} {day}, {year if len(year) == 4 else f'20{year}'}")
    return read.value if read else None


def _published(above: list[str], register: Register) -> tuple[str, list[str]]:
    """The publisher that the masthead names, and what else stands there."""
    for line in above:
        if len(line) < 60 and (found := register.find(line.strip("#*_ "))):
            if found.name == line:
                return found.name, [other for other in above if other != line]
            return found.name, above
    return "", above


def _draft(
    story: _Story, day: date | None, cautions: list[Caution], side: str, publisher: str, colons: bool, sent: Sent
) -> Draft:
    header = Header(published_on=day, cautions=cautions, publisher=publisher, register=sent.register)
    lines = story.lines
    title, names, certain = _split(story.head, colons)
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    if first < len(lines) and len(lines[first]) <= _PROSE and looks_like_names(lines[first]):
        title, names, certain = story.head, split_names(re.sub(r"^\s*by:?\s+", "", lines[first], flags=re.I)), True
        lines = lines[first + 1 :]
    header.title, header.byline = " ".join(title.split()), names
    if not names:
        header.caution("no-author", "byline", "No author was found behind the title.")
    elif not certain:
        message = f"“{', '.join(names)}” was taken for the author at the end of “{story.head}”."
        header.caution("title-byline-split", "title", message)
    draft = draft_of(lines, header, register=sent.register, today=sent.today, url=sent.url)
    return replace(draft, kind="brief", tags=(side,) if side else ())


def _split(head: str, colons: bool) -> tuple[str, tuple[str, ...], bool]:
    """Title, authors, and whether there was no doubt about where one ends."""
    for found in reversed(list(_BETWEEN.finditer(head))):
        behind = head[found.end() :]
        if found.start() and _are_people(behind):
            return head[: found.start()].rstrip(" ,:"), split_names(behind), True
    if staff := _STAFF.match(head):
        return staff["title"].rstrip(" :,"), (staff["name"],), True
    if behind := _after_colon(head):
        return head[: len(head) - len(behind)].rstrip(": \u00a0\t"), split_names(behind), colons
    return _last_words(head)


def _after_colon(head: str) -> str:
    """What follows the last colon, if it may be people: names of two or three words."""
    behind = head.rpartition(":")[2].strip() if ":" in head else ""
    return behind if behind and _are_people(behind) else ""


def _are_people(text: str) -> bool:
    if text.lower() in ("staff", "red folder staff"):
        return True
    names = split_names(text)
    return looks_like_names(text) and all(
        2 <= sum(word.lower() not in PARTICLES for word in name.split(", ")[0].split()) <= 3 for name in names
    )


def _last_words(head: str) -> tuple[str, tuple[str, ...], bool]:
    """Two capitalised words at the end, initials and particles with them, and as many people as `and` joins."""
    words = head.split()
    at = _name_begins(words, len(words))
    while at is not None and at > 3 and words[at - 1].lower() in ("and", "&"):
        before = _name_begins(words, at - 1)
        if before is None:
            break
        at = before
    if at is None or at < 1:
        return head, (), True
    return " ".join(words[:at]).rstrip(",:"), split_names(" ".join(words[at:])), False


def _name_begins(words: list[str], end: int) -> int | None:
    """Where the name that ends before `end` begins: surname, particles before it, a first name, initials."""
    if end > 1 and re.fullmatch(r"(?:Jr|Sr)\.?|I{2,3}|IV", words[end - 1]):
        end -= 1
    at = end - 1
    if at < 2 or not _is_capitalised(words[at]):
        return None
    while at > 2 and words[at - 1] in _BEFORE_A_NAME:
        at -= 1
    at -= 1
    if not _is_capitalised(words[at]):
        return None
    if at > 1 and _INITIAL.fullmatch(words[at]) and _is_capitalised(words[at - 1]):
        at -= 1
    return at


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and bool(_NAME.fullmatch(word.rstrip(",")))
