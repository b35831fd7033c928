"""A question's page tells what was made of it, and begins a round on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.bank.changing import merge
from articles.models import Question
from practice.models import Round
from practice.phases import Phase
from practice.picking import bank_of
from practice.rounds import end_speech, ready, start_speech
from practice.starting import start_on
from tests import make

pytestmark = pytest.mark.django_db


def address(cast, question: Question, name: str = "question") -> str:
    return reverse(f"practice:{name}", args=[cast.team.slug, question.pk])


def spoken_on(member, question: Question, visibility: str = "team") -> Round:
    started = start_on(member=member, rule_set=make.rule_set(), question=question, visibility=visibility)
    for act in (ready, start_speech, end_speech):
        act(round=started.round)
    return started.round


def test_the_page_names_articles_and_the_rounds_that_the_reader_may_see(cast, as_member):
    article = make.article(member=cast.alice, title="Grain Moves", questions=["Will grain move?"])
    question = article.questions.get()
    spoken_on(cast.bob, question, "private")
    spoken_on(cast.erin, question)
    page = as_member(cast.alice).get(address(cast, question))
    assert [row[0].owner for row in page.context_data["rounds"]] == [cast.erin.user]
    assert "Grain Moves" in page.content.decode()
    assert "drawn 2×, spoken on 2×" in page.content.decode()
    assert "Predictive (will …)" in page.content.decode()
    library = reverse("articles:library", args=[cast.team.slug])  # the bank is in it, and so is its question
    assert f'<a href="{library}" aria-current="page">' in page.content.decode()


def test_practising_a_question_begins_its_prep_and_says_that_nothing_was_drawn(cast, as_member):
    question = make.question(member=cast.alice)
    data = {"rule_set": make.rule_set().pk, "visibility": "coaches"}
    response = as_member(cast.bob).post(address(cast, question, "practice_question"), data)
    round = Round.objects.get()
    assert response["Location"] == f"{round.get_absolute_url()}prep/"
    assert (round.question, round.clock().phase) == (question, Phase.PREP)
    assert round.draw_record["relaxed"] == ["Picked by hand, not drawn."]
    question.refresh_from_db()
    assert (question.drawn, question.spoken) == (1, 1)


def test_the_address_as_it_was_spelled_before_leads_on_with_what_was_sent(cast, as_member):
    question = make.question(member=cast.alice)
    old, bob = address(cast, question, "practice_question_moved"), as_member(cast.bob)
    data = {"rule_set": make.rule_set().pk, "visibility": "coaches"}
    assert old.endswith("/practise/")
    assert bob.get(old)["Location"] == question.get_absolute_url()
    assert bob.post(old, data, follow=True).redirect_chain[0] == (address(cast, question, "practice_question"), 308)
    assert Round.objects.get().question == question


def test_a_round_under_way_is_gone_on_with(cast, as_member):
    under_way = make.prepping(member=cast.bob)
    question = make.question(member=cast.alice)
    data = {"rule_set": make.rule_set().pk, "visibility": "coaches"}
    response = as_member(cast.bob).post(address(cast, question, "practice_question"), data)
    assert response["Location"] == f"{under_way.get_absolute_url()}prep/"
    assert Round.objects.count() == 1


def test_a_retired_or_waiting_question_is_not_practised(cast, as_member):
    question = make.question(member=cast.alice)
    data = {"rule_set": make.rule_set().pk, "visibility": "coaches"}
    for field in ("retired_at", "waiting"):
        Question.objects.filter(pk=question.pk).update(
            retired_at=question.created_at if field == "retired_at" else None, waiting=field == "waiting"
        )
        assert as_member(cast.alice).post(address(cast, question, "practice_question"), data).status_code == 404
        assert "Begin prep" not in as_member(cast.alice).get(address(cast, question)).content.decode()
    assert not Round.objects.exists()


def test_the_address_of_a_merged_question_leads_on_and_its_rounds_count_for_the_other(cast, as_member):
    stays, gone = make.question(member=cast.alice), make.question(member=cast.alice)
    done = spoken_on(cast.bob, gone)
    merge(member=cast.alice, stays=stays, gone=gone)
    client = as_member(cast.bob)
    response = client.get(address(cast, gone))
    assert response["Location"] == stays.get_absolute_url()
    assert [row[0] for row in client.get(address(cast, stays)).context_data["rounds"]] == [done]
    for _ in range(3):
        make.question(member=cast.alice)
    drawn = make.round(member=cast.bob)
    spoken = bank_of(cast.bob, [], held=(), before=drawn).spoken
    assert stays.pk in spoken
    assert stays.pk not in [slip.question_id for slip in drawn.slips.all()]


def test_the_page_costs_the_same_queries_with_one_round_and_with_ten(cast, as_member):
    question = make.question(member=cast.alice)
    client = as_member(cast.alice)

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(address(cast, question))
        return len(counted)

    spoken_on(cast.bob, question)
    client.get(address(cast, question))
    one = queries()
    for _ in range(9):
        spoken_on(cast.bob, question)
    assert queries() == one
