"""Two who listen to one speech: what one adds is told to the other’s page, and nothing is sent twice."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from articles.models import Article
from practice.models import Round
from practice.rounds import end_speech, ready, start_speech
from tests import make
from tests.practice.pages import HTMX, at, text


@pytest.fixture
def speaking(cast) -> Round:
    return make.speaking(member=cast.bob, at=timezone.now() - timedelta(minutes=12))


@pytest.fixture
def alice(cast, as_member):
    return as_member(cast.alice)


def test_what_another_listener_adds_is_told_once_and_then_nothing_is_sent_again(cast, alice, as_member):
    speaking = make.prepping(member=cast.bob, at=timezone.now() - timedelta(minutes=12))
    source = make.source(round=speaking, article=make.article(member=cast.alice))
    start_speech(round=speaking)
    other = as_member(make.member(team=cast.team, role="coach"))

    def look(tag: str) -> tuple[int, str, str]:
        told = alice.get(at(speaking, "judge/listeners/"), headers={**HTMX, "If-None-Match": tag})
        return told.status_code, told["ETag"], text(told)

    _, tag, page = look("")
    assert "Point 1 begins" in page and look(tag)[0] == 304
    adds = (
        (lambda: other.post(at(speaking, "comments/"), {"body": "Slow down", "client_id": str(uuid4())}), "Slow down"),
        (lambda: other.post(at(speaking, "said/tick/"), {"source": source.pk}), "✓ Castellanos and Weiss"),
        (
            lambda: other.post(at(speaking, "said/"), {"publication": "NYT", "client_id": str(uuid4())}),
            "New York Times",
        ),
        (lambda: other.post(at(speaking, "section/"), {"section": "point_1"}), "Point 2 begins"),
    )
    for add, words in adds:
        add()
        status, new, page = look(tag)
        assert (status, new != tag) == (200, True) and words in page
        tag = new
        assert look(tag)[0] == 304


def test_what_somebody_is_typing_changes_nobodys_page(cast, alice, as_member, speaking):
    other = as_member(make.member(team=cast.team, role="coach"))
    tag = alice.get(at(speaking, "judge/listeners/"), headers=HTMX)["ETag"]
    other.post(at(speaking, "comments/draft/"), {"body": "Hm", "client_id": str(uuid4())}, headers=HTMX)
    alice.post(at(speaking, "comments/draft/"), {"body": "Mine", "client_id": str(uuid4())}, headers=HTMX)
    told = alice.get(at(speaking, "judge/listeners/"), headers={**HTMX, "If-None-Match": tag})
    assert (told.status_code, told.content) == (304, b"")


def test_an_article_that_comes_or_is_put_right_renews_the_librarys_answer(cast, alice, speaking):
    def look(tag: str):
        return alice.get(at(speaking, "judge/listeners/"), headers={**HTMX, "If-None-Match": tag})

    def filed(publisher: str, day: date) -> Article:
        article = make.article(member=cast.alice, published_on=day)
        article.publisher = publisher
        article.save()
        return article

    alice.post(at(speaking, "said/"), {"publication": "NYT", "day": "March 3rd, 2026", "client_id": str(uuid4())})
    told = look("")
    assert "1 not found" in text(told)
    filed("Reuters", date(2026, 3, 3))
    assert look(told["ETag"]).status_code == 304, "nobody said that"
    article = filed("New York Times", date(2026, 3, 1))
    told = look(told["ETag"])
    assert "1 with another date" in text(told)
    article.published_on = date(2026, 3, 3)
    article.save()
    told = look(told["ETag"])
    assert "1 found" in text(told)
    article.remove(by=cast.alice.user)
    told = look(told["ETag"])
    assert "1 not found" in text(told)
    alice.post(at(speaking, "said/"), {"publication": "blue satchel", "client_id": str(uuid4())})
    told = look(told["ETag"])
    filed("The Blue Satchel", date(2026, 3, 3))
    assert "The Blue Satchel" in text(look(told["ETag"])), "however the file writes it"


def test_the_review_is_told_of_comments_sources_and_ballots_once(cast, bob, alice):
    spoken = make.prepping(member=cast.bob, at=timezone.now() - timedelta(minutes=30))
    for act in (ready, start_speech, end_speech):
        act(round=spoken)
    review = bob.get(at(spoken, "review/")).content.decode()
    assert f'data-listeners="{at(spoken, "judge/listeners/")}?on=review"' in review

    def look(tag: str) -> tuple[int, str, str]:
        told = bob.get(at(spoken, "judge/listeners/?on=review"), headers={**HTMX, "If-None-Match": tag})
        return told.status_code, told["ETag"], text(told)

    tag = look("")[1]
    alice.post(at(spoken, "comments/draft/"), {"body": "Hm", "client_id": str(uuid4())}, headers=HTMX)
    alice.post(at(spoken, "ballot/"), {"reasons": "So", "version": "0", "turn": "1", "tab": str(uuid4())})
    assert look(tag)[0] == 304, "what is not given is nobody else's"
    given = {"reasons": "Well argued", "version": "1", "turn": "2", "tab": str(uuid4())}
    for page, sent, words in (
        ("comments/", {"body": "Slow down", "client_id": str(uuid4())}, "Slow down"),
        ("said/", {"publication": "NYT", "client_id": str(uuid4())}, "nothing of New York Times in the library"),
        ("ballot/give/", given, "Well argued"),
    ):
        alice.post(at(spoken, page), sent)
        status, new, told = look(tag)
        assert (status, new != tag) == (200, True) and words in told
        tag = new
        assert look(tag)[0] == 304


def test_the_review_of_a_speech_that_runs_is_told_nothing(cast, bob, speaking):
    assert "data-listeners" not in bob.get(at(speaking, "review/")).content.decode()
    assert bob.get(at(speaking, "judge/listeners/?on=review"), headers=HTMX).status_code == 403


def test_looking_costs_the_same_for_one_and_for_many(cast, alice, speaking, django_assert_max_num_queries):
    def asked(number: int) -> int:
        for _ in range(number):
            alice.post(at(speaking, "comments/"), {"body": "x", "client_id": str(uuid4())})
            alice.post(at(speaking, "said/"), {"publication": "NYT", "client_id": str(uuid4())})
        with django_assert_max_num_queries(35) as queries:
            alice.get(at(speaking, "judge/listeners/"), headers=HTMX)
        return len(queries)

    assert asked(1) == asked(3)
