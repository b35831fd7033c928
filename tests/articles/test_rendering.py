"""Markdown to stored HTML: nothing of a paragraph is lost, blocks tile the text, no link leads astray."""

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.rendering import Block, blocks, escape_markdown, render, sanitise, text_of

MARKS = st.sampled_from(
    [
        *("1) ", "1. ", "- ", "#", "<b>", "&amp;", "&copy", "&#9;", "<!--", "[x](y)", "[a]: http://x.org", "![", "> "),
        *(
            "http://a.org/b_c_d",
            "| a | b |",
            "===",
            "---",
            "* * *",
            "**",
            "__",
            "\t",
            "    ",
            "\n\n",
            "  \n",
            "\\",
            "`",
        ),
    ]
)
LETTERS = st.characters(min_codepoint=0x20, exclude_categories=["Cs", "Cn", "Cc"])
PRINTED = st.lists(MARKS | LETTERS, min_size=1, max_size=12).map("".join).filter(str.strip)
MARKDOWN = st.lists(
    MARKS | LETTERS | st.sampled_from(["<p>", "</p>", "<div>", "<ul><li>", "<td>", "<br>"]), max_size=14
)


@settings(max_examples=300, deadline=None)
@given(PRINTED)
def test_an_escaped_paragraph_renders_to_exactly_its_text(printed: str) -> None:
    rendered = render(escape_markdown(printed))
    assert rendered.text == printed
    assert [b.html for b in blocks(rendered.html)] == [rendered.html]


@settings(max_examples=300, deadline=None)
@given(MARKDOWN.map("".join))
def test_blocks_tile_the_html_and_the_text_of_any_markdown(markdown: str) -> None:
    rendered = render(markdown)
    assert sanitise(rendered.html) == rendered.html
    assert text_of(rendered.html) == rendered.text
    tiles = blocks(rendered.html)
    assert "".join(tile.html for tile in tiles) == rendered.html
    assert "".join(rendered.text[tile.start : tile.end] for tile in tiles) == rendered.text
    assert [text_of(tile.html) for tile in tiles] == [rendered.text[tile.start : tile.end] for tile in tiles]


def test_white_space_between_blocks_belongs_to_the_block_before() -> None:
    assert blocks("<p>One</p>\n<ul>\n<li>Two</li>\n</ul>\n<hr>\n<p>3</p>") == (
        Block(0, 4, "<p>One</p>\n"),
        Block(4, 10, "<ul>\n<li>Two</li>\n</ul>\n"),
        Block(10, 11, "<hr>\n"),
        Block(11, 12, "<p>3</p>"),
    )


def test_words_outside_any_block_are_a_block_of_their_own() -> None:
    assert blocks("a <em>b</em> c<p>d</p>e") == (
        Block(0, 5, "a <em>b</em> c"),
        Block(5, 6, "<p>d</p>"),
        Block(6, 7, "e"),
    )


def test_no_html_has_no_blocks() -> None:
    assert blocks("") == ()


def test_offsets_are_code_points() -> None:
    assert [(b.start, b.end) for b in blocks("<p>😀 &amp;</p><p>x</p>")] == [(0, 3), (3, 4)]
