"""Underline, emphasis and highlight: sets of words that merge, are cut, toggled and follow a changed quotation."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.spans import (
    Level,
    aloud,
    covered,
    cut,
    follow,
    html,
    merged,
    range_of,
    read,
    runs,
    seconds,
    settled,
    toggle,
    words,
    written,
)

U, E, H = Level
TEXT = "Wheat fell 4 percent—its largest drop <since> May 🌾."


def span(text: str, within: str = TEXT) -> tuple[int, int]:
    start = within.index(text)
    return start, start + len(text)


def said(spans, text: str) -> dict[str, list[str]]:
    return {level.value: [text[start:end] for start, end in there] for level, there in spans.items()}


def test_spans_that_touch_or_overlap_are_one():
    assert merged([(4, 6), (0, 2), (2, 3), (5, 9), (7, 7)]) == ((0, 3), (4, 9))


def test_a_hole_cuts_a_span_in_two():
    assert cut([(0, 10), (12, 14)], (3, 5)) == ((0, 3), (5, 10), (12, 14))
    assert cut([(0, 10)], (0, 10)) == ()


def test_a_level_that_all_of_the_words_have_is_taken_off_else_it_is_put_on():
    on = toggle({}, U, span("fell 4"))
    more = toggle(on, U, span("Wheat fell"))
    less = toggle(more, U, span("fell"))
    assert said(more, TEXT) == {"underline": ["Wheat fell 4"]}
    assert said(less, TEXT) == {"underline": ["Wheat ", " 4"]}
    assert toggle(toggle({}, H, (0, 5)), H, (0, 5)) == {}


def test_settled_spans_have_no_space_at_an_end_and_none_left_out_between_marked_words():
    spans = {U: ((0, 6), (6, 10), (11, 13), (13, 21)), H: ((5, 6),)}
    assert said(settled(TEXT, spans), TEXT) == {"underline": ["Wheat fell 4 percent—"]}


def test_levels_do_not_disturb_each_other():
    spans = toggle(toggle({}, U, span("Wheat fell 4")), H, span("fell 4 percent"))
    assert said(spans, TEXT) == {"underline": ["Wheat fell 4"], "highlight": ["fell 4 percent"]}


def test_words_are_cut_at_spaces_and_dashes():
    assert [word.text for word in words(TEXT, {})] == [
        "Wheat", "fell", "4", "percent—", "its", "largest", "drop", "<since>", "May", "🌾.",
    ]  # fmt: skip
    assert "".join(word.text + word.space for word in words(TEXT, {})) == TEXT
    assert words("", {}) == words(" \n", {}) == ()


def test_a_range_of_words_is_named_from_either_end():
    assert range_of(TEXT, 1, 2) == range_of(TEXT, 2, 1) == span("fell 4")
    assert range_of(TEXT, 1, 99) is None
    assert range_of(TEXT, -1, 1) is None


def test_runs_give_the_text_back_with_the_levels_of_each_piece():
    spans = {U: (span("Wheat fell 4"),), H: (span("4 percent"),)}
    assert [(run.text, set(run.levels)) for run in runs(TEXT, spans)][:3] == [
        ("Wheat fell ", {U}),
        ("4", {U, H}),
        (" percent", {H}),
    ]
    assert runs("", {}) == ()
    assert [(run.text, run.underline, run.emphasis, run.highlight) for run in runs("A", {E: ((0, 1),)})] == [
        ("A", False, True, False)
    ]


def test_html_is_flat_and_escaped():
    assert html("a <b> c", {U: ((0, 5),), H: ((2, 7),)}) == (
        '<u class="underline">a </u><mark class="underline highlight">&lt;b&gt;</mark>'
        '<mark class="highlight"> c</mark>'
    )


@pytest.mark.parametrize(
    "value", [None, [], {"bold": []}, {"underline": [[0, 99]]}, {"underline": [[3, 3]]}, {"underline": [["0", 1]]},
              {"underline": [[0, 1, 2]]}, {"underline": 3}, {"underline": [[True, 2]]}, {"underline": [[-1, 2]]}]
)  # fmt: skip
def test_what_is_no_spans_is_not_read(value):
    with pytest.raises(ValueError):
        read(value, 5)


def test_spans_go_out_and_come_in_the_same():
    spans = {U: ((0, 2), (3, 4)), H: ((1, 2),)}
    assert read(written(spans), 4) == spans
    assert written({U: ()}) == {}


def test_spans_follow_their_words_when_some_are_left_out():
    before = "Ports opened on Monday, said Oduya, and wheat fell 4 percent in two days."
    after = "Ports opened … and wheat fell [by] 4 percent …"
    spans = {U: (span("opened on Monday", before), span("wheat fell 4 percent in two", before))}
    spans[H] = (span("said Oduya", before), span("4 percent", before))
    assert said(follow(spans, before, after), after) == {
        "underline": ["opened", "wheat fell", "4 percent"],
        "highlight": ["4 percent"],
    }
    assert follow(spans, before, "…") == {}
    assert follow(spans, before, before) == spans


def test_what_is_read_aloud_is_the_highlight_else_the_underline_else_all():
    both = {U: (span("Wheat fell 4 percent"),), H: (span("fell"), span("4"), span("May"))}
    assert aloud(TEXT, both) == ("fell 4", "May")
    assert aloud(TEXT, {U: both[U], E: (span("percent—its"),)}) == ("Wheat fell 4 percent—its",)
    assert aloud(TEXT, {}) == (TEXT,)
    assert aloud("", {}) == ()


def test_reading_time_counts_words_and_rounds_up():
    assert seconds(["one two three"], 60) == 3
    assert seconds(["one two three … “four”"], 150) == 2
    assert seconds([], 150) == 0


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda p: (min(p), max(p))), max_size=6)


@given(SPANS, st.tuples(st.integers(0, 29), st.integers(1, 5)))
def test_toggling_changes_the_words_named_and_no_other(spans, named):
    there = {U: merged(spans)}
    low, high = named[0], named[0] + named[1]
    new = toggle(there, U, (low, high)).get(U, ())
    at = lambda spans, i: covered(spans, (i, i + 1))  # noqa: E731
    assert len({at(new, i) for i in range(low, high)}) == 1
    assert all(at(new, i) == at(there[U], i) for i in range(40) if not low <= i < high)
    assert new == merged(new)


class Flat(HTMLParser):
    """Fails on an element within another; gathers the text."""

    def __init__(self):
        super().__init__()
        self.text, self.open = "", 0

    def handle_starttag(self, tag, attrs):
        self.open += 1
        assert self.open == 1

    def handle_endtag(self, tag):
        self.open -= 1

    def handle_data(self, data):
        self.text += data


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30), SPANS, SPANS, SPANS)
def test_any_spans_are_shown_flat_and_the_text_is_unchanged(text, one, two, three):
    flat = Flat()
    flat.feed(html(text, {U: merged(one), E: merged(two), H: merged(three)}))
    flat.close()
    assert flat.text == text


@given(st.lists(st.sampled_from("a bb ccc — 4".split()), max_size=12), SPANS, st.data())
def test_spans_that_follow_stay_within_the_text_and_mark_only_words_that_were_marked(pieces, spans, data):
    before = " ".join(pieces)
    after = " ".join([*data.draw(st.permutations(pieces)), "…"])
    there = {U: merged((low, min(high, len(before))) for low, high in spans)}
    moved = follow(there, before, after)
    assert read(written(moved), len(after)) == moved
    count = lambda text, where: sum(not c.isspace() for low, high in where for c in text[low:high])  # noqa: E731
    assert count(after, moved.get(U, ())) <= count(before, there[U])
