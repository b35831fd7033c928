"""Sentences with figures or quotations on a topic, each one step from a card."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from tests import make

pytestmark = pytest.mark.django_db

BODY = (
    "Grain left the ports on Monday. Wheat fell 4 percent in two days, and grain with it.\n\n"
    "“Nobody sells grain at a loss,” said Lena Oduya. The weather stays fine."
)


def address(cast, **asked) -> str:
    return reverse("evidence:sentences", args=[cast.team.slug], query=asked)


def texts(response) -> list[str]:
    return [one.said.text for one in response.context_data["picked"]]


def test_figures_and_quotations_on_a_topic_are_listed_with_their_cite(cast, as_member):
    make.article(member=cast.alice, title="Ports Reopen", body=BODY)
    client = as_member(cast.bob)
    figures = client.get(address(cast, q="grain", what="figures"))
    assert texts(figures) == ["Wheat fell 4 percent in two days, and grain with it."]
    assert figures.context_data["picked"][0].cite == "Castellanos and Weiss, The Continental, March 3, 2026"
    quotations = client.get(address(cast, q="grain", what="quotations"))
    assert texts(quotations) == ["“Nobody sells grain at a loss,” said Lena Oduya."]


def test_the_button_opens_the_form_of_a_card_with_that_very_sentence(cast, as_member):
    make.article(member=cast.alice, body=BODY)
    client = as_member(cast.bob)
    (picked,) = client.get(address(cast, q="grain", what="figures")).context_data["picked"]
    form = client.get(picked.card)
    assert form.context_data["quotation"] == "“Wheat fell 4 percent in two days, and grain with it.”"
    assert form.context_data["lost"] is False
    assert form.context_data["form"].initial["cite"] == picked.cite


def test_a_digest_is_called_second_hand_and_an_original_is_not(cast, as_member):
    article = make.article(member=cast.alice, body=BODY)
    client = as_member(cast.bob)
    assert "second hand" in client.get(address(cast, q="grain")).content.decode()
    Article.objects.filter(pk=article.pk).update(kind="original")
    assert "second hand" not in client.get(address(cast, q="grain")).content.decode()


def test_another_teams_articles_are_not_read(cast, as_member):
    make.article(member=cast.charlie, body=BODY)
    assert texts(as_member(cast.bob).get(address(cast, q="grain"))) == []


def test_no_topic_and_no_hit_say_what_to_do(cast, as_member):
    client = as_member(cast.bob)
    assert "Type a topic" in client.get(address(cast)).content.decode()
    nothing = client.get(address(cast, q="zebra", what="x")).content.decode()
    assert "No sentence with a figure stands near these words." in nothing
    assert "look for quotations" in nothing


def test_the_page_costs_the_same_queries_for_one_and_thirty_articles(cast, as_member):
    client = as_member(cast.bob)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(cast, q="grain")).status_code == 200
        return len(queries)

    make.article(member=cast.alice, body=BODY)
    one = cost()
    for n in range(29):
        make.article(member=cast.alice, body=f"{BODY}\n\nNumber {n}.", areas=[make.area(team=cast.team)])
    assert cost() == one
