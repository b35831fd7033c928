"""The rows and the choices of the library page as HTML.

They are most of the page, and a template takes longer for 25 rows than the engine for a search. What stands on the
page once is in templates/articles/library.html.
"""

from collections.abc import Container, Iterable
from datetime import date
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.above import attached_address
from articles.chips import Link
from articles.models import Article
from articles.search.find import Hit
from teams.models import Team

_ROW = (
    '<article class="row{tickable}" hx-disable>{tick}<h2><a href="{address}">{title}</a></h2>'
    '<p class="meta">{meta}</p>{found_in}<p class="snippet">{snippet}</p></article>\n'
)
_TICK = (
    '<label class="tick"><input type="checkbox" form="tidy" name="tick" value="{}"{}>'
    '<span class="sr">Tick {}</span></label>'
)
_SPAN, _WARNING = "<span>{}</span>", '<span class="stale">{}</span>'
_FOUND_IN = '<p class="found-in {kind}">In a <a href="{address}">{kind}</a>{named}</p>'
_CHOICE = (
    '<li><a href="{0}"{1} hx-get="{0}" hx-target="#results" hx-swap="outerHTML show:none" hx-push-url="true">'
    '<span>{2}</span><span class="count">{3}</span></a></li>'
)


def rows_html(hits: Iterable[Hit], *, team: Team, ticked: Container[UUID] | None) -> SafeString:
    """`ticked` are the keys of the ticked rows; None for a member who ticks none."""
    fresh_from = team.fresh_from
    return format_html_join("", "{}", ((_row(hit, team, fresh_from, ticked),) for hit in hits))


def choices_html(choices: Iterable[Link]) -> SafeString:
    """One facet's list."""
    current = format_html(' aria-current="{}"', "true")
    rows = ((c.href, current if c.current else "", c.label, c.count) for c in choices)
    return format_html_join("", _CHOICE, rows)


def _row(hit: Hit, team: Team, fresh_from: date, ticked: Container[UUID] | None) -> SafeString:
    article = hit.article
    tick: SafeString | str = ""
    if ticked is not None:
        tick = format_html(_TICK, article.pk, " checked" if article.pk in ticked else "", article.title)
    return format_html(
        _ROW,
        tickable="" if ticked is None else " tickable",
        tick=tick,
        address=article.get_absolute_url(),
        title=article.title,
        meta=_meta(article, team, fresh_from),
        found_in=_found_in(hit),
        snippet=hit.snippet,
    )


def _meta(article: Article, team: Team, fresh_from: date) -> SafeString:
    """What stands under the title."""
    day = article.published_on
    old = day is not None and day < fresh_from
    shown = f"{day.day} {day:%b} {day.year}" if day else "no date"
    if old:
        shown += f" · older than {team.window_days} days" + (f" ({team.window_from})" if team.window_from else "")
    before = [said for said in (article.authors, article.publisher) if said]
    after = [article.get_kind_display(), *(area.name for area in article.filed)]
    pieces = [_SPAN * len(before), _WARNING if old else _SPAN, _SPAN * len(after)]
    pieces += ['<span class="stale">waiting for review</span>'] if article.waiting else []
    pieces += ["<span>archived</span>"] if article.archived_at else []
    return format_html("".join(pieces), *before, shown, *after)


def _found_in(hit: Hit) -> SafeString | str:
    if hit.key is None:
        return ""
    address = attached_address(hit.found_in, hit.article, hit.key)
    named = f": {hit.named}" if hit.named else ""
    return format_html(_FOUND_IN, kind=hit.found_in, address=address, named=named)
