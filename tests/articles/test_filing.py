import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.filing import keep_rule, matched, remove_rule, restore_rule
from articles.models import Article, Filing, FilingRule
from articles.search.find import find
from evidence.attaching import attach_note
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade(cast):
    return make.area(team=cast.team, name="Trade")


def filed(area) -> set[str]:
    return {article.title for article in Article.objects.filter(areas=area)}


def test_a_rule_files_what_is_there_and_what_comes_in(cast, trade):
    make.article(member=cast.alice, title="Tariffs Rise", body="A tariff on steel.")
    make.article(member=cast.alice, title="Ports Reopen")
    rule, number = keep_rule(member=cast.alice, query="tariff OR quota", area=trade)
    assert (number, filed(trade)) == (1, {"Tariffs Rise"})
    make.article(member=cast.erin, title="Quotas Fall", body="A quota on fish.")
    make.article(member=cast.erin, title="A Long Winter", body="Heating oil.")
    assert filed(trade) == {"Tariffs Rise", "Quotas Fall"}
    assert Filing.objects.filter(rule=rule).count() == 2
    assert [hit.article.title for hit in find(member=cast.bob, query="area:trade quota").hits] == ["Quotas Fall"]


def test_a_rule_that_goes_takes_back_its_own_filings_only(cast, trade):
    mine = make.article(member=cast.alice, title="By Hand", body="A tariff on wine.", areas=[trade])
    make.article(member=cast.alice, title="By Rule", body="A tariff on steel.")
    rule, _ = keep_rule(member=cast.alice, query="tariff", area=trade)
    assert remove_rule(rule=rule, member=cast.alice) == 1
    assert filed(trade) == {mine.title}
    make.article(member=cast.alice, title="Later", body="Another tariff.")
    assert filed(trade) == {mine.title}
    assert restore_rule(rule=rule, member=cast.alice) == 2
    assert filed(trade) == {"By Hand", "By Rule", "Later"}


def test_what_another_rule_filed_there_too_stays(cast, trade):
    first, _ = keep_rule(member=cast.alice, query="tariff", area=trade)
    second, _ = keep_rule(member=cast.alice, query="steel", area=trade)
    article = make.article(member=cast.alice, body="A tariff on steel.")
    Filing.objects.get_or_create(rule=second, article=article)
    remove_rule(rule=first, member=cast.alice)
    assert filed(trade) == {article.title}


def test_somebodys_note_files_nothing(cast, trade):
    article = make.article(member=cast.alice)
    attach_note(member=cast.alice, article=article, body="A tariff?")
    assert find(member=cast.alice, query="tariff").total == 1
    assert matched(member=cast.alice, query="tariff") == []


def test_another_teams_rules_do_not_reach_here(cast, trade):
    keep_rule(member=cast.charlie, query="tariff", area=make.area(team=cast.charlie.team, name="Trade"))
    article = make.article(member=cast.alice, body="A tariff on steel.")
    assert list(article.areas.all()) == []


def test_a_look_stores_nothing_and_keeping_says_how_many(cast, trade, as_member):
    make.article(member=cast.alice, title="Tariffs Rise", body="A tariff on steel.")
    client = as_member(cast.erin)
    address = reverse("articles:rule", args=[cast.team.slug])
    look = client.get(address, {"query": "tariff", "area": "trade"}).content.decode()
    assert "Tariffs Rise" in look and "1 article in the library now" in look
    assert (FilingRule.objects.count(), filed(trade)) == (0, set())
    kept = client.post(address, {"query": "tariff", "area": "trade"}, follow=True).content.decode()
    assert "it filed 1 under Trade" in kept
    assert filed(trade) == {"Tariffs Rise"}


@pytest.mark.parametrize("query", ["", "the", '"open', "colour:red"])
def test_a_rule_that_says_nothing_or_is_mistaken_is_refused_with_the_words_kept(cast, trade, as_member, query):
    answer = as_member(cast.alice).post(
        reverse("articles:rule", args=[cast.team.slug]), {"query": query, "area": "trade"}
    )
    assert answer.status_code == 422
    assert FilingRule.objects.count() == 0


def test_the_list_costs_the_same_queries_for_one_rule_and_thirty(cast, trade, as_member):
    client = as_member(cast.alice)

    def cost(number: int) -> int:
        for n in range(number):
            keep_rule(member=cast.alice, query=f"word{n}", area=trade)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("articles:rules", args=[cast.team.slug]))
        return len(queries)

    cost(1)
    assert cost(1) == cost(30)
