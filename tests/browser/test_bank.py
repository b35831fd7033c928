"""The bank of questions in a real browser: a list looked at and kept, many retired by keyboard, a round on one."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Question
from practice.models import Round
from tests import make
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = """Education
1. Should schools open earlier?
2. Should the U.S. send ground troops to Ukraine?
3. Is college worth it"""


def bank(cast, name: str = "articles:questions", *args) -> str:
    return reverse(name, args=[cast.team.slug, *args])


def test_a_pasted_list_is_corrected_row_by_row_and_kept(page, cast, axe):
    make.question(member=cast.alice, text="Should the US send troops to Ukraine?")
    opened = page(cast.alice)
    opened.goto(bank(cast, "articles:add_questions"))
    axe(opened)
    opened.get_by_label("Questions").fill(LIST)
    opened.get_by_role("button", name="Add").click()
    expect(opened.get_by_role("heading", name="Are these right?")).to_be_visible()
    axe(opened)
    expect(opened.get_by_label("Add question 2")).not_to_be_checked()
    last = opened.locator(".asked > li").nth(2)
    last.get_by_label("Question", exact=True).fill("Is college worth its price?")
    last.get_by_label("Side").select_option("domestic")
    opened.get_by_role("button", name="Add the ticked").click()
    expect(opened.locator(".messages")).to_contain_text("2 questions added.")
    kept = {q.text: (q.side, [a.name for a in q.areas.all()]) for q in Question.objects.all()}
    assert kept == {
        "Should the US send troops to Ukraine?": ("", []),
        "Should schools open earlier?": ("", ["Education"]),
        "Is college worth its price?": ("domestic", ["Education"]),
    }


def test_questions_are_found_voted_on_retired_and_taken_back_by_keyboard_alone(page, cast, axe):
    for text in ("Will the ports stay open?", "Will grain move?", "Should Paris pay?"):
        make.question(member=cast.alice, text=text)
    opened = page(cast.alice)
    opened.goto(bank(cast))
    opened.keyboard.press("/")
    opened.keyboard.type("will")
    opened.keyboard.press("Enter")
    expect(opened.locator("#count")).to_contain_text("2 questions")
    opened.get_by_role("button", name="Vote up: Will grain move?").focus()
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("button", name="Vote up: Will grain move?")).to_be_focused()
    expect(opened.get_by_role("button", name="Vote up: Will grain move?")).to_have_attribute("aria-pressed", "true")
    opened.get_by_label("Tick Will grain move?").focus()
    opened.keyboard.press("Space")
    axe(opened)
    opened.get_by_role("button", name="Retire").focus()
    opened.keyboard.press("Enter")
    expect(opened.locator(".messages")).to_contain_text("1 question retired")
    assert Question.objects.get(text="Will grain move?").retired_at
    opened.get_by_role("button", name="Undo").focus()
    opened.keyboard.press("Enter")
    expect(opened.locator(".messages")).to_contain_text("1 question as before.")
    question = Question.objects.get(text="Will grain move?")
    assert (question.retired_at, question.score) == (None, 1)


def test_a_student_begins_prep_on_a_question_on_a_phone_without_script(page, cast):
    make.rule_set()
    question = make.question(member=cast.alice, text="Will grain move?")
    opened = page(cast.bob, viewport=PHONE, java_script_enabled=False)
    opened.goto(bank(cast))
    opened.get_by_role("link", name="Will grain move?").click()
    opened.get_by_text("Practice this question").click()
    opened.get_by_role("button", name="Begin prep").click()
    opened.wait_for_url("**/prep/")
    expect(opened.get_by_text("Will grain move?").first).to_be_visible()
    assert Round.objects.get().question == question


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_a_question_hold_no_barrier(page, cast, axe, scheme):
    make.rule_set()
    one = make.question(member=cast.alice, text="Should the US send troops to Ukraine?")
    make.question(member=cast.alice, text="Should the U.S. send ground troops to Ukraine?")
    opened = page(cast.alice, color_scheme=scheme, viewport=PHONE)
    for name, args in (
        ("articles:questions", ()),
        ("articles:alike", ()),
        ("practice:question", (one.pk,)),
        ("articles:edit_question", (one.pk,)),
    ):
        opened.goto(bank(cast, name, *args))
        for summary in opened.locator("main details > summary").all():
            summary.click()
        axe(opened)
        width = "document.documentElement.scrollWidth"
        assert opened.evaluate(width) <= PHONE["width"], name
