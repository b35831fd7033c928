"""A trend as a line: where its points stand in a box of WIDE by HIGH, and what each says in words. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDE, HIGH = 600, 120
_EDGE = 8  # so that a point at the edge is seen whole


@dataclass(frozen=True)
class Value:
    """One measurement. `limit`: what it is held against, None where nothing is."""

    when: str
    value: float
    limit: float | None = None


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Chart:
    """`line` and `limits` are what a polyline takes; "" where there are fewer than two points. `says` is the whole in
    a sentence, for who does not see it."""

    title: str
    points: tuple[Point, ...]
    line: str
    limits: str
    top: str
    says: str


def chart(title: str, values: Sequence[Value], say: Callable[[float], str], limit: str = "") -> Chart | None:
    """The oldest value left; None without any. `say` puts a value in words, `limit` names what it is held against."""
    if not values:
        return None
    top = max(max(one.value, one.limit or 0) for one in values) or 1.0
    xs = _spread(len(values))
    points = tuple(
        Point(x, _height(one.value, top), f"{one.when}: {say(one.value)}") for x, one in zip(xs, values, strict=True)
    )
    held = [(x, _height(one.limit, top)) for x, one in zip(xs, values, strict=True) if one.limit]
    return Chart(
        title=title,
        points=points,
        line=_line([(point.x, point.y) for point in points]),
        limits=_line(held),
        top=say(top),
        says=_sentence(values, say, limit),
    )


def _spread(number: int) -> list[float]:
    if number == 1:
        return [WIDE / 2]
    return [round(_EDGE + at * (WIDE - 2 * _EDGE) / (number - 1), 1) for at in range(number)]


def _height(value: float, top: float) -> float:
    return round(HIGH - _EDGE - value / top * (HIGH - 2 * _EDGE), 1)


def _line(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places) if len(places) > 1 else ""


def _sentence(values: Sequence[Value], say: Callable[[float], str], limit: str) -> str:
    """ "Last 6:40 of 7:00; between 5:10 and 7:20 in 6 rounds." """
    last, all_ = values[-1], [one.value for one in values]
    held = f" ({limit} {say(last.limit)})" if limit and last.limit else ""
    if len(all_) == 1:
        return f"{say(last.value)}{held}."
    if min(all_) == max(all_):
        return f"{say(last.value)}{held} in each of {len(all_)} rounds."
    return f"Last {say(last.value)}{held}; between {say(min(all_))} and {say(max(all_))} in {len(all_)} rounds."
