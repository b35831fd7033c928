"""A recording on the server: heard by whom it names, deleted on its day or at a word."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practice.models import Piece, Recording
from practice.recording import keeping, retention, shelf
from practice.recording.keeping import Kept
from tests import make
from tests.practice.pages import at, text
from tests.practice.recordings import HASHES, PIECES, RECORDINGS, WHOLE, asked, heard, put


def queries(client) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(RECORDINGS)
    return len(seen)


# Hearing


def test_a_player_may_ask_for_a_part(cast, bob):
    pk = make.recording(member=cast.bob).pk
    response, body = heard(bob, pk, Range="bytes=4-8")
    assert (response.status_code, body) == (206, WHOLE[4:9])
    assert response["Content-Range"] == f"bytes 4-8/{len(WHOLE)}"
    assert (response["Content-Length"], response["Accept-Ranges"]) == ("5", "bytes")
    assert heard(bob, pk, Range="bytes=-4")[1] == WHOLE[-4:]
    assert heard(bob, pk, Range="bytes=999-")[0].status_code == 416
    head = bob.head(f"{RECORDINGS}{pk}/")
    assert (head.status_code, head["Content-Length"], head.getvalue()) == (200, str(len(WHOLE)), b"")


def test_a_recording_is_given_as_what_it_is_and_kept_by_no_cache(cast, bob):
    pk = make.recording(member=cast.bob).pk
    response, _ = heard(bob, pk)
    assert response["Content-Type"] == "audio/webm" and response["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(response["Cache-Control"].replace(",", "").split())
    assert response["Content-Disposition"].startswith("inline")
    response = bob.get(f"{RECORDINGS}{pk}/?download=1")
    assert response["Content-Disposition"] == f'attachment; filename="speech-{timezone.localdate()}.webm"'
    response.getvalue()


def test_no_name_on_the_disk_can_be_guessed_from_the_address(cast):
    recording = make.recording(member=cast.bob)
    assert len(recording.file) == 32 and recording.file not in (recording.pk.hex, recording.round_id.hex)
    assert shelf.whole(recording.file).parent.stat().st_mode & 0o077 == 0
    assert str(shelf.whole(recording.file)).startswith(str(settings.RECORDINGS_DIR))


def test_coaches_hear_what_is_shown_to_coaches_and_nobody_else_does(cast, as_member):
    pk = make.recording(member=cast.bob).pk
    got = {name: heard(as_member(member), pk)[0].status_code for name, member in cast.actors.items()}
    assert got == {"anonymous": 302, "stranger": 404, "former": 404, "student": 200, "captain": 404, "coach": 200}


def test_who_hears_it_is_who_the_consent_named_also_when_the_round_is_shown_to_more(cast, as_member):
    recording = make.recording(member=cast.bob)
    recording.round.visibility = "team"
    recording.round.save()
    assert heard(as_member(cast.erin), recording.pk)[0].status_code == 404
    recording.round.visibility = "private"
    recording.round.save()
    assert heard(as_member(cast.alice), recording.pk)[0].status_code == 404
    assert heard(as_member(cast.bob), recording.pk)[0].status_code == 200


def test_another_team_does_not_hear_it_at_its_own_address(cast, as_member):
    pk = make.recording(member=cast.bob).pk
    assert as_member(cast.charlie).get(f"/t/elsewhere/practice/recordings/{pk}/").status_code == 404


def test_others_send_no_pieces_of_it(cast, as_member):
    on_its_way = make.sending(member=cast.bob, round=make.spoken(member=cast.bob))
    assert put(as_member(cast.alice), on_its_way.pk, 0, PIECES[0]).status_code == 403
    assert put(as_member(cast.erin), on_its_way.pk, 0, PIECES[0]).status_code == 404
    assert put(as_member(cast.charlie), on_its_way.pk, 0, PIECES[0]).status_code == 404


def test_in_legal_mode_no_recording_is_heard(cast, bob):
    pk = make.recording(member=cast.bob).pk
    make.simulation(member=cast.bob)
    assert heard(bob, pk)[0].status_code == 403


def test_the_review_plays_it_and_says_who_hears_it_and_until_when(cast, bob, as_member):
    recording = make.recording(member=cast.bob)
    page = bob.get(at(recording.round, "review/"))
    assert f'src="{RECORDINGS}{recording.pk}/" data-recording data-offset-ms="400"' in page.content.decode()
    day = f"{recording.delete_on.day} {recording.delete_on:%B %Y}"
    assert f"heard by you and the coaches deleted on {day}" in text(page)
    assert 'data-seek="192.50"' in page.content.decode() and "2.3 s pause at 3:12" in text(page)
    hers = as_member(cast.alice).get(at(recording.round, "review/"))
    assert f"heard by Bob and the coaches deleted on {day}" in text(hers)
    assert "Take it back" not in text(hers) and "Delete it from the server" in text(hers)
    assert "data-recordings" not in hers.content.decode()


# Deleting


def test_taken_back_it_is_gone_at_once_for_everybody(cast, bob, as_member):
    recording = make.recording(member=cast.bob)
    path = shelf.whole(recording.file)
    assert bob.post(f"{RECORDINGS}{recording.pk}/take-back/").status_code == 302
    assert not path.parent.exists()
    assert heard(bob, recording.pk)[0].status_code == heard(as_member(cast.alice), recording.pk)[0].status_code == 404
    recording.refresh_from_db()
    assert (recording.file, recording.facts, recording.deleted_by) == ("", {}, cast.bob.user)
    assert recording.consent and recording.gone_at
    assert "not sent twice" in asked(bob, recording.round, pk=recording.pk).json()["why"]


def test_a_coach_deletes_it_and_a_captain_cannot(cast, as_member):
    recording = make.recording(member=cast.bob, round=make.spoken(member=cast.bob, visibility="team"))
    assert as_member(cast.erin).post(f"{RECORDINGS}{recording.pk}/take-back/").status_code == 403
    assert as_member(cast.alice).post(f"{RECORDINGS}{recording.pk}/take-back/").status_code == 302
    assert not shelf.whole(recording.file).exists()


def test_on_its_day_nobody_hears_it_and_the_night_deletes_it(cast, bob):
    recording = make.recording(member=cast.bob)
    path = shelf.whole(recording.file)
    Recording.objects.update(delete_on=timezone.localdate())
    assert heard(bob, recording.pk)[0].status_code == 404
    assert "was deleted on" in text(bob.get(at(recording.round, "review/")))
    call_command("delete_recordings")
    assert not path.parent.exists()
    recording.refresh_from_db()
    assert recording.file == "" and recording.facts == make.MEASURED
    page = text(bob.get(at(recording.round, "review/")))
    assert "was deleted on" in page and "2.3 s at 3:12" in page and "Take it back" not in page


def test_without_a_timer_the_page_of_the_recordings_deletes_what_is_due(cast, bob):
    path = shelf.whole(make.recording(member=cast.bob).file)
    Recording.objects.update(delete_on=timezone.localdate())
    assert "No recording is on the server" in text(bob.get(RECORDINGS))
    assert not path.parent.exists()


def test_a_day_before_it_is_still_there(cast, bob):
    recording = make.recording(member=cast.bob)
    Recording.objects.update(delete_on=timezone.localdate() + timedelta(days=1))
    assert retention.delete_due() == 0
    assert heard(bob, recording.pk)[0].status_code == 200


def test_who_leaves_the_team_takes_their_recordings_along(cast, as_member):
    recording = make.recording(member=cast.bob)
    cast.bob.ended_at = timezone.now()
    cast.bob.save()
    assert heard(as_member(cast.alice), recording.pk)[0].status_code == 404
    assert retention.delete_due() == 1 and not shelf.whole(recording.file).exists()


def test_what_never_arrived_whole_is_deleted_after_a_week(cast):
    on_its_way = make.sending(member=cast.bob, round=make.spoken(member=cast.bob))
    keeping.put(recording=on_its_way, number=0, data=PIECES[0])
    assert retention.delete_due() == 0
    Recording.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert retention.delete_due() == 1
    assert not shelf.whole(on_its_way.file).parent.exists() and not Piece.objects.exists()


def test_what_arrives_whole_while_stale_recordings_are_swept_away_stays(cast, monkeypatch):
    round = make.spoken(member=cast.bob)
    for one in [make.sending(member=cast.bob, round=round) for _ in range(2)]:
        for number, data in enumerate(PIECES):
            keeping.put(recording=one, number=number, data=data)
    Recording.objects.update(created_at=timezone.now() - timedelta(days=8))
    emptied = retention._emptied

    def meanwhile(locked):
        other = Recording.objects.exclude(pk=locked.pk).get()
        assert isinstance(keeping.complete(recording=other, named=HASHES, duration_ms=1_000, measured={}), Kept)
        return emptied(locked)

    monkeypatch.setattr(retention, "_emptied", meanwhile)
    assert retention.delete_due() == 1
    kept = Recording.objects.exclude(file="").get()
    assert shelf.whole(kept.file).read_bytes() == b"".join(PIECES)


def test_bytes_that_no_recording_names_are_deleted_after_a_day(cast):
    name = shelf.new_name()
    shelf.put(name, 0, PIECES[0])
    retention.delete_due()
    assert shelf.whole(name).parent.exists()
    make.aged(shelf.whole(name).parent, days=2)
    retention.delete_due()
    assert not shelf.whole(name).parent.exists()


# How long


def test_a_shorter_time_holds_for_what_is_there_and_a_longer_one_does_not(cast, as_member):
    recording, today = make.recording(member=cast.bob), timezone.localdate()
    alice = as_member(cast.alice)
    alice.post(RECORDINGS, {"on": "on", "days": "365"})
    recording.refresh_from_db()
    assert recording.delete_on == today + timedelta(days=30)
    assert "1 that is here will be deleted sooner" in text(
        alice.post(RECORDINGS, {"on": "on", "days": "7"}, follow=True)
    )
    recording.refresh_from_db()
    assert recording.delete_on == today + timedelta(days=7)


@pytest.mark.parametrize("days", ["0", "366", "-1", "x", ""])
def test_a_time_that_cannot_be_is_refused(cast, as_member, days):
    assert as_member(cast.alice).post(RECORDINGS, {"on": "on", "days": days}).status_code == 422
    cast.team.refresh_from_db()
    assert (cast.team.recordings_on, cast.team.recording_days) == (False, 30)


def test_the_list_costs_the_same_for_one_and_for_three(cast, bob):
    make.recording(member=cast.bob)
    bob.get(RECORDINGS)
    counted = queries(bob)
    for _ in range(2):
        make.recording(member=cast.bob)
    assert queries(bob) == counted
    assert text(bob.get(RECORDINGS)).count("deleted on") == 3
