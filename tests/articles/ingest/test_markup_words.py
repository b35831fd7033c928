"""Any small tree of HTML is read, stored and shown word for word, whatever its words mean to Markdown."""

from html import escape
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.layout import markdown_of
from articles.ingest.markup import lines_of
from articles.rendering import render

BLOCKS = frozenset("div p ul ol li blockquote h3 br table tr td".split())
WORDS = [
    *"one two é 1 C# ]: [a]: [a] (b) - + 1. 2) # ## > >> * ** _u_ ` `` | = --- ~~~ \\ <x> < & &amp; ! ![ :".split(),
    "https://a.example/b",
]


def element(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>"


def lists_of(words: Any, most: int) -> Any:
    return st.lists(words, min_size=1, max_size=most)


leaf = st.one_of(
    lists_of(st.sampled_from(WORDS), 4).map(" ".join), lists_of(st.sampled_from(WORDS), 3).map("".join)
).map(lambda words: escape(words, quote=False))
inline = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.builds(element, st.sampled_from(["b", "i", "em", "strong", "sup", "sub", "span"]), inner),
        inner.map(lambda words: f'<a href="https://x.example/y">{words}</a>'),
        lists_of(inner, 3).map(" ".join),
        lists_of(inner, 3).map("".join),
        st.tuples(inner, inner).map("<br>".join),
    ),
    max_leaves=5,
)
row = st.tuples(leaf, leaf).map(lambda cells: element("tr", "".join(element("td", cell) for cell in cells)))
block = st.one_of(
    inline,
    st.builds(element, st.sampled_from(["p", "h3"]), inline),
    lists_of(row, 2).map(lambda rows: element("table", "".join(rows))),
)
tree = st.recursive(
    block,
    lambda inner: st.one_of(
        st.builds(
            lambda tag, items: element(tag, "".join(element("li", item) for item in items)),
            st.sampled_from(["ul", "ol"]),
            lists_of(inner, 3),
        ),
        st.builds(element, st.sampled_from(["blockquote", "div"]), lists_of(inner, 3).map("".join)),
        st.tuples(inline, inner).map("".join),
    ),
    max_leaves=10,
)


def words_of(node: Any) -> str:
    """What a browser shows, with a space wherever a block begins or ends."""
    apart = " " if node.tag in BLOCKS else ""
    return "".join([apart, node.text or "", *(words_of(child) + (child.tail or "") for child in node), apart])


def read_and_shown(markup: str) -> tuple[list[str], list[str]]:
    root = lxml.html.fromstring(f"<div>{markup}</div>")
    return words_of(root).split(), render(markdown_of(lines_of(root))).text.split()


@given(tree)
@settings(max_examples=250, deadline=None)
def test_no_word_is_lost_added_or_moved(markup: str) -> None:
    printed, shown = read_and_shown(markup)
    assert shown == printed


LINK = '<a href="https://x.example/y">'


@pytest.mark.parametrize(
    "markup",
    [
        f"{LINK}]: one</a>",
        f"<p>one<br>{LINK}[a]: two</a></p>",
        f"one !{LINK}two</a>",
        "<ul><li>one<p>two</p><ul><li>three</li></ul></li></ul>",
        "<ul><li>one</li><li>two<ul><li>three</li></ul><ol><li>four</li></ol></li></ul>",
        "<ul><li><ul><li>one</li></ul>two</li><li><ul><li>three</li></ul></li></ul>",
    ],
)
def test_what_was_lost_once(markup: str) -> None:
    printed, shown = read_and_shown(markup)
    assert shown == printed
