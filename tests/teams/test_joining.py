from datetime import timedelta

import pytest
from django.utils import timezone

from teams import joining
from teams.models import JoinCode, Membership
from teams.policy import Role
from tests import make


def test_a_typed_code_makes_a_student_whatever_its_case_and_hyphens(cast):
    code = joining.make_code(member=cast.alice).code
    joined = joining.join(user=make.user(), typed=f" {code.lower().replace('-', ' ')} ")
    assert (joined.member.team, joined.member.role, joined.created) == (cast.team, Role.STUDENT, True)


def test_the_code_itself_is_stored_nowhere(cast):
    new = joining.make_code(member=cast.alice)
    plain = new.code.replace("-", "")
    stored = JoinCode.objects.values().get(pk=new.row.pk)
    assert plain not in str(stored) and stored["ending"] == plain[-2:] and len(stored["code_hash"]) == 64


def test_joining_twice_is_one_membership_and_keeps_the_role(cast):
    code = joining.make_code(member=cast.alice).code
    joined = joining.join(user=cast.erin.user, typed=code)
    assert (joined.member, joined.created, joined.member.role) == (cast.erin, False, Role.CAPTAIN)


@pytest.mark.parametrize("spoil", ["expired", "revoked", "wrong"])
def test_a_code_that_ran_out_was_taken_back_or_never_was_opens_nothing(cast, spoil):
    new = joining.make_code(member=cast.alice)
    typed = new.code
    if spoil == "expired":
        JoinCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif spoil == "revoked":
        joining.revoke_code(code=new.row)
    else:
        typed = "CDFG-H346"
    with pytest.raises(joining.UnknownCode):
        joining.join(user=make.user(), typed=typed)


def test_a_former_member_who_joins_again_starts_as_a_student_in_a_new_membership(cast):
    code = joining.make_code(member=cast.alice).code
    joined = joining.join(user=cast.dana.user, typed=code)
    assert joined.created and joined.member.pk != cast.dana.pk
    assert Membership.objects.filter(user=cast.dana.user, team=cast.team).count() == 2


def test_the_only_coach_can_neither_leave_nor_become_a_student(cast):
    with pytest.raises(joining.LastCoach):
        joining.end(member=cast.alice)
    with pytest.raises(joining.LastCoach):
        joining.give_role(member=cast.alice, role=Role.STUDENT)
    cast.alice.refresh_from_db()
    assert cast.alice.is_active and cast.alice.role == Role.COACH


def test_with_a_second_coach_the_first_may_leave(cast):
    joining.give_role(member=cast.erin, role=Role.COACH)
    joining.end(member=cast.alice)
    cast.alice.refresh_from_db()
    assert not cast.alice.is_active


def test_a_person_has_one_personal_team_however_often_they_ask(db):
    user = make.user()
    first, second = joining.personal_team(user=user), joining.personal_team(user=user)
    assert first == second and first.team.personal and first.role == Role.COACH


def test_two_teams_of_one_name_have_different_addresses(db):
    a = joining.make_team(user=make.user(), name="Lincoln High")
    b = joining.make_team(user=make.user(), name="Lincoln High")
    assert a.team.slug == "lincoln-high" and b.team.slug.startswith("lincoln-high-")


def test_a_name_without_latin_letters_still_gives_an_address(db):
    assert joining.make_team(user=make.user(), name="辩论队").team.slug == "team"
