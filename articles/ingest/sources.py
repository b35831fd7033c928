"""A line under “Read More Here” to authors, publication and address. What is not understood stays in `text`. Pure."""

import re

from articles.ingest.addresses import tidy, trimmed
from articles.ingest.dates import read_date
from articles.ingest.draft import SourceDraft
from articles.ingest.names import looks_like_names, split_names
from articles.ingest.register import SHIPPED, Register

BULLET = re.compile(r"^\s*(?:[-–—•*▪·◦‣]\s+|•|\(?\d{1,2}[.)]\s+|\(?[a-z][.)]\s+|\(?[A-Z]\)\s+)")
_LINK = re.compile(r"\[(?P<words>[^\]]*)\]\((?P<url>https?://(?:[^\s()]|\([^\s()]*\))+)\)", re.IGNORECASE)
URL = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(,.])(?:[A-Z]|U\.[SKN]|St|Ste|Mt|Ft|Dr|Mr|Mrs|Ms|Jr|Sr|Prof|Gen|Gov|Sen|Rep|Lt|Col|No|vs|Inc|Co|Ltd)$"
)
_QUOTED = re.compile(r"^(?P<before>[^“\"]*)[“\"](?P<title>[^”\"]+)[”\"][.,]?\s*(?P<after>.*)$")
_SPLIT = re.compile(r"[.,]\s+")
_DASH = re.compile(r"\s+[–—-]\s+|\s+\|\s+")
_EMPTY = re.compile(r"\(\s*\)|<\s*>|\[\s*\]")
_LONGEST = 400  # characters of a line in which people and paper are looked for


def read_sources(line: str, register: Register = SHIPPED) -> tuple[SourceDraft, ...]:
    """The sources of one printed line: one, or one for each bare address when there are several."""
    text = BULLET.sub("", line, count=1).strip()
    if "://" not in text:
        return (SourceDraft(*_people_and_paper(text, register), "", text),)
    if found := _LINK.search(text):
        around = f"{text[: found.start()]}{text[found.end() :]}".strip(" ,.;:–—-()")
        words = found["words"].strip()
        url = tidy(found["url"])
        if not around:
            return (SourceDraft(publication=words if register.knows(words) else "", url=url, text=text),)
        return (SourceDraft(*_people_and_paper(around, register), url, text),)
    printed = [trimmed(url[0]) for url in URL.finditer(text)]
    urls = [tidy(url) for url in printed]
    rest = _around(text, printed)
    if len(urls) > 1 and not re.search(r"\w", rest):
        return tuple(SourceDraft(url=url, text=said) for url, said in zip(urls, printed, strict=True))
    return (SourceDraft(*_people_and_paper(rest, register), urls[0] if urls else "", text),)


def is_read(source: SourceDraft) -> bool:
    """Anything of it was understood."""
    return bool(source.authors or source.publication or source.url)


def is_certain(source: SourceDraft, register: Register = SHIPPED) -> bool:
    """Nothing about it was a matter of taste: the publication is known or follows a stop, or the author is Staff."""
    if not source.publication or register.knows(source.publication) or source.authors in ((), ("Staff",)):
        return True
    return f". {source.publication}" in source.text


def _around(text: str, urls: list[str]) -> str:
    """The line without its addresses and the brackets that held them."""
    parts, at = [], 0
    for url in urls:
        begin = text.index(url, at)
        parts.append(text[at:begin])
        at = begin + len(url)
    rest = "".join([*parts, text[at:]])
    return _EMPTY.sub("", rest).strip(" ,;:–—-<>" + "." * bool(urls))


def _people_and_paper(text: str, register: Register) -> tuple[tuple[str, ...], str]:
    text = text.strip()
    if not text or len(text) > _LONGEST or text.rstrip(".").lower() == "ibid":
        return (), ""
    if register.knows(text):
        return (), text if text.endswith("Inc.") else text.rstrip(".")
    if ("“" in text or '"' in text) and (quoted := _QUOTED.match(text)):
        return _quoted(quoted, register)
    if len(parts := _DASH.split(text)) > 1:
        return _dashed([part.strip() for part in parts], register)
    if not _ABBREVIATION.search(text[:-1]):
        text = text.rstrip(".")
    text = _undated(text)
    if register.knows(text):
        return (), text
    splits = list(_SPLIT.finditer(text))
    for found in splits:
        if register.knows(text[found.end() :]):
            suffix = re.search(r"\b[JS]r$", text[: found.start()]) and found[0][0] == "."
            return split_names(text[: found.start() + bool(suffix)]), text[found.end() :]
    for found in reversed(splits):
        if register.knows(text[: found.start()]) and looks_like_names(text[found.end() :]):
            return split_names(text[found.end() :]), text[: found.start()]
    stops = [f for f in splits if f[0][0] == "." and not _ABBREVIATION.search(text[: f.start()])]
    if after := stops or [f for f in splits if f[0][0] == ","]:
        split = after[-1]
        return split_names(text[: split.start()]), text[split.end() :]
    return (), text if len(text.split()) <= 8 and text[:1].isupper() and text[-1:] not in "?!" else ""


def _undated(text: str) -> str:
    """Without the date that it ends in, if it does: `The Hill, 12 May 2025`, `The Hill (May 12, 2025)`."""
    if not text[-1:].isdigit() and text[-1:] != ")":
        return text
    for found in re.finditer(r"[.,]\s+|\s+\((?=[^()]*\)$)", text):
        if read_date(text[found.end() :].rstrip(")")):
            return text[: found.start()]
    return text


def _quoted(found: re.Match[str], register: Register) -> tuple[tuple[str, ...], str]:
    """`Doe, Jane. “Title.” Publication, 12 May 2025.`"""
    before = found["before"].strip(" .,")
    after = found["after"].strip()
    publication = re.split(r",\s", after, maxsplit=1)[0].rstrip(".,")
    if not register.knows(publication) and register.knows(_undated(after.rstrip("."))):
        publication = _undated(after.rstrip("."))
    inverted = re.fullmatch(r"([^\s,]+), ([^,]+)", before)
    return ((f"{inverted[2]} {inverted[1]}",) if inverted else split_names(before)), publication


def _dashed(parts: list[str], register: Register) -> tuple[tuple[str, ...], str]:
    """`Author – Publication – Date`, `Title – Publication`: a title is left in the text, since it is no author."""
    dated = read_date(parts[-1]) is not None
    if dated:
        parts = parts[:-1]
    if len(parts) == 1:
        return (), parts[0]
    if register.knows(parts[0]) and not register.knows(parts[-1]):
        return (), parts[0]
    people = (dated and len(parts) == 2) or parts[0].lower() == "staff"
    return (split_names(parts[0]) if people else ()), parts[-1]
