"""A speaker with Chromium's own false microphone, for tests that import these fixtures and hands."""

import math
import os
import re
import struct
import wave
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, Playwright, expect

from practice.models import Round
from practice.rounds import ready
from tests import make
from tests.browser.conftest import ARGS, CHROMIUM
from tests.browser.waiting import becomes

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
def browser(voice, playwright: Playwright) -> Iterator[Browser]:
    media = "--use-fake-device-for-media-stream --use-fake-ui-for-media-stream"
    args = [*ARGS, *media.split(), f"--use-file-for-fake-audio-capture={voice}"]
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


def recorded(seconds: int) -> re.Pattern[str]:
    """What the page says from that second on, of the first minute: nobody looks at every one of them."""
    return re.compile(f"Recording 0:({'|'.join(f'{one:02}' for one in range(seconds, 60))})")


def record(page: Page, round: Round, *, seconds: int, what: str = "Sound") -> None:
    """On the stage: choose, see the meter move, start, and speak so long."""
    page.goto(address(round, "speak"))
    page.get_by_label(what, exact=True).click()
    expect(page.get_by_text("You are heard.")).to_be_visible()
    page.keyboard.press("Space")
    expect(state(page)).to_contain_text(recorded(seconds))


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def rows(page: Page) -> list[dict]:
    """What lies in the browser's own store; a store that is not there yet is not made by looking."""
    return page.evaluate(
        """() => new Promise((done) => {
          const request = indexedDB.open("extemp-recordings", 1);
          request.onupgradeneeded = () => request.transaction.abort();
          request.onerror = () => done([]);
          request.onsuccess = () => {
            const all = request.result.transaction("rows").objectStore("rows").getAll();
            all.onsuccess = () => { request.result.close(); done(all.result); };
          };
        })"""
    )


def not_stored(page: Page) -> float:
    """How many seconds of what is recorded a crash would cost at this moment."""
    minutes, seconds = re.findall(r"\d+", state(page).inner_text())
    return int(minutes) * 60 + int(seconds) - sum(row["duration"] for row in rows(page)) / 1000


def plays(page: Page, jump: Callable[[], object]) -> tuple[int, float]:
    """Which of the page's players plays after a jump, and from which second of its recording. It is stopped there: a
    short recording is over before a busy machine has looked at it."""
    page.evaluate(
        """() => {
          const players = [...document.querySelectorAll("[data-recording]")];
          window.played = null;
          for (const player of players) player.pause();
          document.addEventListener("recording:time", ({ target }) => {
            target.pause();
            window.played = [players.indexOf(target), target.currentTime];
          }, { once: true });
        }"""
    )
    jump()
    becomes(page, "window.played !== null", True)
    which, second = page.evaluate("window.played")
    return which, second


def seek(page: Page, second: float) -> tuple[int, float]:
    """As `plays`, after a jump to that second of the speech."""
    to = "(seconds) => document.dispatchEvent(new CustomEvent('recording:seek', { detail: { seconds } }))"
    return plays(page, lambda: page.evaluate(to, second))


def end(page: Page) -> None:
    """A press within a second after the stage came is for the stage that it was."""
    page.wait_for_timeout(1000)
    page.keyboard.press("Space")
    page.wait_for_url("**/review/")
