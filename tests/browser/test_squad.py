"""A squad practice in a real browser: the board that is run, the wall that keeps up by itself, a speaker's place."""

import os
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Route, expect

from practice.models import Board
from practice.rounds import choose, ready, start_speech
from practice.squad.squads import draw_at_place
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.waiting import stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PICTURES", "")


def address(board: Board, page: str = "board") -> str:
    return reverse(f"practice:{page}", args=[board.team.slug, board.pk])


def looked_at(page, name: str) -> None:
    """Nothing is wider than the window. With PICTURES set, what it looks like is kept there."""
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def under_way(cast) -> Board:
    """Eight speakers in two sections, half an hour on: one speaks, some prepare, one is late, one did not come."""
    names = "Bob Amara Jonathan-Christopher Mei Oluwaseun Priya Tomasz Zoë".split()
    members = [cast.bob, *(make.member(team=cast.team, user=make.user(username=name)) for name in names[1:])]
    for _ in range(30):
        make.question(member=cast.alice)
    start = timezone.now() - timedelta(minutes=15)
    board = make.board(member=cast.alice, speakers=members, at=start, sections=2, asks="previous")
    for number, member in enumerate(members[:4]):
        place = board.places.get(user=member.user)
        round = draw_at_place(place=place, member=member, at=place.draw_at + timedelta(minutes=number)).place.round
        choose(round=round, slip=round.slips.get(position=1), at=place.draw_at + timedelta(minutes=number + 1))
        if number == 0:
            ready(round=round)
            start_speech(round=round)
    board.places.filter(section=1, number=3).update(state="no_show")
    board.places.filter(section=1, number=4).update(state="here")
    return board


def test_a_coach_makes_a_board_runs_it_and_the_wall_and_the_speaker_keep_up(cast, page, axe):
    for _ in range(6):
        make.question(member=cast.alice)
    make.rule_set()
    alice = page(cast.alice)
    alice.goto(reverse("practice:practice", args=["riverside"]))
    alice.get_by_role("link", name="Squad practice").click()
    alice.wait_for_url("**/boards/new/")
    axe(alice)
    alice.get_by_role("button", name="Make the board").press("Enter")
    expect(alice.get_by_role("link", name="The wall")).to_be_visible()
    board = Board.objects.get()
    board.places.update(draw_at=timezone.now())
    board.places.filter(user=cast.bob.user).update(number=9)
    wall = page(cast.erin)
    wall.goto(address(board, "wall"))
    expect(wall.locator("#wall")).to_contain_text("Draw now")
    alice.reload()
    alice.get_by_role("button", name="Sign in Bob").press("Enter")
    expect(alice.get_by_role("button", name="Not here yet Bob")).to_be_visible()
    expect(alice.get_by_role("rowheader", name="Bob")).to_be_focused()  # its button is gone
    alice.keyboard.press("Tab")
    expect(alice.get_by_role("button", name="Not here yet Bob")).to_be_focused()
    bob = page(cast.bob)
    bob.goto(reverse("practice:practice", args=["riverside"]))
    bob.get_by_role("link", name="Your place").click()
    bob.wait_for_url("**/mine/")
    axe(bob)
    bob.get_by_role("button", name="Draw").click()
    bob.wait_for_url("**/choose/")
    expect(wall.locator("tr", has_text="Bob")).to_contain_text("choosing")
    bob.locator("#slip-1").wait_for()
    bob.keyboard.press("1")
    bob.wait_for_url("**/prep/")
    expect(bob.get_by_role("button", name="Pause")).to_have_count(0)
    expect(wall.locator("tr", has_text="Bob")).to_contain_text("min of prep left")
    alice.goto(address(board, "slips"))
    expect(alice.locator(".topic-slip blockquote")).to_have_count(1)
    axe(alice)


def _polled(response) -> bool:
    """Of the page's own script; what the first visit fetched may come in late."""
    return "/wall/" in response.url and response.request.headers.get("hx-request") == "true"


def test_the_wall_asks_with_the_tag_that_it_has(cast, page):
    board = under_way(cast)
    opened = page(cast.bob)
    opened.goto(address(board, "wall"))
    answers = []
    opened.on("response", lambda response: answers.append(response) if _polled(response) else None)
    for _ in range(2):
        with opened.expect_response(_polled):
            pass
    asked = [answer.request.all_headers() for answer in answers]
    assert [headers["hx-request"] for headers in asked[:2]] == ["true", "true"]
    assert asked[1].get("if-none-match") == answers[0].headers["etag"]
    expect(opened.locator("#wall")).to_have_count(1)
    expect(opened.locator("#wall tr.is-speaking")).to_contain_text("Bob")


def test_the_way_from_the_wall_to_the_board_is_read_on_a_television(cast, page):
    board = under_way(cast)
    for viewport, least in (({"width": 1920, "height": 1080}, 28), (PHONE, 16)):
        opened = page(cast.alice, viewport=viewport)
        opened.goto(address(board, "wall"))
        link = opened.get_by_role("link", name="Run the board")
        assert float(link.evaluate("link => parseFloat(getComputedStyle(link).fontSize)")) >= least
        looked_at(opened, f"wall-{viewport['width']}")


def test_a_wall_that_lost_its_connection_says_so_and_its_hour_does_not_look_right(cast, page):
    board = make.board(member=cast.alice, speakers=[cast.bob], at=timezone.now() + timedelta(minutes=5))
    bob = page(cast.bob)
    bob.goto(address(board, "wall"))
    line = "e => getComputedStyle(e).textDecorationLine"
    assert bob.locator(".hour").evaluate(line) == "none"
    lost = "new CustomEvent('htmx:sendError', {bubbles: true, detail: {requestConfig: {verb: 'get'}}})"
    held: list[Route] = []
    lost_now = [True]
    bob.route("**/wall/", lambda route: held.append(route) if lost_now else route.continue_())
    stored(bob, lambda: len(held), 1)  # it asks, so no answer is on its way that would take the words away
    bob.evaluate(f"document.body.dispatchEvent({lost})")
    expect(bob.locator("#notice")).to_have_text("No connection. What is shown here may be old.")
    assert bob.locator(".hour").evaluate(line) == "line-through"
    lost_now.clear()
    for route in held:
        route.continue_()
    expect(bob.locator("#notice")).to_be_empty()  # the next answer takes it away
    assert bob.locator(".hour").evaluate(line) == "none"


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_the_wall_shows_every_speaker_without_being_scrolled(cast, page, size):
    board = under_way(cast)
    wall = page(cast.bob, viewport={"width": size[0], "height": size[1]})
    wall.goto(address(board, "wall"))
    for name in ("A4 Tomasz", "B4 Zoë"):
        expect(wall.get_by_role("row", name=name)).to_be_in_viewport(ratio=1)
    assert wall.evaluate("parseFloat(getComputedStyle(document.querySelector('#wall')).fontSize)") > size[1] / 50


def test_a_board_works_without_any_script(cast, page):
    board = under_way(cast)
    alice = page(cast.alice, java_script_enabled=False)
    alice.goto(address(board))
    alice.get_by_role("button", name="No-show Zoë").click()
    expect(alice.locator("tr", has_text="Zoë")).to_contain_text("did not come")
    alice.get_by_label("One", exact=True).select_option(label="B3 Priya")
    alice.get_by_label("The other").select_option(label="A4 Tomasz")
    alice.get_by_role("button", name="Change places").click()
    expect(alice.get_by_role("row", name="A4 Priya")).to_contain_text("changed places")


def test_a_board_that_comes_anew_takes_no_mark_away_that_is_on_its_way(cast, page):
    board = under_way(cast)
    alice = page(cast.alice)
    alice.goto(address(board))
    held: list[Route] = []
    alice.route("**/mark/", lambda route: held.append(route))
    alice.get_by_role("button", name="No-show Zoë").press("Enter")
    stored(alice, lambda: len(held), 1)
    alice.evaluate("htmx.ajax('GET', location.pathname, { source: '#board', target: '#board', swap: 'outerHTML' })")
    held[0].continue_()
    expect(alice.get_by_role("button", name="Came after all Zoë")).to_be_visible()
    expect(alice.get_by_role("rowheader", name="Zoë")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_pages_of_a_squad_practice_hold_no_barrier_in_any_size_and_scheme(cast, page, axe, scheme, viewport):
    board = under_way(cast)
    name = f"{scheme}-{viewport['width']}"
    for who, what in (
        (cast.alice, "board"), (cast.bob, "wall"), (cast.bob, "mine"), (cast.alice, "slips"),
    ):  # fmt: skip
        opened = page(who, color_scheme=scheme, viewport=viewport)
        opened.goto(address(board, what))
        axe(opened)
        looked_at(opened, f"{what}-{name}")
    opened = page(cast.alice, color_scheme=scheme, viewport=viewport)
    opened.goto(reverse("practice:new_board", args=["riverside"]))
    for summary in opened.locator("summary").all()[1:]:
        summary.click()
    axe(opened)
    looked_at(opened, f"new-{name}")
    opened.goto(reverse("practice:practice", args=["riverside"]))
    axe(opened)
    looked_at(opened, f"practice-{name}")


def test_the_board_and_eight_slips_print_on_one_page_each(cast, page):
    board = under_way(cast)
    opened = page(cast.alice)
    for what in ("board", "slips"):
        opened.goto(address(board, what))
        pdf = opened.pdf(format="A4", margin={side: "15mm" for side in ("top", "bottom", "left", "right")})
        if PICTURES:
            with open(f"{PICTURES}/{what}.pdf", "wb") as file:  # noqa: PTH123
                file.write(pdf)
        assert pdf.count(b"/Type /Page\n") == 1
