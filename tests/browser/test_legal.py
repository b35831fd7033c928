"""Legal mode in a real browser: the room, what is refused, leaving with the code, what a coach sees of it."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evidence.attaching import Selection, attach_note
from practice import rounds
from tests import make
from tests.browser.conftest import PHONE
from tests.practice.legal.test_legal_mode import simulated

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("PICTURES", "")


def look(opened, name: str) -> None:
    if PICTURES:
        opened.screenshot(path=Path(PICTURES) / f"legal-{name}.png", full_page=True)


def test_a_student_is_held_in_the_room_and_leaves_it_with_the_coachs_code_by_keyboard(page, cast, axe):
    article = make.article(member=cast.alice, title="Ports Reopen")
    for _ in range(2):
        make.question(member=cast.alice)
    round = simulated(cast, slug="uil-informative")
    opened = page(cast.bob, viewport=PHONE, color_scheme="dark")
    opened.goto(reverse("evidence:cards", args=[cast.team.slug]))
    expect(opened.get_by_role("heading", name="Not in the prep room")).to_be_visible()
    axe(opened)
    look(opened, "closed")
    opened.get_by_role("link", name="Back to the round").click()
    expect(opened.get_by_text(round.asked).first).to_be_visible()
    expect(opened.get_by_text(article.title)).to_have_count(0)  # a digest: UIL keeps it out
    axe(opened)
    look(opened, "room")
    opened.goto(reverse("practice:leave", args=[cast.team.slug, round.pk]))
    axe(opened)
    for code, said in (("WRONG1", "code"), (cast.team.room_code, "")):
        opened.get_by_label("code", exact=False).first.fill(code)
        opened.keyboard.press("Enter")
        if said:
            expect(opened.locator(".errorlist")).to_contain_text(said)
            look(opened, "leave")
    expect(opened.get_by_text(round.asked).first).to_be_visible()
    opened.goto(reverse("evidence:cards", args=[cast.team.slug]))
    expect(opened.get_by_role("heading", name="Not in the prep room")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_a_coach_sees_of_legal_mode_holds_no_barrier(page, cast, axe, scheme):
    make.area(team=cast.team, name="State of the Union")
    make.area(team=cast.team, name="State of the Union repercussions")
    article = make.article(member=cast.alice, title="Ports Reopen", questions=["Will it hold?"])
    place = Selection("Wheat for May delivery fell 4 percent in two days")
    attach_note(member=cast.alice, article=article, body="Why?", selection=place)
    for _ in range(2):
        make.question(member=cast.alice)
    simulated(cast, slug="uil-informative")
    opened = page(cast.alice, color_scheme=scheme, viewport=PHONE if scheme == "dark" else None)
    for name, args in (
        ("practice:legality", [article.pk]),
        ("practice:legal_checks", []),
        ("practice:proctor", []),
        ("practice:practice", []),
    ):
        opened.goto(reverse(name, args=[cast.team.slug, *args]) + "?rules=uil-informative")
        axe(opened)
        look(opened, f"{name.partition(':')[2]}-{scheme}")
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_coach_sees_a_second_device_and_ends_legal_mode_by_keyboard(page, cast, axe, scheme):
    article = make.article(member=cast.alice, title="Ports Reopen")
    round = simulated(cast)
    laptop, phone = page(cast.bob), page(cast.bob, viewport=PHONE, user_agent="A phone, Mobile", color_scheme=scheme)
    room = reverse("practice:prep", args=[cast.team.slug, round.pk])
    laptop.goto(room)
    laptop.get_by_role("button", name=article.title).first.press("Enter")
    expect(laptop.locator("#open").get_by_role("heading", name=article.title)).to_be_visible()
    phone.goto(room)
    phone.goto(reverse("practice:opened", args=[cast.team.slug, round.pk]))
    expect(phone.get_by_text("Another device: computer", exact=True)).to_be_visible()
    expect(phone.get_by_text("on another device: computer")).to_be_visible()
    axe(phone)
    look(phone, f"devices-{scheme}")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    coach = page(cast.alice, color_scheme=scheme)
    coach.goto(reverse("practice:proctor", args=[cast.team.slug]))
    expect(coach.get_by_text("Another device: phone", exact=True).first).to_be_visible()
    coach.get_by_text("what was tried: 3 lines").press("Enter")
    coach.get_by_text(f"Let {cast.bob.user} out").press("Enter")
    rounds.open_file(round=round, article=make.article(member=cast.alice, title="Ports Reopen Today"))
    newest = coach.locator("summary", has_text="Ports Reopen Today")
    expect(newest).to_be_visible()  # the page asks again by itself
    expect(coach.get_by_text(f"Let {cast.bob.user} out")).to_be_focused()
    expect(coach.get_by_text("Legal mode began")).to_be_visible()  # what was open is open
    axe(coach)
    look(coach, f"watched-{scheme}")
    let_out = coach.get_by_role("button", name=f"End legal mode for {cast.bob.user}")
    let_out.focus()
    coach.evaluate("htmx.ajax('GET', location.pathname, { source: '#room', target: '#room', swap: 'outerHTML' })")
    expect(let_out).to_be_focused()
    let_out.press("Enter")
    expect(coach.get_by_text("Nobody is in a round in legal mode.")).to_be_visible()
    expect(coach.get_by_text(f"{cast.alice.user} ended legal mode at")).to_be_visible()
    phone.goto(reverse("evidence:cards", args=[cast.team.slug]))
    expect(phone.get_by_role("heading", name="Not in the prep room")).to_have_count(0)


def test_a_browser_whose_speaker_signed_out_is_held(page, cast, axe):
    round = simulated(cast)
    laptop = page(cast.bob, viewport=PHONE)
    laptop.goto(reverse("practice:prep", args=[cast.team.slug, round.pk]))
    laptop.context.clear_cookies(name="sessionid")
    laptop.goto(reverse("account_login"))
    laptop.locator("input[name=login]").fill(cast.erin.user.username)
    laptop.locator("input[name=password]").fill(make.PASSWORD)
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("heading", name="This browser is in a prep room")).to_be_visible()
    axe(laptop)
    laptop.get_by_role("button", name="Sign out").press("Enter")
    expect(laptop.get_by_role("link", name="Sign in as its speaker")).to_be_visible()
