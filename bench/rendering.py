"""Storing an article: the two gates beside bare Markdown."""

import markdown

from articles.rendering import render
from bench.texts import paragraphs
from bench.timing import line, median_ms

TITLE = "Rendering, once per revision"


def measure() -> list[str]:
    found = []
    for size in (5_000, 40_000):
        text = "\n\n".join(paragraphs(size))
        bare = median_ms(lambda text=text: markdown.markdown(text))
        ours = median_ms(lambda text=text: render(text))
        found.append(line(f"{size // 1000} kB, Markdown and both gates", ours, "Markdown alone", bare))
    return found
