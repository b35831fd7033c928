"""A second of the speech is found in its recording, whatever stood still: the clock, the recording, or neither."""

import re
from math import ceil
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from practice.hearing.comments import Typed, say
from practice.models import Recording, Round
from practice.rounds import mark_section, pause, resume
from tests.browser.speaking import browser, end, plays, record, recorded, round, rows, seek, state, voice

__all__ = ["browser", "round", "voice"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The speech ran 0:00-1:00 and, after a pause of two minutes, 1:00-3:00 (ms of the server's clock).
SPANS = [[100_000, 160_000], [280_000, 400_000]]
# stretches, length, and: a second of the speech, where it is in the recording, which second is heard there.
CASES = {
    "with the clock": (
        [[0, 99_000], [61_000, 280_000]],
        181_000,
        [(0, 1, 0), (30, 31, 30), (60, 61, 60), (180, 181, 180)],
    ),
    "through its pause": (
        [[0, 99_000]],
        301_000,
        [(0, 1, 0), (59, 60, 59), (60, 181, 60), (90, 211, 90), (180, 301, 180)],
    ),
    "late": ([[0, 130_000]], 270_000, [(30, 0, 30), (59, 29, 59), (60, 150, 60), (180, 270, 180)]),
    "held up": ([[0, 100_000], [20_000, 140_000]], 160_000, [(10, 10, 10), (20, 20, 40), (30, 20, 40), (50, 30, 50)]),
    "held up across it": ([[0, 100_000], [50_000, 290_000]], 160_000, [(49, 49, 49), (60, 50, 70), (80, 60, 80)]),
}


@pytest.fixture
def bare(page, live_server):
    """The pure script alone, on a page without a recording."""
    opened = page()
    opened.goto("/accounts/login/")
    opened.add_script_tag(url=f"{live_server.url}/static/js/recording_times.js")
    return opened


@pytest.mark.parametrize("name", CASES)
def test_a_second_of_the_speech_is_found_and_the_way_back(bare, name):
    stretches, length, cases = CASES[name]
    found = bare.evaluate(
        """([told, seconds]) => {
          const times = recordingTimes.of(told);
          return seconds.map((second) => {
            const into = times.into(second * 1000);
            return [second, into / 1000, times.said(into) / 1000];
          });
        }""",
        [{"spans": SPANS, "stretches": stretches, "duration": length}, [second for second, _, _ in cases]],
    )
    assert [tuple(one) for one in found] == cases


def test_what_a_recording_holds_and_what_of_it_is_speech(bare):
    asked = """([told, holds, runs]) => {
      const times = recordingTimes.of(told);
      return [holds.map((second) => times.holds(second * 1000)), runs.map((at) => times.runs(at * 1000))];
    }"""
    late = {"spans": SPANS, "stretches": [[0, 130_000]], "duration": 200_000}
    assert bare.evaluate(asked, [late, [29, 30, 109, 111], [0, 29, 31, 149, 151]]) == [
        [False, True, True, False],
        [True, True, False, False, True],
    ]
    older = {"spans": SPANS, "stretches": [], "offset": -30_000, "duration": 20_000}
    assert bare.evaluate(asked, [older, [29, 30, 50, 51], [0]]) == [[False, True, True, False], [True]]


def looks_until_sure(page) -> None:
    """The clock of the page is as near to the server’s as it can be: an answer that was long on its way leaves it out
    by half of that."""
    page.evaluate(
        """() => document.addEventListener("clock:tick", ({ detail }) => {
          window.out = Math.abs(detail.server - Date.now());
        })"""
    )
    for _ in range(100):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        page.wait_for_timeout(100)
        if page.evaluate("window.out < 150"):
            return
    raise AssertionError("no quick answer")


def moments(round: Round, page) -> tuple[float, dict[str, float]]:
    """When the recording began, and each event of the round, by the one clock that this machine has."""
    events = {event.kind: event.at.timestamp() for event in round.events.all()}
    return rows(page)[0]["began"] / 1000, events


def test_after_a_pause_that_the_recording_page_did_not_hear_of_a_jump_is_right(cast, page, round):
    bob = page(cast.bob)
    record(bob, round, seconds=3)
    bob.route("**/state/", lambda route: route.abort("connectionrefused"))  # its clock asks now and then
    spoken_to = pause(round=round).state.speech_used  # on another device, for four seconds
    bob.wait_for_timeout(4_000)
    resume(round=round)
    bob.wait_for_timeout(2_000)
    mark_section(round=round, section="point_1", by="listener")
    comment = say(member=cast.alice, round=round, typed=Typed(body="Good", client_id=uuid4())).comment
    bob.wait_for_timeout(1_000)
    bob.unroute("**/state/")
    looks_until_sure(bob)
    began, at = moments(round, bob)
    before = at["speech_started"] - began  # what was recorded before the server knew that it is a speech
    stood = at["resumed"] - at["paused"]
    after = ceil(spoken_to) + 1  # a second of the speech after it, and where that is in the recording
    there = before + after + stood
    expect(state(bob)).to_contain_text(recorded(ceil(there) + 5))
    end(bob)
    bob.locator("audio[data-recording]").wait_for()
    assert near(seek(bob, 2), before + 2)
    assert near(seek(bob, after), there)
    marked = at["marked"] - began
    places = {  # each is shown in whole seconds
        bob.locator(".comment"): before + comment.second + stood,
        bob.locator(".pace tr", has_text="Point 1"): marked,
        bob.locator(".of-speech", has_text="Point 1 began"): marked,
    }
    for place, moment in places.items():
        assert near(seek(bob, 0), before)
        link = place.locator(".time-link")
        assert near(plays(bob, lambda link=link: link.press("Enter")), moment, early=2)
    heard = bob.locator(".replay [aria-current=step]")
    expect(heard).to_contain_text(re.compile("Point 1 began|Alice: Good"))
    bob.get_by_text("Send to your team’s server").click()
    bob.get_by_label("I agree").check()
    bob.get_by_role("button", name="Send it").click()
    bob.locator("article[data-sent] audio").wait_for()
    bob.wait_for_load_state()  # with what plays it
    assert near(seek(bob, after), there)
    assert [into for into, _ in Recording.objects.get().stretches] == [0]


def near(played: tuple[int, float], moment: float, *, early: float = 1) -> bool:
    """It is the one recording, and that moment of it; a player goes on while a busy machine looks."""
    which, second = played
    assert which == 0 and -early <= second - moment < 2.5, (which, second, moment)
    return True


def test_a_pause_that_it_heard_of_stops_the_recording_and_a_jump_is_right(cast, page, round):
    bob = page(cast.bob)
    record(bob, round, seconds=3)
    bob.get_by_role("button", name="Pause").click()
    expect(state(bob)).to_contain_text("Recording is paused")
    spoken_to = round.clock().speech_used
    bob.wait_for_timeout(2_500)
    bob.get_by_role("button", name="Go on").click()
    expect(state(bob)).to_contain_text(recorded(ceil(spoken_to) + 7))
    end(bob)
    bob.locator("audio[data-recording]").wait_for()
    [[into, first], [held, second]] = rows(bob)[0]["stretches"]
    began, at = moments(round, bob)
    assert into == 0 and abs(first / 1000 - began) < 5
    assert -1 < held / 1000 - (at["paused"] - began) < 10  # it stood still as soon as it heard of the pause,
    assert -1 < second / 1000 - at["resumed"] < 10  # and went on as soon as it heard of its end
    assert near(seek(bob, 2), at["speech_started"] - began + 2)
    after = ceil(spoken_to) + 3
    assert near(seek(bob, after), (held - second) / 1000 + at["resumed"] + after - spoken_to)
