"""Sixty files dropped at once: sent in groups, read while the page is open, one line each, taken back."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.models import Article, Batch
from tests.browser.conftest import PHONE
from tests.browser.test_add import drop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAIN = "A Harbour Opens\nMarch 3rd, 2026\nAna Obsidian\nShips came in on day {}.\nCranes moved again on Tuesday."


def address(cast, name: str = "add") -> str:
    return reverse(f"articles:{name}", args=[cast.team.slug])


def sixty() -> list[tuple[str, str]]:
    files = [(f"{n:02}.txt", PLAIN.format(n)) for n in range(60)]
    files[7] = ("07-empty.txt", "")
    return files


def wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_sixty_files_are_dropped_read_in_and_taken_back(page, cast, axe):
    opened = page(cast.alice)
    opened.goto(address(cast))
    drop(opened, *sixty())
    expect(opened.locator("[data-drop-list] li")).to_have_count(60)
    expect(opened.locator("[data-drop-told]")).to_contain_text("60 files")
    axe(opened)
    opened.get_by_role("button", name="Add 60 files").click()
    expect(opened.get_by_role("heading", name="60 files read in")).to_be_visible(timeout=90_000)
    expect(opened.locator(".tally")).to_contain_text("59 articles added")
    axe(opened)
    opened.get_by_role("link", name="Not read 1").click()
    expect(opened.locator(".lines li")).to_have_count(1)
    expect(opened.locator(".lines li")).to_contain_text("07-empty.txt")
    expect(opened.locator(".lines li")).to_contain_text("The file is empty")
    assert Article.objects.visible_to(cast.bob).count() == 59
    opened.get_by_text("Take this batch back").click()
    opened.get_by_role("button", name="Take back").click()
    expect(opened.get_by_text("59 articles and 0 questions are in the trash.")).to_be_visible()
    axe(opened)
    assert Article.objects.visible_to(cast.bob).count() == 0
    opened.get_by_role("button", name="Put back").click()
    expect(opened.get_by_text("59 articles and 0 questions are back in the library.")).to_be_visible()


LOSES_ONE_ANSWER = """
  const real = window.fetch;
  window.sent = 0;
  window.fetch = async (address, options) => {
    const answer = await real(address, options);
    if (++window.sent === 2) throw new TypeError("the answer is lost");
    sessionStorage.sent = window.sent;
    return answer;
  };
"""


def test_a_group_whose_answer_is_lost_is_sent_again_and_is_there_once(page, cast):
    opened = page(cast.alice)
    opened.add_init_script(LOSES_ONE_ANSWER)
    opened.goto(address(cast))
    drop(opened, *sixty())
    opened.get_by_role("button", name="Add 60 files").click()
    expect(opened.get_by_role("heading", name="60 files read in")).to_be_visible(timeout=90_000)
    assert opened.evaluate("sessionStorage.sent") == "5"  # three groups, one of them twice, and the end
    assert Batch.objects.get().files.count() == 60


def test_who_is_signed_out_meanwhile_signs_in_and_goes_on(page, cast):
    opened = page(cast.alice)
    opened.goto(address(cast))
    drop(opened, *sixty())
    cookies = opened.context.cookies()
    opened.context.clear_cookies(name="sessionid")
    opened.get_by_role("button", name="Add 60 files").click()
    expect(opened.locator("[data-upload-said]")).to_contain_text("You are signed out")
    expect(opened.locator("[data-drop-list] li").first).to_contain_text("not sent yet")
    opened.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "sessionid"])
    opened.get_by_role("button", name="Go on sending").click()
    expect(opened.get_by_role("heading", name="60 files read in")).to_be_visible(timeout=90_000)


def test_without_script_on_a_phone_many_files_are_one_form_and_a_button_goes_on(page, cast, tmp_path):
    paths = []
    for name, text in sixty()[:12]:
        (tmp_path / name).write_text(text)
        paths.append(tmp_path / name)
    opened = page(cast.erin, java_script_enabled=False, viewport=PHONE)
    opened.goto(address(cast))
    opened.get_by_label("Files", exact=True).set_input_files(paths)
    opened.get_by_role("button", name="Look at it").click()
    expect(opened.get_by_role("heading", name="0 of 12 files")).to_be_visible()
    opened.get_by_role("button", name="Go on").click()
    expect(opened.get_by_role("heading", name="12 files read in")).to_be_visible()
    assert not wide(opened)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_hold_no_barrier_on_a_phone(page, cast, axe, scheme):
    opened = page(cast.alice, color_scheme=scheme, viewport=PHONE)
    opened.goto(address(cast))
    drop(opened, *sixty()[:12])
    axe(opened)
    assert not wide(opened)
    opened.get_by_role("button", name="Add 12 files").click()
    expect(opened.get_by_role("heading", name="12 files read in")).to_be_visible(timeout=90_000)
    axe(opened)
    assert not wide(opened)
    opened.goto(address(cast, "batches"))
    axe(opened)
