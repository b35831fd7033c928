"""What would differ from one run of a test to the next, on a busy machine, though the test does the same."""

import re
import time
from collections.abc import Callable
from functools import partial
from threading import Thread, current_thread
from threading import enumerate as threads
from typing import Any
from urllib.request import urlopen
from weakref import WeakSet

from django.core.signals import request_finished, request_started
from django.dispatch import receiver
from django.templatetags.static import static
from playwright.sync_api import Error, Page

_PATIENCE = 30.0
_ICON = static("icon.svg")
_idle: WeakSet[Thread] = WeakSet()


def steady(page: Page) -> None:
    page.goto = partial(_going, page.goto)  # type: ignore[method-assign]
    page.reload = partial(_going, page.reload)  # type: ignore[method-assign]
    page.route = partial(_routed, page, page.route)  # type: ignore[method-assign]


def _going(go: Callable[..., Any], *where: str, **options: Any) -> Any:
    """A page with a clock may leave by itself at the very moment at which a test leaves it; then it is left again."""
    try:
        return go(*where, **options)
    except Error as error:
        if not re.search("ERR_ABORTED|interrupted by another navigation", str(error)):
            raise
        return go(*where, **options)


def _routed(page: Page, route: Callable[..., None], address: Any, handler: Any, **options: Any) -> None:
    """Chromium tells a busy page a little later that its requests are held back; until then they still pass."""
    route(address, handler, **options)
    if not page.url.startswith("http"):
        return
    route(f"**{_ICON}?held", lambda probe: probe.fulfill(status=204))
    page.evaluate(
        """async ([icon, patience]) => {
          const end = performance.now() + patience * 1000;
          while (performance.now() < end && (await fetch(icon, { cache: "no-store" })).status !== 204)
            await new Promise((later) => setTimeout(later, 20));
        }""",
        [f"{_ICON}?held", _PATIENCE],
    )


@receiver(request_started)
def _begins(**_: Any) -> None:
    _idle.discard(current_thread())


@receiver(request_finished)
def _ends(**_: Any) -> None:
    _idle.add(current_thread())


def at_rest(server: str) -> None:
    """What a page sent before it was closed is still at work, in the database that the next test begins with. A thread
    of the server is of one connection: it is idle after a request, and gone when the browser is."""
    urlopen(server + _ICON).close()  # noqa: S310 - whoever knocked before it has been let in by now
    patience = time.monotonic() + _PATIENCE
    while time.monotonic() < patience:
        if not any("process_request_thread" in thread.name and thread not in _idle for thread in threads()):
            return
        time.sleep(0.01)
