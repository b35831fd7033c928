"""A text file by its shape: one digest, several articles, a page of briefs, a question list, or two of these. Pure."""

from dataclasses import replace

from articles.ingest.body import RULE
from articles.ingest.brief import is_brief, read_brief
from articles.ingest.decoding import decode, line_ends
from articles.ingest.digest import draft_of
from articles.ingest.draft import Contents, Draft, Sent
from articles.ingest.header import read_header
from articles.ingest.question_list import asks, is_question_list, numbered, read_lines, read_question_list
from articles.ingest.tail import label_of

_PROSE = 150  # characters of a line that is more than a heading
_LEAST = 3  # questions that make a list beside an article


def read(sent: Sent) -> Contents:
    """What a text file holds. Raises Unreadable with the codes of `decode`."""
    decoded = decode(sent.data)
    contents = read_text(decoded.text, sent, decoded.pages)
    if not decoded.cautions:
        return contents
    if not contents.drafts:
        return replace(contents, cautions=(*decoded.cautions, *contents.cautions))
    first, *others = contents.drafts
    return replace(contents, drafts=(replace(first, warnings=(*decoded.cautions, *first.warnings)), *others))


def read_text(text: str, sent: Sent, pages: tuple[int, ...] = ()) -> Contents:
    """What a text holds. `pages` are the numbers of the lines that stand behind a form feed."""
    lines = line_ends(text).split("\n")
    if is_question_list(lines) and not _is_article(lines):
        return read_question_list(text, today=sent.today)
    if is_brief(lines):
        return read_brief(lines, sent)
    before, article, after = _lists_beside(lines)
    if before or after:
        contents = read_text("\n".join(article), sent)
        lists = [read_lines(part) for part in (before, after) if part]
        return Contents(
            contents.drafts,
            tuple(question for found in lists for question in found.questions),
            (*contents.cautions, *(caution for found in lists for caution in found.cautions)),
        )
    pieces = _pieces(lines, pages)
    if len(pieces) > 1:
        return Contents(tuple(_one(piece, sent) for piece in pieces))
    return Contents((_one(lines, sent),))


def _one(lines: list[str], sent: Sent) -> Draft:
    return draft_of(lines, read_header(lines, sent.register), register=sent.register, today=sent.today, url=sent.url)


def _pieces(lines: list[str], pages: tuple[int, ...]) -> list[list[str]]:
    """The articles between rules and form feeds; a piece without its own title and date belongs to the one before."""
    rules = {at for at, line in enumerate(lines) if len(line) < 200 and RULE.match(line)}
    cuts = sorted(rules | set(pages))
    if not cuts:
        return [lines]
    begins = [0]
    for at in cuts:
        behind = at + (at in rules)
        if _has_head(lines[behind:]):
            begins.append(behind)
    if len(begins) == 1 or not _has_head(lines[: begins[1]]):
        return [lines]
    ends = [*begins[1:], len(lines)]
    pieces = [lines[begin:end] for begin, end in zip(begins, ends, strict=True)]
    return [_without_last_rule(piece) for piece in pieces]


def _without_last_rule(piece: list[str]) -> list[str]:
    last = next((at for at in range(len(piece) - 1, -1, -1) if piece[at].strip()), 0)
    return piece[:last] if piece and last and RULE.match(piece[last]) else piece


def _has_head(lines: list[str]) -> bool:
    """A title and a date stand at the top, and text behind them."""
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    header = read_header(lines[first : first + 12])
    return bool(header.title) and header.dated and any(line.strip() for line in lines[first + header.end :])


def _is_article(lines: list[str]) -> bool:
    """Title and date, then prose, then a label: the questions below it, however many, are the article's."""
    labels = (at for at, line in enumerate(lines) if (label := label_of(line)) and label[0] == "question")
    first = next(labels, 0)
    return any(len(line) > _PROSE and not asks(line) for line in lines[:first]) and _has_head(lines)


def _lists_beside(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Numbered lists above and below the prose of an article, and the article between them."""
    prose = [at for at, line in enumerate(lines) if len(line) > _PROSE and not asks(line)]
    if not prose:
        return [], lines, []
    begin, end = _end_of_first(lines, prose[0]), _begin_of_last(lines, prose[-1])
    return lines[:begin], lines[begin:end], lines[end:]


def _end_of_first(lines: list[str], stop: int) -> int:
    items = [at for at in range(stop) if numbered(lines[at]) and asks(lines[at])]
    return items[-1] + 1 if len(items) >= _LEAST else 0


def _begin_of_last(lines: list[str], start: int) -> int:
    """Where a list with a heading of its own begins behind the article; one under a label is the article's."""
    items = [at for at in range(start + 1, len(lines)) if numbered(lines[at]) and asks(lines[at])]
    if len(items) < _LEAST:
        return len(lines)
    above = [at for at in range(start + 1, items[0]) if lines[at].strip() and not numbered(lines[at])]
    if not above or label_of(lines[above[-1]]) or any(label_of(lines[at]) for at in range(items[0], len(lines))):
        return len(lines)
    return above[-1]
