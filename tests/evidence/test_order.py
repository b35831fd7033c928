"""The order of a block: what a step does, and that no step loses a line or leaves one where it may not stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.order import DEEPEST, STEPS, Line, end_of, moved, placed, possible, settled, without


def lines(text: str):
    """ "A b  c" by lines: capitals are headings, two blanks of indent are one depth."""
    rows = [row for row in text.splitlines() if row.strip()]
    return tuple(Line(ord(r.strip()), (len(r) - len(r.lstrip())) // 2, r.strip().isupper()) for r in rows)


def told(found) -> list[str]:
    return ["  " * line.depth + chr(line.key) for line in found]


TWO = lines("A\n  a\n  b\nB\n  c\nd")


@pytest.mark.parametrize(
    ("key", "step", "after"),
    [
        ("b", "up", ["A", "  b", "  a", "B", "  c", "d"]),
        ("c", "up", ["A", "  a", "  b", "  c", "B", "d"]),  # over the edge: the last of the part before
        ("b", "down", ["A", "  a", "B", "  b", "  c", "d"]),  # the first of the next part
        ("B", "up", ["B", "  c", "A", "  a", "  b", "d"]),  # a heading goes with what stands under it
        ("A", "down", ["B", "  c", "A", "  a", "  b", "d"]),
        ("a", "up", ["a", "A", "  b", "B", "  c", "d"]),
        ("c", "down", ["A", "  a", "  b", "B", "d", "c"]),
        ("d", "in", None),  # the line before it is as deep already: under B it would be the last
        ("B", "in", ["A", "  a", "  b", "  B", "    c", "d"]),
        ("a", "out", ["A", "  b", "a", "B", "  c", "d"]),
        ("c", "out", ["A", "  a", "  b", "B", "c", "d"]),
    ],
)
def test_a_step(key, step, after):
    wanted = after or ["A", "  a", "  b", "B", "  c", "  d"]
    assert told(moved(TWO, ord(key), step)) == wanted


@pytest.mark.parametrize(("key", "step"), [("A", "up"), ("d", "down"), ("A", "in"), ("A", "out"), ("x", "up")])
def test_where_there_is_nowhere_to_go_nothing_moves(key, step):
    assert moved(TWO, ord(key), step) == TWO


def test_nothing_goes_deeper_than_the_deepest():
    deep = lines("A\n  B\n    C\n      d\n      e")
    assert moved(deep, ord("e"), "in") == deep
    beside = lines("A\n  B\n    C\n      d\nE\n  f")
    assert told(moved(beside, ord("E"), "in")) == ["A", "  B", "    C", "      d", "  E", "    f"]
    tall = lines("A\nB\n  C\n    D\n      e")
    assert moved(tall, ord("B"), "in") == tall


def test_a_line_is_dropped_as_deep_as_it_may_be_there():
    assert told(placed(TWO, ord("d"), ord("b"), 0)) == ["A", "  a", "  d", "  b", "B", "  c"]
    assert told(placed(TWO, ord("d"), ord("B"), 0)) == ["A", "  a", "  b", "d", "B", "  c"]
    assert told(placed(TWO, ord("d"), ord("B"), 9)) == ["A", "  a", "  b", "  d", "B", "  c"]
    assert told(placed(TWO, ord("A"), None, 0)) == ["B", "  c", "d", "A", "  a", "  b"]
    assert told(placed(TWO, ord("B"), ord("b"), 0)) == ["A", "  a", "  B", "    c", "  b", "d"]


def test_a_heading_is_not_dropped_under_itself_or_too_deep():
    assert placed(TWO, ord("A"), ord("b"), 1) == TWO
    assert placed(TWO, ord("A"), ord("A"), 0) == TWO
    tall = lines("A\n  B\n    C\n      d\nE\n  F\n    g")
    assert placed(tall, ord("E"), ord("d"), 3) == tall


def test_what_stood_under_a_heading_that_goes_comes_up_by_one():
    assert told(without(lines("A\n  B\n    b\n  c"), ord("B"))) == ["A", "  b", "  c"]
    assert told(without(TWO, ord("A"))) == ["a", "b", "B", "  c", "d"]


def test_a_new_line_is_the_last_under_its_heading():
    assert end_of(TWO, ord("A")) == (3, 1)
    assert end_of(TWO, None) == (6, 0)
    assert end_of(TWO, ord("a")) == (6, 0)


@st.composite
def blocks(draw):
    rows = draw(st.lists(st.tuples(st.integers(0, DEEPEST), st.booleans()), min_size=1, max_size=12))
    return settled(Line(key, depth, holds) for key, (depth, holds) in enumerate(rows))


@given(
    blocks(), st.integers(0, 12), st.sampled_from([*STEPS, "place", "take"]), st.integers(-1, 12), st.integers(0, 4)
)
def test_no_step_loses_a_line_or_leaves_one_where_it_may_not_stand(before, key, step, other, depth):
    if step == "place":
        after = placed(before, key, None if other < 0 else other, depth)
    elif step == "take":
        after = without(before, key)
    else:
        after = moved(before, key, step)
    assert settled(after) == after
    gone = {key} if step == "take" else set()
    assert sorted(line.key for line in after) == [line.key for line in before if line.key not in gone]
    assert {line.key: line.holds for line in after}.items() <= {line.key: line.holds for line in before}.items()


@given(blocks(), st.integers(0, 11))
def test_whatever_is_moved_up_to_a_neighbour_comes_back_down(before, key):
    after = moved(before, key, "up")
    depth = {line.key: line.depth for line in before}.get(key)
    if {line.key: line.depth for line in after}.get(key) == depth and after != before:
        back = moved(after, key, "down")
        assert [line.key for line in back] == [line.key for line in before]


@given(blocks(), st.integers(0, 11))
def test_only_the_line_and_what_stands_under_it_changes_its_parent(before, key):
    def parents(lines):
        found, over = {}, []
        for line in lines:
            del over[line.depth :]
            found[line.key] = over[-1] if over else None
            over.append(line.key)
        return found

    for step in STEPS:
        after = moved(before, key, step)
        changed = {k for k, parent in parents(after).items() if parents(before)[k] != parent}
        assert changed <= {key}


@given(blocks())
def test_the_possible_steps_are_those_that_move_something(before):
    assert possible(before) == {
        line.key: tuple(step for step in STEPS if moved(before, line.key, step) != before) for line in before
    }
