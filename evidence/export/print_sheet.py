"""A page of HTML to print: it needs nothing from anywhere, and lets nothing run. Pure."""

from collections.abc import Iterator
from html import escape
from typing import IO

from evidence.export.sheet import Card, Heading, Note, Row, Sheet, Source, clean, levels, line, lines_of, put, signed
from evidence.spans import Run, named

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
@page {{ margin: 18mm 16mm; }}
body {{ font: 11pt/1.45 Georgia, "Times New Roman", serif; max-width: 46em; margin: 2em auto; padding: 0 1em;
  color: #111; background: #fff; overflow-wrap: anywhere; }}
h1, h2, h3, h4, h5 {{ font-family: system-ui, sans-serif; line-height: 1.2;
  margin: 1.4em 0 .3em; break-after: avoid; }}
h1 {{ font-size: 1.6em; }} h2 {{ font-size: 1.35em; }} h3 {{ font-size: 1.2em; }} h4, h5 {{ font-size: 1.05em; }}
article {{ margin: 0 0 1.4em; }} article > * {{ margin: 0 0 .4em; }}
blockquote {{ margin: 0 0 .4em; padding-left: .8em; border-left: 2px solid #999; }}
blockquote p {{ margin: 0 0 .3em; }}
.cite {{ font-weight: bold; break-after: avoid; }} .small {{ font-size: .85em; color: #444; }}
u, .underline {{ text-decoration: underline; }} strong, .emphasis {{ font-weight: bold; }}
mark {{ background: #b9f1f5; color: inherit; print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
.reply {{ margin: 0 0 .4em 1.2em; }}
img {{ max-width: 100%; }}
@media print {{ body {{ margin: 0; padding: 0; max-width: none; }} }}
</style></head><body>
<h1>{title}</h1><p class="small">{day}</p>
"""


def write(sheet: Sheet, to: IO[bytes]) -> None:
    put(to, _pieces(sheet))


def _pieces(sheet: Sheet) -> Iterator[str]:
    yield _HEAD.format(title=_text(sheet.title), day=sheet.made_on.isoformat())
    for row, level in levels(sheet.rows):
        if isinstance(row, Heading):
            yield f'<h{level} dir="auto">{_text(row.text)}</h{level}>\n'
        else:
            yield f"<article>{''.join(_row(row, level))}</article>\n"
    yield "</body></html>\n"


def _text(text: str) -> str:
    return escape(line(text))


def _row(row: Row, level: int) -> Iterator[str]:
    if isinstance(row, Card):
        yield f'<h{level} dir="auto">{_text(row.tag)}</h{level}><p class="cite" dir="auto">{_text(row.cite)}</p>'
        if row.quotation:
            yield _quotation(lines_of(row.runs))
        yield f'<div dir="auto">{clean(row.analysis_html)}</div>' if row.analysis_html else ""
        told = [row.kind.capitalize(), *row.areas, *_source(row.source)]
        yield f'<p class="small" dir="auto">{_text(row.mla)}</p>' if row.mla else ""
        yield f'<p class="small" dir="auto">{" · ".join(map(_text, told))}</p>'
    elif isinstance(row, Note):
        if row.quotation:
            yield _quotation([[Run(text, frozenset())] for text in clean(row.quotation).split("\n")])
        day = f"{row.made_at:%Y-%m-%d}" if row.made_at else ""
        told = [part for part in (row.by, day, ", ".join(row.tags), *row.areas, *_source(row.source)) if part]
        yield f'<div dir="auto">{clean(row.html)}</div><p class="small" dir="auto">{" · ".join(map(_text, told))}</p>'
        for reply in row.replies:
            who = escape(signed(reply.by, reply.made_at))
            yield f'<div class="reply" dir="auto"><p class="small">{who}</p>{clean(reply.html)}</div>'


def _source(source: Source | None) -> list[str]:
    return [part for part in (source.title, source.url) if part] if source else []


def _quotation(lines: list[list[Run]]) -> str:
    return (
        "<blockquote>"
        + "".join(f'<p dir="auto">{"".join(map(_marked, runs))}</p>' for runs in lines if runs)
        + "</blockquote>"
    )


def _marked(run: Run) -> str:
    name = "mark" if run.highlight else "strong" if run.emphasis else "u" if run.underline else ""
    text = escape(run.text)
    return f'<{name} class="{named(run.levels)}">{text}</{name}>' if name else text
