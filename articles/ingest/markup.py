"""A tree of HTML, or of what trafilatura makes of it, to lines with their Markdown. Pure; lxml elements only read.

Text is kept word for word: it is escaped, so that rendering gives it back. Pictures have no text but their
alternative one; a link to anything but http, https and mailto becomes its words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from articles.ingest.draft import Unreadable
from articles.ingest.layout import Line, plain
from articles.ingest.limits import PAGE_DEPTH
from articles.paragraphs import escape_inline, escape_markdown
from articles.rendering import safe_href

MAX_DEPTH = 40

_NOT_SHOWN = frozenset(
    "script style template head title meta link iframe object embed svg math canvas audio video select option"
    " textarea button input graphic img source".split()
)
_CONTAINERS = frozenset(
    "html body main article section div header footer aside nav figure figcaption details summary address center form"
    " fieldset dl dt dd doc text ab caption noscript".split()
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)} | {"head": 2}
_LISTS = frozenset({"ul", "ol", "list", "menu"})
_ITEMS = frozenset({"li", "item"})
_QUOTES = frozenset({"blockquote", "quote"})
_TABLE_PARTS = frozenset({"tr", "row", "td", "th", "cell", "thead", "tbody", "tfoot"})
_BLOCKS = _CONTAINERS | _HEADINGS.keys() | _LISTS | _ITEMS | _QUOTES | _TABLE_PARTS | {"p", "table", "pre", "hr"}
_STYLES = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "sup": "sup", "sub": "sub"}
_AS_HTML = {"**": "strong", "*": "em"}
_RENDS = {"#b": "**", "#i": "*", "#sup": "sup", "#sub": "sub"}
_ITEM = re.compile(r"(?:-   |\d{1,9}\. )")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    style: str = ""
    href: str = ""


@dataclass(slots=True)
class _Walk:
    """Collects lines. In a list a quotation is paragraphs of the item: Markdown has no quotation there that holds."""

    lines: list[Line] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    group: int = 0
    depth: int = 0
    in_list: bool = False


def lines_of(tree: Any, depth: int = 0, *, in_list: bool = False) -> list[Line]:
    """The lines of everything below the element that is shown as text, in the order of the tree."""
    walk = _Walk(depth=depth, in_list=in_list)
    _children(walk, tree)
    _flush(walk)
    return walk.lines


def refuse_deep(tree: Any) -> None:
    """lxml stops reading, without a word, where elements nest some 250 deep, and the rest of the page is lost.

    Raises Unreadable: too-deep.
    """
    if tree.xpath(f"boolean({'/*' * PAGE_DEPTH})"):
        raise Unreadable("too-deep", f"Its elements are nested more than {PAGE_DEPTH} deep, which no article needs.")


def _tag(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _children(walk: _Walk, element: Any, style: str = "", href: str = "") -> None:
    _text(walk, element.text, style, href)
    walk.depth += 1
    for child in element:
        _element(walk, child, style, href)
        _text(walk, child.tail, style, href)
    walk.depth -= 1


def _text(walk: _Walk, text: str | None, style: str, href: str) -> None:
    if text:
        walk.runs.append(_Run(text, style, href))


def _element(walk: _Walk, element: Any, style: str, href: str) -> None:
    tag = _tag(element)
    if not tag or (tag in _NOT_SHOWN and not (tag == "head" and "rend" in element.attrib)):
        if tag in ("img", "graphic") and (alt := (element.get("alt") or "").strip()):
            _text(walk, alt, style, href)
    elif walk.depth > MAX_DEPTH:
        _text(walk, " ".join(element.itertext()), style, href)
    elif tag in ("br", "lb"):
        walk.runs.append(_Run("\n", "br"))
    elif tag in _BLOCKS:
        _block(walk, tag, element)
    elif tag in ("a", "ref"):
        _children(walk, element, style, _address(element) or href)
    elif tag == "code" and "\n" in "".join(element.itertext()).strip():
        _preformatted(walk, element)
    else:
        own = _STYLES.get(tag) or _RENDS.get(element.get("rend", ""), "")
        _children(walk, element, style if own in ("", style) else f"{style} {own}".strip(), href)


def _address(element: Any) -> str:
    href = (element.get("href") or element.get("target") or "").strip()
    return href if safe_href(href) else ""


def _block(walk: _Walk, tag: str, element: Any) -> None:
    _flush(walk)
    if tag in _HEADINGS:
        _heading(walk, tag, element)
    elif tag in _LISTS:
        _add(walk, _list(element, walk.depth, ordered=tag == "ol" or element.get("rend") == "ol"))
    elif tag in _QUOTES and not walk.in_list:
        _add(walk, _prefixed(lines_of(element, walk.depth + 1), "> ", "> "))
    elif tag == "table":
        _table(walk, element)
    elif tag == "pre":
        _preformatted(walk, element)
    elif tag == "hr":
        _add(walk, [Line("", "---", 0)])
    else:
        _children(walk, element)
    _flush(walk)


def _add(walk: _Walk, lines: list[Line]) -> None:
    """Take the lines in as one group."""
    walk.group += 1
    walk.lines += [replace(line, group=walk.group) for line in lines]


def _prefixed(lines: list[Line], first: str, rest: str) -> list[Line]:
    """The lines as one group behind a mark of their own, empty ones between what were groups.

    A list that follows the words of an item needs none, unless there was one before: then its mark would be words.
    """
    made: list[Line] = []
    loose = first == rest
    for at, line in enumerate(lines):
        if at and line.group != lines[at - 1].group:
            if loose or not _ITEM.match(line.markdown):
                made.append(Line("", rest.rstrip(), 0))
            loose = True
        mark = rest if at else first
        made.append(replace(line, markdown=f"{mark}{line.markdown}" if line.markdown else mark.rstrip(), group=0))
    return made


def _heading(walk: _Walk, tag: str, element: Any) -> None:
    level = _HEADINGS[tag]
    if tag == "head" and re.fullmatch(r"h[1-6]", element.get("rend", "")):
        level = int(element.get("rend")[1])
    if line := _line(_inline_runs(element), 0):
        # The page's h1 is the article's title and `#` is rendered as h2.
        mark = "#" * min(max(level - 1, 1), 5)
        words = re.sub(r"(?<!\\)#$", r"\#", line.markdown)
        words = re.sub(r"^\*\*([^*]+)\*\*$", r"\1", words)
        _add(walk, [replace(line, markdown=f"{mark} {words}")])


def _list(element: Any, depth: int, *, ordered: bool) -> list[Line]:
    """The items, each with its marker; what stands between items is an item too."""
    items: list[list[Line]] = []
    number = 0
    for child in element:
        tag = _tag(child)
        if tag in _ITEMS:
            item = lines_of(child, depth + 1, in_list=True)
        else:
            walk = _Walk(depth=depth + 1, in_list=True)
            _element(walk, child, "", "")
            _flush(walk)
            item = walk.lines
        while item and _ITEM.match(item[0].markdown):  # a list that has no words before it
            inner = [line for line in item if line.group == item[0].group]
            item = item[len(inner) :]
            if items:
                items[-1] += [Line("", "", 0), *_prefixed(inner, "    ", "    ")]
            else:
                items.append(_prefixed(inner, "", ""))
        if item:
            number += 1
            items.append(_prefixed(item, f"{number}. ".ljust(4) if ordered else "-   ", "    "))
    mixed = bool(items) and items[0][0].markdown.startswith("-   ") == ordered
    loose = mixed or any(not line.markdown for item in items for line in item)
    between = [Line("", "", 0)] if loose else []
    return [line for at, item in enumerate(items) for line in [*(between if at else []), *item]]


def _preformatted(walk: _Walk, element: Any) -> None:
    _flush(walk)
    walk.group += 1
    for text in "".join(element.itertext()).expandtabs(4).strip("\n").split("\n"):
        walk.lines.append(Line(text, f"    {text}", walk.group, text))
    walk.group += 1


def _table(walk: _Walk, element: Any) -> None:
    rows = [row for row in element.iter() if _tag(row) in ("tr", "row")]
    cells = [[cell for cell in row if _tag(cell) in ("td", "th", "cell")] for row in rows]
    columns = max((len(row) for row in cells), default=0)
    blocks = (block for row in cells for cell in row for block in cell if _tag(block) in _BLOCKS - {"p"})
    nested = any(_tag(inner) == "table" for inner in element.iterdescendants())
    crowded = any(sum(_tag(block) == "p" for block in cell) > 1 for row in cells for cell in row)
    if columns < 2 or nested or crowded or next(blocks, None) is not None:
        _flush(walk)
        for child in element:  # a table that only lays things out
            _element(walk, child, "", "")
            _flush(walk)
        return
    for caption in element:
        if _tag(caption) == "caption":
            _block(walk, "p", caption)
    walk.group += 1
    under = Line("", f"|{' --- |' * columns}", walk.group)
    for at, row in enumerate(cells):
        made = [_line(_inline_runs(cell), 0) or plain("", 0) for cell in row]
        padded = [line.markdown.replace("|", "&#124;") for line in made] + [""] * (columns - len(made))
        text = " ".join(line.text for line in made)
        walk.lines.append(Line(text or " ", f"| {' | '.join(padded)} |", walk.group, " ".join(c.linked for c in made)))
        if at == 0:
            walk.lines.append(under)
    walk.group += 1


def _inline_runs(element: Any) -> list[_Run]:
    """Everything in the element as one line, whatever blocks are in it."""
    walk = _Walk(depth=MAX_DEPTH // 2)
    _children(walk, element)
    if not walk.lines:
        return [_Run(" ") if run.style == "br" else run for run in walk.runs]
    return [_Run(" ".join(element.itertext()))]


def _flush(walk: _Walk) -> None:
    """Make the runs since the last block a paragraph: one group, a line for every line break in it."""
    runs, walk.runs = walk.runs, []
    if not any(run.text.strip() for run in runs):
        return
    walk.group += 1
    empty = 0
    made: list[Line] = []
    for part in _parts(runs):
        line = _line(part, walk.group)
        if line is None:
            empty += 1
            continue
        if made and empty:
            walk.group += 1
            line = replace(line, group=walk.group)
        elif made:
            made[-1] = replace(made[-1], markdown=f"{made[-1].markdown}  ")
        made.append(line)
        empty = 0
    walk.lines += made
    walk.group += 1


def _parts(runs: list[_Run]) -> Iterator[list[_Run]]:
    part: list[_Run] = []
    for run in runs:
        if run.style == "br":
            yield part
            part = []
        else:
            part.append(run)
    yield part


def _line(runs: list[_Run], group: int) -> Line | None:
    """One line of runs: white space as a browser shows it, None where there is nothing else."""
    runs = _collapsed(runs)
    text = "".join(run.text for run in runs)
    if not text.strip():
        return None
    if not any(run.style or run.href for run in runs):
        return plain(text, group)
    linked: list[str] = []
    marked: list[str] = []
    for href, inner in _by_href(runs):
        words = "".join(run.text for run in inner)
        clear = [_is_clear(inner, at) for at in range(len(inner))]
        styled = "".join(
            _styled(run, at_start=not marked and at == 0, clear=clear[at]) for at, run in enumerate(inner)
        )
        linked.append(f"[{words}]({href})" if href else words)
        if href and marked and marked[-1].endswith("!"):  # or it would be a picture
            marked[-1] = f"{marked[-1][:-1]}&#33;"
        marked.append(f"[{_linkable(styled)}]({_destination(href)})" if href else styled)
    return Line(text, "".join(marked), group, "".join(linked))


def _linkable(words: str) -> str:
    """`[words]:` at the start of a line would name an address, and vanish."""
    return words.replace("]:", "]&#58;")


def _destination(href: str) -> str:
    return f"<{href}>" if re.search(r"[()\"']", href) else href


def _by_href(runs: list[_Run]) -> list[tuple[str, list[_Run]]]:
    grouped: list[tuple[str, list[_Run]]] = []
    for run in runs:
        if grouped and grouped[-1][0] == run.href:
            grouped[-1][1].append(run)
        else:
            grouped.append((run.href, [run]))
    return grouped


def _is_clear(runs: list[_Run], at: int) -> bool:
    """Whether asterisks around the run cannot be taken for anything else: a space or nothing on both sides."""
    text = runs[at].text
    before = at == 0 or text.startswith(" ") or runs[at - 1].text.endswith(" ")
    after = at == len(runs) - 1 or text.endswith(" ") or runs[at + 1].text[:1] in " ,.;:?!"
    return (
        before and after and re.search(r"\w$", text.rstrip()) is not None and re.match(r"\w", text.strip()) is not None
    )


def _styled(run: _Run, *, at_start: bool, clear: bool) -> str:
    core = run.text.strip(" ")
    if not core:
        return run.text
    lead, trail = run.text[: len(run.text) - len(run.text.lstrip(" "))], run.text[len(run.text.rstrip(" ")) :]
    made = escape_markdown(core) if at_start else escape_inline(core)
    styles = list(dict.fromkeys(reversed(run.style.split())))
    if clear and len(styles) == 1 and styles[0] in _AS_HTML:
        return f"{lead}{styles[0]}{made}{styles[0]}{trail}"
    for style in styles:
        tag = _AS_HTML.get(style, style)
        made = f"<{tag}>{made}</{tag}>"
    return f"{lead}{made}{trail}"


def _collapsed(runs: list[_Run]) -> list[_Run]:
    """White space collapsed across runs, none at the ends; neighbours of one look joined."""
    made: list[_Run] = []
    space = True
    for run in runs:
        text = _SPACE.sub(" ", run.text)
        if space:
            text = text.lstrip(" ")
        if not text:
            continue
        space = text.endswith(" ")
        if made and (made[-1].style, made[-1].href) == (run.style, run.href):
            made[-1] = replace(made[-1], text=made[-1].text + text)
        else:
            made.append(replace(run, text=text))
    while made and not made[-1].text.rstrip(" "):
        made.pop()
    if made:
        made[-1] = replace(made[-1], text=made[-1].text.rstrip(" "))
    return made
