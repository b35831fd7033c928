import pytest
from django.urls import reverse

from articles.areas import USUAL, area_named, give_default_areas, slug_of
from articles.models import Area, Question
from tests import make

pytestmark = pytest.mark.django_db


def address(cast, name: str = "questions", *args, **asked) -> str:
    return reverse(f"articles:{name}", args=[cast.team.slug, *args], query=asked)


def test_a_student_reads_the_questions_and_is_offered_no_change(cast, as_member):
    make.question(member=cast.alice, text="Will the ports stay open?")
    page = as_member(cast.bob).get(address(cast)).content.decode()
    assert "Will the ports stay open?" in page
    assert "<textarea" not in page
    assert "Retire" not in page


def test_many_are_added_at_once_with_their_areas_and_one_more(cast, as_member):
    courts = make.area(team=cast.team, name="Courts")
    data = {"pasted": "Will it hold?\r\n\r\n  Should it   end?  ", "areas": ["courts"], "new_area": "Elections"}
    assert as_member(cast.erin).post(address(cast, "add_questions"), data).status_code == 302
    elections = Area.objects.get(team=cast.team, slug="elections")
    added = {question.text: set(question.areas.all()) for question in Question.objects.all()}
    assert added == {"Will it hold?": {courts, elections}, "Should it end?": {courts, elections}}


def test_the_same_wording_is_one_question(cast, as_member):
    make.question(member=cast.alice, text="Can “peace” hold?")
    response = as_member(cast.alice).post(
        address(cast, "add_questions"), {"pasted": 'can "peace" hold?\nWill it?'}, follow=True
    )
    assert Question.objects.count() == 2
    assert "1 question added, 1 was there already." in response.content.decode()


def test_a_text_that_is_too_long_is_told_and_stays_in_the_box(cast, as_member):
    typed = "Will " + "very " * 110 + "long ones fit?"
    response = as_member(cast.alice).post(address(cast, "add_questions"), {"pasted": f"Short one?\n{typed}"})
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count(typed) == 2  # in the caution and in the box
    assert not Question.objects.exists()


def test_a_box_without_a_question_is_refused_and_keeps_what_was_typed(cast, as_member):
    response = as_member(cast.alice).post(address(cast, "add_questions"), {"pasted": "\n"})
    assert response.status_code == 422
    assert "There is no question in this." in response.content.decode()


def test_only_questions_of_the_chosen_area_are_listed(cast, as_member):
    make.question(member=cast.alice, text="In court?", areas=[make.area(team=cast.team, name="Courts")])
    make.question(member=cast.alice, text="At sea?", areas=[make.area(team=cast.team)])
    page = as_member(cast.bob).get(address(cast, area="courts")).content.decode()
    assert "In court?" in page
    assert "At sea?" not in page


def test_a_retired_question_is_not_drawn_until_it_is_used_again(cast, as_member):
    question = make.question(member=cast.alice)
    client = as_member(cast.erin)
    client.post(address(cast, "retire", question.pk))
    assert list(Question.objects.drawable_by(cast.bob)) == []
    client.post(address(cast, "unretire", question.pk))
    assert list(Question.objects.drawable_by(cast.bob)) == [question]


def test_another_teams_question_cannot_be_retired(cast, as_member):
    theirs = make.question(member=cast.charlie)
    assert as_member(cast.alice).post(address(cast, "retire", theirs.pk)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.retired_at is None


def test_a_team_without_areas_can_take_the_usual_ones_twice_without_harm(cast, as_member):
    client = as_member(cast.alice)
    assert "Use the usual areas" in client.get(address(cast, "areas")).content.decode()
    client.post(address(cast, "usual_areas"))
    client.post(address(cast, "usual_areas"))
    assert Area.objects.filter(team=cast.team).count() == sum(map(len, USUAL.values())) == 22
    assert "Use the usual areas" not in client.get(address(cast, "areas")).content.decode()


def test_usual_areas_keep_an_area_of_the_same_name(cast):
    mine = make.area(team=cast.team, name="Congress", side="domestic")
    assert mine in give_default_areas(cast.team)


@pytest.mark.parametrize(
    ("name", "slug"), [("Russia & Eastern Europe", "russia-eastern-europe"), ("A" * 80, "a" * 60)]
)
def test_an_area_has_a_slug_that_fits(name, slug):
    assert slug_of(name) == slug


def test_an_area_in_another_script_has_a_slug_too(cast):
    one, other = area_named(team=cast.team, name="中東"), area_named(team=cast.team, name="東アジア")
    assert one.slug != other.slug
    assert area_named(team=cast.team, name=" 中東 ") == one
