"""Rule sets in a real browser: read, copied, changed by keyboard; how a round was drawn."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from practice.models import RuleSet
from practice.rule_sets.ruling import copy_rule_set
from tests import make
from tests.browser.conftest import PHONE
from tests.browser.waiting import becomes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_coach_copies_a_preset_and_changes_a_figure_by_keyboard(page, cast, axe):
    preset = make.rule_set(slug="uil-informative")
    opened = page(cast.alice)
    opened.goto(reverse("practice:rule_sets", args=[cast.team.slug]))
    axe(opened)
    opened.get_by_role("link", name=preset.name).click()
    expect(opened.get_by_role("heading", name=preset.name, level=1)).to_be_visible()
    axe(opened)
    opened.get_by_role("button", name="Copy to the team").press("Enter")
    expect(opened.get_by_role("heading", name="Change a rule set")).to_be_visible()
    axe(opened)
    opened.get_by_label("Prep", exact=True).fill("half")
    opened.get_by_role("button", name="Save").press("Enter")
    expect(opened.get_by_text("Write minutes and seconds, like 7:30.")).to_be_visible()
    axe(opened)
    opened.get_by_label("Prep", exact=True).fill("25:00")
    opened.get_by_role("button", name="Save").press("Enter")
    expect(opened.get_by_text("Saved. Rounds that were drawn before")).to_be_visible()
    expect(opened.get_by_text("No source now for “Prep”")).to_be_visible()
    opened.set_viewport_size(PHONE)
    becomes(opened, "document.documentElement.scrollWidth", PHONE["width"])  # a long address breaks
    assert RuleSet.objects.get(team=cast.team).figures.prep == 1500


def test_what_has_the_focus_is_never_under_the_button_that_saves(page, cast, axe):
    """The button stays in sight on a page of some fifty fields."""
    own = copy_rule_set(member=cast.alice, rule_set=make.rule_set())
    opened = page(cast.alice, viewport=PHONE)
    opened.goto(reverse("practice:edit_rule_set", args=[cast.team.slug, own.pk]))
    axe(opened)
    expect(opened.get_by_role("button", name="Save")).to_be_in_viewport()
    opened.get_by_label("Name", exact=True).focus()
    over = """() => {
      const bar = document.querySelector(".actions"), here = document.activeElement;
      return !bar.contains(here) && here.getBoundingClientRect().top + 24 > bar.getBoundingClientRect().top;
    }"""
    seen = []
    while not opened.evaluate("document.activeElement.matches('.actions *')"):
        opened.keyboard.press("Tab")
        seen.append(opened.evaluate(over))
    assert len(seen) > 50 and not any(seen)


def test_the_pages_fit_a_telephone(page, cast, axe):
    round = make.round(member=cast.bob)
    preset = make.rule_set()
    opened = page(cast.bob, viewport=PHONE, color_scheme="dark")
    for name, args in (
        ("rule_sets", []),
        ("rule_set", [preset.pk]),
        ("drawn", [round.pk]),
    ):
        opened.goto(reverse(f"practice:{name}", args=[cast.team.slug, *args]))
        axe(opened)
        assert opened.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
