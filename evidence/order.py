"""The order of a block: lines with depths, moved one at a time. Pure.

A line may be one deeper than the line before it if that one is a heading, else as deep at most. What follows a line
and is deeper stands under it, and goes where it goes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

DEEPEST = 3


@dataclass(frozen=True)
class Line:
    """`holds`: it is a heading, so that others may stand under it."""

    key: int
    depth: int
    holds: bool = False


Lines = tuple[Line, ...]
STEPS = ("up", "down", "in", "out")


def settled(lines: Iterable[Line]) -> Lines:
    """The same lines in the same order; one that is deeper than it may be comes up as far as it must."""
    done: list[Line] = []
    for line in lines:
        done.append(replace(line, depth=max(0, min(line.depth, _allowed(done)))))
    return tuple(done)


def moved(lines: Lines, key: int, step: str) -> Lines:
    """One step of a line and of what stands under it; the same lines where there is nowhere to go.

    Up and down change places with the neighbour of the same depth, and cross into the next part at its edge. In goes
    under the heading before it, out comes behind the heading that it stood under.
    """
    at = _at(lines, key)
    if at is None:
        return lines
    end = _end(lines, at)
    return {"up": _up, "down": _down, "in": _in, "out": _out}[step](lines, at, end)


def placed(lines: Lines, key: int, before: int | None, depth: int) -> Lines:
    """A line, with what stands under it, put before another, None: at the end; as near to `depth` as may be.

    The same lines where it would stand under itself or too deep.
    """
    at = _at(lines, key)
    if at is None:
        return lines
    family, rest = lines[at : _end(lines, at)], lines[:at] + lines[_end(lines, at) :]
    to = len(rest) if before is None else _at(rest, before)
    if to is None:
        return lines
    least = rest[to].depth if to < len(rest) else 0
    most = min(_allowed(rest[:to]), DEEPEST - _height(family))
    if least > most:
        return lines
    return rest[:to] + _shifted(family, min(max(depth, least), most) - family[0].depth) + rest[to:]


def without(lines: Lines, key: int) -> Lines:
    """Without this line; what stood under it comes up by one."""
    at = _at(lines, key)
    if at is None:
        return lines
    end = _end(lines, at)
    return lines[:at] + _shifted(lines[at + 1 : end], -1) + lines[end:]


def possible(lines: Lines) -> dict[int, tuple[str, ...]]:
    """The steps by which each line would move."""
    found = {}
    for at, line in enumerate(lines):
        family = lines[at : _end(lines, at)]
        deeper = line.depth < _allowed(lines[max(0, at - 1) : at]) and line.depth + _height(family) < DEEPEST
        there = (at > 0, at + len(family) < len(lines), deeper, line.depth > 0)
        found[line.key] = tuple(step for step, may in zip(STEPS, there, strict=True) if may)
    return found


def end_of(lines: Lines, key: int | None) -> tuple[int, int]:
    """(place, depth) of a new line that is the last under this heading; None, or no such heading: the last of all."""
    at = None if key is None else _at(lines, key)
    if at is None or not lines[at].holds or lines[at].depth >= DEEPEST:
        return len(lines), 0
    return _end(lines, at), lines[at].depth + 1


def _up(lines: Lines, at: int, end: int) -> Lines:
    if at == 0:
        return lines
    before = at - 1
    while lines[before].depth > lines[at].depth:
        before -= 1
    family = _shifted(lines[at:end], min(0, _allowed(lines[:before]) - lines[at].depth))
    return lines[:before] + family + lines[before:at] + lines[end:]


def _down(lines: Lines, at: int, end: int) -> Lines:
    if end == len(lines):
        return lines
    neighbour = lines[end]
    behind = _end(lines, end) if neighbour.depth == lines[at].depth else end + 1
    passed = lines[end:behind]
    family = _shifted(lines[at:end], min(0, _allowed(lines[:at] + passed) - lines[at].depth))
    return lines[:at] + passed + family + lines[behind:]


def _in(lines: Lines, at: int, end: int) -> Lines:
    fits = _height(lines[at:end]) + lines[at].depth < DEEPEST
    if not fits or lines[at].depth >= _allowed(lines[:at]):
        return lines
    return lines[:at] + _shifted(lines[at:end], 1) + lines[end:]


def _out(lines: Lines, at: int, end: int) -> Lines:
    if lines[at].depth == 0:
        return lines
    behind = end
    while behind < len(lines) and lines[behind].depth >= lines[at].depth:
        behind += 1
    return lines[:at] + lines[end:behind] + _shifted(lines[at:end], -1) + lines[behind:]


def _allowed(before: Sequence[Line]) -> int:
    """How deep the line behind these may be."""
    return min(DEEPEST, before[-1].depth + before[-1].holds) if before else 0


def _at(lines: Lines, key: int) -> int | None:
    return next((at for at, line in enumerate(lines) if line.key == key), None)


def _end(lines: Lines, at: int) -> int:
    end = at + 1
    while end < len(lines) and lines[end].depth > lines[at].depth:
        end += 1
    return end


def _height(family: Lines) -> int:
    return max(line.depth for line in family) - family[0].depth


def _shifted(lines: Lines, by: int) -> Lines:
    return tuple(replace(line, depth=line.depth + by) for line in lines) if by else lines
