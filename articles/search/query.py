"""What a person typed into the search box, understood. Pure; a mistake never raises but is told in `Query.faults`.

`word`, `"some words"`, `begin*`, `-without`, `this OR that`, `NOT (a b)`, `field:value`. OR joins its neighbours
before what merely stands side by side: `a b OR c` is a and (b or c); AND written out joins first of all. A whole
question is a search for any of its telling words, best match first.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import regex

from articles.search.reading import FIELDS, QUOTES, TERM_FIELDS, condition, is_stop, shown, words_of
from articles.search.stopwords import STOP_WORDS
from articles.search.tree import (
    MANY_WORDS,
    AnyOf,
    Fault,
    Field,
    Leaf,
    Node,
    Query,
    Spelling,
    Term,
    all_of,
    any_of,
    leaves,
    mapped,
)

__all__ = ["STOP_WORDS", "Fault", "Field", "Query", "Spelling", "Term", "parse"]

MAX_TERMS = 24
MAX_LENGTH = 2_000
PREFIX_LEAST = 3
_DEEPEST = 12

_LIKE_A_FIELD = regex.compile(r"[-−–]|[A-Za-z]+:[^\s:/)]")  # or like an exclusion: as a word it is said in quotes
_CONTROLS = regex.compile(r"[\x00-\x1f\x7f]")
_TOKEN = regex.compile(
    r"""
    (?P<space>\s+)
    | (?P<sign>[-−–](?=\())
    | (?P<minus>[-−–])?
      (?:(?P<field>[A-Za-z]+):(?=[^\s:/)]))?
      (?:"(?P<phrase>[^"]*)(?P<shut>"?)|(?P<word>[^\s"()]+))(?P<star>\*)?
    | (?P<bracket>[()])
    | (?P<other>.)
    """,
    regex.VERBOSE | regex.DOTALL,
)


@dataclass
class _Token:
    """`kind` is "leaf", "AND", "OR", "NOT", "(" or ")"."""

    kind: str
    leaf: Leaf | None = None
    stop: bool = False


@dataclass
class _Reader:
    """The tokens of one text, and what was wrong with it."""

    faults: list[Fault] = field(default_factory=list)
    tokens: list[_Token] = field(default_factory=list)
    at: int = 0

    def fault(self, code: str, message: str, piece: str) -> None:
        self.faults.append(Fault(code, message, piece.strip()))

    def next(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""


def parse(typed: str) -> Query:
    """The search that was meant. Nothing but signs gives an empty query, nothing but stop words a search for them."""
    text = _CONTROLS.sub(" ", typed[:MAX_LENGTH]).translate(QUOTES).strip()
    reader = _Reader()
    if len(typed) > MAX_LENGTH:
        reader.fault("too_long", f"Only the first {MAX_LENGTH:,} characters were looked for.", "")
    _read(text, reader)
    found = [token for token in reader.tokens if token.kind == "leaf"]
    plain = sum(isinstance(token.leaf, Term) and not token.leaf.excluded and not token.leaf.where for token in found)
    if found and all(token.stop for token in found):
        reader.fault("only_common", "These words stand in almost every article.", text)
    else:
        for token in found:
            token.leaf = None if token.stop else token.leaf
    tree = _whole(reader)
    if tree and (text.endswith("?") or plain > MANY_WORDS) and not _structured(reader):
        tree = _loosened(tree)
    return Query(_few(tree, reader) if tree else None, tuple(dict.fromkeys(reader.faults)))


def with_value(typed: str, *, field: str, meant: Callable[[str], bool], value: str) -> str:
    """The query with this value in every `field:` whose own is meant; all the rest stays as it was typed."""
    marks = typed.translate(QUOTES)  # one character for one
    parts, at = [], 0
    for match in _TOKEN.finditer(marks):
        own = match["phrase"] if match["phrase"] is not None else shown(match["word"] or "")
        if (match["field"] or "").lower() != field or not meant(own.strip()):
            continue
        look = value if regex.fullmatch(r"[^\s\"()*]+", value) else f'"{value}"'
        parts += [typed[at : match.start()], match["minus"] or "", f"{field}:{look}"]
        at = match.end()
    return "".join([*parts, typed[at:]])


def _structured(reader: _Reader) -> bool:
    return any(token.kind in ("AND", "OR", "(") for token in reader.tokens)


def _loosened(tree: Node) -> Node | None:
    """Any of the wanted words is enough; fields and exclusions still hold."""
    every = list(leaves(tree))
    wanted: list[Node] = [leaf for leaf in every if isinstance(leaf, Term) and not leaf.excluded and not leaf.where]
    held: list[Node] = [leaf for leaf in every if leaf not in wanted]
    some = any_of(wanted)
    return all_of([*([some] if some else []), *held])


def _few(tree: Node, reader: _Reader) -> Node | None:
    """The tree with its first MAX_TERMS different leaves."""
    every = list(dict.fromkeys(leaves(tree)))
    if len(every) <= MAX_TERMS:
        return tree
    kept = set(every[:MAX_TERMS])
    reader.fault("too_many", f"Only the first {MAX_TERMS} words were looked for.", every[MAX_TERMS].typed)
    return mapped(tree, lambda leaf: leaf if leaf in kept else None)


def _read(text: str, reader: _Reader) -> None:
    shouted = text == text.upper()
    for match in _TOKEN.finditer(text):
        if match["bracket"]:
            reader.tokens.append(_Token(match["bracket"]))
        elif match["sign"]:
            reader.tokens.append(_Token("NOT"))
        elif match["word"] in ("AND", "OR", "NOT") and not match["field"] and not match["minus"]:
            reader.tokens.append(_Token(match["word"]))
        elif match["word"] or match["phrase"] is not None:
            leaf = _leaf(match, reader)
            if leaf:
                stop = isinstance(leaf, Term) and not leaf.where and not leaf.literal
                reader.tokens.append(_Token("leaf", leaf, stop and is_stop(match["word"], shouted=shouted)))


def _leaf(match: "regex.Match[str]", reader: _Reader) -> Leaf | None:
    if match["phrase"] is not None and not match["shut"]:
        reader.fault("open_quote", "A quotation mark is missing at the end of the phrase.", match[0])
    name = (match["field"] or "").lower()
    excluded = bool(match["minus"])
    if name in FIELDS:
        value = match["phrase"] if match["phrase"] is not None else shown(match["word"])
        got = condition(name, value.strip(), excluded=excluded)
        if isinstance(got, Fault):
            reader.faults.append(got)
            return None
        return got
    if name and name not in TERM_FIELDS:
        known = ", ".join(f"{one}:" for one in (*TERM_FIELDS, *FIELDS))
        reader.fault(
            "unknown_field", f"There is no field {name}: and so it was looked for as a word. {known}", match[0]
        )
        return _term(match, reader, f"{match['field']}:", "", excluded=excluded)
    return _term(match, reader, "", name, excluded=excluded)


def _term(match: "regex.Match[str]", reader: _Reader, before: str, where: str, *, excluded: bool) -> Term | None:
    quoted = match["phrase"] is not None or bool(before) or bool(_LIKE_A_FIELD.match(shown(match["word"])))
    inner = before + (
        match["phrase"] if match["phrase"] is not None else shown(match["word"]) if before else match["word"]
    )
    words = words_of(inner, where)
    if not words:
        return None
    starred = bool(match["star"]) or (not quoted and inner.endswith("*"))
    prefix = starred and len(words[-1]) >= PREFIX_LEAST and where in ("", "title")
    if starred and not prefix and where in ("", "title"):
        reader.fault("short_prefix", f"A star needs at least {PREFIX_LEAST} letters before it.", match[0])
    look = f'"{inner.strip()}"' if quoted else shown(inner)
    typed = f"{'-' if excluded else ''}{f'{where}:' if where else ''}{look}{'*' if prefix else ''}"
    return Term(typed, words, prefix, excluded, where, literal=quoted)


def _whole(reader: _Reader) -> Node | None:
    """sides := either+; either := joined (OR joined)*; joined := one (AND one)*; one := NOT one | (…) | leaf."""
    parts: list[Node] = []
    while reader.next():
        if reader.next() == ")":
            reader.fault("stray_bracket", "A bracket is closed that was not opened.", ")")
            reader.at += 1
            continue
        part = _juxtaposed(reader, 0)
        parts += [part] if part else []
    return all_of(parts)


def _juxtaposed(reader: _Reader, depth: int) -> Node | None:
    parts: list[Node] = []
    while reader.next() not in ("", ")"):
        part = _joined(reader, depth, "OR", any_of)
        parts += [part] if part else []
    return all_of(parts)


def _joined(reader: _Reader, depth: int, joint: str, join: Callable[[list[Node]], Node | None]) -> Node | None:
    """What stands on both sides of each OR; on its next level, of each AND."""

    def one() -> Node | None:
        return _joined(reader, depth, "AND", all_of) if joint == "OR" else _one(reader, depth)

    if reader.next() == joint:
        reader.fault("dangling", f"{joint} needs something on both sides.", joint)
        reader.at += 1
    parts = [one()]
    while reader.next() == joint:
        reader.at += 1
        if reader.next() in ("", ")", "OR", "AND"):
            reader.fault("dangling", f"{joint} needs something on both sides.", joint)
        else:
            parts.append(one())
    return join([part for part in parts if part])


def _one(reader: _Reader, depth: int) -> Node | None:
    opposite = False
    while reader.next() == "NOT":
        opposite = not opposite
        reader.at += 1
    if reader.next() in ("", ")", "AND", "OR"):
        return None
    node: Node | None = reader.tokens[reader.at].leaf
    bracket = reader.next() == "("
    reader.at += 1
    if bracket and depth < _DEEPEST:
        node = _juxtaposed(reader, depth + 1)
        if reader.next() == ")":
            reader.at += 1
        else:
            reader.fault("open_bracket", "A bracket is opened and not closed.", "(")
    return excluding(node) if node and opposite else node


def excluding(node: Node) -> Node | None:
    """The opposite: NOT (a b) is -a OR -b, NOT (a OR b) is -a -b."""
    if isinstance(node, Term | Field):
        typed = node.typed[1:] if node.excluded else f"-{node.typed}"
        return replace(node, typed=typed, excluded=not node.excluded)
    parts = [new for part in node.parts if (new := excluding(part)) is not None]
    return all_of(parts) if isinstance(node, AnyOf) else any_of(parts)
