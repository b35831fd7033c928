from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Area, Article
from articles.saved import save_search
from articles.search.facets import Narrowing, facets
from articles.search.find import find
from evidence.attaching import Selection, attach_card, attach_note
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def address(cast, **asked) -> str:
    return reverse("articles:library", args=[cast.team.slug], query=asked)


def stock(cast, number: int) -> None:
    areas = [make.area(team=cast.team, name=name) for name in ("Black Sea", "Courts")]
    for n in range(number):
        article = make.article(member=cast.alice, body=f"Grain report number {n}.", areas=[areas[n % 2]])
        Article.objects.filter(pk=article.pk).update(
            published_on=TODAY() - timedelta(days=10 + 20 * n),
            kind=["digest", "original"][n % 2],
            publisher=f"P{n % 3}",
        )


def test_an_empty_library_says_what_to_do_next(cast, as_member):
    page = as_member(cast.alice).get(address(cast)).content.decode()
    assert "No articles yet." in page
    assert page.count(reverse("articles:add", args=[cast.team.slug])) == 2


def test_a_student_is_offered_to_send_in_what_a_leader_adds(cast, as_member):
    page = as_member(cast.bob).get(address(cast)).content.decode()
    assert "Add articles" not in page
    assert page.count(f'href="{reverse("articles:add", args=[cast.team.slug])}">Send in articles</a>') == 1
    assert "Your coach adds them." in page


def test_saved_searches_can_be_reached_from_a_search_too(cast, as_member):
    save_search(member=cast.bob, name="Old Grain", asked="q=grain&days=90")
    client = as_member(cast.bob)
    link = f'href="{reverse("articles:searches", args=[cast.team.slug])}">Saved searches</a>'
    assert client.get(address(cast)).content.decode().count('?q=grain&amp;days=90">Old Grain</a>') == 1
    for asked in ({"q": "zebra"}, {"side": "domestic"}):
        assert client.get(address(cast, **asked)).content.decode().count(link) == 1


def test_a_search_without_a_hit_says_what_to_try(cast, as_member):
    stock(cast, 1)
    page = as_member(cast.bob).get(address(cast, q="zebra")).content.decode()
    assert "Nothing found for “zebra”." in page
    assert "Try fewer words" in page


def test_a_row_links_to_the_reader_and_warns_of_age(cast, as_member):
    article = make.article(member=cast.alice, title="Ports Reopen")
    Article.objects.filter(pk=article.pk).update(published_on=TODAY() - timedelta(days=91))
    page = as_member(cast.bob).get(address(cast)).content.decode()
    assert f'<a href="{article.get_absolute_url()}">Ports Reopen</a>' in page
    assert "older than 90 days" in page


def test_an_article_of_ninety_days_less_one_is_not_called_old(cast, as_member):
    article = make.article(member=cast.alice)
    Article.objects.filter(pk=article.pk).update(published_on=TODAY() - timedelta(days=89))
    assert "older than" not in as_member(cast.bob).get(address(cast)).content.decode()


def test_a_search_shows_its_words_as_chips_that_link_to_the_rest(cast, as_member):
    stock(cast, 2)
    response = as_member(cast.bob).get(address(cast, q="grain report", kind="digest"))
    assert [(chip.label, chip.without) for chip in response.context_data["chips"]] == [
        ("grain", "?q=report&kind=digest"),
        ("report", "?q=grain&kind=digest"),
    ]
    assert "<mark>Grain</mark> <mark>report</mark> number 0." in response.content.decode()


@pytest.mark.parametrize("query", ["", "grain"])
def test_facets_count_with_every_filter_but_their_own(cast, query):
    stock(cast, 6)
    black_sea = make.area(team=cast.team)
    by = Narrowing(area=black_sea, kind="", days=90)
    found = find(member=cast.bob, query=query, areas=[black_sea], days=90)
    counted = facets(found, member=cast.bob, by=by)
    assert found.total == 2
    assert counted.everywhere == 4
    assert [(c.label, c.count) for c in counted.areas] == [("Black Sea", 2), ("Courts", 2)]
    assert [(c.label, c.count) for c in counted.kinds] == [("Digest", 2)]
    assert [(c.value, c.count) for c in counted.ages] == [("30", 1), ("90", 2)]
    assert [(c.label, c.count) for c in counted.publishers] == [("P0", 1), ("P2", 1)]


@pytest.mark.parametrize("query", ["", "grain", "-zebra"])
def test_facets_of_a_plain_list_add_up(cast, query):
    stock(cast, 6)
    found = find(member=cast.bob, query=query)
    counted = facets(found, member=cast.bob, by=Narrowing())
    assert (found.total, counted.everywhere) == (6, 6)
    assert sum(c.count for c in counted.kinds) == sum(c.count for c in counted.publishers) == 6


def test_facets_say_nothing_of_another_team(cast):
    stock(cast, 3)
    counted = facets(find(member=cast.charlie, query=""), member=cast.charlie, by=Narrowing())
    assert (counted.everywhere, counted.areas, counted.kinds, counted.publishers) == (0, (), (), ())


def test_results_are_paged_by_twenty_five(cast, as_member):
    stock(cast, 27)
    client = as_member(cast.bob)
    first = client.get(address(cast)).context_data
    second = client.get(address(cast, page="2")).context_data
    assert (first["first"], first["last"], second["first"], second["last"]) == (1, 25, 26, 27)
    assert (first["before"], first["after"], second["after"]) == ("", "?page=2", "")
    shown = {hit.article.pk for context in (first, second) for hit in context["found"].hits}
    assert len(shown) == 27


@pytest.mark.parametrize(
    "asked",
    [{"area": "none"}, {"kind": "x"}, {"days": "-1"}, {"page": "0"}, {"page": "9" * 30}, {"page": "x"},
     {"q": "\x00"}, {"publisher": "\x00"}, {"q": "a" * 9000}, {"sort": "up"}],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_answered_calmly(cast, as_member, asked):
    stock(cast, 1)
    assert as_member(cast.bob).get(address(cast, **asked)).status_code == 200


def test_htmx_gets_the_results_alone(cast, as_member):
    response = as_member(cast.bob).get(address(cast), headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<div class="shelf" id="results"')
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("asked", [{}, {"q": "grain"}, {"q": "grain report", "kind": "digest", "days": "90"}])
def test_the_page_costs_the_same_few_queries_for_one_and_fifty_rows(cast, as_member, asked):
    client = as_member(cast.bob)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address(cast, **asked)).status_code == 200
        return len(queries)

    stock(cast, 1)
    one = cost()
    stock(cast, 0)
    for n in range(49):
        make.article(
            member=cast.alice, body=f"Grain report again {n}.", areas=[make.area(team=cast.team)], published_on=TODAY()
        )
    assert cost() == one
    assert one <= 12


def test_a_whole_question_and_one_more_word_become_a_search(cast, as_member):
    client = as_member(cast.bob)
    asked = client.get(address(cast, question="Will the grain ports reopen?", kind="digest"))
    assert asked["Location"] == address(cast) + "?q=grain+OR+ports+OR+reopen&kind=digest"
    more = client.get(address(cast, q="grain", add="-rumor", page="3"))
    assert more["Location"] == address(cast) + "?q=grain+-rumor"


def test_a_chip_offers_the_other_spellings(cast, as_member):
    (chip,) = as_member(cast.bob).get(address(cast, q="kyiv")).context_data["chips"]
    assert [(link.label, link.href) for link in chip.swaps] == [("Kiev", "?q=%22Kiev%22")]


def test_a_fault_of_the_query_is_explained_under_the_box(cast, as_member):
    page = as_member(cast.bob).get(address(cast, q="grain before:soon")).content.decode()
    assert "<code>before:soon</code> That is no date" in page
    assert 'aria-describedby="faults"' in page


def test_a_hit_in_a_card_says_so_and_links_there(cast, as_member):
    article = make.article(member=cast.alice)
    words = Selection("Wheat for May delivery fell 4 percent")
    card = attach_card(member=cast.bob, article=article, selection=words, tag="Zinc is next.", cite="Castellanos").row
    page = as_member(cast.erin).get(address(cast, q="zinc")).content.decode()
    assert f'In a <a href="{card.get_absolute_url()}">card</a>: Zinc is next.' in page


def test_archived_articles_show_only_where_they_are_asked_for(cast, as_member):
    stock(cast, 2)
    Article.objects.filter(pk=Article.objects.first().pk).update(archived_at=timezone.now())
    client = as_member(cast.bob)
    plain = client.get(address(cast)).context_data
    assert plain["found"].total == 1
    assert (
        f'<a href="{plain["archive"]}">Archived (1)</a>' in client.get(address(cast, kind="digest")).content.decode()
    )
    assert client.get(address(cast) + plain["archive"]).context_data["found"].total == 1
    assert client.get(address(cast, q="grain")).context_data["found"].total == 1


@pytest.mark.parametrize("query", ["", "grain"])
def test_sides_and_what_hangs_on_an_article_are_facets(cast, query):
    stock(cast, 4)
    Area.objects.filter(slug="courts").update(side="domestic")
    article = Article.objects.order_by("published_on").last()
    attach_note(member=cast.bob, article=article, body="Mine alone.")
    mine = facets(find(member=cast.bob, query=query), member=cast.bob, by=Narrowing())
    assert [(c.value, c.count) for c in mine.sides] == [("domestic", 2), ("international", 2)]
    assert [(c.value, c.count) for c in mine.attached] == [("note", 1)]
    others = facets(find(member=cast.erin, query=query), member=cast.erin, by=Narrowing(side="domestic"))
    assert others.attached == ()
    assert sum(c.count for c in others.kinds) == 2


def test_a_leaders_page_with_everything_on_it_costs_no_more_than_twelve_queries(cast, as_member):
    stock(cast, 6)
    for article in Article.objects.all():
        attach_note(member=cast.alice, article=article, body="Grain again.", visibility="team")
    save_search(member=cast.alice, name="Grain", asked="q=grain")
    client = as_member(cast.alice)
    for asked in (
        {},
        {"side": "international", "has": "note"},
        {"q": "grain", "side": "international", "has": "note", "area": "black-sea", "new": "2"},
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(cast, **asked)).status_code == 200
        assert len(queries) <= 12, [query["sql"][:120] for query in queries.captured_queries]


def test_a_large_library_counts_its_newest_and_says_so(cast, as_member, monkeypatch):
    stock(cast, 6)
    monkeypatch.setattr("articles.search.find.LISTED", 4)
    monkeypatch.setattr("articles.search.facets.LISTED", 4)
    monkeypatch.setattr("articles.search.facets.MOST", 3)
    response = as_member(cast.bob).get(address(cast))
    page = response.content.decode()
    assert "more than 4 articles" in page
    assert "Counts are of the newest" in page
    facets = dict(response.context_data["facets"])
    assert sum(link.count for link in facets["Kind"]) == 3
