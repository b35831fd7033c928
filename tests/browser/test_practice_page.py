"""The practice page: rules, areas and the draw in one look; what is folded away says what it holds."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from practice.rule_sets.presets import load_presets
from practice.rule_sets.shortlist import pick
from tests import make
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL = {"width": 1366, "height": 768}
PRACTICE = reverse("practice:practice", args=["riverside"])


def furnish(cast):
    load_presets()
    area = make.area(team=cast.team, name="Black Sea")
    return make.question(member=cast.alice, areas=[area])


@pytest.mark.parametrize(
    ("scheme", "picks"), [("light", ()), ("dark", ("nsda", "ncfca", "massachusetts"))], ids=["light", "dark, picked"]
)
@pytest.mark.parametrize("viewport", [SMALL, PHONE], ids=["laptop", "phone"])
def test_rules_areas_and_the_draw_are_seen_without_scrolling(cast, page, axe, viewport, scheme, picks):
    furnish(cast)
    tournament = make.tournament(member=cast.alice)
    if picks:
        pick(member=cast.alice, rule_sets=[make.rule_set(slug=slug) for slug in picks])
    bob = page(cast.bob, viewport=viewport, color_scheme=scheme)
    for address in (PRACTICE, f"{PRACTICE}?for={tournament.pk}"):
        bob.goto(address)
        for seen in (
            bob.get_by_role("group", name="Rules"),
            bob.get_by_text("Quick drill").first,
            bob.get_by_text("Draw from", exact=True),
            bob.get_by_text("How it runs"),
            bob.get_by_role("button", name="Draw a question"),
        ):
            expect(seen).to_be_in_viewport(ratio=1)
    axe(bob)


def test_a_fold_is_opened_changed_and_closed_by_keys_and_says_what_it_holds_now(cast, page, axe):
    question = furnish(cast)
    bob = page(cast.bob)
    for address in (PRACTICE, question.get_absolute_url()):
        bob.goto(address)
        if address != PRACTICE:
            bob.locator("summary", has_text="this question").press("Enter")
        fold = bob.locator("details", has=bob.get_by_text("How it runs", exact=True)).last
        summary = fold.locator("summary")
        expect(bob.get_by_label("Only me")).to_be_hidden()
        summary.press("Enter")
        bob.get_by_label("Outline").select_option("classic")
        bob.get_by_label("Only me").press("Space")
        axe(bob)
        summary.press("Enter")
        expect(bob.get_by_label("Only me")).to_be_hidden()
        expect(summary).to_contain_text("Classic outline · only you see it · not a simulation")
    bob.goto(PRACTICE)
    areas = bob.locator("summary", has_text="Draw from")
    areas.press("Enter")
    bob.get_by_label("Black Sea").press("Space")
    areas.press("Enter")
    expect(areas).to_contain_text("Black Sea")
