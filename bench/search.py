"""The whole library page against the raw engine's own time for the same hits and an empty page of ours."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Revision
from articles.search.scopes import team_word
from articles.search.stopwords import STOP_WORDS
from bench.library import frequencies, library, member, shelf
from bench.timing import medians_ms

NUMBER = int(os.environ.get("BENCH_ARTICLES", "100000"))
TITLE = f"Searching a library of {NUMBER:,} articles, on {connection.display_name}"
TIMES = 15
_PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# The 25 best with snippets, and the number of all hits: SQLite, PostgreSQL.
_RAW = """
    SELECT rowid, snippet(articles_fulltext, 2, '', '', '', 24) FROM articles_fulltext
    WHERE articles_fulltext MATCH %s ORDER BY rank LIMIT 25
"""
_COUNT = "SELECT count(*) FROM articles_fulltext WHERE articles_fulltext MATCH %s"
_RAW_POSTGRES = """
    SELECT id, ts_headline('simple', body, query, 'MaxFragments=1') FROM (
        SELECT id, body, query FROM articles_searchentry, CAST(%s AS tsquery) query WHERE vector @@ query
        ORDER BY ts_rank(vector, query) DESC LIMIT 25) best
"""
_COUNT_POSTGRES = "SELECT count(*) FROM articles_searchentry WHERE vector @@ CAST(%s AS tsquery)"


@dataclass(frozen=True)
class Taken:
    """Milliseconds of a page of ours, of the engine alone for the same hits, of a page where nothing is found, and of
    one that was not searched, all taken in turn; in how many articles the words are; the queries of our page."""

    ours: float
    raw: float
    empty: float
    full: float
    hits: int
    queries: int


def measure() -> Iterator[str]:
    """One line a query, and how each grows with the library. Yields them as they are measured."""
    small, large = NUMBER // 10, NUMBER
    with library(large):
        queries = _queries()
        there = _measured(queries)
    for name, taken in there.items():
        yield (
            f"{name} ({taken.hits:,} articles): {taken.ours:.1f} ms in {taken.queries} queries; "
            f"the engine alone {taken.raw:.1f} ms; "
            f"ours is {taken.ours / (3 * taken.raw + taken.empty):.2f} of 3 × that and an empty page of "
            f"{taken.empty:.1f} ms (wanted: 1), {taken.ours / (3 * taken.raw + taken.full):.2f} of 3 × that and "
            f"25 rows that were not searched, {taken.full:.1f} ms"
        )
    with library(small):
        before = _measured(queries)
    for name, taken in there.items():
        first = before[name]
        yield (
            f"{name}, from {small:,} articles to {large:,}: ours {taken.ours / first.ours:.1f} times "
            f"({first.ours:.1f} → {taken.ours:.1f} ms), the engine {taken.raw / first.raw:.1f} times "
            f"({first.raw:.2f} → {taken.raw:.2f} ms)"
        )


def _queries() -> dict[str, tuple[str, str]]:
    """Name -> what is typed, and the same for the engine; chosen by how many articles have the words."""
    team = team_word(member().team_id)
    found = {word: n for word, n in frequencies().items() if word.isalpha() and word not in STOP_WORDS}

    def nearest(share: float, *others: str) -> str:
        return min(found.keys() - set(others), key=lambda word: (abs(found[word] - share * NUMBER), word))

    common, tenth, hundredth, rare = (nearest(share) for share in (0.85, 0.1, 0.01, 0.0002))
    begun = next(word for word in sorted(found) if len(word) >= 6 and found[word] < NUMBER / 50)[:4]
    text = str(Revision.objects.order_by("pk").values_list("text", flat=True)[0])
    pairs = (pair for line in text.replace(".", "\n").lower().split("\n") for pair in pairwise(line.split()))
    phrase = next(
        " ".join(pair) for pair in pairs if all(found.get(w, 0) in range(NUMBER // 20, NUMBER) for w in pair)
    )
    other = nearest(0.1, tenth)
    first, second = phrase.split()
    postgres = connection.vendor == "postgresql"
    return {
        "no query": ("", f"'{team}'" if postgres else f'"{team}"'),
        "a common word": (common, common),
        "a word in 10 %": (tenth, tenth),
        "a word in 1 %": (hundredth, hundredth),
        "a rare word": (rare, rare),
        "a phrase": (f'"{phrase}"', f"{first} <-> {second}" if postgres else f'"{phrase}"'),
        "a prefix": (f"{begun}*", f"{begun}:*" if postgres else f"{begun}*"),
        "two words": (f"{tenth} {other}", f"{tenth} {'&' if postgres else 'AND'} {other}"),
    }


@override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=_PLAIN)
def _measured(queries: dict[str, tuple[str, str]]) -> dict[str, Taken]:
    client = Client()
    client.force_login(member().user, backend="django.contrib.auth.backends.ModelBackend")
    shelf()
    empty, full = _page(client, "empty", "zebra"), _page(client, "shelf", "")
    # SQLite does all its work in this process: its own time is told apart from what else the machine does.
    clock = time.perf_counter if connection.vendor == "postgresql" else time.process_time
    taken = {}
    for name, (typed, match) in queries.items():
        acts = [_page(client, "bench", typed), _engine(match), empty, full]
        ours, raw, nothing, unsearched = medians_ms(acts, times=TIMES, clock=clock)
        with CaptureQueriesContext(connection) as asked:
            acts[0]()
        taken[name] = Taken(ours, raw, nothing, unsearched, _hits(match), len(asked))
    return taken


def _page(client: Client, team: str, typed: str) -> Callable[[], None]:
    address = reverse("articles:library", args=[team], query={"q": typed} if typed else {})

    def get() -> None:
        response = client.get(address)
        assert response.status_code == 200  # noqa: S101 - a figure of anything else would be a lie

    return get


def _engine(match: str) -> Callable[[], object]:
    return lambda: _asked(_RAW_POSTGRES if connection.vendor == "postgresql" else _RAW, match)


def _hits(match: str) -> int:
    return int(_asked(_COUNT_POSTGRES if connection.vendor == "postgresql" else _COUNT, match)[0][0])


def _asked(sql: str, match: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [match])
        return list(cursor.fetchall())
