"""HTML to lines with Markdown: rendering them gives back every word of it, in order and nothing else."""

import lxml.html
import pytest

from articles.ingest.layout import markdown_of
from articles.ingest.markup import lines_of
from articles.rendering import render

REL = 'rel="noopener noreferrer nofollow"'


def rendered(markup: str) -> str:
    return render(markdown_of(lines_of(lxml.html.fromstring(f"<div>{markup}</div>")))).html


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>a<br>b</p>", "<p>a<br>\nb</p>"),
        ("<p>a<br><br>b</p>", "<p>a</p>\n<p>b</p>"),
        ("loose <b>words</b>", "<p>loose <strong>words</strong></p>"),
        ("<p>1. one</p><p># two</p>", "<p>1. one</p>\n<p># two</p>"),
        ("<p>a<script>b</script>c<style>d</style></p>", "<p>ac</p>"),
        ("<p><img src='x' alt='a map'> here</p>", "<p>a map here</p>"),
        ("<h4>C#</h4>", "<h2>C#</h2>"),
        ("<pre>a\n  *b*</pre>", "<pre><code>a\n  *b*\n</code></pre>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
        ("<ol><li><p>b</p><p>c</p></li></ol>", "<ol>\n<li>\n<p>b</p>\n<p>c</p>\n</li>\n</ol>"),
        ("<a href='https://x.example/(a)'>b</a>", f'<p><a href="https://x.example/(a)" {REL}>b</a></p>'),
        ("<a href='javascript:b'>b</a>", "<p>b</p>"),
        ("<p>x<sup>2</sup></p>", "<p>x<sup>2</sup></p>"),
        ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "<p>a</p>\n<p>b</p>"),
    ],
)  # fmt: skip
def test_what_each_piece_becomes(markup: str, expected: str) -> None:
    assert rendered(markup) == expected


def test_what_is_nested_past_all_sense_keeps_its_text() -> None:
    deep = "<div>" * 100 + "<blockquote>" * 100 + "the words" + "</blockquote>" * 100 + "</div>" * 100
    assert "the words" in rendered(deep)
