"""Plain paragraphs: a text as Markdown that renders to exactly it, and such Markdown read without a parser. Pure.

Most of what is read in is prose without any mark-up. Markdown and both gates take two milliseconds to find that out;
`plain_paragraphs` knows it in a tenth, and where it is not sure it leaves the work to them.
"""

import re

_INLINE = re.compile(r"[\\`*_\[\]<\t\n]|&(?=[\#\w])")
_LINE_START = re.compile(r"(\d+)([.)])|([-+>#=|:~])")


def escape_markdown(text: str) -> str:
    """Markdown that renders to a paragraph with exactly this text. Line breaks in it stay line breaks.

    Control characters other than tab and LF are outside of it: no HTML can carry them.
    """
    core = text.strip()
    if not core:
        return _as_entities(text)
    lead = len(text) - len(text.lstrip())
    start = _LINE_START.match(core)
    head = ""
    if start and start[1]:
        head, core = f"{start[1]}\\{start[2]}", core[start.end() :]
    elif start:
        head, core = f"\\{start[3]}" if start[3] in "-+>#" else _as_entities(start[3]), core[1:]
    core = _INLINE.sub(_escaped, core)
    return _as_entities(text[:lead]) + head + core + _as_entities(text[len(text.rstrip()) :])


def escape_inline(text: str) -> str:
    """The same for a part of a line that is not its start; white space at its ends is left as it is."""
    return _INLINE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    if found[0] in "\t\n\\`":
        return _as_entities(found[0])
    return {"<": "&lt;", "&": "&amp;"}.get(found[0], "\\" + found[0])


def _as_entities(characters: str) -> str:
    return "".join(f"&#{ord(c)};" for c in characters)


# What Markdown and HTML give back as it stands; C0, C1 and noncharacters are left to the gates.
_AS_IT_STANDS = r"[^\\`*_\[\]<&\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
_ESCAPED = r"\\[\\`*_{}\[\]()>#+.!-]|&(?:lt|amp|#(?:9|58|61|92|96|124|126));"
_PLAIN = re.compile(rf"(?![-+>#=|:~]|\d+[.)])(?:{_AS_IT_STANDS}++|{_ESCAPED})++")
_UNESCAPE = re.compile(r"\\(.)|&(?:(lt|amp)|#(\d+));")


def plain_paragraphs(source: str) -> list[str] | None:
    """The texts of the paragraphs, where the source is nothing but paragraphs of one line; else None."""
    found = []
    for paragraph in source.split("\n\n"):
        if not _PLAIN.fullmatch(paragraph) or paragraph != paragraph.strip():
            return None
        found.append(_UNESCAPE.sub(_unescaped, paragraph) if "\\" in paragraph or "&" in paragraph else paragraph)
    return found


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return found[1]
    return {"lt": "<", "amp": "&"}[found[2]] if found[2] else chr(int(found[3]))
