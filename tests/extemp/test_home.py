import re
from pathlib import Path

from django.urls import reverse
from django.utils import timezone

from tests import make

ROOT = Path(__file__).resolve().parents[2]


def home(client) -> str:
    return client.get(reverse("team_home", args=["riverside"])).content.decode()


def test_a_coach_of_an_empty_team_is_told_what_to_do_first(cast, as_member):
    assert "Make a join code" in home(as_member(cast.alice))


def test_a_student_of_an_empty_team_is_not_sent_to_what_they_may_not_do(cast, as_member):
    page = home(as_member(cast.bob))
    assert "Nothing to draw from yet" in page and reverse("articles:add", args=["riverside"]) not in page


def test_a_coach_begins_with_the_squad_and_a_student_with_a_draw(cast, as_member):
    make.question(member=cast.alice)
    first = 'class="button primary" href="{}"'.format
    board, draw = (reverse(name, args=["riverside"]) for name in ("practice:new_board", "practice:practice"))
    coach, student = home(as_member(cast.alice)), home(as_member(cast.bob))
    assert first(board) in coach and first(draw) not in coach and "Today at Riverside" in coach
    assert first(draw) in student and "Ready for a round, Bob?" in student and board not in student
    assert "My progress" in student and "The squad</a>" in coach


def test_a_captain_finds_the_boards_that_they_run_and_their_own_place_and_rounds(cast, as_member):
    make.question(member=cast.alice)
    of_bob, own = make.spoken(member=cast.bob, visibility="team"), make.spoken(member=cast.erin)
    board = make.board(member=cast.alice, speakers=[cast.bob, cast.erin], at=timezone.now())
    place, student = board.places.get(user=cast.erin.user), home(as_member(cast.bob))
    page = home(as_member(cast.erin))
    new, mine, wall = (
        reverse("practice:new_board", args=["riverside"]),
        reverse("practice:mine", args=["riverside", board.pk]),
        reverse("practice:wall", args=["riverside", board.pk]),
    )
    assert all(f'href="{address}"' in page for address in (new, mine, wall, board.get_absolute_url()))
    assert f"Your place is {place.code}: draw at" in page and "Ready for a round, Erin?" in page
    assert own.get_absolute_url() in page and of_bob.get_absolute_url() not in page
    assert board.get_absolute_url() + '"' not in student and mine in student and wall in student
    assert page.index("Squad practice</h2>") < page.index("New in the library")


def test_a_round_under_way_comes_first(cast, as_member):
    round_ = make.prepping(member=cast.bob)
    page = home(as_member(cast.bob))
    assert "Your round is under way" in page and str(round_.question) in page


def test_an_area_without_fresh_articles_is_a_gap_for_leaders_only(cast, as_member):
    make.area(team=cast.team, name="Courts")
    assert "Courts" in home(as_member(cast.alice))
    assert "Courts" not in home(as_member(cast.bob))


def test_the_first_page_costs_the_same_queries_for_one_and_thirty_articles(cast, as_member, django_assert_num_queries):
    client = as_member(cast.alice)
    make.article(member=cast.alice)
    home(client)
    with django_assert_num_queries(23):
        home(client)
    for _ in range(30):
        make.article(member=cast.alice)
    with django_assert_num_queries(23):
        home(client)


def test_every_setting_that_is_read_is_explained_and_none_else():
    read = set(re.findall(r'env\.\w+\("(\w+)"', (ROOT / "extemp" / "settings.py").read_text()))
    told = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "deploy.md").read_text(), re.M))
    assert told == read
