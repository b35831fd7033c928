"""The check of the sources alone: what was cited and the library's answer, without a judge's page around it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practice.models import Round, Said
from practice.rounds import end_speech, ready, start_speech
from tests import make
from tests.practice.pages import HTMX, at, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def spoken(cast) -> Round:
    """Bob's, with one source in its outline."""
    round = make.prepping(member=cast.bob, at=timezone.now() - timedelta(hours=1), visibility="team")
    make.source(round=round, article=make.article(member=cast.alice, published_on=date(2026, 3, 2)))
    for act in (ready, start_speech, end_speech):
        act(round=round)
    return round


def source(round: Round) -> int:
    return round.points.get(slot="point_1").sources.get().pk


def test_who_looks_at_a_review_finds_the_check_and_no_ballot_on_it(cast, spoken, as_member):
    for who, title in ((cast.bob, "What you cited"), (cast.erin, f"What {cast.bob.user} cited")):
        client = as_member(who)
        assert f'href="{at(spoken, "sources/")}"' in client.get(at(spoken, "review/")).content.decode()
        page = client.get(at(spoken, "sources/"))
        assert title in text(page) and "Back to the review" in text(page)
        for of_a_judge in ('id="ballot"', 'id="comments"', 'id="listening"'):
            assert of_a_judge not in page.content.decode()
            assert of_a_judge in client.get(at(spoken, "judge/")).content.decode()


def test_while_the_speech_runs_its_speaker_is_led_back_to_the_stage(cast, bob):
    round = make.speaking(member=cast.bob, at=timezone.now() - timedelta(minutes=12))
    assert bob.get(at(round, "sources/"))["Location"] == at(round)


def test_without_script_every_act_comes_back_to_the_check(cast, spoken, bob):
    def posted(page: str, **sent: object):
        return bob.post(at(spoken, page), {"from": "sources", **sent})

    assert posted("said/tick/", source=source(spoken))["Location"] == at(spoken, "sources/#sources")
    said = Said.objects.get()
    page = text(bob.get(at(spoken, "sources/")))
    assert "1 said: 1 found" in page
    put_right = posted(f"said/{said.pk}/", day="March 4th", version=1)
    assert put_right["Location"] == at(spoken, f"sources/#said-{said.pk}")
    assert "date differs : said 4 March, filed 2 March 2026" in text(bob.get(at(spoken, "sources/")))
    faulty = posted("said/")
    assert (faulty.status_code, "Which publication was said?" in text(faulty)) == (422, True)
    late = posted(f"said/{said.pk}/", day="March 9th", version=1)
    assert (late.status_code, "What you cited" in text(late)) == (409, True)
    posted("said/", publication="The Onion", client_id=uuid4())
    assert "not found : nothing of The Onion in the library" in text(bob.get(at(spoken, "sources/")))
    gone = bob.post(at(spoken, f"said/{said.pk}/remove/"), {"from": "sources"}, follow=True)
    assert gone.redirect_chain == [(at(spoken, "sources/#sources"), 302)]
    undo = f"{at(spoken, f'said/{said.pk}/restore/')}?from=sources"
    assert f'action="{undo}"' in gone.content.decode()
    assert bob.post(undo)["Location"] == at(spoken, "sources/#sources")


def test_what_a_swap_brings_still_knows_its_page(cast, spoken, bob):
    swaps = [bob.post(at(spoken, "said/tick/"), {"source": source(spoken), "from": "sources"}, headers=HTMX)]
    swaps.append(bob.get(at(spoken, "judge/listeners/?on=sources"), headers=HTMX))
    for swap in swaps:
        assert 'name="from" value="sources"' in swap.content.decode()
    judges = bob.get(at(spoken, "judge/"))
    assert 'name="from"' not in judges.content.decode()
    assert bob.post(at(spoken, "said/tick/"), {"source": source(spoken)})["Location"] == at(spoken, "judge/#sources")


def test_it_costs_the_same_for_one_source_and_for_many(cast, spoken, bob):
    def queries(number: int) -> int:
        for _ in range(number):
            bob.post(at(spoken, "said/"), {"publication": "Reuters", "client_id": uuid4()})
        with CaptureQueriesContext(connection) as counted:
            bob.get(at(spoken, "sources/"))
        return len(counted)

    assert queries(1) == queries(4)
