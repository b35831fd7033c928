from datetime import date

import pytest
from django.http import Http404
from django.urls import reverse

from articles.correcting import correct
from articles.details import change_details, version_of
from articles.models import Article, Question
from articles.search.find import find
from tests import make

pytestmark = pytest.mark.django_db


def address(article, name: str = "details") -> str:
    return reverse(f"articles:{name}", args=[article.team.slug, article.pk])


def typed(article, **changes) -> dict:
    return {
        "title": "Ports Reopen",
        "byline": "Mira Castellanos\nJon Weiss",
        "published_on": "2026-03-03",
        "publisher": "The Continental",
        "url": "",
        "kind": "digest",
        "questions": "",
        "sources": "Staff, The Harbour Gazette",
        "new_area": "",
        "version": version_of(article),
    } | changes


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen", questions=["Will the ports stay open?"])


def test_the_form_shows_what_stands(cast, article, as_member):
    form = as_member(cast.erin).get(address(article)).context_data["form"]
    assert form["title"].value() == "Ports Reopen"
    assert form["byline"].value() == "Mira Castellanos\nJon Weiss"
    assert form["questions"].value() == "Will the ports stay open?"
    assert form["sources"].value() == "Staff, The Harbour Gazette"


def test_every_detail_is_stored_and_found(cast, article, as_member):
    courts = make.area(team=cast.team, name="Courts")
    data = typed(
        article,
        title="Harbours Open Again",
        byline="Ana Obsidian",
        published_on="2026-04-01",
        publisher="Elm Street Wire",
        url="https://example.org/a",
        kind="original",
        areas=["courts"],
        new_area="Trade",
        questions="Is it over?",
        sources="Ana Name, Bo Other. The Elm Street Wire https://example.org/b",
    )
    response = as_member(cast.erin).post(address(article), data)
    assert (response.status_code, response["Location"]) == (302, article.get_absolute_url())
    now = Article.objects.get(pk=article.pk)
    assert (now.title, now.byline, now.published_on) == ("Harbours Open Again", ["Ana Obsidian"], date(2026, 4, 1))
    assert (now.publisher, now.url, now.kind) == ("Elm Street Wire", "https://example.org/a", "original")
    assert [area.name for area in now.areas.all()] == ["Courts", "Trade"]
    assert courts in now.areas.all()
    assert [question.text for question in now.questions.all()] == ["Is it over?"]
    (source,) = now.sources.all()
    assert (source.authors, source.url) == (["Ana Name", "Bo Other"], "https://example.org/b")
    for words in ("harbours", "obsidian", "elm", "trade", '"is it over"'):
        assert find(member=cast.bob, query=words).total == 1, words
    assert find(member=cast.bob, query="castellanos").total == 0


def test_a_question_taken_off_an_article_stays_in_the_bank(cast, article, as_member):
    as_member(cast.alice).post(address(article), typed(article, questions=""))
    assert article.questions.count() == 0
    assert Question.objects.filter(text="Will the ports stay open?", deleted_at=None).exists()


def test_a_source_that_was_not_touched_stays_as_it_was_read(cast, article, as_member):
    before = article.sources.get()
    as_member(cast.alice).post(address(article), typed(article, title="Another"))
    after = article.sources.get()
    assert (after.pk, after.authors, after.publication) == (before.pk, ["Staff"], "The Harbour Gazette")


def test_an_error_keeps_what_was_typed_and_stores_nothing(cast, article, as_member):
    data = typed(article, title="", url="javascript:alert(1)", byline="Somebody Else")
    response = as_member(cast.alice).post(address(article), data)
    assert response.status_code == 422
    form = response.context_data["form"]
    assert set(form.errors) == {"title", "url"}
    assert form["byline"].value() == "Somebody Else"
    article.refresh_from_db()
    assert article.byline == ["Mira Castellanos", "Jon Weiss"]


@pytest.mark.parametrize("url", ["javascript:123", "ftp://example.org/a", "data:text/html,x", "/relative path"])
def test_an_address_that_is_no_web_page_is_refused(cast, article, as_member, url):
    response = as_member(cast.alice).post(address(article), typed(article, url=url))
    assert response.status_code == 422
    assert list(response.context_data["form"].errors) == ["url"]


def test_a_form_from_before_somebody_elses_change_overwrites_nothing_and_shows_both(cast, article, as_member):
    mine, theirs = typed(article, title="My Title"), typed(article, title="Their Title")
    assert as_member(cast.erin).post(address(article), theirs).status_code == 302
    response = as_member(cast.alice).post(address(article), mine)
    assert response.status_code == 409
    assert response.context_data["form"]["title"].value() == "My Title"
    assert response.context_data["theirs"].title == "Their Title"
    article.refresh_from_db()
    assert article.title == "Their Title"


def test_saving_again_after_the_conflict_was_shown_replaces_theirs(cast, article, as_member):
    as_member(cast.erin).post(address(article), typed(article, title="Their Title"))
    client = as_member(cast.alice)
    shown = client.post(address(article), typed(article, title="My Title")).context_data["version"]
    assert client.post(address(article), typed(article, title="My Title", version=shown)).status_code == 302
    article.refresh_from_db()
    assert article.title == "My Title"


def test_an_error_after_a_conflict_does_not_forget_the_conflict(cast, article, as_member):
    old = version_of(article)
    as_member(cast.erin).post(address(article), typed(article, title="Their Title"))
    response = as_member(cast.alice).post(address(article), typed(article, title="", version=old))
    assert response.status_code == 422
    assert response.context_data["version"] == old


def test_a_removed_article_is_gone_from_the_library_and_can_come_back(cast, article, as_member):
    client = as_member(cast.erin)
    client.post(address(article, "remove"))
    assert find(member=cast.bob, query="").total == 0
    page = client.get(reverse("articles:trash", args=[cast.team.slug])).content.decode()
    assert "Ports Reopen" in page
    response = client.post(address(article, "restore"))
    assert response["Location"] == article.get_absolute_url()
    assert find(member=cast.bob, query="ports").total == 1


def test_an_article_that_was_added_again_meanwhile_stays_in_the_trash(cast, article, as_member):
    article.remove(by=cast.alice.user)
    again = make.article(member=cast.alice, title="Ports Reopen", body=article.current.markdown)
    assert again.pk != article.pk
    response = as_member(cast.alice).post(address(article, "restore"), follow=True)
    assert "stays in the trash" in response.content.decode()
    article.refresh_from_db()
    assert article.deleted_at is not None


def test_an_article_that_is_in_the_trash_by_now_takes_neither_details_nor_a_corrected_text(cast):
    article = make.article(member=cast.alice)
    seen, told = Article.objects.get(pk=article.pk), make.draft(body="Another text.")
    article.remove(by=cast.erin.user)
    asked = {"member": cast.alice, "article": seen, "draft": told, "areas": ()}
    with pytest.raises(Http404):
        change_details(version=version_of(seen), **asked)
    assert correct(number=1, original=b"", **asked) is None
