"""The check of the sources alone, by keys and by thumb; and a review that keeps up while somebody answers on it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from practice.hearing.citing import hear
from practice.hearing.comments import Typed, say
from practice.models import Comment, Round, Said
from practice.rounds import end_speech, ready, start_speech
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_desk import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def spoken(cast) -> Round:
    """Bob's, with two sources in its outline."""
    began = timezone.now() - timedelta(hours=1)
    round = make.prepping(member=cast.bob, visibility="team")
    for slot in ("point_1", "point_2"):
        article = make.article(member=cast.alice, published_on=date(2026, 3, 2))
        make.source(round=round, article=article, slot=slot)
    for act in (ready, start_speech, end_speech):
        act(round=round)
    Round.objects.filter(pk=round.pk).update(created_at=began)
    return round


def test_a_speaker_checks_the_sources_by_keys_and_comes_back(cast, spoken, page, axe):
    bob = page(cast.bob)
    bob.goto(f"{spoken.get_absolute_url()}review/")
    bob.get_by_role("link", name="Tick the sources").press("Enter")
    expect(bob.get_by_role("heading", name="What you cited")).to_be_visible()
    bob.wait_for_load_state()
    bob.keyboard.press("1")
    expect(bob.locator("#cited-counts")).to_contain_text("1 said: 1 found")
    bob.keyboard.press("d")
    expect(bob.locator("#cited-list")).to_contain_text("found: 2 March 2026")
    bob.keyboard.press("o")
    bob.keyboard.type("The Onion")
    bob.keyboard.press("Enter")
    expect(bob.locator("#cited-list")).to_contain_text("not found")
    axe(bob)
    assert [one.day for one in Said.objects.in_order()] == ["2 March 2026", ""]
    bob.get_by_role("link", name="Back to the review").press("Enter")
    bob.wait_for_url("**/review/#sources")
    expect(bob.locator("#cited-counts")).to_contain_text("2 said: 1 found, 1 not found")
    expect(bob.get_by_role("link", name="Add or change a source")).to_be_visible()


def test_on_a_phone_the_heading_that_was_asked_for_is_not_under_the_chips(cast, spoken, page):
    bob = page(cast.bob, viewport=PHONE)
    bob.goto(f"{spoken.get_absolute_url()}review/")
    for part in ("Sources", "Comments", "Outline"):
        bob.get_by_role("navigation", name="On this page").get_by_role("link", name=part).click()
        bob.wait_for_url(f"**/review/#{part.lower()}")
        chips, heading = bob.evaluate(
            """async (part) => {
              for (let frame = 0; frame < 3; frame += 1) await new Promise((done) => requestAnimationFrame(done));
              const at = (selector) => document.querySelector(selector).getBoundingClientRect();
              return [at(".on-page").bottom, at(`#${part} h2`).top];
            }""",
            part.lower(),
        )
        assert chips <= heading < PHONE["height"]


def test_without_script_a_source_is_ticked_and_put_right(cast, spoken, page):
    bob = page(cast.bob, java_script_enabled=False, viewport=PHONE)
    bob.goto(f"{spoken.get_absolute_url()}sources/")
    bob.locator(".tick").first.click()
    bob.locator(".quick").get_by_role("button", name="No date said").first.click()
    expect(bob.locator("#cited-list")).to_contain_text("no date was said")
    bob.locator("#cited-list summary").click()
    bob.get_by_role("button", name="Take it off").click()
    expect(bob.locator("#cited-list li")).to_have_count(0)
    bob.get_by_role("button", name="Undo").click()
    expect(bob.locator("#cited-list li")).to_have_count(1)
    expect(bob.get_by_role("heading", name="What you cited")).to_be_visible()
    assert Said.objects.filter(deleted_at=None).count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_check_fits_and_breaks_no_rule(cast, spoken, page, axe, viewport, scheme):
    hear(member=cast.bob, round=spoken, told={"publication": "The Onion"}, client_id=uuid4())
    bob = page(cast.bob, viewport=viewport, color_scheme=scheme)
    bob.goto(f"{spoken.get_absolute_url()}sources/")
    bob.locator(".tick").first.click()
    expect(bob.locator("#cited-counts")).to_contain_text("2 said")
    axe(bob)
    picture(bob, f"check-{viewport['width']}-{scheme}")
    assert bob.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bob.goto(f"{spoken.get_absolute_url()}review/")
    axe(bob)
    picture(bob, f"review-{viewport['width']}-{scheme}")


def test_a_librarys_answer_is_renewed_when_the_library_learns_of_the_article(cast, spoken, page):
    alice = page(cast.alice)
    told = {"publication": "Coast Dispatch", "day": "March 3rd, 2026"}
    hear(member=cast.bob, round=spoken, told=told, client_id=uuid4())
    with alice.expect_response("**/listeners/**"):  # it has looked once and knows what it has
        alice.goto(f"{spoken.get_absolute_url()}judge/")
    row = alice.locator("#cited-list li")
    expect(row).to_contain_text("not found")
    alice.locator("#id_reasons").fill("Half a rea")
    article = make.article(member=cast.alice, published_on=date(2026, 3, 3))
    Article.objects.filter(pk=article.pk).update(publisher="Coast Dispatch")
    expect(row).to_contain_text("found: 3 March 2026")
    expect(alice.locator("#id_reasons")).to_be_focused()
    alice.keyboard.type("son")
    expect(alice.locator("#id_reasons")).to_have_value("Half a reason")


def test_what_comes_to_a_review_with_a_recording_plays_from_its_second_and_the_rest_is_not_touched(cast, page):
    cast.team.recordings_on = True
    cast.team.save()
    round = make.recording(member=cast.bob).round
    first = say(member=cast.alice, round=round, typed=Typed("Slow down", uuid4(), second=5)).comment
    bob = page(cast.bob)
    bob.goto(f"{round.get_absolute_url()}review/")
    time = bob.locator(f"#comment-{first.pk} .time-link")
    time.focus()
    time.evaluate("button => { button.same = true; }")
    say(member=cast.alice, round=round, typed=Typed("Good hook", uuid4(), second=10))
    expect(bob.get_by_role("button", name="0:10: play from there")).to_be_visible()
    expect(time).to_be_focused()
    assert time.evaluate("button => button.same")


def test_a_review_keeps_up_and_leaves_alone_who_answers_on_it(cast, spoken, page):
    first = say(member=cast.alice, round=spoken, typed=Typed("Slow down", uuid4())).comment
    bob = page(cast.bob)
    bob.goto(f"{spoken.get_absolute_url()}review/")
    bob.locator(f"#comment-{first.pk} summary").press("Enter")
    box = bob.locator(f"#comment-{first.pk}").get_by_label("Your answer")
    box.press_sequentially("I wi")
    say(member=cast.alice, round=spoken, typed=Typed("Good hook", uuid4()))
    Comment.objects.filter(pk=first.pk).update(body="Slow down, please", updated_at=timezone.now())
    hear(member=cast.alice, round=spoken, told={"publication": "The Onion"}, client_id=uuid4())
    expect(bob.locator("#comment-list")).to_contain_text("Good hook")
    expect(bob.locator("#cited-list")).to_contain_text("nothing of The Onion in the library")
    expect(bob.get_by_text("Nobody has ticked")).to_have_count(0)
    expect(bob.locator("#comment-none")).to_be_hidden()
    expect(box).to_be_focused()
    bob.keyboard.type("ll try")
    expect(box).to_have_value("I will try")
    expect(bob.locator(f"#comment-{first.pk}")).not_to_contain_text("please")  # what somebody works in waits
    bob.locator(f"#comment-{first.pk}").get_by_role("button", name="Answer").press("Enter")
    expect(bob.locator(f"#comment-{first.pk}")).to_contain_text("please")
    assert Comment.objects.get(answers=first).body == "I will try"
