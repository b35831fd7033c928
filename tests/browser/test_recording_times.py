"""A second of the speech is found in its recording, whatever stood still: the clock, the recording, or neither."""

import re
from math import ceil
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from practice.hearing.comments import Typed, say
from practice.models import Recording
from practice.rounds import mark_section, pause, resume
from tests.browser.speaking import browser, end, record, recorded, round, rows, second, state, voice

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


def test_after_a_pause_that_the_recording_page_did_not_hear_of_a_jump_is_right(cast, page, round):
    bob = page(cast.bob)
    record(bob, round, seconds=3)
    spoken_to = pause(round=round).state.speech_used  # on another device, for four seconds
    bob.wait_for_timeout(4_000)
    resume(round=round)
    stood = [round.events.get(kind=kind).at for kind in ("paused", "resumed")]
    after = ceil(spoken_to) + 1  # a second of the speech after it, and where that is in the recording
    there = after + (stood[1] - stood[0]).total_seconds()
    bob.wait_for_timeout(2_000)
    mark_section(round=round, section="point_1", by="listener")
    marked = (round.events.get(kind="marked").at - round.events.get(kind="speech_started").at).total_seconds()
    say(member=cast.alice, round=round, typed=Typed(body="Good", client_id=uuid4()))
    bob.wait_for_timeout(1_000)
    bob.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(state(bob)).to_contain_text(recorded(ceil(there) + 5))
    end(bob)
    bob.locator("audio[data-recording]").wait_for()
    said = "document.dispatchEvent(new CustomEvent('recording:seek', { detail: { seconds: %s } }))"
    bob.evaluate(said % 2)
    expect(bob.locator("audio[data-recording]")).to_have_js_property("paused", False)
    assert 1.7 <= second(bob) < spoken_to + 3
    bob.evaluate(said % after)
    bob.wait_for_timeout(200)
    assert there - 0.4 <= second(bob) < there + 4
    places = (bob.locator(".comment"), bob.locator(".pace tr", has_text="Point 1"), bob.locator(".of-speech").first)
    for place in places:  # each was said when the section was marked
        bob.evaluate(said % 0)
        bob.wait_for_timeout(200)
        assert second(bob) < 4
        place.locator(".time-link").press("Enter")
        bob.wait_for_timeout(200)
        assert marked - 1.5 <= second(bob) < marked + 4
    heard = bob.locator(".replay [aria-current=step]")
    expect(heard).to_contain_text(re.compile("Point 1 began|Alice: Good"))
    bob.get_by_text("Send to your team’s server").click()
    bob.get_by_label("I agree").check()
    bob.get_by_role("button", name="Send it").click()
    sent = bob.locator("article[data-sent] audio")
    sent.wait_for()
    bob.evaluate(said % after)
    expect(sent).to_have_js_property("paused", False)
    assert there - 0.4 <= second(bob) < there + 4
    assert [into for into, _ in Recording.objects.get().stretches] == [0]


def test_a_pause_that_it_heard_of_stops_the_recording_and_a_jump_is_right(cast, page, round):
    bob = page(cast.bob)
    record(bob, round, seconds=3)
    bob.get_by_role("button", name="Pause").click()
    expect(state(bob)).to_contain_text("Recording is paused")
    bob.wait_for_timeout(2_500)
    bob.get_by_role("button", name="Go on").click()
    expect(state(bob)).to_contain_text(recorded(9))
    end(bob)
    bob.locator("audio[data-recording]").wait_for()
    assert len(rows(bob)[0]["stretches"]) == 2
    bob.evaluate("document.dispatchEvent(new CustomEvent('recording:seek', { detail: { seconds: 5 } }))")
    expect(bob.locator("audio[data-recording]")).to_have_js_property("paused", False)
    assert 4.2 <= second(bob) < 8
