"""A generated library of one team. On SQLite it is kept between runs: `var/bench/library-VERSION-NUMBER.sqlite3`; on
PostgreSQL it is a database of its own, kept as long as the server."""

import hashlib
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from articles.models import Area, Article, Revision, SearchEntry
from articles.search.folding import folded_text
from articles.search.index import engine
from articles.search.scopes import team_word
from bench.texts import paragraphs
from teams.joining import make_team
from teams.models import Membership, Team, User

VERSION = 2
_POOL, _EACH, _AT_ONCE = 25_000, 8, 2_000
_PUBLISHERS = tuple(f"Publisher {number}" for number in range(40))
_STAMP = datetime(2026, 5, 1, tzinfo=UTC)


@contextmanager
def library(number: int) -> Iterator[None]:
    """Everything inside works on a library of `number` articles; it is made where it is missing."""
    before = connection.settings_dict["NAME"]
    try:
        (_on_postgres if connection.vendor == "postgresql" else _on_sqlite)(number)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _on_postgres(number: int) -> None:
    name = f"library_{VERSION}_{number}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        there = cursor.fetchone()
        if not there:
            cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0)
    if not there:
        fill(number)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _on_sqlite(number: int) -> None:
    path = Path(settings.VAR_DIR) / "bench" / f"library-{VERSION}-{number}.sqlite3"
    path.parent.mkdir(parents=True, exist_ok=True)
    connection.close()
    if not path.exists():
        making = path.with_suffix(".making")
        for left in path.parent.glob(f"{making.name}*"):
            left.unlink()
        connection.settings_dict["NAME"] = str(making)
        call_command("migrate", verbosity=0)
        fill(number)
        connection.close()
        making.rename(path)
    connection.settings_dict["NAME"] = str(path)
    call_command("migrate", verbosity=0)  # one that was kept may be older than the models


def fill(number: int) -> None:
    """A team "Bench" with `number` articles of about 5 kB and a team "Empty" without any, of one coach."""
    coach = User.objects.create_user("bench")
    make_team(user=coach, name="Empty")
    stock(make_team(user=coach, name="Bench"), number, _POOL)


def shelf() -> None:
    """A team "Shelf" with 25 articles, where it is missing: one full page."""
    if not Team.objects.filter(name="Shelf").exists():
        stock(make_team(user=member().user, name="Shelf"), 25, 200)


def stock(member: Membership, number: int, pool_of: int) -> None:
    """`number` articles for the member's team, made of `pool_of` different paragraphs."""
    areas = [Area.objects.create(team=member.team, name=f"Area {n}", slug=f"area-{n}") for n in range(12)]
    pool = [(text, folded_text(text)[0]) for seed in range(pool_of) for text in paragraphs(1, seed=seed)]
    rng = random.Random(number)
    for at in range(0, number, _AT_ONCE):
        with transaction.atomic():
            _store(member, areas, pool, rng, range(at, min(number, at + _AT_ONCE)))


def _store(
    member: Membership, areas: list[Area], pool: list[tuple[str, str]], rng: random.Random, numbers: range
) -> None:
    articles, revisions, entries, filed = [], [], [], []
    for number in numbers:
        chosen = rng.sample(pool, _EACH)
        text = "\n\n".join(written for written, _ in chosen)
        title = " ".join(chosen[0][0].split()[:7]).rstrip(".?”")
        key, revision = uuid.UUID(int=rng.getrandbits(128), version=4), uuid.UUID(int=rng.getrandbits(128), version=4)
        sha = hashlib.sha256(text.encode()).hexdigest()
        articles.append(
            Article(
                id=key, team=member.team, owner=member.user, visibility="team", title=title, byline=["Ana Okoro"],
                published_on=date(2026, 5, 1) - timedelta(days=int(rng.expovariate(1 / 200))),
                publisher=rng.choice(_PUBLISHERS), kind=rng.choice(Article.Kind.values), current_id=revision,
                fingerprint=f"{number:064x}", words=len(text.split()), created_at=_STAMP, updated_at=_STAMP,
            )
        )  # fmt: skip
        revisions.append(
            Revision(
                id=revision, article_id=key, number=1, markdown=text, text=text, sha256=sha, original=b"",
                html="".join(f"<p>{written}</p>" for written, _ in chosen), original_sha256=sha,
                created_by=member.user, created_at=_STAMP,
            )
        )  # fmt: skip
        entries.append(
            SearchEntry(
                key=key, article_id=key, kind="article", scope=team_word(member.team_id), title=folded_text(title)[0],
                body=" ".join(folded for _, folded in chosen), rest="ana okoro",
                bare_scope=team_word(member.team_id), bare_rest="ana okoro",
            )
        )  # fmt: skip
        filed.append(Article.areas.through(article_id=key, area_id=rng.choice(areas).pk))
    Article.objects.bulk_create(articles)
    Revision.objects.bulk_create(revisions)
    engine().number((member.team_id, entry) for entry in entries)
    SearchEntry.objects.bulk_create(entries)
    Article.areas.through.objects.bulk_create(filed)


def member() -> Membership:
    return Membership.objects.select_related("team", "user").get(team__name="Bench")


def frequencies() -> dict[str, int]:
    """In how many articles each word of the index stands."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT word, ndoc FROM ts_stat('SELECT vector FROM articles_searchentry')")
            return dict(cursor.fetchall())
        cursor.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, articles_fulltext, row)")
        cursor.execute("SELECT term, doc FROM temp.words")
        return dict(cursor.fetchall())
