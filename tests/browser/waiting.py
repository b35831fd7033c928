"""Waiting for what takes a busy machine longer, and not waiting for a clock."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page

from practice.models import Round


def until(round: Round, left: float, *pages: Page) -> None:
    """So many seconds of what runs are left, to the server and to the pages, which are as quick to know it as they are
    to open: a page that had to be open a few seconds before a signal came too late for it on a busy machine."""
    for page in pages:
        hears_nothing(page)
    left_now = round.clock().remaining
    assert left_now is not None
    for event in round.events.all():
        round.events.filter(pk=event.pk).update(at=event.at - timedelta(seconds=left_now - left))
    for page in pages:
        passes(page, left_now - left)


def looks(page: Page) -> None:
    """The page asks the server at once what it would ask within 20 seconds."""
    page.evaluate("document.dispatchEvent(new CustomEvent('clock:look'))")


def hears_nothing(page: Page) -> None:
    """What the server says is read when the watch has gone forward (`passes`): a page that had asked in between would
    have gone forward already, and then went as far once more."""
    page.evaluate(
        """() => {
          const json = Response.prototype.json, heard = new Promise((done) => { window.hear = done; });
          Response.prototype.json = async function () { await heard; return json.call(this); };
        }"""
    )


def passes(page: Page, seconds: float) -> None:
    """The watch of the page goes forward; its steady clock stands still, as while a laptop sleeps."""
    page.evaluate("(ms) => { const now = Date.now; Date.now = () => now() + ms; window.hear?.(); }", seconds * 1000)


def becomes(page: Page, expression: str, value: object) -> None:
    """Playwright's own waiting evaluates text, which the page's policy forbids."""
    stored(page, lambda: page.evaluate(expression), value)


def stored(page: Page, look: Callable[[], Any], value: object, *, every: int = 100) -> None:
    """What a page sends by itself is in the database, or becomes so within half a minute. `every`: ms."""
    for _ in range(30_000 // every):
        if look() == value:
            return
        page.wait_for_timeout(every)
    assert look() == value
