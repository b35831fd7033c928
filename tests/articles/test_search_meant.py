"""Did you mean: words of the library that are written nearly the same, and nobody else's."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from articles.search.find import find
from articles.search.meant import meant
from evidence.attaching import attach_note
from tests import make

pytestmark = pytest.mark.django_db


def suggested(member, query: str) -> str | None:
    found = find(member=member, query=query)
    return meant(member=member, query=found.query, synonyms=found.synonyms)


@pytest.fixture
def article(cast):
    return make.article(
        member=cast.alice, title="Ports Reopen", body="The blockade of the harbour ended in Macedonia."
    )


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("blokade", "blockade"),
        ("harbuor", "harbour"),
        ("macedonai", "macedonia"),
        ("harbour blokade", "harbour blockade"),
        ("blokade -tariff", "blockade -tariff"),
        ("blockade", None),
        ("zeppelin", None),
        ("harbour zeppelin", None),
        ('"blokade ended"', None),
        ("blokad*", None),
        ("blokade kind:speech", None),
        ("", None),
    ],
)
def test_a_misspelt_word_becomes_the_librarys_own(cast, article, typed, better):
    assert suggested(cast.bob, typed) == better


def test_a_word_that_only_another_team_has_is_never_told(cast, article):
    assert suggested(cast.charlie, "blokade") is None


def test_a_word_of_somebodys_private_note_is_told_to_its_writer_alone(cast, article):
    attach_note(member=cast.bob, article=article, body="An obsidian thought.", visibility="private")
    people = (cast.bob, cast.alice, cast.erin, cast.charlie)
    assert [suggested(member, "obsidain") for member in people] == ["obsidian", None, None, None]


def test_a_word_of_a_removed_or_private_article_is_not_told(cast, article):
    Article.objects.filter(pk=article.pk).update(visibility="private", owner=cast.erin.user)
    assert [suggested(member, "blokade") for member in (cast.erin, cast.bob)] == ["blockade", None]
    Article.objects.get(pk=article.pk).remove(by=cast.erin.user)
    assert suggested(cast.erin, "blokade") is None


def test_the_page_links_to_what_was_meant_in_no_more_than_thirteen_queries(cast, article, as_member):
    client = as_member(cast.alice)
    with CaptureQueriesContext(connection) as queries:
        asked = {"q": "blokade harbuor", "kind": "digest"}
        page = client.get(reverse("articles:library", args=[cast.team.slug], query=asked)).content.decode()
    assert re.search(
        r'Did you mean <a href="\?q=blockade\+harbour"[^>]*>blockade harbour</a>\?</p>\s*<div class="query">', page
    )
    assert len(queries) <= 13, [query["sql"][:120] for query in queries.captured_queries]


def test_little_that_any_of_the_words_found_leaves_the_question_what_was_meant(cast, article, as_member):
    client = as_member(cast.alice)

    def page(query: str) -> str:
        return client.get(reverse("articles:library", args=[cast.team.slug], query={"q": query})).content.decode()

    assert "1 article<" in page("blokade OR harbour")
    assert '<a href="?q=blockade+OR+harbour"' in page("blokade OR harbour")
    assert "Did you mean" not in page("blockade OR harbour")
