"""A speech recorded by a false microphone: stored piece by piece, found again after a crash, sent, played."""

import math
import struct
import wave
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright

from practice.models import Recording, Round
from practice.rounds import ready
from tests import make
from tests.browser.conftest import ARGS, CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RATE = 16_000
# Two seconds of voice, 1.2 of silence, two of voice, 0.8 of silence; Chromium plays it over and over.
TAKES = ((2.0, 1), (1.2, 0), (2.0, 1), (0.8, 0))


@pytest.fixture(scope="module")
def voice(tmp_path_factory) -> Path:
    """A tone that swells as syllables do, over a little noise."""
    path, samples, at = tmp_path_factory.mktemp("voice") / "voice.wav", [], 0
    for seconds, loud in TAKES:
        for _ in range(int(seconds * RATE)):
            swell = 0.7 + 0.3 * math.sin(2 * math.pi * 4 * at / RATE)
            tone = 0.3 * swell * math.sin(2 * math.pi * 220 * at / RATE) if loud else 0.0
            samples.append(int(32_000 * (tone + 0.001 * math.sin(at * 12.9898))))
            at += 1
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return path


@pytest.fixture(scope="module")
def browser(voice) -> Iterator[Browser]:
    media = "--use-fake-device-for-media-stream --use-fake-ui-for-media-stream"
    args = [*ARGS, *media.split(), f"--use-file-for-fake-audio-capture={voice}"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
        yield launched
        launched.close()


@pytest.fixture
def round(cast) -> Round:
    """Bob's prep is over: the stage waits for the speech."""
    cast.team.recordings_on = True
    cast.team.save()
    prepped = make.prepping(member=cast.bob, at=timezone.now() - timedelta(minutes=20))
    ready(round=prepped)
    return prepped


def address(round: Round, page: str) -> str:
    return reverse(f"practice:{page}", args=[round.team.slug, round.pk])


def state(page: Page):
    return page.locator("[data-record-state]")


def record(page: Page, round: Round, *, seconds: int, what: str = "Sound") -> None:
    """On the stage: choose, see the meter move, start, and speak so long."""
    page.goto(address(round, "speak"))
    page.get_by_label(what, exact=True).click()
    expect(page.get_by_text("You are heard.")).to_be_visible()
    page.keyboard.press("Space")
    expect(state(page)).to_contain_text(f"Recording 0:0{seconds}", timeout=(seconds + 8) * 1000)


def end(page: Page) -> None:
    page.keyboard.press("Space")
    page.wait_for_url("**/review/")


def test_a_speech_is_recorded_played_and_sent_with_consent(cast, page, axe, round):
    bob = page(cast.bob)
    record(bob, round, seconds=7)
    axe(bob)
    end(bob)
    player = bob.locator("audio[data-recording]")
    expect(player).to_be_visible()
    expect(bob.get_by_text("in this browser only")).to_be_visible()
    expect(bob.locator("[data-fact=pauses]")).not_to_be_empty()
    axe(bob)
    bob.get_by_text("Send to your team’s server").click()
    expect(bob.get_by_text("I and the coaches of Riverside High School can hear it.")).to_be_visible()
    bob.get_by_label("I agree").check()
    bob.get_by_role("button", name="Send it").click()
    sent = bob.locator("article[data-sent]")
    expect(sent).to_contain_text("heard by you and the coaches")
    recording = Recording.objects.get()
    assert recording.kept_at and 6_000 < recording.duration_ms < 12_000 and 0 <= recording.offset_ms < 2_000
    assert recording.facts["pauses"], recording.facts
    axe(bob)
