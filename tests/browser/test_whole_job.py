"""The whole job, from two empty accounts to a finished round, by what is on the screen only.

It runs on our own twin of the digest format, and on the real sample where that stands beside the repository. With
PICTURES=docs/pictures it writes the pictures of the README, from the twin only: the sample is not ours to show.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from practice.rule_sets.presets import load_presets
from tests.browser.hands import drag, picked
from tests.browser.speaking import end
from tests.make import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
TWIN = ROOT / "fixtures" / "digest-twin.txt"
SAMPLES = sorted((ROOT.parent / "shared" / "samples").glob("*.txt"))


def picture(page: Page, name: str, path: Path) -> None:
    folder = os.environ.get("PICTURES")
    if folder and path == TWIN:
        page.screenshot(path=ROOT / folder / f"{name}.png")


def go(page: Page, room: str) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name=room).click()


def sign_up(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("User name").fill(name.lower())
    page.get_by_label("Name your team sees (optional)").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Welcome, {name}")


def join(page: Page, code: str) -> None:
    page.get_by_label("Join code").fill(code)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Welcome to Riverside High School")


def add(coach: Page, path: Path) -> None:
    """Paste the article, look at what was found, confirm."""
    coach.get_by_role("main").get_by_role("link", name="Add articles").first.click()
    coach.get_by_label("Or paste an article").fill(path.read_text(encoding="utf-8"))
    coach.get_by_role("button", name="Look at it").click()
    expect(coach.locator(".offer")).to_contain_text("4 paragraphs")
    picture(coach, "preview", path)
    coach.get_by_role("button", name="Add this article").click()
    expect(coach.locator(".questions p")).to_have_count(1)
    expect(coach.locator(".sources li")).to_have_count(2)
    expect(coach.locator(".article .block")).to_have_count(4)


def first_sentence(page: Page, block: int) -> str:
    return re.split(r"(?<=[a-z]\.) ", page.locator(f"#b-{block}").inner_text())[0]


def attach(page: Page, block: int, act: str) -> None:
    page.evaluate(f"document.querySelector('#b-{block}').scrollIntoView({{ block: 'start', behavior: 'instant' }})")
    sentence = first_sentence(page, block)
    drag(page, sentence[:25], sentence[-25:])
    picked(page).get_by_role("button", name=act).click()


def read_and_attach(student: Page, title: str, path: Path) -> None:
    """A note on the second paragraph, a card on the third."""
    go(student, "Library")
    student.get_by_role("link", name=title).click()
    expect(student.get_by_role("heading", level=1)).to_have_text(title)
    student.wait_for_load_state()
    attach(student, 1, "Note")
    student.get_by_label("Note", exact=True).fill("The *hook*: who pays while they talk?")
    student.get_by_role("button", name="Save note").click()
    expect(student.locator("#b-1 mark.note").first).to_be_visible()
    expect(student.get_by_role("article", name="Note by Ana")).to_be_focused()
    attach(student, 2, "Card")
    student.get_by_label("Tag").fill("A signature is not a settlement.")
    student.get_by_label("Analysis").fill("Say it before the second point.")
    student.get_by_role("button", name="Save card").click()
    expect(student.locator("#b-2 mark.card").first).to_be_visible()
    student.evaluate("document.querySelector('#b-1').scrollIntoView({ block: 'start', behavior: 'instant' })")
    picture(student, "reader", path)


def find_card(mate: Page, title: str) -> None:
    """A team-mate finds the card by a word of it, and it leads back to its passage. The private note stays unseen."""
    go(mate, "Evidence")
    mate.get_by_label("Search").fill("settlement")
    mate.keyboard.press("Enter")
    mate.get_by_role("link", name="A signature is not a settlement.").click()
    mate.get_by_role("link", name=title).first.click()
    expect(mate.locator("#b-2 mark.card").first).to_be_in_viewport()
    expect(mate.locator("mark.note")).to_have_count(0)


def run_a_round(student: Page, title: str, path: Path) -> None:
    go(student, "Practice")
    student.get_by_role("button", name="Draw a question").click()
    student.wait_for_url("**/choose/")
    drawn = student.locator("[id^=slip-]").all_inner_texts()
    student.reload()
    assert student.locator("[id^=slip-]").all_inner_texts() == drawn and len(drawn) == 3
    picture(student, "draw", path)
    student.keyboard.press("1")
    student.wait_for_url("**/prep/")
    student.get_by_label("Hook").press_sequentially("Who pays while they talk?")
    expect(student.locator("#status-hook [data-said]")).to_have_text(re.compile("^saved "))
    student.get_by_label("Search the library").fill("cease-fire")
    student.get_by_role("button", name=title).click()
    student.locator("#open").get_by_role("button", name="Point 1").click()
    expect(student.locator("#source-count")).to_contain_text("1 of 7 sources")
    student.get_by_role("link", name="Back to the files").click()
    picture(student, "prep", path)
    student.get_by_role("button", name="Ready to speak").click()
    student.wait_for_url("**/speak/")
    student.keyboard.press("Space")
    expect(student.locator("[data-digits]")).to_have_text(re.compile("^6:[0-5][0-7]$"))
    picture(student, "speak", path)
    end(student)
    expect(student.locator(".replay")).to_contain_text(title)
    picture(student, "review", path)


@pytest.mark.parametrize("path", [TWIN, *SAMPLES], ids=lambda path: path.stem)
def test_a_coach_adds_an_article_and_a_squad_makes_a_speech_of_it(path, page):
    load_presets()
    title = path.read_text(encoding="utf-8").split("\n")[0]
    coach, student, mate = page(), page(), page()

    sign_up(coach, "Okafor")
    coach.get_by_label("Name of the team").fill("Riverside High School")
    coach.get_by_role("button", name="Make the team").click()
    coach.get_by_role("button", name="Make a join code").click()
    code = coach.locator(".code-digits").first.inner_text()
    for who, name in ((student, "Ana"), (mate, "Ben")):
        sign_up(who, name)
        join(who, code)

    coach.get_by_role("link", name="Extemp").click()
    add(coach, path)
    go(coach, "Library")
    coach.get_by_role("link", name="Questions", exact=True).click()
    coach.get_by_role("link", name="Add questions").first.click()
    coach.get_by_role("textbox", name="Questions").fill("Will the winter bring a truce?\nCan mediators hold the line?")
    coach.get_by_role("button", name="Add", exact=True).click()
    expect(coach.locator(".messages")).to_contain_text("2 questions added.")

    read_and_attach(student, title, path)
    find_card(mate, title)
    run_a_round(student, title, path)
