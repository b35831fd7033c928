"""Many drafts at once: as many queries as for one, and the same rows as one by one."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Question, Revision
from articles.search.find import find
from articles.storing.likeness import near, sketch
from articles.storing.pipeline import Incoming, import_many, revise
from tests import make

pytestmark = pytest.mark.django_db


def incoming(number: int, **given) -> list[Incoming]:
    drafts = [make.draft(questions=[f"Will port {n} stay open?", "Who pays?"], **given) for n in range(number)]
    return [Incoming(draft, draft.body.encode(), f"{n}.txt") for n, draft in enumerate(drafts)]


def test_thirty_articles_cost_the_queries_of_two(cast):
    def cost(number: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            import_many(member=cast.alice, incoming=incoming(number))
        return len(queries)

    cost(1)
    assert cost(2) == cost(30)


def test_each_has_its_parts_and_a_shared_question_is_one_row(cast):
    area = make.area(team=cast.team)
    sent = [Incoming(one.draft, one.original, one.name, (area,)) for one in incoming(3)]
    made = import_many(member=cast.alice, incoming=sent)
    assert [one.created for one in made] == [True, True, True]
    assert [one.article.title for one in made] == [one.draft.title for one in sent]
    shared = Question.objects.get(text="Who pays?")
    assert set(shared.articles.all()) == {one.article for one in made}
    for one, given in zip(made, sent, strict=True):
        stored = Article.objects.get(pk=one.article.pk)
        assert bytes(stored.current.original) == given.original
        assert (stored.current.number, list(stored.areas.all()), stored.sources.count()) == (1, [area], 1)
        assert stored.questions.count() == 2
        assert [hit.article for hit in find(member=cast.bob, query=f'"{stored.title}"').hits] == [stored]


def test_a_text_that_comes_twice_or_is_there_is_stored_once(cast):
    (first, second) = incoming(2)
    (there,) = import_many(member=cast.alice, incoming=[first])
    made = import_many(member=cast.erin, incoming=[first, second, second])
    assert [one.created for one in made] == [False, True, False]
    assert made[0].article == there.article
    assert made[1].article == made[2].article
    assert (Article.objects.count(), Revision.objects.count()) == (2, 2)


def test_what_is_sent_in_waits_and_is_published_when_a_leader_brings_the_same(cast):
    sent = incoming(1)
    (made,) = import_many(member=cast.bob, incoming=sent, waiting=True)
    assert made.article.waiting
    assert set(Question.objects.values_list("waiting", flat=True)) == {True}
    assert Article.objects.visible_to(cast.bob).exists() and Article.objects.visible_to(cast.erin).exists()
    other = make.member(team=cast.team)
    assert not Article.objects.visible_to(other).exists()
    assert not Question.objects.drawable_by(other).exists()
    (again,) = import_many(member=cast.erin, incoming=sent)
    assert (again.article, again.created, again.article.waiting) == (made.article, False, False)
    assert Article.objects.visible_to(other).exists()
    assert Question.objects.drawable_by(other).count() == 2


def test_a_text_that_another_sent_in_and_i_may_not_see_is_not_stored_again(cast):
    sent = incoming(1)
    import_many(member=cast.bob, incoming=sent, waiting=True)
    other = make.member(team=cast.team)
    (again,) = import_many(member=other, incoming=sent, waiting=True)
    assert (again.created, Article.objects.count()) == (False, 1)


def test_a_failure_stores_none_of_them(cast, monkeypatch):
    good, bad = incoming(2)
    object.__setattr__(bad.draft, "publisher", None)
    with pytest.raises(Exception, match="publisher"):
        import_many(member=cast.alice, incoming=[good, bad])
    assert Article.objects.count() == Question.objects.count() == 0


class TestNearDuplicates:
    TEXT = " ".join(f"word{n} of the harbour and {n * 7} ships" for n in range(80))

    def test_one_mended_typo_is_found_with_how_much_is_the_same(self, cast):
        article = make.article(member=cast.alice, body=self.TEXT)
        (found,) = near(member=cast.erin, text=self.TEXT.replace("word40", "wrod40"))
        assert found.article == article
        assert 0.99 < found.share < 1

    def test_another_text_on_the_same_topic_is_not(self, cast):
        make.article(member=cast.alice, body=self.TEXT)
        other = " ".join(f"{n} ships lay before the harbour on day {n * 3}" for n in range(80))
        assert near(member=cast.alice, text=other) == []

    def test_the_article_itself_another_team_and_the_trash_are_left_out(self, cast):
        article = make.article(member=cast.alice, body=self.TEXT)
        assert near(member=cast.alice, text=self.TEXT, but=[article]) == []
        assert near(member=cast.charlie, text=self.TEXT) == []
        article.remove(by=cast.alice.user)
        assert near(member=cast.alice, text=self.TEXT) == []

    def test_a_corrected_text_is_compared_as_it_is_now(self, cast):
        article = make.article(member=cast.alice, body="Something else entirely, and not much of it.")
        revise(member=cast.alice, article=article, markdown=self.TEXT, original=b"x")
        (found,) = near(member=cast.alice, text=self.TEXT + " The end.")
        assert found.article == article

    def test_a_text_of_two_words_has_no_sketch(self):
        assert sketch("two words") == ()


def test_an_address_is_kept_with_the_key_by_which_it_is_compared(cast):
    (one,) = incoming(1)
    source = replace(one.draft.sources[0], url="https://www.gazette.example/port/?utm_source=x")
    draft = replace(one.draft, url="http://Satchel.example/harbour/", sources=(source,))
    article = import_many(member=cast.alice, incoming=[replace(one, draft=draft)])[0].article
    assert (article.url_key, article.sources.get().url_key) == ("satchel.example/harbour", "gazette.example/port")
