"""One change to many articles: only what may be changed changes, the rest is told, and all can be taken back."""

import re

import pytest
from django.urls import reverse

from articles.models import Article, Publisher
from articles.search.find import find
from articles.tidying.articles import ARTICLES
from articles.tidying.steps import MOST, Act, Step, packed, take_back, tidy, unpacked
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(cast):
    sea = make.area(team=cast.team)
    made = [make.article(member=cast.alice, title=f"Report {n}") for n in range(3)]
    made[0].areas.add(sea)
    Article.objects.filter(pk=made[0].pk).update(kind="original", tags=["NATO"])
    return made


def ids(articles) -> tuple:
    return tuple(article.pk for article in articles)


def state() -> list:
    rows = Article.objects.order_by("title").prefetch_related("areas")
    return [
        (
            a.kind,
            a.publisher,
            a.tags,
            sorted(x.slug for x in a.areas.all()),
            a.archived_at is None,
            a.deleted_at is None,
        )
        for a in rows
    ]


@pytest.mark.parametrize(
    ("act", "value", "changed"),
    [
        (Act.FILE, "black-sea", 2),
        (Act.UNFILE, "black-sea", 1),
        (Act.KIND, "original", 2),
        (Act.PUBLISHER, "The Harbour Gazette", 3),
        (Act.TAG, "nato, Grain", 3),
        (Act.UNTAG, "Nato", 1),
        (Act.ARCHIVE, "", 3),
        (Act.TRASH, "", 3),
    ],
)
def test_every_change_is_made_and_taken_back_as_it_was(cast, three, act, value, changed):
    before = state()
    done = tidy(member=cast.erin, shelf=ARTICLES, step=Step(act, value, ids(three)))
    assert (done.changed, done.same, done.kept_back, done.fault) == (changed, 3 - changed, 0, "")
    assert state() != before
    assert take_back(member=cast.erin, shelf=ARTICLES, steps=unpacked(packed(done.undo))) == changed
    assert state() == before


def test_what_was_changed_is_found_by_it(cast, three):
    tidy(member=cast.alice, shelf=ARTICLES, step=Step(Act.TAG, "Insurance", ids(three[:2])))
    assert find(member=cast.bob, query="insurance").total == 2
    tidy(member=cast.alice, shelf=ARTICLES, step=Step(Act.UNTAG, "insurance", ids(three[:1])))
    assert find(member=cast.bob, query="insurance").total == 1


def test_what_is_gone_or_anothers_is_left_alone_and_counted(cast, three):
    three[2].remove(by=cast.alice.user)
    other = make.article(member=cast.charlie)
    done = tidy(member=cast.alice, shelf=ARTICLES, step=Step(Act.KIND, "brief", (*ids(three), other.pk)))
    assert (done.changed, done.kept_back) == (2, 2)
    other.refresh_from_db()
    assert other.kind == "digest"


def test_a_student_changes_no_more_than_their_own(cast, three):
    done = tidy(member=cast.bob, shelf=ARTICLES, step=Step(Act.KIND, "brief", ids(three)))
    assert (done.changed, done.kept_back) == (0, 3)


def test_a_form_opened_before_meets_a_conflict(cast, three, as_member):
    before = three[0].updated_at
    tidy(member=cast.alice, shelf=ARTICLES, step=Step(Act.ARCHIVE, "", ids(three)))
    three[0].refresh_from_db()
    assert three[0].updated_at > before


@pytest.mark.parametrize(
    ("act", "value", "told"),
    [
        (Act.FILE, "", "Choose an area first."),
        (Act.UNFILE, "nowhere", "Choose an area first."),
        (Act.KIND, "poem", "Choose a kind first."),
        (Act.TAG, " , ", "Type a tag first."),
    ],
)
def test_a_step_without_its_value_says_what_is_missing(cast, three, act, value, told):
    assert tidy(member=cast.alice, shelf=ARTICLES, step=Step(act, value, ids(three))).fault == told


def test_an_article_that_would_have_too_many_tags_stays_the_same(cast, three):
    Article.objects.filter(pk=three[0].pk).update(tags=[f"t{n}" for n in range(30)])
    done = tidy(member=cast.alice, shelf=ARTICLES, step=Step(Act.TAG, "one more", ids(three)))
    assert (done.changed, done.same) == (2, 1)


def test_at_most_so_many_articles_are_changed_at_once(cast, three):
    many = tuple(make.article(member=cast.alice).pk for _ in range(1)) * (MOST + 50)
    assert tidy(member=cast.alice, shelf=ARTICLES, step=Step(Act.ARCHIVE, "", many)).changed == 1


def send(client, cast, **sent):
    return client.post(reverse("articles:tidy", args=[cast.team.slug]), sent, follow=True)


def test_the_page_tells_and_its_undo_button_takes_back(cast, three, as_member):
    client = as_member(cast.alice)
    sent = {"act": "trash", "tick": [str(a.pk) for a in three[:2]], "asked": "kind=digest"}
    page = send(client, cast, **sent)
    assert page.redirect_chain == [(reverse("articles:library", args=[cast.team.slug]) + "?kind=digest", 302)]
    text = page.content.decode()
    assert "2 articles moved to the trash." in text
    (undo,) = re.findall(r'action="([^"]*/undo/)"', text)
    assert "2 articles as before." in client.post(undo, follow=True).content.decode()
    assert find(member=cast.bob, query="").total == 3
    assert "was taken back already" in client.post(undo, follow=True).content.decode()


def test_a_publisher_is_filed_under_the_name_of_the_register(cast, three, as_member):
    Publisher.objects.create(team=cast.team, name="The Harbour Gazette", aliases=["HG"])
    send(as_member(cast.alice), cast, act="publisher", publisher=" hg ", tick=str(three[0].pk))
    three[0].refresh_from_db()
    assert three[0].publisher == "The Harbour Gazette"


def test_a_fault_shows_the_page_again_ticked_and_typed(cast, three, as_member):
    response = send(as_member(cast.alice), cast, act="file", tick=str(three[1].pk), tags="NATO", asked="q=report")
    text = response.content.decode()
    assert response.status_code == 422
    assert "Choose an area first." in text
    assert 'name="tags" value="NATO"' in text
    assert text.count(f'value="{three[1].pk}" checked') == 1
    assert 'name="q" value="report"' in text


def test_nothing_ticked_is_told(cast, three, as_member):
    assert "Tick some articles first." in send(as_member(cast.alice), cast, act="archive").content.decode()


def test_two_ticked_rows_lead_to_their_merging(cast, three, as_member):
    client = as_member(cast.alice)
    page = send(client, cast, act="merge", tick=[str(a.pk) for a in three[:2]])
    assert page.redirect_chain[0][0].endswith(f"/library/{three[0].pk}/merge/?with={three[1].pk}")
    assert "Tick the two articles that are one." in send(client, cast, act="merge", tick="x").content.decode()


def test_a_student_sees_no_boxes_to_tick(cast, three, as_member):
    page = as_member(cast.bob).get(reverse("articles:library", args=[cast.team.slug])).content.decode()
    assert 'name="tick"' not in page
