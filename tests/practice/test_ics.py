from datetime import UTC, date, datetime

import pytest

from practice.season.ics import Happening, calendar
from tests import make

CHANGED = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)


def one(**given) -> str:
    told = {"uid": "k@extemp", "name": "Harbour Classic", "place": "", "words": "", "changed": CHANGED}
    return calendar("Us", [Happening(**{**told, "first": date(2027, 3, 12), "last": date(2027, 3, 14), **given})])


def test_an_all_day_event_ends_on_the_day_after_its_last():
    assert one().split("\r\n")[4:-1] == [
        "BEGIN:VEVENT", "UID:k@extemp", "DTSTAMP:20270102T030405Z", "DTSTART;VALUE=DATE:20270312",
        "DTEND;VALUE=DATE:20270315", "SUMMARY:Harbour Classic", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip


def test_signs_that_mean_something_are_escaped():
    assert r"LOCATION:Pier 4\, hall\; \\B\nroom 2" in one(place="Pier 4, hall; \\B\nroom 2")


@pytest.mark.parametrize("name", ["x" * 200, "Größe 🏛 " * 30])
def test_a_long_line_is_folded_and_no_character_cut(name):
    made = one(name=name)
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    assert f"SUMMARY:{name}" in made.replace("\r\n ", "")


@pytest.mark.django_db
def test_the_season_is_given_as_a_file_to_members_with_what_is_to_come(cast, bob):
    make.tournament(member=cast.alice, place="Pier 4", areas=[make.area(team=cast.team, name="Courts")])
    make.tournament(member=cast.alice, name="Gone").remove(by=cast.alice.user)
    make.tournament(member=cast.charlie, name="Theirs")
    answer = bob.get("/t/riverside/practice/season/tournaments.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    made = answer.content.decode()
    assert "SUMMARY:Harbour Classic" in made and "DESCRIPTION:Areas: Courts" in made
    assert "Gone" not in made and "Theirs" not in made
