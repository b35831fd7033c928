"""The season in a real browser: a tournament is planned by keyboard, and a speaker looks at how they come along."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from practice.models import Round, Tournament
from practice.season.again import begin_season
from tests import make
from tests.browser.conftest import PHONE
from tests.practice.test_progress import spoke

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PICTURES", "")
NAMES = ("Africa", "Courts", "Middle East", "US Economy")


def looked_at(page, name: str) -> None:
    """Nothing is wider than the window. With PICTURES set, what it looks like is kept there."""
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def test_a_coach_plans_a_tournament_and_a_student_practises_for_it(cast, page, axe):
    areas = [make.area(team=cast.team, name=name) for name in NAMES]
    for area in areas[:2]:
        for _ in range(3):
            make.question(member=cast.alice, areas=[area])
    make.rule_set()
    alice = page(cast.alice)
    alice.goto("/t/riverside/practice/season/")
    alice.get_by_role("link", name="Plan a tournament").press("Enter")
    expect(alice.get_by_role("heading", name="Plan a tournament", level=1)).to_be_visible()
    axe(alice)
    first = timezone.localdate() + timedelta(days=12)
    alice.get_by_label("Name", exact=True).fill("Harbour Classic")
    alice.get_by_label("First day").fill(first.isoformat())
    alice.get_by_label("Place").fill("Pier 4")
    alice.get_by_label("Published areas").fill("Round 1: Courts\nRound 2: Trade Wars\nRound 3: Africa")
    alice.get_by_label("Bob").check()
    alice.get_by_role("button", name="Plan it").press("Enter")
    expect(alice.get_by_text("The team has no area “Trade Wars”")).to_be_visible()
    looked_at(alice, "tournament-form")
    alice.get_by_label("Make areas of the names").check()
    alice.get_by_role("button", name="Plan it").press("Enter")
    expect(alice.get_by_text("12 days to go")).to_be_visible()
    axe(alice)
    looked_at(alice, "tournament")
    alice.goto("/t/riverside/library/coverage/")
    axe(alice)
    looked_at(alice, "coverage-for-a-tournament")
    bob = page(cast.bob, viewport=PHONE, color_scheme="dark")
    bob.goto("/t/riverside/")
    expect(bob.get_by_text("12 days to go")).to_be_visible()
    axe(bob)
    looked_at(bob, "home-student-phone-dark")
    bob.get_by_role("link", name="Practice for it").click()
    expect(bob.get_by_label("Courts")).to_be_checked()
    expect(bob.get_by_label("For a tournament")).to_have_value(str(Tournament.objects.get().pk))
    axe(bob)
    looked_at(bob, "practice-for-it-phone-dark")
    bob.get_by_role("button", name="Draw a question").click()
    bob.wait_for_url("**/choose/")
    expect(bob.get_by_role("heading", level=1)).to_be_visible()
    assert Round.objects.get().tournament.name == "Harbour Classic"


def test_a_speaker_looks_at_how_they_come_along_and_a_coach_at_the_squad(cast, page, axe):
    areas = [make.area(team=cast.team, name=name) for name in NAMES]
    texts = ["Why has growth stalled in Germany?", "Will the ports reopen?", "Should the Fed cut rates in May?"]
    for number, (text, speech) in enumerate(zip(texts, (360, 455, 415), strict=True)):
        spoke(cast.bob, question=text, areas=[areas[number % 2]], days_ago=9 - number, speech=speech)
    begin_season(member=cast.alice, day=timezone.localdate() - timedelta(days=30))
    make.tournament(member=cast.alice, areas=areas[1:3])
    for name, options in (("laptop", {}), ("phone-dark", {"viewport": PHONE, "color_scheme": "dark"})):
        bob = page(cast.bob, **options)
        bob.goto("/t/riverside/practice/speakers/me/")
        axe(bob)
        looked_at(bob, f"progress-{name}")
        sideways = (
            "[...document.querySelectorAll('.scroll-x')].filter((one) => one.scrollWidth > one.clientWidth).length"
        )
        assert bob.evaluate(sideways) == 0  # every figure of a round is in sight
    bob.get_by_role("link", name="See it as your coaches do").press("Enter")
    expect(bob.get_by_text("Back to all your rounds")).to_be_visible()
    bob.get_by_role("link", name="Practice what you did least").press("Enter")
    expect(bob.get_by_label("Kind of question")).to_have_value("how")
    alice = page(cast.alice)
    alice.goto("/t/riverside/practice/speakers/")
    axe(alice)
    looked_at(alice, "squad")
    alice.get_by_role("link", name="Bob").press("Enter")
    expect(alice.get_by_text("Bob reads the same page")).to_be_visible()
    alice.goto("/t/riverside/practice/season/")
    axe(alice)
    looked_at(alice, "season")
    alice.get_by_role("button", name="Begin it").press("Enter")
    alice.get_by_role("button", name="Undo").press("Enter")
    expect(alice.get_by_text("taken back, it does not count")).to_be_visible()
    alice.goto("/t/riverside/")
    axe(alice)
    looked_at(alice, "home-coach")
