"""Weaving marks into an article, beside one bare pass of the parser over the same HTML."""

import random
import time
from html.parser import HTMLParser

from articles.rendering import render
from bench.texts import paragraphs
from bench.timing import line, median_ms, medians_ms
from evidence.marks import Span, weave

TITLE = "Weaving marks, at every reading"


def measure() -> list[str]:
    rendered = render("\n\n".join(paragraphs(39_000)))
    bare = median_ms(lambda: HTMLParser().feed(rendered.html))
    found = []
    for count in (50, 500):
        spans = _overlapping(len(rendered.text), count)
        ours = median_ms(lambda spans=spans: weave(rendered.html, spans))
        found.append(
            line(f"{len(rendered.html) / 1000:.0f} kB, {count} overlapping marks", ours, "a bare parse", bare)
        )
    return found + _growth()


def _growth() -> list[str]:
    """Four times the text with four times the marks should take four times as long."""
    acts = []
    for times in (1, 2, 4):
        rendered = render("\n\n".join(paragraphs(39_000 * times)))
        spans = _overlapping(len(rendered.text), 50 * times)
        acts.append(lambda html=rendered.html, spans=spans: weave(html, spans))
    taken = medians_ms(acts, times=7, clock=time.process_time)
    steps = [f"{ms:.1f} ms ({ms / times / taken[0]:.2f})" for times, ms in zip((1, 2, 4), taken, strict=True)]
    return [f"text and marks by 1, 2, 4 (1.00 is linear): {', '.join(steps)}"]


def _overlapping(length: int, count: int) -> list[Span]:
    rng = random.Random(2)
    starts = [rng.randrange(length - 400) for _ in range(count)]
    return [Span(s, s + rng.randint(20, 400), f"mark-{i}") for i, s in enumerate(starts)]
