"""The server dies as in a power cut: what it had confirmed is there, and the round goes on where it was."""

import threading
import time
from uuid import uuid4

import pytest

from practice.models import Point, Round, Slip
from practice.phases import Phase
from tests import make
from tests.practice.pages import PRACTICE, at
from tests.served import Served, Visitor

SLOTS = ("hook", "answer", "point_1", "point_2")


def types_on(visitor: Visitor, round: Round, slot: str, confirmed: dict[str, int], sent: dict[str, int]) -> None:
    """A page that saves itself, one word longer each time, until the site is gone."""
    tab, version = str(uuid4()), 0
    for number in range(1, 100_000):
        sent[slot] = number
        data = {
            f"{slot}-text": f"word {number}",
            f"{slot}-version": str(version),
            "tab": tab,
            "turn": str(number),
        }
        try:
            status, page = visitor.post(at(round, f"outline/{slot}/"), data, **{"HX-Request": "true"})
        except OSError:
            return
        assert status == 200, page
        confirmed[slot] = number


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_killed_while_pages_save_has_every_text_that_it_confirmed(cast):
    round = make.prepping(member=cast.bob)
    before = round.clock()
    confirmed: dict[str, int] = {}
    sent: dict[str, int] = {}
    with Served() as site:
        bob = site.visitor(cast.bob)
        pages = [threading.Thread(target=types_on, args=(bob, round, slot, confirmed, sent)) for slot in SLOTS]
        for one in pages:
            one.start()
        until = time.monotonic() + 90
        while (len(confirmed) < len(SLOTS) or sum(confirmed.values()) < 40) and time.monotonic() < until:
            time.sleep(0.005)
        site.kill()
        for one in pages:
            one.join()
        assert sum(confirmed.values()) >= 40
        site.start()  # by now what was on its way has arrived, or never will
        stored = {
            point.slot: int(point.text.split()[1]) for point in Point.objects.filter(round=round, slot__in=SLOTS)
        }
        # The last one on its way may have arrived, though its page was never told.
        assert all(confirmed[slot] <= stored[slot] <= sent[slot] for slot in SLOTS), (confirmed, stored, sent)
        status, page = bob.get(at(round, "prep/"))
        assert status == 200
        assert all(f"word {number}" in page for number in stored.values())
    again = Round.objects.get(pk=round.pk)
    assert again.clock().phase is Phase.PREP
    assert again.clock().deadline == before.deadline


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_killed_while_many_draw_has_every_draw_that_it_confirmed(cast):
    members = [cast.bob, *(make.member(team=cast.team) for _ in range(5))]
    for _ in range(60):
        make.question(member=cast.alice)
    rule_set = make.rule_set()
    shown: dict[int, str] = {}
    with Served() as site:

        def draws(number: int, visitor: Visitor) -> None:
            try:
                status, page = visitor.post(f"{PRACTICE}draw/", {"rule_set": str(rule_set.pk), "visibility": "team"})
            except OSError:
                return
            if status == 200:
                shown[number] = page

        visitors = [site.visitor(member) for member in members]
        threads = [threading.Thread(target=draws, args=pair) for pair in enumerate(visitors)]
        for one in threads:
            one.start()
        until = time.monotonic() + 90
        while not shown and time.monotonic() < until:
            time.sleep(0.002)
        site.kill()
        for one in threads:
            one.join()
        assert shown
        site.start()
        for number, page in shown.items():
            round = Round.objects.get(owner=members[number].user)
            assert Slip.objects.filter(round=round).count() == 3
            assert all(slip.text in page for slip in round.slips.all())
            _, again = visitors[number].post(f"{PRACTICE}draw/", {"rule_set": str(rule_set.pk), "visibility": "team"})
            assert all(slip.text in again for slip in round.slips.all())
    assert all(round.slips.count() == 3 and round.events.count() == 1 for round in Round.objects.all())
