import hashlib
import threading
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from articles.ingest.draft import Caution
from articles.models import Article, Question, Revision, SearchEntry, Source
from articles.rendering import render
from articles.storing.known import known
from articles.storing.pipeline import add_question, import_article, revise
from lib.text import word_count
from tests import make


def everything() -> dict[str, int]:
    return {
        model.__name__: model._base_manager.count() for model in (Article, Question, Revision, SearchEntry, Source)
    }


@pytest.mark.django_db
class TestOneArticle:
    def test_an_article_without_a_title_is_called_by_its_first_words(self, cast):
        untitled = replace(make.draft(body=make.BODY), title="")
        article = import_article(member=cast.erin, draft=untitled, original=b"").article
        assert article.title == "Two ports that had been shut for eleven weeks took in their first ships on…"

    def test_a_draft_becomes_an_article_with_all_that_belongs_to_it(self, cast):
        area = make.area(team=cast.team)
        draft = make.draft(title="Ports Reopen", questions=["Will it last?", "Should it?"])
        made = import_article(member=cast.erin, draft=draft, original=b"as it came", name="ports.txt", areas=[area])
        article = Article.objects.get()
        assert (made.created, made.article) == (True, article)
        assert (article.title, article.byline, article.published_on) == (
            "Ports Reopen", ["Mira Castellanos", "Jon Weiss"], date(2026, 3, 3),
        )  # fmt: skip
        assert (article.owner, article.team, list(article.areas.all())) == (cast.erin.user, cast.team, [area])
        assert [question.text for question in article.questions.order_by("text")] == ["Should it?", "Will it last?"]
        assert [list(question.areas.all()) for question in article.questions.all()] == [[area], [area]]
        assert [(s.position, s.authors, s.publication) for s in article.sources.all()] == [
            (0, ["Staff"], "The Harbour Gazette")
        ]
        assert article.current.text == render(draft.body).text
        assert article.words == word_count(render(draft.body).text) == 50

    def test_the_original_bytes_and_their_hash_are_kept(self, cast):
        import_article(member=cast.alice, draft=make.draft(), original=b"\xff\x00bytes", name="a.txt")
        revision = Revision.objects.get()
        assert bytes(revision.original) == b"\xff\x00bytes"
        assert revision.original_sha256 == hashlib.sha256(b"\xff\x00bytes").hexdigest()
        assert (revision.original_name, revision.number) == ("a.txt", 1)

    def test_warnings_are_kept_with_the_article(self, cast):
        article = make.article(member=cast.alice)
        assert article.cautions == []
        draft = make.draft()
        warned = type(draft)(
            title="T", body="Another text.", warnings=(Caution("date-missing", "published_on", "No."),)
        )
        article = import_article(member=cast.alice, draft=warned, original=b"").article
        assert article.cautions == [{"code": "date-missing", "field": "published_on", "message": "No.", "offer": ""}]

    def test_the_same_text_with_other_quotes_and_dashes_is_the_same_article(self, cast):
        first = make.article(member=cast.alice, body="“Cease-fire” — it’s over.\n\nThe end.")
        count = everything()
        same = make.draft(title="Another title", body='"Ceasefire" - it\'s over.\n\nThe   end.')
        made = import_article(member=cast.erin, draft=same, original=b"")
        assert (made.created, made.article) == (False, first)
        assert everything() == count

    def test_another_team_has_its_own_copy(self, cast):
        draft = make.draft()
        import_article(member=cast.alice, draft=draft, original=b"")
        assert known(member=cast.charlie, prints=[Article.objects.get().fingerprint]) == {}
        assert import_article(member=cast.charlie, draft=draft, original=b"").created

    def test_a_removed_article_can_be_added_anew(self, cast):
        draft = make.draft()
        first = import_article(member=cast.alice, draft=draft, original=b"").article
        first.remove(by=cast.alice.user)
        assert import_article(member=cast.alice, draft=draft, original=b"").created

    def test_a_correction_is_a_second_revision_and_the_first_stays(self, cast):
        article = make.article(member=cast.alice, body="It has fallen.")
        revise(member=cast.erin, article=article, markdown="It has risen.", original=b"new")
        article.refresh_from_db()
        assert [(r.number, r.text) for r in article.revisions.all()] == [(1, "It has fallen."), (2, "It has risen.")]
        assert article.current.number == 2

    def test_an_unchanged_text_makes_no_revision(self, cast):
        article = make.article(member=cast.alice, body="It has fallen.")
        assert revise(member=cast.erin, article=article, markdown="It has fallen.", original=b"x").number == 1
        assert article.revisions.count() == 1

    def test_the_same_question_in_two_articles_is_one_row_linked_to_both(self, cast):
        one = make.article(member=cast.alice, questions=["Can “peace” hold?"])
        other = make.article(member=cast.erin, questions=['Can "peace" hold?'])
        question = Question.objects.get()
        assert set(question.articles.all()) == {one, other}

    def test_a_question_keeps_its_retirement_when_it_comes_again(self, cast):
        question = add_question(member=cast.alice, text="Will it rain?")
        Question.objects.filter(pk=question.pk).update(retired_at="2026-01-01T00:00Z")
        assert add_question(member=cast.erin, text="Will it rain?").retired_at is not None


@pytest.mark.django_db(transaction=True)
def test_two_coaches_who_add_the_same_text_at_once_get_one_article(cast):
    draft = make.draft(questions=["Will it last?"])
    results, errors, start = [], [], threading.Barrier(2)

    def add(member) -> None:
        try:
            start.wait(10)
            results.append(import_article(member=member, draft=draft, original=b"x"))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=[member]) for member in (cast.alice, cast.erin)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
    assert sorted(result.created for result in results) == [False, True]
    assert everything() == {"Article": 1, "Question": 1, "Revision": 1, "SearchEntry": 1, "Source": 1}
