"""A real Chromium for tests marked `browser`. Any console error, page error or policy violation fails the test."""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect, sync_playwright

from teams.models import Membership
from tests.browser.steady import at_rest, steady

# Playwright's synchronous interface runs a loop in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A busy machine is slow: what has to come is waited for, and what is there at once costs nothing.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGS = """
    --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --disable-dev-shm-usage
""".split()
LAPTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}

# A conflict, a form with a fault, a page that is barred is an answer, not an error; Chromium writes it all the same.
# So does a server that a test has stopped; htmx writes it where nobody is signed in any more, where a test has cut
# the connection, or where a search goes on before it is answered, as it does on a slow machine.
_ANSWERS = re.compile(
    r"Failed to load resource: "
    r"(?:net::ERR_CONNECTION_REFUSED|the server responded with a status of (?:401|403|409|412|422)\b)"
    r"|Response Status Error Code 401 from"
    r"|htmx:(?:afterRequest|sendError|sendAbort)\b"
)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for the whole run: a second one cannot be begun beside it."""
    with sync_playwright() as begun:
        yield begun


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
    yield launched
    launched.close()


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`page(cast.bob)` -> a page signed in as Bob; None -> a visitor. Keywords are those of a browser context,
    such as `viewport=PHONE`, `has_touch=True`, `java_script_enabled=False`, `color_scheme="dark"`."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _ANSWERS.match(message.text):
            faults.append(f"{message.text} ({message.location.get('url', '')})")

    def open_page(member: Membership | None = None, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **{"viewport": LAPTOP, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if member:
            client = Client()
            client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        opened = context.new_page()
        steady(opened)
        opened.on("console", heard)
        opened.on("pageerror", lambda error: faults.append(str(error)))
        return opened

    yield open_page
    for context in contexts:
        context.close()
    at_rest(live_server.url)
    assert faults == []


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails on any violation, and says which element."""

    def check(page: Page) -> None:
        page.wait_for_load_state()  # half of a page has names that lead nowhere
        # Preloading would fetch style sheets again by inline means, which the policy rightly reports.
        found = Axe().run(page, options={"resultTypes": ["violations"], "preload": False}).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"], v["nodes"][0].get("failureSummary")) for v in found] == []

    return check
