"""A recording is heard, measured, and sent with consent; a stopped server loses none of it."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from practice.models import Piece, Recording, Round
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.speaking import address, browser, end, picture, plays, record, recorded, round, state, voice
from tests.browser.waiting import becomes, stored
from tests.served import Served

__all__ = ["browser", "round", "voice"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_speech_is_recorded_played_and_sent_with_consent(cast, page, axe, round):
    bob = page(cast.bob)
    sent_out = []
    bob.on("request", lambda request: sent_out.append(request.url) if request.method in ("PUT", "POST") else None)
    record(bob, round, seconds=7)
    axe(bob)
    end(bob)
    player = bob.locator("audio[data-recording]")
    expect(player).to_be_visible()
    expect(bob.get_by_text("in this browser only")).to_be_visible()
    expect(bob.locator("[data-fact=pauses]")).not_to_be_empty()
    axe(bob)
    assert [url for url in sent_out if "recordings" in url] == []  # nothing leaves without consent
    bob.get_by_text("Send to your team’s server").click()
    expect(bob.get_by_text("I and the coaches of Riverside High School can hear it.")).to_be_visible()
    bob.get_by_label("I agree").check()
    bob.get_by_role("button", name="Send it").click()
    sent = bob.locator("article[data-sent]")
    expect(sent).to_contain_text("heard by you and the coaches")
    recording = Recording.objects.get()
    assert recording.kept_at and 6_000 < recording.duration_ms < 60_000 and -500 < recording.offset_ms < 20_000
    assert recording.facts["pauses"], recording.facts
    axe(bob)
    bob.get_by_text("a copy lies in this browser as well").wait_for()
    longest = max(recording.facts["pauses"], key=lambda pause: pause[1])
    which, second = plays(bob, bob.locator(f"[data-sent] [data-seek='{longest[0] / 1000:.2f}']").click)
    assert which == 0 and -1.5 < second - (longest[0] + recording.offset_ms) / 1000 < 5
    alice = page(cast.alice)
    alice.goto(address(round, "review"))
    expect(alice.locator("article[data-sent]")).to_contain_text("heard by Bob and the coaches")
    bob.get_by_role("button", name="Take it back").click()
    expect(bob.get_by_text("in this browser only")).to_be_visible()
    assert Recording.objects.get().gone_at


def test_a_picture_is_sent_with_consent_to_be_seen_and_a_coach_sees_it(cast, page, axe, round):
    bob = page(cast.bob)
    record(bob, round, seconds=5, what="Sound and picture")
    end(bob)
    expect(bob.locator("video[data-recording]")).to_be_visible()
    bob.get_by_text("Send to your team’s server").click()
    expect(bob.get_by_text("I and the coaches of Riverside High School can see and hear it.")).to_be_visible()
    bob.get_by_label("I agree").check()
    bob.get_by_role("button", name="Send it").click()
    expect(bob.locator("article[data-sent]")).to_contain_text("seen and heard by you and the coaches")
    recording = Recording.objects.get()
    assert (recording.kind, recording.container) == ("video", "webm") and recording.kept_at
    assert 4_000 < recording.duration_ms < 60_000 and "my speech, with its picture," in recording.consent
    alice = page(cast.alice, viewport=PHONE)
    alice.goto(address(round, "review"))
    expect(alice.locator("article[data-sent]")).to_contain_text("seen and heard by Bob and the coaches")
    player = alice.locator("article[data-sent] video[data-recording]")
    expect(player).to_have_js_property("videoWidth", 640)
    axe(alice)
    player.evaluate(
        """(player) => new Promise((done) => {
          const look = () => (player.getVideoPlaybackQuality().totalVideoFrames > 5 ? done() : setTimeout(look, 50));
          player.play().then(look);
        })"""
    )
    assert alice.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    picture(alice, "video-sent-phone")


def test_pauses_are_measured_where_they_are(cast, page, round):
    """Known sound: 0.8 s before the first word, then silences of 0.3, 0.7 and 1.5 s between words, over some noise."""
    bob = page(cast.bob)
    record(bob, round, seconds=1)
    end(bob)
    bob.locator("audio[data-recording]").wait_for()
    measured = bob.evaluate(
        """() => {
          const rate = 8000, samples = [];
          let at = 0, seed = 1;
          const noise = () => ((seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5) * 0.004;
          const takes = [[0.8, 0], [2, 1], [0.3, 0], [1, 1], [0.7, 0], [2, 1], [1.5, 0], [1, 1], [0.5, 0]];
          for (const [seconds, loud] of takes) {
            for (let n = 0; n < seconds * rate; n += 1, at += 1) {
              const swell = 0.6 + 0.4 * Math.sin((2 * Math.PI * 3 * at) / rate);
              samples.push(noise() + (loud ? 0.3 * swell * Math.sin((2 * Math.PI * 200 * at) / rate) : 0));
            }
          }
          const { measure } = speechFacts, times = recordingTimes.of({ offset: 200 });
          return [measure(Float32Array.from(samples), rate, times), measure(new Float32Array(16000), rate)];
        }"""
    )
    facts, silence = measured
    assert silence is None
    assert abs(facts["start_ms"] - 600) <= 100
    assert abs(facts["speaking_ms"] - 6_000) <= 300 + 300  # the pause of 0.3 s is none, and is no speaking either
    assert [(round_to(at, 100), round_to(length, 100)) for at, length in facts["pauses"]] == [
        (3_900, 700),
        (6_600, 1_500),
    ]


def round_to(value: int, step: int) -> int:
    return int(value / step + 0.5) * step


def test_a_server_that_is_stopped_while_it_is_sent_gets_the_rest_when_it_is_back(cast, browser, round):
    with Served() as site:
        context = browser.new_context(base_url=site.host)
        context.set_default_timeout(30_000)
        session = site.visitor(cast.bob).cookies["sessionid"]
        context.add_cookies([{"name": "sessionid", "value": session, "url": site.host}])
        bob = context.new_page()
        record(bob, round, seconds=5)
        end(bob)
        cut_small(bob)
        bob.reload()
        puts = []
        bob.on("request", lambda request: puts.append(request.url) if request.method == "PUT" else None)
        bob.get_by_text("Send to your team’s server").click()
        bob.get_by_label("I agree").check()
        held, up = [], [True]  # the last pieces wait, where this thread is slower to kill than the page to send
        bob.route("**/pieces/*/", lambda route: held.append(route) if up and len(puts) > 150 else route.continue_())
        bob.get_by_role("button", name="Send it").click()
        stored(bob, lambda: Piece.objects.count() >= 20, True, every=10)
        site.kill()
        up.clear()
        for route in held:
            route.continue_()
        expect(bob.get_by_text("The server does not answer.")).to_be_visible(timeout=60_000)
        confirmed = Piece.objects.count()
        assert 20 <= confirmed < 200
        puts.clear()
        site.start()
        bob.get_by_role("button", name="Go on sending").click()
        expect(bob.locator("article[data-sent]")).to_be_visible(timeout=60_000)
        assert len(puts) == 200 - confirmed
        expect(bob.locator("[data-sent] [data-recording]")).to_have_js_property("readyState", 4)
        context.close()
    assert Recording.objects.get().kept_at


def test_what_is_sent_while_it_is_measured_is_sent_with_what_was_measured(cast, page, round):
    bob = page(cast.bob)
    bob.add_init_script(
        """const decode = OfflineAudioContext.prototype.decodeAudioData;
        OfflineAudioContext.prototype.decodeAudioData = async function (...given) {
          await new Promise((go) => { window.measure = go; });
          return decode.apply(this, given);
        };"""
    )
    record(bob, round, seconds=5)
    end(bob)
    bob.get_by_text("Send to your team’s server").click()
    bob.get_by_label("I agree").check()
    bob.get_by_role("button", name="Send it").click()
    expect(bob.get_by_text("Sending…")).to_be_visible()
    becomes(bob, "typeof window.measure", "function")
    bob.evaluate("measure()")
    expect(bob.locator("article[data-sent]")).to_be_visible()
    assert Recording.objects.get().facts["speaking_ms"]


def cut_small(page: Page) -> None:
    """The same recording in two hundred pieces, so that it takes a while to send."""
    page.evaluate(
        """async () => {
          const root = document.querySelector("[data-recordings]");
          const [row] = await recordingStore.of(root.dataset.owner, root.dataset.round);
          const whole = new Blob(await recordingStore.blobs(row)), step = Math.floor(whole.size / 200);
          await recordingStore.remove(row.id);
          row.pieces = 0;
          for (let seq = 0; seq < 200; seq += 1) {
            row.pieces = seq + 1;
            const end = seq < 199 ? (seq + 1) * step : whole.size;
            await recordingStore.add({ ...row }, seq, whole.slice(seq * step, end));
          }
        }"""
    )


def test_without_script_the_page_says_that_recording_needs_it_and_a_sent_one_is_heard(cast, page, round):
    bob = page(cast.bob, java_script_enabled=False)
    bob.goto(address(round, "speak"))
    told = bob.locator(".middle noscript p")
    expect(told).to_be_visible()
    assert told.text_content() == "Recording needs script. Everything else works without it."
    expect(bob.locator("[data-record-setup]")).to_be_hidden()
    bob.get_by_role("button", name="Start the speech").click()
    bob.get_by_role("button", name="End speech").click()
    bob.wait_for_url("**/review/")
    sent = make.recording(member=cast.bob, round=Round.objects.get(pk=round.pk))
    bob.reload()
    expect(bob.locator("audio[data-recording]")).to_have_attribute("src", re.compile(str(sent.pk)))
    bob.get_by_role("button", name="Take it back").click()
    expect(bob.get_by_text("The recording is deleted from the server.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_no_page_of_recordings_breaks_a_rule_or_scrolls_sideways(cast, page, axe, round, viewport, scheme):
    bob, name = page(cast.bob, viewport=viewport, color_scheme=scheme), f"{viewport['width']}-{scheme}"

    def look(what: str) -> None:
        axe(bob)
        assert bob.evaluate("document.documentElement.scrollWidth") == viewport["width"], what
        picture(bob, f"{what}-{name}")

    bob.goto(address(round, "speak"))
    bob.get_by_label("Sound and picture", exact=True).click()
    expect(bob.get_by_text("You are heard.")).to_be_visible()
    look("stage-choice")
    bob.keyboard.press("Space")
    expect(state(bob)).to_contain_text(recorded(5))
    look("stage-recording")
    end(bob)
    expect(bob.locator("[data-fact=speaking]")).not_to_be_empty()
    bob.get_by_text("Send to your team’s server").click()
    look("review-here")
    make.recording(member=cast.bob, round=Round.objects.get(pk=round.pk))
    bob.reload()
    expect(bob.get_by_text("in this browser only")).to_be_visible()
    look("review-sent")
    bob.goto(reverse("practice:recordings", args=["riverside"]))
    expect(bob.get_by_role("link", name="Hear or send")).to_be_visible()
    look("recordings")
    alice = page(cast.alice, viewport=viewport, color_scheme=scheme)
    alice.goto(reverse("practice:recordings", args=["riverside"]))
    axe(alice)
    picture(alice, f"recordings-coach-{name}")
