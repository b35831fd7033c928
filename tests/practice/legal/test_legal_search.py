"""In legal mode a search neither finds nor ranks by what is barred: as if nothing were attached to any article."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from articles.models import Article, SearchEntry
from articles.search.asking import from_question
from articles.search.facets import Narrowing, facets
from articles.search.find import find
from articles.search.index import index
from articles.search.meant import meant
from articles.search.said import find_sentences
from articles.search.synonyms import SHIPPED
from evidence.attaching import Selection, attach_card, attach_note
from practice.legal.room import leave_room
from practice.models import Round
from teams.access import Visibility
from teams.models import Membership, Team
from tests import make
from tests.practice.legal.test_legal_mode import simulated

PLACE = Selection("Wheat for May delivery fell 4 percent in two days")
QUERIES = (
    *("ports", "wheat OR insurers", "ports obsidian", "obsidian", '"obsidian ports"', "obsid*", "ports -obsidian"),
    *("title:ports", "author:castellanos OR obsidian", "kind:digest obsidian", "tag:tariffs", 'tag:"tariffs pro-con"'),
    *("area:ukraine", 'area:"Ukraine repercussions obsidian"', "has:note", "has:card ports", "ports -has:note"),
    *("tariffs", "sanctions", "repercussions"),
)


def everything(member: Membership, query: str):
    """What a search tells in any way: hits in order with their scores, snippets, totals, facets, what was meant."""
    found = find(member=member, query=query)
    narrowing = Narrowing(kind="original")
    return (
        [(match.article_id, match.score, match.found_in) for match in found.matches],
        [(hit.article.pk, hit.snippet, hit.found_in, hit.named) for hit in found.hits],
        (found.total, found.more),
        facets(found, member=member, by=Narrowing()),
        facets(found, member=member, by=narrowing),
        meant(member=member, query=found.query, synonyms=SHIPPED),
        [hit.article.pk for hit in find(member=member, query=query, newest=True).hits],
        [hit.article.pk for hit in find(member=member, query=query, recency=2).hits],
        [(said.article.pk, said.text) for said in find_sentences(member=member, query=query, what="quotations")],
    )


def library(cast) -> list[Article]:
    """Six articles that a search tells apart by little, filed and tagged with names of subjects."""
    area = make.area(team=cast.team, name="Ukraine")
    made = [make.article(member=cast.alice, title=f"Ports, part {number}", areas=[area]) for number in range(6)]
    for number, article in enumerate(made):
        article.tags = ["tariffs"] * (number == 4)
        article.save()
    again(made)
    return made


def again(articles: list[Article]) -> None:
    keys = [article.pk for article in articles]
    index(Article.objects.filter(pk__in=keys).select_related("current").prefetch_related("areas", "questions"))


def hang(cast, articles: list[Article]) -> None:
    """Whatever can be attached, with the words that are looked for in it, on the articles that came last."""
    for member in (cast.alice, cast.bob):
        for article in articles[:2]:
            note = {"body": "Obsidian ports, obsidian wheat, insurers.", "visibility": Visibility.TEAM}
            attach_note(member=member, article=article, selection=PLACE, **note)
            attach_card(member=member, article=article, selection=PLACE, tag="Obsidian ports", cite="Sanctions, 2026")
    make.area(team=cast.team, name="Ukraine repercussions obsidian").articles.add(articles[1])
    for article in articles[:3]:
        article.analysis, article.analysis_html = "obsidian ports", "<p>obsidian ports</p>"
        article.tags = [*article.tags, "tariffs pro-con", "sanctions impact obsidian"]
        article.save()
        for text in (
            "Will obsidian ports open to wheat?",
            "Should the insurers of ports fear sanctions, ports and wheat?",
        ):
            article.questions.add(make.question(member=cast.alice, text=text))
    again(articles)


@pytest.mark.parametrize("query", QUERIES)
def test_nothing_that_hangs_on_an_article_changes_what_a_search_says(cast, query):
    articles = library(cast)
    simulated(cast)
    before = everything(bob(cast), query)
    hang(cast, articles)
    assert everything(bob(cast), query) == before
    erin = Membership.objects.get(pk=cast.erin.pk)
    assert everything(erin, query) != before or query == "tag:tariffs", "who is not in it finds by all of it"


@pytest.mark.parametrize("text", ["Will obsidian ports open to wheat?", "What of the obsidian sanctions?"])
def test_a_search_from_a_question_does_not_find_the_article_it_came_with(cast, text):
    articles = library(cast)
    simulated(cast)
    before = everything(bob(cast), from_question(text))
    hang(cast, articles)
    assert everything(bob(cast), from_question(text)) == before


def test_the_room_ranks_its_files_as_if_no_question_were_attached(cast, as_member):
    articles = library(cast)
    round = simulated(cast)
    address = reverse("practice:files", args=[cast.team.slug, round.pk])

    def shown(query: str) -> str:
        return as_member(cast.bob).get(address, {"q": query}, headers={"HX-Request": "true"}).content.decode()

    before = {query: shown(query) for query in ("ports wheat", "obsidian", "obsidan", "")}
    hang(cast, articles)
    articles[5].questions.add(round.question)
    again(articles)
    assert {query: shown(query) for query in before} == before
    assert "Nothing found" in before["obsidian"] and "Ports, part 5" in before["ports wheat"]


def test_what_was_meant_is_not_told_from_a_question_alone(cast):
    articles = library(cast)
    hang(cast, articles)
    misspelt = find(member=cast.bob, query="obsidain").query
    assert meant(member=cast.bob, query=misspelt, synonyms=SHIPPED) == "obsidian"
    simulated(cast)
    assert meant(member=bob(cast), query=misspelt, synonyms=SHIPPED) is None


def test_a_label_that_names_a_subject_still_finds(cast):
    library(cast)
    simulated(cast)
    assert len(find(member=bob(cast), query="tag:tariffs").hits) == 1
    assert len(find(member=bob(cast), query="ukraine").hits) == 6


def test_the_end_of_legal_mode_is_the_end_of_it(cast):
    articles = library(cast)
    hang(cast, articles)
    round = simulated(cast)
    assert find(member=bob(cast), query="obsidian").total == 0
    leave_room(round=Round.objects.get(pk=round.pk), typed=Team.objects.get(pk=cast.team.pk).room_code)
    assert find(member=bob(cast), query="obsidian").total == 3


def test_an_index_made_anew_is_the_same(cast):
    hang(cast, library(cast))
    rows = SearchEntry.objects.order_by("key").values_list("key", "bare_scope", "bare_rest", "rest")
    before = list(rows)
    SearchEntry.objects.update(bare_scope="", bare_rest="")
    call_command("reindex", verbosity=0)
    assert list(rows) == before
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM articles_baretext WHERE articles_baretext MATCH 'obsidian'")
            assert cursor.fetchone() == (0,)


def bob(cast) -> Membership:
    return Membership.objects.select_related("team", "user").get(pk=cast.bob.pk)
