"""Tournaments: planned by leaders, seen by all, and what they lead to."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.arranging import merge
from articles.coverage import coverage
from articles.models import Area
from practice.models import Round, Tournament
from practice.season import countdown, planning
from practice.season.forms import area_names
from tests import make
from tests.practice.pages import PRACTICE, text

pytestmark = pytest.mark.django_db
SEASON = f"{PRACTICE}season/"
TYPED = {"name": "Harbour Classic", "place": "Pier 4", "first_day": "2027-03-12", "last_day": "2027-03-14"}


def rows() -> list[Tournament]:
    return list(Tournament.objects.prefetch_related("published__area", "going__user"))


# Days and words


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2027, 2, 28), "12 days to go"),
        (date(2027, 3, 11), "tomorrow"),
        (date(2027, 3, 12), "day 1 of 3"),
        (date(2027, 3, 14), "day 3 of 3"),
        (date(2027, 3, 15), "over"),
    ],
)
def test_the_countdown_counts_whole_days(today, said):
    assert countdown.in_words(date(2027, 3, 12), date(2027, 3, 14), today) == said


def test_a_tournament_of_one_day_is_today():
    assert countdown.in_words(date(2027, 3, 12), date(2027, 3, 12), date(2027, 3, 12)) == "today"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2027, 3, 14), date(2027, 3, 14), "14 Mar 2027"),
        (date(2027, 3, 12), date(2027, 3, 14), "12–14 Mar 2027"),
        (date(2027, 3, 30), date(2027, 4, 1), "30 Mar – 1 Apr 2027"),
        (date(2027, 12, 30), date(2028, 1, 2), "30 Dec 2027 – 2 Jan 2028"),
    ],
)
def test_dates_are_said_as_short_as_they_can_be(first, last, said):
    assert countdown.dates(first, last) == said


@pytest.mark.parametrize(
    ("pasted", "names"),
    [
        ("Africa\nCourts", ["Africa", "Courts"]),
        ("Round 1: Africa\n2. Courts\n3) World Economy", ["Africa", "Courts", "World Economy"]),
        ("• Africa\r\n\r\n - africa \n– Courts", ["Africa", "Courts"]),
        ("R1 Africa", ["R1 Africa"]),
    ],
)
def test_published_areas_are_read_as_they_are_pasted(pasted, names):
    assert area_names(pasted) == names


# Planning


def test_a_captain_plans_a_tournament_and_everybody_sees_it(cast, as_member):
    for name in ("Courts", "Africa"):
        make.area(team=cast.team, name=name)
    typed = {**TYPED, "rule_set": str(make.rule_set().pk), "side": "international"}
    typed |= {"areas": "1. Africa\n2. Courts", "goers": [str(cast.bob.user.pk)]}
    answer = as_member(cast.erin).post(f"{SEASON}new/", typed)
    (made,) = rows()
    assert answer["Location"] == made.get_absolute_url()
    assert [area.name for area in made.areas] == ["Africa", "Courts"]
    assert [one.user for one in made.going.all()] == [cast.bob.user]
    page = text(as_member(cast.bob).get(made.get_absolute_url()))
    assert "12–14 Mar 2027 Pier 4" in page
    assert "Bob (you)" in page and "NSDA" in page
    assert "Harbour Classic" in text(as_member(cast.bob).get(SEASON))


def test_an_area_that_the_team_does_not_have_is_asked_about_and_nothing_typed_is_lost(cast, as_member):
    make.area(team=cast.team, name="Courts")
    client = as_member(cast.alice)
    answer = client.post(f"{SEASON}new/", {**TYPED, "areas": "Courts\nTrade Wars"})
    assert answer.status_code == 422 and not rows()
    assert "The team has no area “Trade Wars”" in text(answer)
    assert answer.context["form"]["areas"].value() == "Courts\nTrade Wars"
    client.post(f"{SEASON}new/", {**TYPED, "areas": "Courts\nTrade Wars", "side": "domestic", "make_areas": "on"})
    assert [area.name for area in rows()[0].areas] == ["Courts", "Trade Wars"]
    assert Area.objects.get(name="Trade Wars").side == "domestic"


def test_a_last_day_before_the_first_is_refused_and_an_empty_one_is_the_first(cast, as_member):
    client = as_member(cast.alice)
    answer = client.post(f"{SEASON}new/", {**TYPED, "last_day": "2027-03-01"})
    assert answer.status_code == 422 and "It is before the first day, Mar 12." in text(answer)
    client.post(f"{SEASON}new/", {**TYPED, "last_day": ""})
    assert rows()[0].last_day == date(2027, 3, 12)


def test_who_saves_second_sees_both_and_loses_nothing(cast, as_member):
    row = make.tournament(member=cast.alice)
    typed = {**TYPED, "version": "0"}
    assert as_member(cast.erin).post(f"{SEASON}{row.pk}/edit/", {**typed, "name": "Erin’s"}).status_code == 302
    client = as_member(cast.alice)
    answer = client.post(f"{SEASON}{row.pk}/edit/", {**typed, "name": "Alice’s"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Erin’s" in page and 'value="Alice’s"' in page and 'name="version" value="1"' in page
    assert client.post(f"{SEASON}{row.pk}/edit/", {**typed, "name": "Alice’s", "version": "1"}).status_code == 302
    assert rows()[0].name == "Alice’s"


def test_a_tournament_that_is_removed_comes_back_with_one_press(cast, as_member):
    client, row = as_member(cast.alice), make.tournament(member=cast.alice)
    page = text(client.post(f"{SEASON}{row.pk}/remove/", follow=True))
    assert "Harbour Classic is removed." in page and planning.next_for(cast.bob) is None
    client.post(f"{SEASON}{row.pk}/restore/")
    assert planning.next_for(cast.bob) == row


def test_two_areas_that_become_one_are_published_once(cast):
    one, two = make.area(team=cast.team, name="Africa"), make.area(team=cast.team, name="All Africa")
    row = make.tournament(member=cast.alice, areas=[one, two])
    other = make.tournament(member=cast.alice, areas=[two])
    assert merge(area=two, into=one, member=cast.alice)
    assert [one.area.name for t in (row, other) for one in t.published.all()] == ["Africa", "Africa"]


# What it leads to


def test_the_next_one_is_the_members_own_where_they_are_named(cast):
    make.tournament(member=cast.alice, name="Over", days=-3)
    near = make.tournament(member=cast.alice, name="Near", days=3, goers=[cast.erin])
    far = make.tournament(member=cast.alice, name="Far", days=30, goers=[cast.bob])
    assert (planning.next_for(cast.erin), planning.next_for(cast.bob)) == (near, far)
    assert planning.next_of_team(cast.bob) == near
    lasting = make.tournament(member=cast.alice, name="Lasting", days=-1, length=3)
    assert planning.next_for(cast.bob) == lasting


def test_the_first_page_counts_the_days(cast, as_member):
    make.tournament(member=cast.alice, goers=[cast.bob])
    for member in (cast.bob, cast.alice):
        assert "Harbour Classic 12 days to go" in text(as_member(member).get("/t/riverside/"))


def test_the_coverage_map_begins_with_the_areas_of_the_next_tournament_in_their_order(cast, as_member):
    areas = [make.area(team=cast.team, name=name) for name in ("Africa", "Courts", "World Economy", "Zones")]
    make.article(member=cast.alice, areas=[areas[1]], published_on=timezone.localdate())
    make.tournament(member=cast.alice, areas=[areas[3], areas[1]])
    found = coverage(cast.bob)
    assert [line.area.name for line in found.lines] == ["Zones", "Courts", "Africa", "World Economy"]
    assert [line.area.name for line in found.bare] == ["Zones"]
    page = text(as_member(cast.bob).get("/t/riverside/library/coverage/"))
    assert "Harbour Classic : 12 days to go" in page and "No article of the last 12 weeks on Zones" in page


def test_gaps_on_the_first_page_are_those_of_the_next_tournament(cast, as_member):
    courts = make.area(team=cast.team, name="Courts")
    make.area(team=cast.team, name="Africa")
    make.tournament(member=cast.alice, areas=[courts])
    page = text(as_member(cast.alice).get("/t/riverside/"))
    assert "No article from the last 30 days, for Harbour Classic Courts" in page and "Africa" not in page


def test_practising_for_it_begins_with_its_rules_and_areas_and_the_round_says_so(cast, bob):
    courts = make.area(team=cast.team, name="Courts")
    for _ in range(4):
        make.question(member=cast.alice, areas=[courts])
        make.question(member=cast.alice)
    row = make.tournament(member=cast.alice, areas=[courts], rule_set=make.rule_set(slug="uil-informative"))
    form = bob.get(f"{PRACTICE}?for={row.pk}").context["form"]
    assert form["rule_set"].initial == row.rule_set and form.ticked() == {str(courts.pk)}
    assert form.fields["tournament"].initial == row
    typed = {"rule_set": str(make.rule_set().pk), "visibility": "coaches"}
    bob.post(f"{PRACTICE}draw/", {**typed, "tournament": str(row.pk), "areas": [str(courts.pk)]})
    assert Round.objects.get().tournament == row


def test_a_tournament_that_is_over_or_not_ours_lends_nothing(cast, bob):
    make.question(member=cast.alice)
    over = make.tournament(member=cast.alice, days=-9)
    theirs = make.tournament(member=cast.charlie)
    for key in (over.pk, theirs.pk, "x"):
        assert bob.get(f"{PRACTICE}?for={key}").context["form"].fields["tournament"].initial is None


def test_a_board_for_a_tournament_takes_who_goes_and_its_rounds_are_for_it(cast, as_member):
    for _ in range(6):
        make.question(member=cast.alice)
    row = make.tournament(member=cast.alice, goers=[cast.bob], rule_set=make.rule_set())
    client = as_member(cast.alice)
    form = client.get(f"{PRACTICE}boards/new/?for={row.pk}").context["form"]
    assert form["speakers"].value() == [cast.bob.user.pk]
    at = timezone.localtime() - timedelta(minutes=1)
    typed = {"rule_set": str(row.rule_set.pk), "speakers": [str(cast.bob.user.pk)], "sections": "1", "gap": "keep"}
    typed |= {"first_draw": f"{at:%Y-%m-%dT%H:%M}", "interval": "7", "tournament": str(row.pk)}
    board = client.post(f"{PRACTICE}boards/new/", typed)["Location"]
    as_member(cast.bob).post(f"{board}mine/draw/")
    assert Round.objects.get().tournament == row


def test_the_season_costs_the_same_queries_for_one_and_many(cast, bob, django_assert_num_queries):
    def more() -> None:
        area = make.area(team=cast.team, name=f"Area {Area.objects.count()}")
        make.tournament(member=cast.alice, areas=[area], goers=[cast.bob, cast.erin], rule_set=make.rule_set())

    more()
    bob.get(SEASON)
    with django_assert_num_queries(10):
        bob.get(SEASON)
    for _ in range(4):
        more()
    with django_assert_num_queries(10):
        bob.get(SEASON)
