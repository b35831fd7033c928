"""A team goes out of one site and into another in a real browser, and the coach says who is who; without script."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evidence.models import Note
from teams.models import Team
from tests import make
from tests.browser.conftest import PHONE
from tests.extemp import rich

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_team_goes_out_and_in_and_its_people_become_members(page, cast, axe, tmp_path):
    rich.furnish(cast)
    alice = page(cast.alice)
    alice.goto(reverse("teams:team", args=[cast.team.slug]))
    alice.get_by_role("link", name="Take out and bring in").click()
    axe(alice)
    with alice.expect_download() as taken:
        alice.get_by_role("link", name="Take out the team").click()
    path = tmp_path / taken.value.suggested_filename
    taken.value.save_as(path)

    charlie = page(cast.charlie)
    charlie.goto(reverse("out_and_in", args=[cast.charlie.team.slug]))
    charlie.get_by_label("The team’s file").set_input_files(path)
    charlie.get_by_role("button", name="Look at it").click()
    expect(charlie.get_by_role("heading", level=1)).to_have_text("Riverside High School")
    expect(charlie.get_by_role("region", name="What is in it")).to_contain_text("4 articles")
    axe(charlie)
    charlie.get_by_role("button", name="Bring it in as a new team").click()
    expect(charlie.locator(".messages")).to_contain_text("you are its coach")
    axe(charlie)

    brought = Team.objects.get(slug="riverside-high-school")
    robert = make.member(team=brought, user=make.user(username="robert", display_name="Robert"))
    charlie.reload()
    charlie.get_by_label("Bob is").select_option(str(robert.pk))
    charlie.get_by_role("button", name="Look what Bob would pass on").click()
    expect(charlie.get_by_role("heading", level=1)).to_have_text("Is Bob Robert?")
    axe(charlie)
    charlie.get_by_role("button", name="Yes, it is Robert").click()
    expect(charlie.locator(".messages")).to_contain_text("What Bob had is Robert’s now.")
    assert Note.objects.filter(team=brought, owner=robert.user).count() == 2


def test_a_bad_file_is_refused_on_a_phone_without_script(page, cast, axe, tmp_path):
    path = tmp_path / "homework.zip"
    path.write_bytes(b"Not a zip at all.")
    opened = page(cast.alice, java_script_enabled=False, viewport=PHONE)
    opened.goto(reverse("out_and_in", args=[cast.team.slug]))
    opened.get_by_label("The team’s file").set_input_files(path)
    opened.get_by_role("button", name="Look at it").click()
    expect(opened.get_by_role("alert")).to_contain_text("homework.zip was not taken.")
    expect(opened.get_by_role("alert")).to_contain_text("This is no zip file")
