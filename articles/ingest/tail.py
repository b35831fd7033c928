"""The end of an article: where the body stops, the questions, the sources. Pure.

A label counts only at the start of a line, and the end of the article begins at the first label behind which no
unlabelled prose follows, so that a paragraph which happens to begin with such words stays where it is. A line of
the end that is neither question nor source goes back to the body, with a caution.
"""

import re
from dataclasses import dataclass, field

from articles.ingest.draft import Caution, SourceDraft
from articles.ingest.sources import BULLET, is_certain, read_sources

_MARKS = r"[\s#*_>]*"
_QUESTION = (
    r"(?:(?:extemp(?:oraneous)?|practice|related|sample|discussion)\s+)*questions?(?:\s+(?:to consider|for practice))?"
)
_SOURCES = r"read\s+more(?:\s+here)?|sources?|works\s+cited|further\s+reading|references|bibliography|learn\s+more"
_ANALYSIS = (
    r"(?:extemp\s+)?(?:analysis|strategy|outline)|agds?|attention[- ]getting\s+devices?|"
    r"substructure(?:\s+and\s+strategy)?"
)
_LABEL = re.compile(
    rf"{_MARKS}(?:(?P<question>{_QUESTION}|(?:USX|IX|DX)(?=\s*[*_]*\s*[:：]))|(?P<sources>{_SOURCES})"
    rf"|(?P<analysis>{_ANALYSIS}))[*_]*\s*(?:[:：][*_]*\s*|$|(?=https?://|\[))(?P<rest>.*)$",
    re.IGNORECASE,
)
_NEXT_LABEL = re.compile(
    rf"(?<=[?!.”\"’')])[\s*_]*(?=(?:{_SOURCES})[*_]*\s*(?:[:：]|$)|(?:{_QUESTION})[*_]*\s*[:：])", re.IGNORECASE
)
_NOTE = re.compile(
    r"(?:editor.s note|correction|clarification|this (?:article|story|brief) (?:was|has been)|updated?\b)", re.I
)
_NEXT_QUESTION = re.compile(
    r"(?<=\?)[”\"’']?\s*;\s*|(?<=\?)\s+(?=\(?\d{1,2}[.)]\s)|(?<=\?)\s+(?=(?:Are|Can|Could|Did|Do|Does|Has|Have|How|Is|"
    r"Should|To what|Was|Were|What|When|Where|Which|Who|Why|Will|Would)\b)|(?<=\?)\s*[•▪●]\s*"
)
_KINDS = ("question", "sources", "analysis")
_LONG = 400  # characters: a question or a source is shorter
_LONG_WITH_ADDRESSES = 4_000


@dataclass(slots=True)
class Tail:
    """`start` is the number of the line the body stops before; `kept` are lines from behind it for the body."""

    start: int
    kept: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    sources: list[SourceDraft] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)

    def caution(self, code: str, where: str, message: str) -> None:
        self.cautions.append(Caution(code, where, message))


def label_of(line: str) -> tuple[str, str] | None:
    """(`question`, `sources` or `analysis`; what follows it on the line), or None."""
    found = _LABEL.match(line)
    return (next(kind for kind in _KINDS if found[kind]), found["rest"]) if found else None


def read_tail(lines: list[str], first: int) -> Tail:
    """Read what follows the body in `lines[first:]`."""
    start = _start(lines, first)
    tail = Tail(start)
    for line in lines[first:start]:
        if (found := label_of(line)) and found[0] != "analysis":
            tail.caution("label-in-body", "body", f"“{_short(line)}” looks like a label, but the article goes on.")
        elif found:
            tail.caution(
                "analysis-in-body", "body", f"“{_short(line)}”: analysis is in the body, and is not reporting."
            )
    state = ""
    for line in lines[start:]:
        for part in _NEXT_LABEL.split(line) if label_of(line) or state == "question" else [line]:
            state = _read(tail, part, state)
    return tail


def _read(tail: Tail, line: str, state: str) -> str:
    """Take in one line of the end; gives the section that the next one stands in."""
    if found := label_of(line):
        state = found[0]
        tail.labels.add(state)
        if state == "analysis":
            tail.caution("analysis-in-body", "body", f"“{_short(line)}”: analysis, kept at the end of the body.")
            tail.kept.append(line)
            return state
        line = found[1]
    if not line.strip():
        return state
    if state == "analysis":
        tail.kept.append(line)
    elif _NOTE.match(line.strip()):
        tail.kept.append(line)
        tail.caution("note-after-end", "body", f"“{_short(line)}” stands after the question; it was kept in the body.")
    elif len(line) > (_LONG_WITH_ADDRESSES if "http" in line else _LONG):
        _keep_unread(tail, line)
    elif state == "question":
        _read_question(tail, line)
    else:
        _read_source(tail, line)
    return state


def _read_question(tail: Tail, line: str) -> None:
    bullet = BULLET.match(line)
    if tail.questions and "?" not in line and not bullet:
        return _keep_unread(tail, line)
    items = [BULLET.sub("", item, count=1).strip(" \t*_") for item in _NEXT_QUESTION.split(line)]
    items = [item for item in items if item]
    if len(items) > 1:
        tail.caution("questions-split", "questions", f"One line was read as {len(items)} questions: “{_short(line)}”")
    for item in items:
        if item in tail.questions:
            tail.caution("question-repeated", "questions", f"“{_short(item)}” is printed twice.")
            continue
        if "?" not in item:
            tail.caution("no-question-mark", "questions", f"“{_short(item)}” has no question mark.")
        tail.questions.append(item)
    return None


def _read_source(tail: Tail, line: str) -> None:
    for source in read_sources(line):
        tail.sources.append(source)
        if not is_certain(source):
            tail.caution(
                "source-unsure", "sources", f"“{_short(source.text)}”: is “{source.publication}” the publication?"
            )


def _keep_unread(tail: Tail, line: str) -> None:
    tail.kept.append(line)
    tail.caution("text-after-end", "body", f"“{_short(line)}” was not understood; it was kept at the end of the body.")


def _start(lines: list[str], first: int) -> int:
    """The first label behind the last line of unlabelled prose, else the last label of a question, of anything."""
    labels: list[tuple[int, str]] = []
    prose = -1
    for at in range(first, len(lines)):
        line = lines[at]
        if found := label_of(line):
            labels.append((at, found[0]))
            line = found[1]
        if labels and _is_prose(line, labels[-1][1]):
            prose = at
    ends = [at for at, kind in labels if kind != "analysis"]
    questions = [at for at, kind in labels if kind == "question"]
    return next((at for at in ends if at > prose), (questions or ends or [len(lines)])[-1])


def _is_prose(line: str, state: str) -> bool:
    if state == "analysis" or "http" in line or _NOTE.match(line.strip()):
        return False
    sentences = len(re.findall(r"[a-z]{2}[.!][”\"’']?(?=\s+[A-Z“]|\s*$)", line[: 2 * _LONG]))
    return len(line) > _LONG or sentences > 1 or (state == "question" and sentences == 1 and "?" not in line)


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 60 else f"{text[:59]}…"
