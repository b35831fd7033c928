"""What no row and no calendar has, typed into the forms of practice: a fault of the form, and what was typed stays."""

import pytest

from tests import make
from tests.practice.pages import PRACTICE

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
