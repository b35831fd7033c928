"""Plain paragraphs read without a parser give exactly what Markdown and both gates give."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles import rendering
from articles.ingest.digest import parse
from articles.paragraphs import escape_markdown, plain_paragraphs
from articles.rendering import Rendered, render

ROOT = Path(__file__).resolve().parents[2]
MARKS = "* _ ` [ ] < > & &amp; &lt; &#96; \\ \\* 1. 1) - # | ~ ! :".split()
PIECES = st.one_of(
    st.sampled_from(
        [*MARKS, "\n\n", "\n", " ", "  ", "\t", "\xa0", "\u2028", "\x85", "a_b", "http://x.example", "“Yes,”"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)


def with_the_parser(source: str) -> Rendered:
    """`render` with its short way closed: a raw comment that the gates take out keeps the source from being plain."""
    made = rendering.guard(rendering._UNCARRIED.sub("\ufffd", source))
    html = rendering._swap_back(
        rendering.markdown.markdown(made, extensions=["tables", "sane_lists", rendering._Headings()])
    )
    clean = rendering.sanitise(html)
    return Rendered(clean, rendering.text_of(clean))


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
@example("A line.\n\nSetext\n\n===")
@example("a\xa0b > c \"d\" 'e' & f")
@example("ends with a stop.\u3000")
@example("\\&amp;")
@example("&#58; x\n\n&#126;")
@example("[x]: http://x.example")
def test_the_short_way_and_the_parser_agree(source: str):
    if plain_paragraphs(source) is not None:
        assert render(source) == with_the_parser(source)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=10).map("".join))
def test_what_was_escaped_is_read_back_by_either_way(text: str):
    source = escape_markdown(text.replace("\r", " "))
    if plain_paragraphs(source) is not None:
        assert render(source) == with_the_parser(source)


@pytest.mark.parametrize(
    "source", ["*a*", "a\nb", " a", "- a", "1. a", "# a", "a `b`", "<b>a</b>", "a & b", "a\x07", ""]
)
def test_what_may_be_marked_up_is_left_to_the_parser(source: str):
    assert plain_paragraphs(source) is None


def test_a_digest_is_plain():
    draft = parse((ROOT / "fixtures" / "digest-twin.txt").read_text(encoding="utf-8"))
    paragraphs = plain_paragraphs(draft.body)
    assert paragraphs is not None and len(paragraphs) == 4
    assert render(draft.body) == with_the_parser(draft.body)
