"""A team's times are told and typed in its own time zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from practice.models import Board
from teams import zones
from teams.models import Team
from tests import make

CHICAGO, KOLKATA = "America/Chicago", "Asia/Kolkata"


def place(team: Team, name: str) -> None:
    Team.objects.filter(pk=team.pk).update(time_zone=name)


def test_a_board_is_told_and_typed_in_the_teams_time_zone(as_member, cast):
    place(cast.team, CHICAGO)
    alice = as_member(cast.alice)
    at = datetime(2026, 1, 14, 21, 30, tzinfo=UTC)
    made = make.board(member=cast.alice, speakers=[cast.bob], at=at)
    assert "15:30" in alice.get(reverse("practice:board", args=[cast.team.slug, made.pk])).content.decode()
    new = reverse("practice:new_board", args=[cast.team.slug])
    page = alice.get(new)
    assert f"now ({datetime.now(ZoneInfo(CHICAGO)):%Z})" in page.content.decode()
    typed = {"speakers": [cast.bob.user.pk], "first_draw": "2099-01-14T15:30", "sections": 1, "interval": 7}
    rules = make.board(member=cast.alice, speakers=[cast.erin], at=at).rule_set
    alice.post(new, typed | {"rule_set": rules.pk, "gap": "keep", "asks": ""})
    assert Board.objects.latest("created_at").first_draw == datetime(2099, 1, 14, 21, 30, tzinfo=UTC)


def test_a_zone_ends_with_its_request(as_member, cast):
    place(cast.team, KOLKATA)
    as_member(cast.bob).get(reverse("practice:practice", args=[cast.team.slug]))
    assert timezone.get_current_timezone_name() == "UTC"
    charlie = as_member(cast.charlie).get(reverse("team_home", args=["elsewhere"]))
    assert charlie.status_code == 200


def test_a_zone_that_this_machine_does_not_know_is_the_sites(as_member, cast):
    for name in ("Mars/Olympus", "../../etc/passwd", "America"):
        place(cast.team, name)
        assert as_member(cast.alice).get(reverse("teams:team", args=[cast.team.slug])).status_code == 200


def test_a_coach_sets_the_zone_and_a_page_from_before_it_takes_none_away(as_member, cast):
    rename = reverse("teams:rename", args=[cast.team.slug])
    alice = as_member(cast.alice)
    assert alice.post(rename, {"name": "Riverside", "time_zone": CHICAGO}).status_code == 302
    alice.post(rename, {"name": "Riverside High"})
    cast.team.refresh_from_db()
    assert (cast.team.name, cast.team.time_zone) == ("Riverside High", CHICAGO)
    refused = alice.post(rename, {"name": "Typed", "time_zone": "Mars/Olympus"})
    assert refused.status_code == 422 and 'value="Typed"' in refused.content.decode()
    alice.post(rename, {"name": "Riverside", "time_zone": ""})
    cast.team.refresh_from_db()
    assert cast.team.time_zone == ""


def test_a_new_team_has_the_zone_that_its_maker_chose(as_member, cast):
    bob = as_member(cast.bob)
    bob.post(reverse("teams:make"), {"name": "Night School", "time_zone": KOLKATA})
    bob.post(reverse("teams:alone"), {"time_zone": CHICAGO})
    as_member(cast.erin).post(reverse("teams:alone"), {"time_zone": "Mars/Olympus"})
    made = dict(Team.objects.values_list("name", "time_zone"))
    assert (made["Night School"], made["Bob’s own files"], made["Erin’s own files"]) == (KOLKATA, CHICAGO, "")


def test_every_zone_that_is_offered_is_known_and_offered_once():
    groups = dict(zones.choices()[1:])
    named = [name for name, _ in groups.pop("United States")]
    assert named == list(zones.NAMED)
    offered = [*named, *(name for group in groups.values() for name, _ in group)]
    assert len(offered) == len(set(offered)) > 300
    assert all(zones.known(name) for name in offered)
