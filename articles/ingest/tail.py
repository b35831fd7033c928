"""The end of an article: where the body stops, the questions, the sources, the analysis. Pure.

A label counts only at the start of a line, and the end of the article begins at the first label behind which no
unlabelled prose follows, so that a paragraph which happens to begin with such words stays where it is. A line of
the end that is neither question, source nor analysis goes back to the body, with a caution.
"""

import re
from dataclasses import dataclass, field

from articles.ingest.draft import Caution, SourceDraft
from articles.ingest.register import SHIPPED, Register
from articles.ingest.sources import BULLET, is_certain, is_read, read_sources

_MARKS = r"[\s#*_>]*"
_QUESTION = (
    r"(?:(?:extemp(?:oraneous)?|practice|related|sample|discussion|possible)\s+)*questions?(?:\s?\(s\))?"
    r"(?:\s+(?:to consider|for practice|for practice rounds))?"
)
_SOURCES = r"read\s+more(?:\s+here)?|sources?|works\s+cited|further\s+reading|references|bibliography|learn\s+more"
# The first are the words of extempers only; the others may as well head a part of an article.
_CERTAIN = (
    r"extemp(?:oraneous)?\s+(?:analysis|strategy|outline|notes)|agds?|attention[- ]getting\s+devices?|"
    r"sub-?structures?(?:\s+(?:and|&)\s+strategy)?|strategy\s+(?:and|&)\s+sub-?structures?"
)
_ANALYSIS = rf"{_CERTAIN}|analysis|strategy|outline"
_LABEL = re.compile(
    rf"{_MARKS}(?:(?P<question>{_QUESTION}|(?:USX|IX|DX)(?=\s*[*_]*\s*[:：]))|(?P<sources>{_SOURCES})"
    rf"|(?P<analysis>{_ANALYSIS}))[*_]*\s*(?:[:：][*_]*\s*|$|(?=https?://|\[))(?P<rest>.*)$",
    re.IGNORECASE,
)
_BEGINS = re.compile(rf"{_MARKS}[abdefilopqrsuw]", re.IGNORECASE)  # the first letters of all labels
_IS_CERTAIN = re.compile(rf"{_MARKS}(?:{_CERTAIN})", re.IGNORECASE)
_NEXT_LABEL = re.compile(
    rf"(?<=[?!.”\"’')])[\s*_]*(?=(?:{_SOURCES})[*_]*\s*(?:[:：]|$)|(?:{_QUESTION})[*_]*\s*[:：])", re.IGNORECASE
)
NOTE = re.compile(
    r"(?:editor.s note|correction|clarification|this (?:article|story|brief|piece|post) (?:was|has been)|"
    r"an earlier version|updated?\b)",
    re.IGNORECASE,
)
_NEXT_QUESTION = re.compile(
    r"(?<=\?)[”\"’']?\s*;\s*|(?<=\?)\s+(?=\(?\d{1,2}[.)]\s)|(?<=\?)\s+(?=(?:Are|Can|Could|Did|Do|Does|Has|Have|How|Is|"
    r"Should|To what|Was|Were|What|When|Where|Which|Who|Why|Will|Would)\b)|(?<=\?)\s*[•▪●]\s*"
)
_SENTENCE = re.compile(r"[a-z]{2}[.!][”\"’']?(?=\s+[A-Z“]|\s*$)")
_LONG = 400  # characters: a question or a source is shorter
_LONG_WITH_ADDRESSES = 4_000


@dataclass(slots=True)
class Tail:
    """`start` is the number of the line the body stops before; `kept` are lines from behind it for the body.

    `analysis` are the lines of the analysis with their labels, word for word; they are in nothing else.
    """

    start: int
    kept: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    sources: list[SourceDraft] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    analysis: list[str] = field(default_factory=list)

    def caution(self, code: str, where: str, message: str) -> None:
        self.cautions.append(Caution(code, where, message))


def label_of(line: str) -> tuple[str, str] | None:
    """(`question`, `sources` or `analysis`; what follows it on the line), or None."""
    found = _LABEL.match(line) if _BEGINS.match(line) else None
    return (_kind(found), found["rest"]) if found else None


def _kind(found: re.Match[str]) -> str:
    return "question" if found["question"] else "sources" if found["sources"] else "analysis"


def read_tail(lines: list[str], first: int, register: Register = SHIPPED) -> Tail:
    """Read what follows the body in `lines[first:]`."""
    labels = [(at, found) for at in range(first, len(lines)) if (found := label_of(lines[at]))]
    tail = Tail(_start(lines, first, labels))
    for at, (kind, _) in labels:
        if at >= tail.start:
            break
        if kind == "analysis":
            message = f"“{short(lines[at])}”: analysis is in the body, and is not reporting."
            tail.caution("analysis-in-body", "body", message)
        else:
            tail.caution("label-in-body", "body", f"“{short(lines[at])}” looks like a label, but the article goes on.")
    state = ""
    for line in lines[tail.start :]:
        if not line.strip():
            continue
        parts = _NEXT_LABEL.split(line) if state == "question" or label_of(line) else (line,)
        for part in parts:
            state = _read(tail, part, state, register)
    if tail.analysis:
        message = (
            f"“{short(tail.analysis[0])}”: {len(tail.analysis)} lines of analysis were set apart from the article."
        )
        tail.caution("analysis-apart", "analysis", message)
    return tail


def _read(tail: Tail, line: str, state: str, register: Register) -> str:
    """Take in one line of the end; gives the section that the next one stands in."""
    if found := label_of(line):
        state = found[0]
        tail.labels.add(state)
        if state != "analysis":
            line = found[1]
    if not line.strip():
        return state
    if state == "analysis":
        tail.analysis.append(line)
    elif NOTE.match(line.strip()):
        tail.kept.append(line)
    elif len(line) > (_LONG_WITH_ADDRESSES if "http" in line else _LONG):
        _keep_unread(tail, line)
    elif state == "question":
        _read_question(tail, line)
    else:
        _read_source(tail, line, register)
    return state


def _read_question(tail: Tail, line: str) -> None:
    bullet = BULLET.match(line)
    if tail.questions and "?" not in line and not bullet:
        return _keep_unread(tail, line)
    items = [BULLET.sub("", item, count=1).strip(" \t*_") for item in _NEXT_QUESTION.split(line)]
    items = [item for item in items if item]
    if len(items) > 1:
        tail.caution("questions-split", "questions", f"One line was read as {len(items)} questions: “{short(line)}”")
    for item in items:
        if item in tail.questions:
            tail.caution("question-repeated", "questions", f"“{short(item)}” is printed twice.")
            continue
        if "?" not in item:
            tail.caution("no-question-mark", "questions", f"“{short(item)}” has no question mark.")
        tail.questions.append(item)
    return None


def _read_source(tail: Tail, line: str, register: Register) -> None:
    for source in read_sources(line, register):
        tail.sources.append(source)
        said = f"“{short(source.text)}”"
        if not is_read(source):
            tail.caution(
                "source-unread", "sources", f"{said}: no author, publication or address was understood in it."
            )
        elif not is_certain(source, register):
            tail.caution("source-unsure", "sources", f"{said}: is “{source.publication}” the publication?")


def _keep_unread(tail: Tail, line: str) -> None:
    tail.kept.append(line)
    tail.caution("text-after-end", "body", f"“{short(line)}” was not understood; it was kept at the end of the body.")


def _start(lines: list[str], first: int, labels: list[tuple[int, tuple[str, str]]]) -> int:
    """The first label behind the last line of unlabelled prose, else the last label of a question, of anything."""
    if not labels:
        return len(lines)
    prose = -1
    kinds = dict(labels)
    state = ""
    for at in range(labels[0][0], len(lines)):
        line = lines[at]
        if found := kinds.get(at):
            state, line = found
        if _is_prose(line, state):
            prose = at
    ends = [at for at, (kind, _) in labels if kind != "analysis" or _IS_CERTAIN.match(lines[at])]
    questions = [at for at, (kind, _) in labels if kind == "question"]
    return next((at for at in ends if at > prose), (questions or ends or [len(lines)])[-1])


def _is_prose(line: str, state: str) -> bool:
    if state == "analysis" or "http" in line or NOTE.match(line.strip()):
        return False
    if len(line) > _LONG:
        return True
    sentences = len(_SENTENCE.findall(line))
    return sentences > 1 or (state == "question" and sentences == 1 and "?" not in line)


def short(text: str) -> str:
    """The beginning of a line, as a caution quotes it."""
    text = text.strip()
    return text if len(text) <= 60 else f"{text[:59]}…"
