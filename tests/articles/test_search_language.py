"""The language of the search box: what it understands, what it explains, and that both engines do it."""

from datetime import date

import pytest

from articles.models import Article, SynonymGroup
from articles.search import reading
from articles.search.find import find
from articles.search.index import index
from articles.search.query import parse
from articles.search.tree import AllOf, AnyOf, Spelling
from evidence.attaching import attach_note
from tests import make


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ('"grain deal', ["open_quote"]),
        ("(grain OR ports", ["open_bracket"]),
        ("grain)", ["stray_bracket"]),
        ("colour:red grain", ["unknown_field"]),
        ("before:2025-13 grain", ["bad_date"]),
        ("after:yesterday grain", ["bad_date"]),
        ("after:2025-02-29 grain", ["bad_date"]),
        ("kind:poem grain", ["bad_value"]),
        ("gr* grain", ["short_prefix"]),
        ("the of", ["only_common"]),
        ("grain OR", ["dangling"]),
        ("AND grain", ["dangling"]),
        ("grain " * 400, ["too_long"]),
        (" ".join(f"grain{n}" for n in range(30)), ["too_many"]),
        ("grain deal", []),
        ("https://example.org/grain 12:30", []),
    ],
)
def test_a_mistake_is_explained_and_the_rest_is_looked_for(typed, codes):
    query = parse(typed)
    assert [fault.code for fault in query.faults] == codes
    assert all(fault.message.endswith(".") or ":" in fault.message for fault in query.faults)
    assert query


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("grain ports OR wheat", "grain (ports OR wheat)"),
        ("grain AND ports OR wheat", "(grain ports) OR wheat"),
        ("grain NOT (ports OR wheat)", "grain -ports -wheat"),
        ("-(ports wheat) grain", "(-ports OR -wheat) grain"),
        ("NOT NOT grain", "grain"),
        ("(grain (deal))", "grain deal"),
        ("grain grain (grain OR deal)", "grain (grain OR deal)"),
        ("kind:digests SIDE:us", "kind:digests side:us"),
    ],
)
def test_brackets_and_joints_read_as_they_are_meant(typed, meant):
    assert parse(typed).tree == parse(meant).tree


def test_the_kinds_of_the_language_are_the_kinds_of_articles():
    assert tuple(Article.Kind.values) == reading.KINDS


@pytest.mark.parametrize(
    ("typed", "day"), [("2025", date(2025, 1, 1)), ("2025-5", date(2025, 5, 1)), ("2024-02-29", date(2024, 2, 29))]
)
def test_a_date_is_its_first_day(typed, day):
    (field,) = parse(f"before:{typed}").fields
    assert field.day == day


def test_a_chip_can_be_added_taken_away_and_swapped():
    query = parse("grain OR ports")
    assert query.plus("wheat") == "grain OR ports OR wheat"
    assert parse("grain").plus("kind:brief") == "grain kind:brief"
    assert query.without(query.leaves[0]) == "ports"
    assert query.swapped(query.leaves[1], '"harbours"') == 'grain OR "harbours"'
    assert parse("-grain kind:brief").leaves[0].spelled(Spelling("wheat", ("wheat",))) == '-"wheat"'


def test_a_tree_says_what_is_joined_how():
    tree = parse("grain (ports OR wheat)").tree
    assert isinstance(tree, AllOf)
    assert isinstance(tree.parts[1], AnyOf)


@pytest.fixture
def library(cast):
    """Three articles and what stands beside them."""
    sea, courts = (
        make.area(team=cast.team, name="Black Sea"),
        make.area(team=cast.team, name="Courts", side="domestic"),
    )
    rows = (
        ("Grain", "Zelenskyy spoke of grain in Kyiv.", date(2025, 5, 12), "digest", ["Zoé Ibarra-Quiñones"], [sea]),
        ("Ports", "Zelensky spoke of ports in Kiev, South Korea.", date(2025, 6, 1), "brief", ["Lee Park"], [courts]),
        ("Wheat", "Wheat in the DPRK, ports and grain.", None, "original", [], []),
    )
    for title, body, day, kind, byline, areas in rows:
        article = make.article(member=cast.alice, title=title, body=body, published_on=day, areas=areas)
        article.kind, article.byline, article.tags = kind, byline, ["Trade Law"] if title == "Ports" else []
        article.publisher = "The Elm Wire" if title == "Grain" else "Harbour Gazette"
        article.save()
        index([article])
    attach_note(member=cast.bob, article=Article.objects.get(title="Wheat"), body="A private thought.")
    return cast


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("before:2025-06", {"Grain"}),
        ("before:2025-05-12", set()),
        ("after:2025-05-12", {"Grain", "Ports"}),
        ("after:2025-06 before:2026", {"Ports"}),
        ("-after:2025-06", {"Grain", "Wheat"}),
        ("kind:brief", {"Ports"}),
        ("kind:brief OR kind:digest", {"Grain", "Ports"}),
        ('area:"black sea"', {"Grain"}),
        ("area:courts", {"Ports"}),
        ("area:nowhere", set()),
        ("side:domestic", {"Ports"}),
        ("author:ibarra", {"Grain"}),
        ("author:ibarra-quinones", {"Grain"}),
        ('author:"lee park"', {"Ports"}),
        ("author:kyiv", set()),
        ("publisher:elm", {"Grain"}),
        ("-publisher:elm", {"Ports", "Wheat"}),
        ('tag:"trade law"', {"Ports"}),
        ("tag:trade", set()),
        ("title:ports", {"Ports"}),
        ("-title:ports ports", {"Wheat"}),
        ("has:note", {"Wheat"}),
        ("has:card", set()),
        ("ports -has:note", {"Ports"}),
        ("author:ibarra OR has:note", {"Grain", "Wheat"}),
        ("(grain kind:digest) OR (ports kind:brief)", {"Grain", "Ports"}),
        ("grain NOT (kind:digest OR kind:brief)", {"Wheat"}),
        ("(grain OR ports) -wheat", {"Grain", "Ports"}),
        ("wheat OR -ports", {"Grain", "Wheat"}),
        ("whe*", {"Wheat"}),
        ("zelensky", {"Grain", "Ports"}),
        ('"zelensky"', {"Ports"}),
        ("kiev", {"Grain", "Ports"}),
        ("-kiev", {"Wheat"}),
        ("south korea", {"Ports"}),
        ('"north korea"', set()),
        ("north korea", {"Wheat"}),
    ],
)
def test_a_query_of_fields_and_words_finds_these(library, typed, found):
    assert {hit.article.title for hit in find(member=library.bob, query=typed).hits} == found


@pytest.mark.django_db
def test_fields_and_filters_hold_together(library):
    titles = [hit.article.title for hit in find(member=library.bob, query="after:2025", side="domestic").hits]
    assert titles == ["Ports"]
    assert find(member=library.bob, query="grain", kind="brief").hits == ()


@pytest.mark.django_db
def test_a_teams_own_spellings_count_for_it_alone(library):
    SynonymGroup.objects.create(team=library.team, words=["grain", "cereal crop"])
    (term,) = find(member=library.bob, query="cereal-crop grain").query.terms[1:]
    assert [other.typed for other in term.alternatives] == ["cereal crop"]
    assert find(member=library.bob, query="cereal crop").total == 2
    assert find(member=library.charlie, query="grain").query.terms[0].alternatives == ()


@pytest.mark.django_db
def test_a_shipped_group_is_replaced_or_switched_off(library):
    row = SynonymGroup.objects.create(team=library.team, replaces="kyiv", words=["Kyiv", "Kyjiw"])
    assert find(member=library.bob, query="kiev").total == 1
    row.words = []
    row.save()
    assert find(member=library.bob, query="kyiv").query.terms[0].alternatives == ()
