from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.ingest.draft import SourceDraft
from articles.missing import missing
from articles.storing.pipeline import import_article
from tests import make

pytestmark = pytest.mark.django_db
LINKED = SourceDraft(publication="NYT", url="https://www.nyt.example/ports", text="NYT https://www.nyt.example/ports")
PRINTED = SourceDraft(("Staff", "Ana Okoro"), "WSJ", "", "Staff, Ana Okoro. WSJ")


def citing(cast, *sources: SourceDraft, **given):
    draft = replace(make.draft(**given), sources=sources)
    return import_article(member=cast.alice, draft=draft, original=b"").article


def shelves(member) -> list[tuple[str, list[str]]]:
    return [(shelf.publication, [one.source.text for one in shelf.wanted]) for shelf in missing(member)]


def test_originals_are_listed_by_the_publication_that_the_register_knows(cast):
    other = SourceDraft(publication="New York Times", text="New York Times")
    citing(cast, LINKED, PRINTED, other)
    assert shelves(cast.bob) == [
        ("New York Times", [LINKED.text, "New York Times"]),
        ("Wall Street Journal", [PRINTED.text]),
    ]


def test_an_original_that_two_articles_name_is_listed_once_with_both(cast):
    first, second = citing(cast, LINKED), citing(cast, replace(LINKED, text="again", url="http://nyt.example/ports/"))
    ((shelf),) = missing(cast.bob)
    ((one),) = shelf.wanted
    assert set(one.cited_by) == {first, second}


def test_what_has_come_in_is_missing_no_more(cast):
    citing(cast, LINKED, PRINTED)
    import_article(
        member=cast.alice,
        draft=replace(make.draft(), url="https://nyt.example/ports?utm_source=x", sources=()),
        original=b"",
    )
    assert shelves(cast.bob) == [("Wall Street Journal", [PRINTED.text])]
    paper = replace(make.draft(), publisher="Wall Street Journal", byline=("Ana Okoro",), sources=())
    import_article(member=cast.alice, draft=paper, original=b"")
    assert shelves(cast.bob) == []


def test_another_teams_articles_do_not_count(cast):
    citing(cast, LINKED)
    there = replace(make.draft(), url="https://nyt.example/ports", sources=())
    import_article(member=cast.charlie, draft=there, original=b"")
    assert shelves(cast.bob) == [("New York Times", [LINKED.text])]
    assert shelves(cast.charlie) == []


def test_the_page_offers_to_fetch_and_the_reader_counts_what_is_missing(cast, as_member):
    article = citing(cast, LINKED, PRINTED)
    page = as_member(cast.alice).get(reverse("articles:missing", args=[cast.team.slug])).content.decode()
    assert "?address=https%3A%2F%2Fwww.nyt.example%2Fports" in page
    assert (
        "2 originals missing from the library" in as_member(cast.bob).get(article.get_absolute_url()).content.decode()
    )


def test_the_list_costs_the_same_queries_for_one_line_and_thirty(cast, as_member):
    client = as_member(cast.bob)

    def cost(number: int) -> int:
        for n in range(number):
            citing(cast, replace(LINKED, url=f"https://nyt.example/{number}/{n}"), replace(PRINTED, text=f"x {n}"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("articles:missing", args=[cast.team.slug]))
        return len(queries)

    cost(1)
    assert cost(1) == cost(30)
