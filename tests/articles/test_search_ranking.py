"""What comes first, on both engines alike."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.search import postgres, sqlite
from articles.search.find import find
from tests import make

pytestmark = pytest.mark.django_db
FILLER = "Ships waited off the coast while insurers argued over terms and captains counted their stores. "


def titles(member, query: str, **asked) -> list[str]:
    return [hit.article.title for hit in find(member=member, query=query, **asked).hits]


def article(cast, title: str, body: str, *, age: int | None = 0):
    day = None if age is None else timezone.localdate() - timedelta(days=age)
    return make.article(member=cast.alice, title=title, body=body, published_on=day)


@pytest.mark.parametrize("recency", [0, 1, 2])
def test_of_two_that_match_alike_the_newer_comes_first(cast, recency):
    article(cast, "Old", f"Grain first. {FILLER}", age=400)
    article(cast, "New", f"Grain again. {FILLER}", age=3)
    assert titles(cast.bob, "grain", recency=recency) == ["New", "Old"]


@pytest.mark.parametrize(("recency", "first"), [(0, "Old"), (1, "Old"), (2, "New")])
def test_newness_is_weighed_against_a_better_match_as_is_asked(cast, recency, first):
    article(cast, "Old", f"Grain and grain. Grain, again grain. Grain of grain. {FILLER}", age=900)
    article(cast, "New", f"Grain once. {FILLER}{FILLER}", age=1)
    assert titles(cast.bob, "grain", recency=recency)[0] == first


@pytest.mark.parametrize("recency", [0, 1])
def test_a_little_newness_does_not_outweigh_the_title(cast, recency):
    article(cast, "The Grain Corridor", f"What it carries. {FILLER}", age=700)
    article(cast, "New", f"Something on grain. {FILLER}", age=1)
    assert titles(cast.bob, "grain", recency=recency)[0] == "The Grain Corridor"


def test_an_article_without_a_date_gets_no_bonus_and_is_still_found(cast):
    article(cast, "Undated", f"Grain first. {FILLER}", age=None)
    article(cast, "Dated", f"Grain again. {FILLER}", age=20)
    assert titles(cast.bob, "grain", recency=1) == ["Dated", "Undated"]


def test_a_date_in_the_future_counts_as_today(cast):
    article(cast, "Tomorrow", f"Grain first. {FILLER}", age=-300)
    article(cast, "Better", f"Grain, grain and grain, more grain. {FILLER}", age=0)
    assert titles(cast.bob, "grain", recency=2)[0] == "Better"


def test_both_words_in_one_article_beat_one_of_them_often(cast):
    article(cast, "Often", f"Tariff, tariff, tariff and tariff. {FILLER}")
    article(cast, "Both", f"A tariff on grain. {FILLER}")
    article(cast, "Once", f"Only grain. {FILLER}")
    assert titles(cast.bob, "tariff OR grain")[0] == "Both"


def test_what_is_found_nowhere_is_asked_of_the_index_once(cast):
    article(cast, "New", f"Grain first. {FILLER}")
    assert titles(cast.bob, "grain") == ["New"]
    with CaptureQueriesContext(connection) as asked:
        assert titles(cast.bob, "wheat rye") == []
    assert sum("WITH hits" in one["sql"] for one in asked) == 1


def test_where_the_best_may_not_be_found_what_comes_after_them_is(cast, monkeypatch):
    for engine in (postgres, sqlite):
        monkeypatch.setattr(engine, "TOP", 2)
    for number in range(3):
        article(cast, f"Grain {number}", f"Grain. {FILLER}")
    Article.objects.update(archived_at=timezone.now())
    article(cast, "Seldom", f"{FILLER} Grain at last. {FILLER}")
    assert titles(cast.bob, "grain") == ["Seldom"]
