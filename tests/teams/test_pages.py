from django.urls import reverse

from teams import joining
from teams.models import JoinCode, Membership, User
from tests import make


def url(name, team, **kwargs):
    return reverse(f"teams:{name}", kwargs={"team": team.slug, **kwargs})


def test_sign_up_asks_for_a_name_and_a_password_and_nothing_else(client, db):
    page = client.get("/accounts/signup/")
    assert set(page.context["form"].fields) == {"username", "email", "password1", "display_name"}
    assert [f for f, field in page.context["form"].fields.items() if field.required] == ["username", "password1"]


def test_a_new_person_signs_up_and_is_asked_where_they_practise(client, db):
    form = {"username": "nora", "password1": make.PASSWORD, "display_name": "Nora B."}
    answer = client.post("/accounts/signup/", form, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("teams:mine")
    assert str(User.objects.get(username="nora")) == "Nora B."


def test_after_five_wrong_passwords_the_right_one_is_refused_too(client, cast):
    wrong = {"login": "bob", "password": "not this one"}
    for _ in range(5):
        assert client.post("/accounts/login/", wrong).status_code == 200
    client.post("/accounts/login/", {"login": "bob", "password": make.PASSWORD})
    assert "_auth_user_id" not in client.session


def test_another_person_can_still_sign_in_from_the_same_address(client, cast):
    for _ in range(6):
        client.post("/accounts/login/", {"login": "bob", "password": "not this one"})
    client.post("/accounts/login/", {"login": "erin", "password": make.PASSWORD})
    assert client.session["_auth_user_id"] == str(cast.erin.user.pk)


def test_guessing_codes_is_throttled_and_keeps_what_was_typed(as_member, cast):
    client = as_member(cast.charlie)
    answers = [client.post(reverse("teams:join"), {"code": f"WRONG{i}"}).status_code for i in range(11)]
    assert answers == [422] * 10 + [429]
    code = joining.make_code(member=cast.alice).code
    last = client.post(reverse("teams:join"), {"code": code})
    assert last.status_code == 429 and code in last.content.decode()


def test_a_code_is_shown_once_and_opens_the_team_to_who_types_it(as_member, cast):
    page = as_member(cast.alice).post(url("make_code", cast.team))
    code = page.context["new_code"]
    assert code in page.content.decode()
    assert code not in as_member(cast.alice).get(url("team", cast.team)).content.decode()
    newcomer = make.user()
    client = as_member(Membership(user=newcomer))
    assert client.post(reverse("teams:join"), {"code": code}).status_code == 302
    assert client.get(reverse("team_home", args=["riverside"])).status_code == 200


def test_a_code_of_another_team_cannot_be_taken_back_from_here(as_member, cast):
    code = joining.make_code(member=cast.charlie).row
    assert as_member(cast.alice).post(url("revoke_code", cast.team, code_id=code.pk)).status_code == 404
    assert JoinCode.objects.get(pk=code.pk).revoked_at is None


def test_a_removed_member_is_out_from_that_minute_on(as_member, cast):
    bob = as_member(cast.bob)
    assert bob.get(url("team", cast.team)).status_code == 200
    as_member(cast.alice).post(url("remove", cast.team, member_id=cast.bob.pk))
    assert bob.get(url("team", cast.team)).status_code == 404


def test_a_coach_made_student_may_not_manage_in_the_same_session(as_member, cast):
    joining.give_role(member=cast.erin, role="coach")
    erin = as_member(cast.erin)
    as_member(cast.alice).post(url("give_role", cast.team, member_id=cast.erin.pk), {"role": "student"})
    assert erin.post(url("make_code", cast.team)).status_code == 403


def test_each_role_can_be_chosen_and_the_members_own_stands_chosen(as_member, cast):
    page = as_member(cast.alice).get(url("team", cast.team)).content.decode()
    assert page.count('<option value="captain"') == 3
    assert page.count('<option value="captain" selected>Captain</option>') == 1
    assert page.count('<option value="student" selected>Student</option>') == 1
    assert page.count('<th scope="col">Captain</th>') == 1


def test_the_only_coach_is_told_why_they_cannot_leave(as_member, cast):
    page = as_member(cast.alice).post(url("leave", cast.team), follow=True)
    assert "You are the only coach" in page.content.decode()


def test_switching_decides_what_home_opens(as_member, cast):
    other = joining.make_team(user=cast.bob.user, name="Second Team")
    client = as_member(cast.bob)
    assert client.get("/").url == "/t/second-team/"
    client.post(url("switch", cast.team))
    assert client.get("/").url == "/t/riverside/"
    joining.end(member=cast.bob)
    assert client.get("/").url == f"/t/{other.team.slug}/"


def test_the_team_page_costs_the_same_for_one_and_thirty_members(as_member, cast, django_assert_num_queries):
    client = as_member(cast.alice)
    client.get(url("team", cast.team))
    with django_assert_num_queries(5):
        client.get(url("team", cast.team))
    for _ in range(30):
        make.member(team=cast.team)
    with django_assert_num_queries(5):
        client.get(url("team", cast.team))
