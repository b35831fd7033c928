"""Two who listen to one speech: what one adds is told to the other’s page, and nothing is sent twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from practice.models import Round
from practice.rounds import start_speech
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


def test_looking_costs_the_same_for_one_and_for_many(cast, alice, speaking, django_assert_max_num_queries):
    def asked(number: int) -> int:
        for _ in range(number):
            alice.post(at(speaking, "comments/"), {"body": "x", "client_id": str(uuid4())})
            alice.post(at(speaking, "said/"), {"publication": "NYT", "client_id": str(uuid4())})
        with django_assert_max_num_queries(35) as queries:
            alice.get(at(speaking, "judge/listeners/"), headers=HTMX)
        return len(queries)

    assert asked(1) == asked(3)
