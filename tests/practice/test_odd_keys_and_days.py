"""What no row and no calendar has, typed into the forms of practice: a fault of the form, and what was typed stays."""

import pytest

from practice.models import Board, Season, Tournament
from tests import make
from tests.practice.pages import PRACTICE, text

pytestmark = pytest.mark.django_db
HUGE = "9223372036854775808"  # one more than SQLite's largest


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("draw/", "areas"),
        ("boards/new/", "areas"),
        ("boards/new/", "speakers"),
        ("season/new/", "goers"),
        ("drills/cites/", "areas"),
    ],
)
def test_a_key_that_no_row_can_have_is_a_fault_of_the_form(cast, as_member, page, field):
    make.rule_set()
    area = make.area(team=cast.team)
    for _ in range(4):
        make.question(member=cast.alice, areas=[area])
    answer = as_member(cast.alice).post(PRACTICE + page, {field: [HUGE]})
    assert answer.status_code == 422 and field in answer.context["form"].errors


ENDS = ["0001-01-01", "9999-12-31"]


@pytest.mark.parametrize("zone", ["", "America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("day", ENDS)
def test_a_day_at_an_end_of_the_calendar_is_no_day_of_a_practice(cast, as_member, day, zone):
    cast.team.time_zone = zone
    cast.team.save()
    coach, rules = as_member(cast.alice), make.rule_set()
    board = {"rule_set": str(rules.pk), "speakers": [str(cast.bob.user_id)], "first_draw": f"{day}T00:00"}
    forms = {"boards/new/": board, "season/new/": {"name": "Harbour Classic", "first_day": day, "last_day": day}}
    for page, typed in forms.items():
        answer = coach.post(PRACTICE + page, typed)
        assert answer.status_code == 422 and "Name a day from 2000 to 2100." in text(answer)
        assert f'value="{day}' in answer.content.decode()
    answer = coach.post(f"{PRACTICE}season/begin/", {"day": day})
    assert "No season was begun" in text(answer)
    assert not (Board.objects.exists() or Tournament.objects.exists() or Season.objects.exists())


@pytest.mark.parametrize("day", ENDS)
def test_a_tournament_at_an_end_of_the_calendar_that_is_there_already_is_in_the_file(cast, bob, day):
    row = make.tournament(member=cast.alice)
    Tournament.objects.filter(pk=row.pk).update(first_day=day, last_day=day)
    made = bob.get(f"{PRACTICE}season/tournaments.ics").content.decode()
    assert f"DTSTART;VALUE=DATE:{day.replace('-', '')}" in made
    assert bob.get(f"{PRACTICE}season/").status_code == 200
