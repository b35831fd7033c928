from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, SearchEntry
from articles.search import find as find_module
from articles.search import postgres, sqlite
from articles.search.find import find
from articles.search.query import parse
from articles.search.snippets import beginning, snippet
from articles.storing.pipeline import add_question, revise
from tests import make

pytestmark = pytest.mark.django_db


def titles(member, query: str, **narrowing) -> list[str]:
    return [hit.article.title for hit in find(member=member, query=query, **narrowing).hits]


@pytest.fixture
def library(cast):
    """Four articles whose words overlap."""
    texts = {
        "Ports Reopen": "Zelenskyy’s envoys spoke of a cease-fire. Ships carried grain and “nothing else”.",
        "Grain Deal Signed": "The agreement was signed in Türkiye. Grain moves again; a tariff stays.",
        "A Long Winter": "Prices of heating oil rose 3.5 percent. The U.S. sent Russia-bound cargo back.",
        "Prisoners Go Home": "A prisoner swap brought 87,395 letters home. Gestures matter.",
    }
    for title, body in texts.items():
        make.article(member=cast.alice, title=title, body=body)
    return cast


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ceasefire", ["Ports Reopen"]),
        ("CEASE-FIRE", ["Ports Reopen"]),
        ("zelenskyy's", ["Ports Reopen"]),
        ('"nothing else"', ["Ports Reopen"]),
        ("turkiye", ["Grain Deal Signed"]),
        ("price", ["A Long Winter"]),
        ("3.5", ["A Long Winter"]),
        ("US", ["A Long Winter"]),
        ("Russia", ["A Long Winter"]),
        ("87395", ["Prisoners Go Home"]),
        ('"prisoner swaps"', ["Prisoners Go Home"]),
        ('"swaps prisoner"', []),
        ("zelen*", ["Ports Reopen"]),
        ("zelen", []),
        ("grain -tariff", ["Ports Reopen"]),
        ("grain winter", []),
        ("tariff OR gestures", ["Grain Deal Signed", "Prisoners Go Home"]),
        ("Castellanos heating", ["A Long Winter"]),
    ],
)
def test_a_query_finds_these_articles_on_both_engines(library, query, found):
    assert sorted(titles(library.bob, query)) == sorted(found)


def test_a_word_in_the_title_comes_before_the_same_word_in_the_text(library):
    assert titles(library.bob, "grain") == ["Grain Deal Signed", "Ports Reopen"]


def test_a_question_finds_the_article_that_has_most_of_its_words_first(library):
    question = "Will gestures like prisoner swaps bring a cease-fire?"
    assert titles(library.bob, question) == ["Prisoners Go Home", "Ports Reopen"]


def test_a_rare_word_says_more_than_a_common_one(cast):
    for number in range(8):
        make.article(
            member=cast.alice, title=f"Market {number}", body=f"The market opened. Day {number}. market market"
        )
    make.article(member=cast.alice, title="Elsewhere", body="An obsidian knife lay on the table of the shop in town.")
    assert titles(cast.bob, "market OR obsidian")[0] == "Elsewhere"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the other engine counts as it matches")
def test_how_common_words_are_is_counted_once_a_minute_and_for_each_team(cast, monkeypatch):
    monkeypatch.setattr(postgres, "_KEPT", 60)
    for member in (cast.alice, cast.charlie):
        make.article(member=member, title="Grain and Ports", body="Grain leaves the ports.")

    def counts(member, query: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert titles(member, query) == ["Grain and Ports"]
        return sum("(SELECT 1 FROM articles_searchentry" in one["sql"] for one in asked)

    assert [counts(cast.alice, "grain ports") for _ in range(2)] == [1, 0]
    assert [counts(cast.alice, "grain leaves") for _ in range(2)] == [1, 0]
    assert counts(cast.charlie, "grain ports") == 1


@pytest.mark.parametrize(
    "typed",
    ['foo"bar', "U.S.", "covid-19", "don't", "C++", "title:", "-x", "NOT", "NEAR(a b)", "a AND", "*", "' | & ! <->",
     "\\", "x'); DROP TABLE", "{title}:x", "^a", "\x00", "%s %d", "1e5", "scope : team1", "\ud800"],
)  # fmt: skip
def test_no_mistake_in_a_query_is_an_error(library, typed):
    assert find(member=library.bob, query=typed).total >= 0


def test_words_that_look_like_numbers_or_names_of_files_are_found_on_both_engines(cast):
    odd = [
        "1e5",
        "0x1f",
        "20bn",
        "g20",
        "covid19",
        "2nd",
        "v2x",
        "नमस्ते",
        "中文",
        "Österreich",
        "100000000000000000000",
    ]
    make.article(member=cast.alice, title="Odd", body=" ".join(odd))
    assert [word for word in odd if titles(cast.bob, word) != ["Odd"]] == []


def test_another_teams_articles_are_never_found(library):
    assert titles(library.charlie, "grain") == []
    assert titles(library.charlie, f"team{library.team.pk}") == []


def test_a_former_member_finds_nothing(library):
    assert find(member=library.dana, query="grain").hits == ()
    assert find(member=library.dana, query="").hits == ()


def test_a_removed_article_is_not_found_and_a_restored_one_is(library):
    article = Article.objects.get(title="Ports Reopen")
    article.remove(by=library.alice.user)
    assert titles(library.bob, "ceasefire") == []
    article.restore()
    assert titles(library.bob, "ceasefire") == ["Ports Reopen"]


def test_a_private_article_is_found_by_its_owner_only(library):
    Article.objects.filter(title="Ports Reopen").update(visibility="private", owner=library.erin.user)
    assert titles(library.erin, "ceasefire") == ["Ports Reopen"]
    assert titles(library.bob, "ceasefire") == []


def test_a_corrected_text_is_found_by_its_new_words_only(library):
    article = Article.objects.get(title="A Long Winter")
    revise(member=library.alice, article=article, markdown="Prices of kerosene rose.", original=b"x")
    assert titles(library.bob, "kerosene") == ["A Long Winter"]
    assert titles(library.bob, "heating") == []


def test_an_article_is_found_by_its_question_and_area(library):
    article = Article.objects.get(title="A Long Winter")
    area = make.area(team=library.team, name="Energy Policy")
    article.areas.add(area)
    add_question(member=library.alice, text="Should pipelines be rerouted?", article=article)
    assert titles(library.bob, "pipeline") == titles(library.bob, "energy policy") == ["A Long Winter"]


def test_filters_narrow_what_is_found(library):
    area = make.area(team=library.team, name="Trade")
    deal = Article.objects.get(title="Grain Deal Signed")
    deal.areas.add(area)
    Article.objects.filter(pk=deal.pk).update(
        kind="brief", publisher="Elm Street Wire", published_on=timezone.localdate()
    )
    for narrowing in ({"areas": [area]}, {"kind": "brief"}, {"publisher": "Elm Street Wire"}, {"days": 30}):
        assert titles(library.bob, "grain", **narrowing) == ["Grain Deal Signed"], narrowing
        assert titles(library.bob, "", **narrowing) == ["Grain Deal Signed"], narrowing


def test_newest_first_and_without_a_date_last(cast):
    for title, day in (("Old", date(2025, 1, 1)), ("Undated", None), ("New", date(2026, 1, 1))):
        make.article(member=cast.alice, title=title, body=f"Grain {title}", published_on=day)
    assert titles(cast.bob, "grain", newest=True) == ["New", "Old", "Undated"]
    assert titles(cast.bob, "") == ["New", "Old", "Undated"]


def test_pages_of_a_search_follow_each_other(cast):
    for number in range(7):
        make.article(member=cast.alice, body=f"Grain number {number}")
    pages = [titles(cast.bob, "grain", limit=3, offset=at) for at in (0, 3, 6)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({title for page in pages for title in page}) == 7
    assert find(member=cast.bob, query="grain", limit=3).total == 7


def test_the_total_stops_at_the_cap_and_says_so(cast, monkeypatch):
    monkeypatch.setattr(find_module, "MOST", 2)
    for number in range(4):
        make.article(member=cast.alice, body=f"Grain number {number}")
    found = find(member=cast.bob, query="grain")
    assert (found.total, found.more, len(found.hits)) == (2, True, 2)


def test_a_snippet_shows_the_articles_own_text_with_its_signs(library):
    (hit,) = find(member=library.bob, query="ceasefire zelenskyy").hits
    assert hit.snippet == (
        "<mark>Zelenskyy’s</mark> envoys spoke of a <mark>cease-fire</mark>. Ships carried grain and “nothing else”."
    )


def test_a_snippet_escapes_what_the_article_says():
    assert snippet("Beware <script>alert(1)</script> of \x02marks\x03 & signs", parse("script signs")) == (
        "Beware &lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt; of \x02marks\x03 &amp; "
        "<mark>signs</mark>"
    )


def test_a_snippet_is_cut_where_most_of_the_words_stand():
    text = "grain " + "filler words here. " * 40 + "The grain deal closed the ports at last. " + "More filler. " * 40
    cut = snippet(text, parse("grain deal ports"))
    assert cut.startswith("…") and cut.endswith("…")
    assert "<mark>grain</mark> <mark>deal</mark> closed the <mark>ports</mark>" in cut


def test_a_phrase_is_marked_whole_and_nothing_else_of_it():
    assert snippet("A deal on grain, and then a grain deal.", parse('"grain deal"')) == (
        "A deal on grain, and then a <mark>grain deal</mark>."
    )


def test_the_beginning_ends_at_a_word():
    text = "word " * 100
    assert beginning(text) == ("word " * 48).strip() + "…"


def test_reindex_makes_the_index_anew(library, capsys):
    SearchEntry.objects.all().delete()
    assert titles(library.bob, "grain") == []
    call_command("reindex")
    assert "4 articles" in capsys.readouterr().out
    assert titles(library.bob, "grain") == ["Grain Deal Signed", "Ports Reopen"]


def test_the_triggers_are_there_after_every_migration():
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'articles_searchentry'")
        assert {name for (name,) in cursor.fetchall()} == set(sqlite.TRIGGERS)
        cursor.execute("INSERT INTO articles_fulltext(articles_fulltext, rank) VALUES ('integrity-check', 1)")


def test_the_documents_of_a_team_are_numbered_in_a_range_of_its_own(cast):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    for member in (cast.alice, cast.charlie, cast.alice):
        make.article(member=member)
    for member in (cast.alice, cast.charlie):
        entries = SearchEntry.objects.filter(article__team=member.team).order_by("pk")
        begin = member.team_id << 32
        assert [entry.pk - begin for entry in entries] == list(range(1, entries.count() + 1))


def test_an_index_without_an_article_goes_with_it(library):
    SearchEntry.objects.filter(title="port reopen").delete()
    assert titles(library.bob, "ceasefire") == []


def test_a_future_window_counts_by_days(cast):
    today = timezone.localdate()
    for age in (29, 30, 31):
        make.article(member=cast.alice, title=f"{age}", body=f"Grain {age}", published_on=today - timedelta(days=age))
    assert titles(cast.bob, "grain", days=30) == ["29"]
