"""A thousand cards to a Word document and back, beside writing their words alone; time and memory."""

import io
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bench.texts import paragraphs
from bench.timing import line, median_ms
from evidence.bringing.files import read
from evidence.export.formats import FORMATS
from evidence.export.sheet import Card, Sheet
from evidence.spans import Level

TITLE = "A thousand cards to Word and back, without the database"
CARDS = 1_000


def measure() -> list[str]:
    data = _written("word", CARDS)
    plain = median_ms(lambda: _written("text", CARDS), times=3)
    found = [
        line(
            f"{CARDS:,} cards, 60 marks each, to .docx",
            median_ms(lambda: _written("word", CARDS), times=3),
            "text",
            plain,
        ),
        line("the same read again", median_ms(lambda: read("a.docx", data), times=3), "text", plain),
    ]
    peaks = ", ".join(f"{count:,}: {_peak(count) / 1e6:.1f} MB" for count in (10, 100, CARDS))
    return [*found, f"most memory while writing, by cards: {peaks}"]


def _cards(count: int) -> Iterator[Card]:
    text = "\n".join(paragraphs(1_200))
    levels = {
        Level.UNDERLINE: tuple((at, at + 12) for at in range(0, 900, 30)),
        Level.HIGHLIGHT: tuple((at, at + 6) for at in range(0, 900, 30)),
    }
    card = Card(tag="", cite="Castellanos, The Continental, March 3, 2026", quotation="", spans=levels)
    for number in range(count):
        yield replace(card, tag=f"Card {number}", quotation=f"{text} {number}")


def _written(name: str, count: int) -> bytes:
    to = io.BytesIO()
    FORMATS[name].write(Sheet("Bench", date(2026, 3, 3), _cards(count)), to)
    return to.getvalue()


def _peak(count: int) -> int:
    class Nowhere(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            return len(data)

    tracemalloc.start()
    FORMATS["word"].write(Sheet("Bench", date(2026, 3, 3), _cards(count)), io.BufferedWriter(Nowhere()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
