"""Cards of a Word document that was written with Verbatim, or by evidence.export.word. Pure.

Headings 1 to 3 are where the cards stand, heading 4 is a tag, then comes the cite, then the text that is quoted.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from articles.ingest.apart import apart
from articles.ingest.draft import Unreadable
from articles.ingest.limits import DOCUMENT_BYTES, megabytes
from evidence import spans
from evidence.bringing.found import Brought, Found, brought, fitted
from evidence.bringing.paragraphs import BOLD, CITE, EMPHASIS, HIGHLIGHT, SOURCE, UNDERLINE
from evidence.export.sheet import Card, clean, line
from evidence.spans import Level, Span

_LEVELS = {Level.UNDERLINE: UNDERLINE, Level.EMPHASIS: EMPHASIS, Level.HIGHLIGHT: HIGHLIGHT}
_CITE_WITHIN = 3  # paragraphs below a tag in which its cite is looked for
_CITE_LONGEST = 600  # characters of a paragraph that is taken for a cite although nothing marks it as one

Run = tuple[str, int]
Paragraph = tuple[str, Sequence[Run]]


def read(name: str, data: bytes) -> Brought:
    """Raises Unreadable: too-large, no-cards, too-many, or what articles.ingest.apart raises."""
    if len(data) > DOCUMENT_BYTES:
        raise Unreadable(
            "too-large", f"The document has {megabytes(len(data))}; {megabytes(DOCUMENT_BYTES)} is the most."
        )
    made = apart("evidence.bringing.paragraphs", data)
    return cards_of(PurePath(name).stem, made["paragraphs"], pictures=made["pictures"])


def cards_of(title: str, paragraphs: Sequence[Paragraph], *, pictures: int = 0) -> Brought:
    cautions, found = [], []
    outside = 0
    for path, tag, body in _split(paragraphs):
        if tag is None:
            outside += sum(bool(_plain(runs).strip()) for _, runs in body)
            continue
        card = fitted(_card(path, tag, body))
        if isinstance(card, str):
            cautions.append(card)
        else:
            found.append(card)
    if outside:
        cautions.append(
            f"{outside:,} paragraph{'' if outside == 1 else 's'} before the first tag of a heading left out."
        )
    if pictures:
        cautions.append(f"{pictures:,} picture{'' if pictures == 1 else 's'} left out.")
    if not found:
        cautions.append("A card begins with a tag, which is a paragraph in the style Heading 4 or Tag.")
    return brought(title, found, cautions)


Path = tuple[tuple[int, str], ...]


def _split(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Path, str | None, list[Paragraph]]]:
    """What stands below each tag, and with None what stands between a heading and the first tag below it."""
    path: Path = ()
    tag: str | None = None
    body: list[Paragraph] = []
    for role, runs in paragraphs:
        text = line(_plain(runs))
        if role in ("1", "2", "3", "4"):
            if not text:
                continue
            yield path, tag, body
            tag, body = (text if role == "4" else None), []
            if role != "4":
                depth = int(role)
                path = (*((at, said) for at, said in path if at < depth), (depth, text))
        else:
            body.append((role, runs))
    yield path, tag, body


def _card(path: Path, tag: str, body: list[Paragraph]) -> Found:
    under = [clean(_plain(runs)) for role, runs in body if role == "under"]
    rest = _trimmed([runs for role, runs in body if role != "under"])
    cautions = []
    count = _cite_lines(rest)
    cite = [run for runs in rest[:count] for run in (*runs, ("\n", 0))]
    quotation, marked = _quotation(_trimmed(rest[count:]))
    if not count:
        cautions.append("No cite was found.")
    if not quotation:
        cautions.append("There is no text below the tag and the cite.")
    card = Card(
        tag=tag,
        cite=line(_plain([run for run in cite if not run[1] & SOURCE])),
        mla=line(_plain([run for run in cite if run[1] & SOURCE])),
        quotation=quotation,
        spans=marked,
        analysis="\n".join(under).strip("\n"),
    )
    return Found(card, path, tuple(cautions))


def _cite_lines(rest: Sequence[Sequence[Run]]) -> int:
    """How many paragraphs are the cite: up to the one that has words in the style of cites, else a first one that
    looks like it."""
    for number, runs in enumerate(rest[:_CITE_WITHIN]):
        if any(flags & (CITE | SOURCE) and text.strip() for text, flags in runs):
            return number + 1
    if len(rest) < 2:
        return 0
    first = rest[0]
    marked = any(flags & (HIGHLIGHT | EMPHASIS) for _, flags in first)
    bold = bool(first) and bool(first[0][1] & BOLD)
    return int(len(_plain(first)) <= _CITE_LONGEST and (bold or not marked))


def _plain(runs: Sequence[Run]) -> str:
    return "".join(text for text, _ in runs)


def _trimmed(lines: Sequence[Sequence[Run]]) -> Sequence[Sequence[Run]]:
    """Without empty lines at either end."""
    there = [number for number, runs in enumerate(lines) if _plain(runs).strip()]
    return lines[there[0] : there[-1] + 1] if there else []


def _quotation(lines: Sequence[Sequence[Run]]) -> tuple[str, dict[Level, tuple[Span, ...]]]:
    text = ""
    marked: dict[Level, list[Span]] = {level: [] for level in Level}
    for number, runs in enumerate(lines):
        text += "\n" if number else ""
        for said, flags in runs:
            start = len(text)
            text += clean(said)
            for level, flag in _LEVELS.items():
                if flags & flag:
                    marked[level].append((start, len(text)))
    return text, spans.settled(text, {level: spans.merged(there) for level, there in marked.items()})
