"""What a person typed into the search box, understood. Pure; a mistake never raises.

`word`, `"some words"`, `begin*`, `-without`, `NOT without`, `this OR that`. A whole question is a search for its
telling words, best match first.
"""

from dataclasses import dataclass

import regex

from articles.search.folding import folded_words

MAX_TERMS = 24
_MAX_LENGTH = 2_000
_PREFIX_LEAST = 2
_MANY_WORDS = 6

_TERM = regex.compile(r'(?P<minus>[-−–])?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))(?P<star>\*)?')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟″＂«»", '"'))
_SHORT = regex.compile(r"\p{Lu}[\p{Lu}.]+\Z")

STOP_WORDS = frozenset(
    """
    a about above across after again against all almost also although always am among an and any are aren't around
    as at be because been before being below between both but by can can't cannot could couldn't did didn't do does
    doesn't doing don't down during each either enough ever every few for from further get go going had hadn't has
    hasn't have haven't having he her here hers herself him himself his how however i if in into is isn't it it's
    its itself just keep let like likely made make makes making many may me might more most much must my myself
    near need neither never next no nor not now of off on once one only onto or other ought our ours ourselves out
    over own per put rather same shall she should shouldn't since so some still such take than that the their
    theirs them themselves then there these they this those though through thus to too toward towards under until
    up upon us use used very was wasn't way we were weren't what when where whether which while who whom whose why
    will with within without won't would wouldn't year years yes yet you your yours yourself yourselves
    """.split()
)


@dataclass(frozen=True)
class Term:
    """One thing that is looked for. More than one word is a phrase; `prefix` concerns the last word.

    `typed` is what a chip shows and what to type for it: with its quotation marks, minus and star.
    """

    typed: str
    words: tuple[str, ...]
    prefix: bool = False
    excluded: bool = False


@dataclass(frozen=True)
class Query:
    """`any_of` is True where one term is enough and the best match comes first; else every term must be there."""

    terms: tuple[Term, ...]
    any_of: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.excluded)

    def without(self, term: Term) -> str:
        """What to type for the same search with one term fewer."""
        left = [other for other in self.terms if other != term]
        wanted = [other.typed for other in left if not other.excluded]
        unwanted = [other.typed for other in left if other.excluded]
        return " ".join([(" OR " if self.any_of else " ").join(wanted), *unwanted]).strip()


def parse(typed: str) -> Query:
    """The search that was meant. Nothing but signs and stop words gives an empty query or a search for them."""
    text = typed[:_MAX_LENGTH].replace("\x00", " ").translate(_QUOTES).strip()
    asked = text.endswith("?")
    shouted = text == text.upper()
    found: list[tuple[Term, bool]] = []
    either = False
    negate = False
    for match in _TERM.finditer(text):
        if match["word"] in ("OR", "AND", "NOT"):
            either = either or (match["word"] == "OR" and bool(found))
            negate = match["word"] == "NOT"
            continue
        term = _term(match, negate=negate)
        negate = False
        if term and term not in (t for t, _ in found):
            found.append((term, _is_stop(match, shouted=shouted)))
    terms = tuple(term for term, stop in found if not stop) or tuple(term for term, _ in found)
    plain = sum(1 for term, _ in found if not term.excluded)
    return Query(terms[:MAX_TERMS], any_of=either or asked or plain > _MANY_WORDS)


def _term(match: "regex.Match[str]", *, negate: bool) -> Term | None:
    inner = match["phrase"] if match["phrase"] is not None else match["word"]
    starred = bool(match["star"]) or (match["phrase"] is None and inner.endswith("*"))
    words = folded_words(inner)
    if not words:
        return None
    excluded = negate or bool(match["minus"])
    prefix = starred and len(words[-1]) >= _PREFIX_LEAST
    shown = f'"{inner.strip()}"' if match["phrase"] is not None else inner.strip("*.,;:!?()[]{}…'‘’")
    return Term(f"{'-' if excluded else ''}{shown}{'*' if prefix else ''}", words, prefix, excluded)


def _is_stop(match: "regex.Match[str]", *, shouted: bool) -> bool:
    """Whether the word says too little to look for. "US" and "WHO" are names unless everything is in capitals."""
    if match["phrase"] is not None or match["minus"]:
        return False
    word = match["word"].strip("*.,;:!?()[]{}…'‘’\"").replace("’", "'")
    if _SHORT.match(word) and not shouted:
        return False
    return word.lower() in STOP_WORDS
