import pytest

from teams.policy import TABLE, Action, Role, allows


def test_every_action_says_who_may():
    assert set(TABLE) == set(Action)


def test_a_coach_may_everything():
    assert all(allows(Role.COACH, action) for action in Action)


@pytest.mark.parametrize("action", [Action.ADD_ARTICLES, Action.MANAGE_MEMBERS, Action.MODERATE, Action.READ_COACHES])
def test_a_student_may_not(action):
    assert not allows(Role.STUDENT, action)


def test_an_unknown_role_may_nothing():
    assert not any(allows("owner", action) for action in Action)
