"""What every address answers to whom: a table a room."""

from django.urls import URLPattern, URLResolver

from tests.access import api, articles, evidence, practice, site, teams

ROOMS = (site, teams, articles, evidence, practice, api)
ROWS = [row for room in ROOMS for row in room.ROWS]


def routes(resolver: URLResolver, namespace: str = "") -> list[tuple[str, object]]:
    found = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += routes(pattern, inner)
        elif isinstance(pattern, URLPattern):
            found.append((f"{namespace}{pattern.name}", pattern.callback))
    return found
