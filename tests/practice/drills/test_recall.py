"""Cites are asked ten at a time, what was missed again; nobody but the speaker sees what they know."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from evidence.attaching import Selection, attach_card
from practice.drills.memory import AT_ONCE, Grade
from practice.drills.sitting import begin_sitting, grade, missed, now, standing_of
from practice.hearing.citing import hear
from practice.models import Recall, Round, Sitting
from practice.rounds import abandon, end_speech, open_file, ready, start_speech
from tests import make
from tests.practice.pages import PRACTICE, text

pytestmark = pytest.mark.django_db
CITES = f"{PRACTICE}drills/cites/"


def filed(cast, count: int, **given) -> list:
    """The newest last."""
    day = date(2026, 1, 1)
    return [
        make.article(
            member=cast.alice,
            title=f"Story {at}",
            body=f"{at} {make.BODY}",
            published_on=day + timedelta(days=at),
            **given,
        )
        for at in range(count)
    ]


def run(member, sitting: Sitting, grades: list[Grade]) -> Sitting:
    for one in grades:
        asked = now(member, sitting)
        assert asked
        sitting = grade(member=member, sitting=sitting, at=asked.at, grade=one)
    return sitting


def titles(member, sitting: Sitting) -> list[str]:
    """In which the sitting asks, all known."""
    found = []
    while asked := now(member, sitting):
        found.append(asked.article.title)
        sitting = grade(member=member, sitting=sitting, at=asked.at, grade=Grade.RIGHT)
    return found


def test_ten_are_asked_the_newest_first_and_a_missed_one_comes_again_at_the_end(cast):
    filed(cast, 12)
    sitting = begin_sitting(member=cast.bob, pool="articles")
    assert now(cast.bob, sitting).article.title == "Story 11"
    sitting = run(cast.bob, sitting, [Grade.WRONG] + [Grade.RIGHT] * (AT_ONCE - 1))
    again = now(cast.bob, sitting)
    assert (again.article.title, again.again) == ("Story 11", True)
    sitting = run(cast.bob, sitting, [Grade.WRONG, Grade.RIGHT])
    assert now(cast.bob, sitting) is None
    assert sitting.counts == {"right": 9, "nearly": 0, "wrong": 1, "of": 10}
    assert [article.title for article in missed(cast.bob, sitting)] == ["Story 11"]


def test_one_that_is_never_known_does_not_come_for_ever(cast):
    filed(cast, 1)
    sitting = begin_sitting(member=cast.bob, pool="articles")
    sitting = run(cast.bob, sitting, [Grade.WRONG] * 4)
    assert now(cast.bob, sitting) is None


def test_the_next_time_what_was_missed_comes_first_then_what_was_never_asked(cast):
    filed(cast, 13)
    first = begin_sitting(member=cast.bob, pool="articles")
    run(cast.bob, first, [Grade.RIGHT, Grade.RIGHT, Grade.WRONG, Grade.NEARLY] + [Grade.RIGHT] * 7)
    assert titles(cast.bob, begin_sitting(member=cast.bob, pool="articles"))[:4] == [
        "Story 10",
        "Story 2",
        "Story 1",
        "Story 0",
    ]


def test_what_is_due_comes_before_what_is_new(cast):
    filed(cast, 12)
    run(cast.bob, begin_sitting(member=cast.bob, pool="articles"), [Grade.RIGHT] * AT_ONCE)
    Recall.objects.filter(article__title="Story 5").update(due_on=timezone.localdate() - timedelta(days=1))
    assert titles(cast.bob, begin_sitting(member=cast.bob, pool="articles"))[:3] == ["Story 5", "Story 1", "Story 0"]


def test_a_mark_counts_once_and_a_second_asking_moves_nothing(cast):
    filed(cast, 1)
    sitting = begin_sitting(member=cast.bob, pool="articles")
    for given in (Grade.WRONG, Grade.RIGHT):
        sitting = grade(member=cast.bob, sitting=sitting, at=0, grade=given)
    sitting = grade(member=cast.bob, sitting=sitting, at=1, grade=Grade.RIGHT)
    row = Recall.objects.get()
    assert (row.asked, row.known, row.last, row.box) == (1, 0, "wrong", 0)
    assert standing_of(cast.bob).missed == 1


def test_the_sources_of_the_last_rounds_are_asked_with_the_claims_of_their_cards(cast):
    article, other = filed(cast, 2)
    selection = Selection("Wheat for May delivery fell 4 percent in two days")
    card = attach_card(member=cast.alice, article=article, selection=selection, tag="Wheat is cheap", cite="x").row
    assert begin_sitting(member=cast.bob, pool="rounds") is None
    make.source(round=make.prepping(member=cast.bob), article=article)
    sitting = begin_sitting(member=cast.bob, pool="rounds")
    asked = now(cast.bob, sitting)
    assert (asked.article, asked.claim, len(sitting.cites)) == (article, card.tag, 1)
    assert [one["article"] for one in begin_sitting(member=cast.bob, pool="cards").cites] == [str(article.pk)]
    assert begin_sitting(member=cast.bob, pool="articles").cites[0]["article"] == str(other.pk)


def test_of_one_round_what_was_cited_is_asked_before_what_was_only_opened_and_nothing_else(cast, bob):
    opened, of_card, said, outlined, other = filed(cast, 5)
    Article.objects.filter(pk=said.pk).update(publisher="The Atlantic")
    selection = Selection("Wheat for May delivery fell 4 percent in two days")
    card = attach_card(member=cast.alice, article=of_card, selection=selection, tag="Wheat is cheap", cite="x").row
    make.source(round=make.prepping(member=cast.bob), article=other)
    abandon(round=Round.objects.get())
    round = make.prepping(member=cast.bob)
    make.source(round=round, article=outlined)
    open_file(round=round, article=opened)
    open_file(round=round, card=card)
    for act in (ready, start_speech, end_speech):
        act(round=round)
    told = {"publication": "The Atlantic", "day": "January 3rd"}
    hear(member=cast.bob, round=round, told=told, client_id=uuid4())
    response = bob.post(f"{round.get_absolute_url()}recall/")
    sitting = Sitting.objects.get()
    assert response["Location"] == f"{CITES}{sitting.pk}/"
    review = f"{round.get_absolute_url()}review/"
    assert f'href="{review}"' in bob.get(response["Location"]).content.decode()
    assert f'href="{review}"' in bob.post(f"{response['Location']}show/", {"at": "0"}).content.decode()
    assert titles(cast.bob, sitting) == ["Story 3", "Story 2", "Story 1", "Story 0"]
    assert f'href="{review}"' in bob.get(response["Location"]).content.decode()
    assert f'formaction="{round.get_absolute_url()}recall/"' in bob.get(review).content.decode()


def test_a_round_without_a_source_to_ask_says_so_and_what_else_there_is(cast, bob, as_member):
    filed(cast, 1)
    round = make.prepping(member=cast.bob)
    abandon(round=round)
    response = bob.post(f"{round.get_absolute_url()}recall/")
    assert response.status_code == 422
    assert "no source that you opened or cited in this round has a publication and a date" in text(response)
    assert as_member(cast.alice).post(f"{round.get_absolute_url()}recall/").status_code == 403
    assert bob.post(CITES, {"pool": "round"}).status_code == 422
    assert not Sitting.objects.exists()


def test_only_of_chosen_areas_and_only_with_a_publication_and_a_date(cast):
    area = make.area(team=cast.team)
    make.article(member=cast.alice, title="Elsewhere")
    undated, there = filed(cast, 2, areas=[area])
    undated.published_on = None
    undated.save()
    sitting = begin_sitting(member=cast.bob, pool="articles", areas=[area])
    assert [one["article"] for one in sitting.cites] == [str(there.pk)]


def test_an_article_that_went_is_passed_over_and_a_claim_that_went_is_not_shown(cast):
    stays, gone = filed(cast, 2)
    sitting = begin_sitting(member=cast.bob, pool="articles")
    gone.remove(by=cast.alice.user)
    assert now(cast.bob, sitting).article == stays


def test_the_cite_is_not_in_the_page_before_it_is_asked_for_and_is_held_against_what_was_typed(cast, bob):
    article = filed(cast, 1)[0]
    bob.post(CITES, {"pool": "articles"})
    address = f"{CITES}{Sitting.objects.get().pk}/"
    page = bob.get(address).content.decode()
    assert article.title in page
    assert article.publisher not in page and "2026" not in page and "January" not in page
    sent = {"at": "0", "publication": "Continental", "day": "January 2nd"}
    shown = bob.post(f"{address}show/", sent)
    assert "The Continental, January 1, 2026" in text(shown)
    assert "the month is right, the day is not" in text(shown)
    assert [value for value, *_, first in shown.context_data["marks"] if first] == ["nearly"]
    assert not Recall.objects.exists()
    bob.post(f"{address}mark/", {"at": "0", "grade": "nearly"})
    assert Recall.objects.get().last == "nearly"
    assert "0 of 1 right" in text(bob.get(address))
    assert bob.post(f"{address}show/", sent)["Location"] == address


@pytest.mark.parametrize("wrong", [{"at": "9", "grade": "right"}, {"at": "0", "grade": "best"}, {"at": "x"}, {}])
def test_what_is_no_mark_marks_nothing(cast, bob, wrong):
    filed(cast, 1)
    bob.post(CITES, {"pool": "articles"})
    assert bob.post(f"{CITES}{Sitting.objects.get().pk}/mark/", wrong).status_code == 404
    assert not Recall.objects.exists()


def test_where_there_is_nothing_to_ask_the_page_says_what_else_there_is(cast, bob):
    response = bob.post(CITES, {"pool": "rounds"})
    assert (response.status_code, "Ask about the articles of the team instead" in text(response)) == (422, True)
    assert bob.post(CITES, {"pool": "all"}).status_code == 422
    assert not Sitting.objects.exists()


def test_nobody_else_sees_what_one_knows(cast, as_member):
    filed(cast, 1)
    run(cast.bob, begin_sitting(member=cast.bob, pool="articles"), [Grade.WRONG])
    for member in (cast.alice, cast.erin):
        assert not Recall.objects.visible_to(member).exists()
        assert not Sitting.objects.visible_to(member).exists()
        assert standing_of(member).asked == 0
        assert "To be asked again" not in text(as_member(member).get(CITES))


def test_in_legal_mode_no_cite_is_asked(cast, bob):
    filed(cast, 1)
    begun = begin_sitting(member=cast.bob, pool="articles")
    round = make.round(member=cast.bob)
    round.simulation = True
    round.save()
    cast.bob.user.limited_by = round.pk
    cast.bob.user.save()
    for page in ("", f"{begun.pk}/"):
        assert bob.get(f"{CITES}{page}").status_code == 403
    assert not Sitting.objects.visible_to(cast.bob).exists()


def test_every_page_costs_the_same_queries_with_one_cite_and_with_ten(cast, bob):
    def queries(address: str, data=None) -> int:
        with CaptureQueriesContext(connection) as counted:
            bob.post(address, data) if data else bob.get(address)
        return len(counted)

    def counts() -> list[int]:
        begun = begin_sitting(member=cast.bob, pool="articles")
        address = f"{CITES}{begun.pk}/"
        asked = [queries(CITES), queries(address), queries(f"{address}show/", {"at": "0", "day": "May"})]
        for at in range(len(begun.cites)):
            grade(member=cast.bob, sitting=begun, at=at, grade=Grade.NEARLY)
        return [*asked, queries(address)]

    make.article(member=cast.alice)
    counts()
    one = counts()
    filed(cast, 11)
    assert counts() == one
