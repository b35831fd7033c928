"""What stands at several addresses: sites are asked side by side, each for a page at a time, with a pause between."""

import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from django.conf import settings

from articles.ingest.draft import Unreadable
from articles.ingest.register import Register
from articles.ingest.web import Gathered, read_address

AT_ONCE = 5  # sites
_REMEMBERED = 1_000  # sites
_asked: dict[str, float] = {}  # when this process last asked a site


def site_of(url: str) -> str:
    """Whom the address asks; pages of one are fetched one after the other."""
    return urlsplit(url).netloc.lower()


def gathered(urls: Iterable[str], register: Register) -> dict[str, Gathered | Unreadable]:
    """What was found at each address, or why nothing was. Touches no database: it runs in threads."""
    sites: dict[str, list[str]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        sites[site_of(url)].append(url)

    def of_site(some: list[str]) -> list[tuple[str, Gathered | Unreadable]]:
        return [(url, _read(url, register)) for url in some]

    if not sites:
        return {}
    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="fetching") as threads:
        return {url: found for some in threads.map(of_site, sites.values()) for url, found in some}


def _read(url: str, register: Register) -> Gathered | Unreadable:
    _wait_for(site_of(url))
    try:
        return read_address(url, register)
    except Unreadable as error:
        return error
    except Exception as error:  # whatever is wrong with one page, the others are read
        return Unreadable("error", f"{type(error).__name__}: {error}")


def _wait_for(site: str) -> None:
    """Until settings.FETCH_PAUSE seconds after the site was last asked. Only one thread asks a site."""
    time.sleep(max(0.0, _asked.pop(site, 0.0) + settings.FETCH_PAUSE - time.monotonic()))
    _asked[site] = time.monotonic()
    for oldest in list(_asked)[:-_REMEMBERED]:
        _asked.pop(oldest, None)
