"""The team's register of publishers: what is shipped, what is its own, what is filed under one name."""

import pytest

from articles.ingest.register import Publication
from articles.models import Article, Publisher
from articles.publishers import keep_publisher, register_of
from articles.search.find import find
from tests import make

pytestmark = pytest.mark.django_db

HARBOUR = Publication("The Harbour Gazette", "the Harbour Gazette", ("HG",), "Kadmar", "newspaper")


def printed_in(cast, *names: str) -> list[Article]:
    made = [make.article(member=cast.alice) for _ in names]
    for article, name in zip(made, names, strict=True):
        Article.objects.filter(pk=article.pk).update(publisher=name)
    return made


def publishers() -> list[str]:
    return sorted(Article.objects.values_list("publisher", flat=True))


def test_the_teams_own_entry_wins_and_is_no_other_teams(cast):
    Publisher.objects.create(team=cast.team, name="The Harbour Gazette", aliases=["HG", "AP"])
    assert register_of(cast.team).canonical("ap") == "The Harbour Gazette"
    assert register_of(cast.charlie.team).canonical("HG") == "HG"
    assert register_of(cast.charlie.team).canonical("AP") != "The Harbour Gazette"


def test_a_new_entry_files_the_articles_of_its_other_forms_under_its_name(cast):
    printed_in(cast, "HG", "harbour gazette", "The Continental")
    kept = keep_publisher(team=cast.team, entry=HARBOUR)
    assert kept.refiled == 2
    assert publishers() == ["The Continental", "The Harbour Gazette", "The Harbour Gazette"]
    assert find(member=cast.bob, query="harbour gazette").total == 2


def test_a_new_name_takes_the_articles_along_and_the_old_one_stays_an_alias(cast):
    printed_in(cast, "The Harbour Gazette")
    first = keep_publisher(team=cast.team, entry=HARBOUR).publisher
    kept = keep_publisher(team=cast.team, entry=Publication("Harbour & Coast", aliases=("HG",)), instead_of=first)
    assert (kept.refiled, kept.publisher.aliases) == (1, ["HG", "The Harbour Gazette"])
    assert publishers() == ["Harbour & Coast"]
    assert register_of(cast.team).canonical("the harbour gazette") == "Harbour & Coast"


def test_another_teams_articles_stay_where_they_are(cast):
    make.article(member=cast.charlie)
    Article.objects.update(publisher="HG")
    assert keep_publisher(team=cast.team, entry=HARBOUR).refiled == 0
    assert publishers() == ["HG"]
