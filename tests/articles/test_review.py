import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Question
from articles.search.find import find
from articles.storing.pipeline import Incoming, import_many
from tests import make
from tests.articles.test_add import PLAIN, confirm, form_of, look

pytestmark = pytest.mark.django_db


def sent_in(cast, number: int = 1, questions: tuple[str, ...] = ("Will it last?",)) -> list[Article]:
    drafts = [make.draft(questions=questions) for _ in range(number)]
    made = import_many(member=cast.bob, incoming=[Incoming(draft, b"x") for draft in drafts], waiting=True)
    return [one.article for one in made]


def address(cast, name: str, *args) -> str:
    return reverse(f"articles:{name}", args=[cast.team.slug, *args])


def test_what_a_student_sent_in_is_theirs_and_the_leaders_until_it_is_published(cast, as_member):
    (article,) = sent_in(cast)
    other = make.member(team=cast.team)
    assert find(member=other, query="").total == 0
    assert find(member=cast.bob, query="").total == find(member=cast.erin, query="").total == 1
    as_member(cast.erin).post(address(cast, "publish_sent_in"), {"article": [str(article.pk)]})
    assert find(member=other, query="").total == 1
    assert Question.objects.drawable_by(other).count() == 1


def test_only_what_is_ticked_is_published_and_everything_on_demand(cast, as_member):
    first, second, third = sent_in(cast, 3, questions=())
    client = as_member(cast.alice)
    client.post(address(cast, "publish_sent_in"), {"article": [str(first.pk), "no-key"]})
    assert set(Article.objects.filter(waiting=True)) == {second, third}
    client.post(address(cast, "publish_sent_in"), {"all": "1"})
    assert not Article.objects.filter(waiting=True).exists()


def test_what_is_sent_back_is_told_to_its_sender_and_can_be_restored(cast, as_member):
    (article,) = sent_in(cast)
    client = as_member(cast.alice)
    page = client.post(address(cast, "send_article_back", article.pk), {"remark": "Which paper?"}, follow=True)
    assert address(cast, "restore", article.pk) in page.content.decode()
    mine = as_member(cast.bob).get(address(cast, "review")).content.decode()
    assert "Which paper?" in mine and "sent back" in mine
    client.post(address(cast, "restore", article.pk))
    assert Article.objects.get().deleted_at is None


def test_the_first_page_tells_leaders_how_much_waits_and_nobody_else(cast, as_member):
    sent_in(cast, 2, questions=())
    home = reverse("team_home", args=[cast.team.slug])
    assert "2 wait for your review" in as_member(cast.erin).get(home).content.decode()
    assert "for your review" not in as_member(cast.bob).get(home).content.decode()


def test_another_students_queue_shows_nothing_of_it(cast, as_member):
    (article,) = sent_in(cast)
    page = as_member(make.member(team=cast.team)).get(address(cast, "review")).content.decode()
    assert article.title not in page


def test_a_question_alone_is_published_or_taken_out(cast, as_member):
    questions = [make.question(member=cast.bob), make.question(member=cast.bob)]
    Question.objects.update(waiting=True)
    client = as_member(cast.alice)
    client.post(address(cast, "publish_sent_in"), {"question": [str(questions[0].pk)]})
    client.post(address(cast, "send_question_back", questions[1].pk))
    assert list(Question.objects.drawable_by(cast.bob)) == [questions[0]]
    assert client.get(address(cast, "review")).context_data["queue"].number == 0


def test_the_queue_costs_the_same_queries_for_one_and_thirty(cast, as_member):
    client = as_member(cast.alice)

    def cost(number: int) -> int:
        sent_in(cast, number)
        client.get(address(cast, "review"))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(cast, "review"))
        return len(queries)

    assert cost(1) == cost(30)


def test_what_a_student_looks_at_and_confirms_waits_for_a_leader_too(cast, as_member):
    bob = as_member(cast.bob)
    shown = look(bob, cast, pasted=f"{PLAIN}\nExtemp question: Will it hold?")
    assert "Send in this article" in shown.content.decode()
    confirm(bob, cast, form_of(shown))
    article = Article.objects.get()
    assert (article.owner, article.waiting) == (cast.bob.user, True)
    assert [question.waiting for question in Question.objects.all()] == [True]
    assert Article.objects.visible_to(cast.erin).count() == 1
    alice = as_member(cast.alice)
    confirm(
        alice,
        cast,
        form_of(
            look(alice, cast, pasted="Wheat Falls\nMarch 4th, 2026\nJon Weiss\nWheat for May delivery fell again.")
        ),
    )
    assert Article.objects.exclude(pk=article.pk).get().waiting is False


@pytest.mark.parametrize(
    ("sent", "told"),
    [({"all": "1"}, "Published: 1 article and 1 question."), ({}, "Nothing is published: tick what is ready first.")],
)
def test_publishing_says_what_was_published(cast, as_member, sent, told):
    sent_in(cast)
    page = as_member(cast.alice).post(address(cast, "publish_sent_in"), sent, follow=True).content.decode()
    assert told in page
