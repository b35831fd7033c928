"""A line under “Read More Here” to authors, publication and address. What is not understood stays in `text`. Pure."""

import re

from articles.ingest.dates import read_date
from articles.ingest.draft import SourceDraft
from articles.ingest.names import split_names
from articles.ingest.register import SHIPPED

BULLET = re.compile(r"^\s*(?:[-–—•*▪·◦‣]\s+|•|\(?\d{1,2}[.)]\s+|\(?[a-z][.)]\s+|\(?[A-Z]\)\s+)")
_LINK = re.compile(r"\[(?P<words>[^\]]*)\]\((?P<url>https?://(?:[^\s()]|\([^\s()]*\))+)\)", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(,.])(?:[A-Z]|U\.[SKN]|St|Ste|Mt|Ft|Dr|Mr|Mrs|Ms|Jr|Sr|Prof|Gen|Gov|Sen|Rep|Lt|Col|No|vs|Inc|Co|Ltd)$"
)
_QUOTED = re.compile(r"^(?P<before>[^“\"]*)[“\"](?P<title>[^”\"]+)[”\"][.,]?\s*(?P<after>.*)$")


def read_sources(line: str) -> tuple[SourceDraft, ...]:
    """The sources of one printed line: one, or one for each bare address when there are several."""
    text = BULLET.sub("", line, count=1).strip()
    if found := _LINK.search(text):
        around = f"{text[: found.start()]}{text[found.end() :]}".strip(" ,.;:–—-()")
        words = found["words"].strip()
        if not around:
            return (SourceDraft(publication=words if SHIPPED.knows(words) else "", url=found["url"], text=text),)
        authors, publication = _people_and_paper(around)
        return (SourceDraft(authors, publication, found["url"], text),)
    urls = [_trimmed(url[0]) for url in _URL.finditer(text)]
    rest = text
    for url in urls:
        rest = rest.replace(url, "", 1)
    rest = re.sub(r"\(\s*\)|<\s*>|\[\s*\]", "", rest).strip(" ,;:–—-<>" + "." * bool(urls))
    if len(urls) > 1 and not re.search(r"\w", rest):
        return tuple(SourceDraft(url=url, text=url) for url in urls)
    authors, publication = _people_and_paper(rest)
    return (SourceDraft(authors, publication, urls[0] if urls else "", text),)


def is_certain(source: SourceDraft) -> bool:
    """Nothing about it was a matter of taste: the publication is known or follows a stop, or the author is Staff."""
    if not source.publication or SHIPPED.knows(source.publication) or source.authors in ((), ("Staff",)):
        return True
    return f". {source.publication}" in source.text


def _people_and_paper(text: str) -> tuple[tuple[str, ...], str]:
    text = text.strip()
    if not text or text.rstrip(".").lower() == "ibid":
        return (), ""
    if quoted := _QUOTED.match(text):
        return _quoted(quoted)
    if len(parts := [part.strip() for part in re.split(r"\s+[–—-]\s+|\s+\|\s+", text)]) > 1:
        return _dashed(parts)
    text = text if SHIPPED.knows(text) or _ABBREVIATION.search(text[:-1]) else text.rstrip(".")
    if SHIPPED.knows(text):
        return (), text
    splits = [found for found in re.finditer(r"[.,]\s+", text)]
    for found in splits:
        if SHIPPED.knows(text[found.end() :]):
            suffix = re.search(r"\b[JS]r$", text[: found.start()]) and found[0][0] == "."
            return split_names(text[: found.start() + bool(suffix)]), text[found.end() :]
    stops = [f for f in splits if f[0][0] == "." and not _ABBREVIATION.search(text[: f.start()])]
    if after := stops or [f for f in splits if f[0][0] == ","]:
        split = after[-1]
        return split_names(text[: split.start()]), text[split.end() :]
    return (), text if len(text.split()) <= 8 and text[:1].isupper() and text[-1:] not in "?!" else ""


def _quoted(found: re.Match[str]) -> tuple[tuple[str, ...], str]:
    """`Doe, Jane. “Title.” Publication, 12 May 2025.`"""
    before = found["before"].strip(" .,")
    publication = re.split(r",\s", found["after"].strip(), maxsplit=1)[0].rstrip(".,")
    inverted = re.fullmatch(r"([^\s,]+), ([^,]+)", before)
    return ((f"{inverted[2]} {inverted[1]}",) if inverted else split_names(before)), publication


def _dashed(parts: list[str]) -> tuple[tuple[str, ...], str]:
    """`Author – Publication – Date`, `Title – Publication`: a title is left in the text, since it is no author."""
    dated = read_date(parts[-1]) is not None
    if dated:
        parts = parts[:-1]
    if len(parts) == 1:
        return (), parts[0]
    people = (dated and len(parts) == 2) or parts[0].lower() == "staff"
    return (split_names(parts[0]) if people else ()), parts[-1]


def _trimmed(url: str) -> str:
    url = url.rstrip(".,;:!?'’*>]")
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(".,;:!?'’")
    return url
