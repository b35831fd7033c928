"""The team's register of publishers: what is shipped, what is its own, what is filed under one name."""

import sys

import pytest
from django.urls import reverse

from articles.ingest.register import SHIPPED, Publication
from articles.models import Article, Publisher
from articles.publishers import keep_publisher, register_of
from articles.search.find import find
from tests import make
from tests.queries import cost

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


def address(cast, name: str = "publishers", *args) -> str:
    return reverse(f"articles:{name}", args=[cast.team.slug, *args])


def test_the_register_is_searched_by_any_form(cast, as_member):
    keep_publisher(team=cast.team, entry=HARBOUR)
    client = as_member(cast.bob)
    found = client.get(address(cast), {"q": "hg"}).context_data
    assert [entry.name for entry in found["own"]] == ["The Harbour Gazette"]
    assert client.get(address(cast), {"q": "zzz"}).context_data["own"] == []
    assert client.get(address(cast)).context_data["shipped_total"] == len(SHIPPED.publications)


def test_saving_an_entry_says_what_was_filed_anew(cast, as_member):
    printed_in(cast, "HG", "HG")
    sent = {"name": "The Harbour Gazette", "aliases": "HG\r\nGazette"}
    page = as_member(cast.erin).post(address(cast, "add_publisher"), sent, follow=True).content.decode()
    assert "“The Harbour Gazette” is in your register. 2 articles are filed under it now." in page
    assert Publisher.objects.get().aliases == ["HG", "Gazette"]


def test_a_form_that_is_anothers_is_refused_and_everything_typed_stays(cast, as_member):
    keep_publisher(team=cast.team, entry=HARBOUR)
    sent = {"name": "Harbour Games", "aliases": "HG", "region": "Kadmar"}
    response = as_member(cast.alice).post(address(cast, "add_publisher"), sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert "“HG” is a form of “The Harbour Gazette” in your register: change that one." in page
    assert 'value="Kadmar"' in page
    assert Publisher.objects.count() == 1


def test_a_shipped_entry_is_changed_for_the_team_only(cast, as_member):
    shipped = SHIPPED.publications[-1]
    client = as_member(cast.alice)
    form = client.get(address(cast, "add_publisher"), {"like": shipped.name}).context_data["form"]
    assert form["name"].value() == shipped.name
    client.post(address(cast, "add_publisher"), {"name": shipped.name, "aliases": "Our Paper"})
    assert register_of(cast.team).canonical("our paper") == shipped.name
    assert register_of(cast.charlie.team).canonical("our paper") == "our paper"


def test_what_was_removed_is_in_the_next_form_to_take_back(cast, as_member):
    own = keep_publisher(team=cast.team, entry=HARBOUR).publisher
    client = as_member(cast.alice)
    response = client.post(address(cast, "remove_publisher", own.pk), follow=True)
    assert not Publisher.objects.exists()
    values = {name: field.value() for name, field in ((f.name, f) for f in response.context_data["form"])}
    client.post(address(cast, "add_publisher"), values)
    assert Publisher.objects.get().publication == HARBOUR


def test_another_teams_entry_is_not_there(cast, as_member):
    other = Publisher.objects.create(team=cast.charlie.team, name="The Harbour Gazette")
    assert as_member(cast.alice).get(address(cast, "edit_publisher", other.pk)).status_code == 404


def test_the_register_costs_the_same_queries_for_one_and_thirty_rows(cast, as_member):
    client = as_member(cast.bob)
    Publisher.objects.create(team=cast.team, name="P")
    one = cost(client, address(cast))
    Publisher.objects.bulk_create(Publisher(team=cast.team, name=f"P{n}", aliases=[f"A{n}"]) for n in range(29))
    assert cost(client, address(cast)) == one


def test_a_name_that_somebody_has_just_put_into_the_register_is_told_and_what_was_typed_stays(
    cast, as_member, monkeypatch
):
    pages = sys.modules["articles.views.publishers"]

    def late(**asked):
        keep_publisher(team=cast.team, entry=HARBOUR)
        return keep_publisher(**asked)

    monkeypatch.setattr(pages, "keep_publisher", late)
    sent = {"name": HARBOUR.name, "region": "Norway"}
    answer = as_member(cast.alice).post(address(cast, "add_publisher"), sent)
    html = answer.content.decode()
    assert answer.status_code == 422 and "Somebody has just put" in html and "Norway" in html
    assert Publisher.objects.count() == 1
