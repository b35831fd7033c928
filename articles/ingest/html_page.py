"""A page of the web, saved or fetched: trafilatura finds the article, the metadata say who, when and where. Pure.

Nothing is fetched. What the page hides from its readers is left out; what looks like a paragraph of the article and
was not taken is told. A page in which no article is found gives all its text.
"""

import codecs
import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from articles.ingest.dates import read_date
from articles.ingest.decoding import decode
from articles.ingest.draft import Caution, Contents, Draft, Sent, Unreadable
from articles.ingest.layout import Known, Line, draft_of
from articles.ingest.limits import PAGE_TAGS, TEXT_BYTES
from articles.ingest.markup import lines_of, refuse_deep
from articles.rendering import safe_href

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_HIDDEN = (
    "//body//*[@hidden or @style[contains(translate(., 'DISPLAYNOE ', 'displaynoe'), 'display:none')"
    " or contains(translate(., 'VISBLTYHDEN ', 'visbltyhden'), 'visibility:hidden')]]"
)
_MORE_CHANGED = re.compile(r"modif|updat|expir", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…][”\"’')\]]*$")
_SHORT = 60  # characters: a shorter paragraph that was left out is a caption or a button
_MOST_CHECKED = 600
_LEAST = 250  # characters: below that trafilatura has no article but a heap of words without their order


def read(sent: Sent) -> Contents:
    """One article of a page.

    Raises Unreadable: no-text, too-many-tags, too-deep and the codes of `decode`.
    """
    text, cautions = decoded(sent.data)
    tree = _tree(text)
    return Contents((_draft(tree, sent, cautions),))


def read_fragment(markup: str, known: Known) -> Draft:
    """The article that all of a piece of HTML is, as a feed carries it. Raises Unreadable as `read`."""
    tree = _tree(markup)
    _drop_hidden(tree)
    if known.url:
        tree.make_links_absolute(known.url, handle_failures="ignore")
    lines = lines_of(tree)
    if not lines:
        raise Unreadable("no-text", "There is no text in it.")
    return draft_of(lines, known)


def decoded(data: bytes) -> tuple[str, list[Caution]]:
    """The characters of a page: by its mark, as UTF-8, by what its head says, or as a text file's."""
    said = _CHARSET.search(data[:4096])
    if said and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            data.decode()
        except UnicodeDecodeError:
            data = _by_name(data, said[1].decode("ascii"))
    found = decode(data)
    return found.text, list(found.cautions)


def _by_name(data: bytes, name: str) -> bytes:
    if len(data) > TEXT_BYTES:
        return data  # refused by the next gate
    try:
        return data.decode(name, "replace").encode()
    except (LookupError, ValueError):  # an encoding that is not known, or is none of text
        return data


def _tree(text: str) -> Any:
    import trafilatura  # noqa: PLC0415 - slow import

    if (tags := text.count("<")) > PAGE_TAGS:
        raise Unreadable("too-many-tags", f"The page has {tags:,} tags; {PAGE_TAGS:,} is the most that is read.")
    whole = "<html" in text[:5000].lower()
    tree = trafilatura.load_html(text if whole else f"<html><body>{text}</body></html>")
    if tree is None:
        raise Unreadable("no-text", "No text was found in the page.")
    refuse_deep(tree)
    return tree


def _draft(tree: Any, sent: Sent, cautions: list[Caution]) -> Draft:
    if hidden := _drop_hidden(tree):
        cautions.append(Caution("hidden-text", "body", f"{hidden:,} words that the page does not show were left out."))
    latest = (sent.today or datetime.now(UTC).date()) + timedelta(days=1)  # the page may be east of here
    found, lines, doubts = _extracted(tree, sent.url, latest.isoformat(), quick=True)
    if doubts or sum(len(line.text) for line in lines) < _LEAST:
        found, lines, doubts = _extracted(tree, sent.url, latest.isoformat(), quick=False)
    if sum(len(line.text) for line in lines) >= _LEAST:
        cautions += doubts
    else:
        lines = lines_of(tree)
        if not lines:
            raise Unreadable("no-text", "No text was found in the page: it may be shown by a script only.")
        cautions.append(
            Caution("whole-page", "body", "No article was found in the page, so this is all of its text: cut it down.")
        )
    return draft_of(lines, _known(tree, found, sent, cautions))


def _extracted(tree: Any, url: str, latest: str, *, quick: bool) -> tuple[Any, list[Line], list[Caution]]:
    """What trafilatura finds, its lines, and the paragraphs that look left out.

    `quick` asks for its own rules alone. Where they leave a doubt, the other algorithms that it knows are asked too,
    which takes half as long again.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415 - slow import

    found: Any = bare_extraction(
        tree,
        url=url or None,
        fast=quick,
        output_format="xml",
        with_metadata=True,
        include_comments=False,
        include_formatting=True,
        include_links=True,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": latest},
    )
    lines = lines_of(found.body) if found is not None and found.body is not None else []
    return found, lines, _left_out(tree, lines)


def _known(tree: Any, found: Any, sent: Sent, cautions: list[Caution]) -> Known:
    if found is None:
        title = " ".join((tree.findtext(".//title") or "").split())
        return Known(
            title=title,
            url=sent.url,
            wins=True,
            cautions=tuple(cautions),
            register=sent.register,
            today=sent.today,
        )
    published = read_date(found.date) if found.date else None
    if published and published.value and not _is_certain(tree, found.date):
        cautions.append(
            Caution("date-guessed", "published_on", f"{found.date} stands in the page, but it does not say for what.")
        )
    site = " ".join((found.sitename or "").split())
    url = found.url or ""
    return Known(
        title=" ".join((found.title or "").split()),
        byline=tuple(name for part in (found.author or "").split(";") if (name := " ".join(part.split()))),
        published_on=published.value if published else None,
        publisher=sent.register.canonical(site) if site else "",
        url=url if safe_href(url) and url.startswith("http") else sent.url,
        wins=True,
        cautions=tuple(cautions),
        register=sent.register,
        today=sent.today,
    )


def _drop_hidden(tree: Any) -> int:
    """Take out what the page does not show; gives the number of its words."""
    words = 0
    for element in tree.xpath(_HIDDEN):
        parent = element.getparent()
        if parent is not None:
            words += len(" ".join(element.itertext()).split())
            element.drop_tree()
    return words


def _is_certain(tree: Any, day: str) -> bool:
    """The page's own metadata give the day as that of publication, or it is the only one that is marked as a time."""
    for meta in tree.iter("meta"):
        content = meta.get("content", "")
        named = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if named and not _MORE_CHANGED.search(named) and _is_day(content, day):
            return True
    for script in tree.iter("script"):
        if "json" in script.get("type", "") and re.search(rf'"datePublished"\s*:\s*"{day}', script.text or ""):
            return True
    marked = {time.get("datetime", "")[:10] for time in tree.iter("time")}
    return marked == {day}


def _is_day(content: str, day: str) -> bool:
    if content.startswith(day):
        return True
    read = read_date(content) if content else None
    return bool(read and read.value and read.value.isoformat() == day)


def _left_out(tree: Any, lines: list[Line]) -> list[Caution]:
    """Paragraphs that stand beside the article's own and are not in what was taken."""
    taken = _squeezed("".join(line.text for line in lines))
    beside: dict[Any, tuple[list[str], list[bool]]] = defaultdict(lambda: ([], []))
    for number, paragraph in enumerate(tree.iter("p")):
        if number == _MOST_CHECKED:
            break
        text = " ".join("".join(paragraph.itertext()).split())
        if len(text) < _SHORT or not _SENTENCE.search(text):
            continue
        missed, was_taken = beside[paragraph.getparent()]
        if _squeezed(text) in taken:
            was_taken.append(True)
        else:
            missed.append(text)
    lost = [text for missed, was_taken in beside.values() if was_taken for text in missed]
    if not lost:
        return []
    said = f"{len(lost)} paragraphs" if len(lost) > 1 else "One paragraph"
    message = f"{said} of the page was left out; is it part of the article? “{_start(lost[0])}”"
    return [Caution("left-out", "body", message.replace("paragraphs of the page was", "paragraphs of the page were"))]


def _start(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:99]}…"


def _squeezed(text: str) -> str:
    return "".join(text.split())
