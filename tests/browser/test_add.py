"""Adding and finding articles in a real browser: drop, paste, correct, confirm, search; and without script."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.models import Article
from tests import make
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TWIN = Path(__file__).resolve().parents[2] / "fixtures" / "digest-twin.txt"
PLAIN = "A Harbour Opens\nMarch 3rd, 2026\nAna Obsidian\nShips came in on Monday.\nCranes moved again on Tuesday."
LIKE = "\n".join(
    [
        *PLAIN.split("\n")[:3],
        "",
        "https://gazette.example/harbour",
        "",
        "Ships came in on Monday, the first in eleven weeks, and the insurers of the city said that they would wait.",
        "Cranes that had stood still since the autumn moved again on Tuesday, and crews stood in line at the gates.",
    ]
)


def address(cast, name: str = "add", **asked) -> str:
    return reverse(f"articles:{name}", args=[cast.team.slug], query=asked)


def drop(page: Page, *files: tuple[str, str]) -> None:
    """Let go of these files over the drop zone."""
    carried = page.evaluate_handle(
        """(files) => {
          const carried = new DataTransfer();
          for (const [name, text] of files) carried.items.add(new File([text], name, { type: "text/plain" }));
          return carried;
        }""",
        list(files),
    )
    for event in ("dragover", "drop"):
        page.dispatch_event("[data-drop]", event, {"dataTransfer": carried})


def test_files_are_dropped_looked_at_corrected_and_added(page, cast, axe):
    opened = page(cast.alice)
    opened.goto(address(cast))
    axe(opened)
    drop(opened, ("twin.txt", TWIN.read_text(encoding="utf-8")))
    drop(opened, ("plain.txt", PLAIN), ("empty.txt", ""))
    expect(opened.locator("[data-drop-list] li")).to_have_text(
        [re.compile("twin.txt"), re.compile("plain.txt"), re.compile("empty.txt")]
    )
    opened.get_by_role("button", name="Look at it").click()
    expect(opened.get_by_role("heading", name="Are these right?")).to_be_visible()
    expect(opened.locator(".refused")).to_contain_text("empty.txt")
    expect(opened.locator(".offer").first).to_contain_text("4 paragraphs")
    axe(opened)
    opened.locator("#id_draft-1-publisher").fill("The Continental")
    opened.get_by_role("button", name="Add the ticked articles").click()
    expect(opened.get_by_role("heading", name="2 added")).to_be_visible()
    axe(opened)
    assert Article.objects.get(title="A Harbour Opens").publisher == "The Continental"


def test_a_pasted_article_is_added_without_script_on_a_phone(page, cast):
    opened = page(cast.erin, java_script_enabled=False, viewport=PHONE)
    opened.goto(address(cast))
    opened.get_by_label("Or paste an article").fill(TWIN.read_text(encoding="utf-8"))
    opened.get_by_role("button", name="Look at it").click()
    expect(opened.get_by_role("heading", name="Is this right?")).to_be_visible()
    opened.wait_for_load_state()
    assert not opened.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    opened.get_by_role("button", name="Add this article").click()
    expect(opened.get_by_role("heading", level=1)).to_have_text("Dam Gates Opened but the Border Stays Shut")
    expect(opened).to_have_url(re.compile(Article.objects.get().get_absolute_url()))


def test_a_fault_shows_the_form_again_with_everything_typed(page, cast, axe):
    opened = page(cast.alice)
    opened.goto(address(cast))
    opened.get_by_label("Or paste an article").fill(PLAIN)
    opened.get_by_role("button", name="Look at it").click()
    opened.get_by_label("Title").fill("")
    opened.get_by_label("Publisher").fill("Typed by hand")
    opened.get_by_role("button", name="Add this article").click()
    expect(opened.get_by_role("alert").first).to_contain_text("Nothing was added yet")
    expect(opened.get_by_label("Publisher")).to_have_value("Typed by hand")
    axe(opened)


def test_the_library_is_searched_and_narrowed_without_leaving_the_page(page, cast, axe):
    sea = make.area(team=cast.team)
    make.article(member=cast.alice, title="Ports Reopen", body="Grain left the ports.", areas=[sea])
    make.article(member=cast.alice, title="Grain Prices", body="Grain is dear.")
    opened = page(cast.bob)
    opened.goto(address(cast, "library"))
    axe(opened)
    opened.get_by_label("Search articles").fill("Will grain leave the ports?")
    opened.keyboard.press("Enter")
    expect(opened.locator(".row h2")).to_have_text(["Ports Reopen", "Grain Prices"])
    expect(opened).to_have_url(re.compile(r"q=Will"))
    opened.get_by_role("link", name="Black Sea 1").click()
    expect(opened.locator(".row h2")).to_have_text(["Ports Reopen"])
    opened.get_by_role("link", name=re.compile("^ports")).click()
    expect(opened.locator(".query .chip.on")).to_have_count(2)
    axe(opened)
    opened.go_back()
    expect(opened.locator(".query .chip.on")).to_have_count(3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_questions_and_details_hold_no_barrier(page, cast, axe, scheme):
    article = make.article(member=cast.alice, questions=["Will it hold?"], areas=[make.area(team=cast.team)])
    opened = page(cast.alice, color_scheme=scheme)
    for where in (
        address(cast, "questions"),
        address(cast, "trash"),
        reverse("articles:details", args=[cast.team.slug, article.pk]),
    ):
        opened.goto(where)
        axe(opened)


def test_what_is_like_an_article_is_chosen_by_keyboard_and_corrects_it(page, cast, axe):
    opened = page(cast.alice)
    for text in (LIKE, LIKE.replace("Tuesday", "Wednesday")):
        opened.goto(address(cast))
        opened.get_by_label("Or paste an article").fill(text)
        opened.get_by_role("button", name="Look at it").click()
        opened.get_by_role("button", name=re.compile("Add this article|Do as chosen")).wait_for()
        if text == LIKE:
            opened.get_by_role("button", name="Add this article").click()
            expect(opened.get_by_role("heading", level=1)).to_have_text("A Harbour Opens")
    axe(opened)
    correction = opened.get_by_label("As a correction of “A Harbour Opens”")
    expect(correction).to_be_checked()
    opened.get_by_text("What differs").press("Enter")
    expect(opened.locator(".compared ins").last).to_have_text("Wednesday")
    correction.press("ArrowDown")
    expect(opened.get_by_label("Add it anyway")).to_be_checked()
    opened.keyboard.press("ArrowUp")
    axe(opened)
    opened.get_by_role("button", name="Do as chosen").press("Enter")
    expect(opened.get_by_text("The text is corrected: revision 2 is stored.")).to_be_visible()
    assert Article.objects.get().current.number == 2
