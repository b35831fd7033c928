"""A recording is sent in pieces: in any order, twice, broken off and gone on with; and what is not taken."""

import hashlib
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from practice.models import Piece, Recording
from practice.recording import keeping, pieces, shelf
from practice.recording.retention import consent_for
from tests import make
from tests.practice.pages import at, text
from tests.practice.recordings import HASHES, PIECES, RECORDINGS, WHOLE, asked, heard, put, sent, whole


@pytest.fixture
def round(cast):
    cast.team.recordings_on = True
    cast.team.save()
    return make.spoken(member=cast.bob)


# Sending


def test_pieces_in_any_order_and_twice_make_the_recording(bob, round):
    pk = sent(bob, round, order=(2, 0, 1))
    assert put(bob, pk, 1, PIECES[1]).json() == {"again": True}
    assert whole(bob, pk).json() == {"kept": True}
    recording = Recording.objects.get()
    assert heard(bob, pk)[1] == WHOLE
    assert (recording.size, recording.sha256) == (len(WHOLE), hashlib.sha256(WHOLE).hexdigest())
    assert (recording.container, recording.content_type, recording.duration_ms) == ("webm", "audio/webm", 420_000)
    assert not Piece.objects.exists()
    assert [path.name for path in shelf.whole(recording.file).parent.iterdir()] == ["whole"]


def test_what_has_arrived_is_told_to_whoever_goes_on(bob, round):
    pk = uuid.uuid4()
    assert asked(bob, round, pk=pk).json() == {"here": {}, "kept": False}
    put(bob, pk, 1, PIECES[1])
    assert asked(bob, round, pk=pk).json() == {"here": {"1": HASHES[1]}, "kept": False}
    assert Recording.objects.count() == 1
    put(bob, pk, 0, PIECES[0])
    put(bob, pk, 2, PIECES[2])
    whole(bob, pk)
    assert asked(bob, round, pk=pk).json() == {"here": {}, "kept": True}
    assert whole(bob, pk).json() == {"kept": True}


def test_other_bytes_under_a_number_are_refused_and_the_first_are_kept(bob, round):
    pk = sent(bob, round)
    assert put(bob, pk, 1, b"something else").status_code == 409
    whole(bob, pk)
    assert heard(bob, pk)[1] == WHOLE


def test_a_missing_piece_is_named_and_nothing_is_kept(bob, round):
    pk = sent(bob, round, order=(0, 2))
    response = whole(bob, pk)
    assert (response.status_code, response.json()["missing"]) == (409, [1])
    assert heard(bob, pk)[0].status_code == 404
    put(bob, pk, 1, PIECES[1])
    assert whole(bob, pk).status_code == 200


def test_a_hash_that_is_not_that_of_the_piece_counts_as_missing(bob, round):
    pk = sent(bob, round)
    assert whole(bob, pk, [HASHES[0], "0" * 64, HASHES[2]]).json()["missing"] == [1]


def test_what_is_no_recording_is_not_kept(bob, round):
    pk, page = uuid.uuid4(), b"<script>alert(1)</script>"
    asked(bob, round, pk=pk)
    put(bob, pk, 0, page)
    response = whole(bob, pk, [hashlib.sha256(page).hexdigest()])
    assert (response.status_code, response.json()["why"]) == (409, "This is no recording that a browser makes.")
    assert heard(bob, pk)[0].status_code == 404


def test_a_piece_that_is_too_large_is_refused(bob, round):
    pk = uuid.uuid4()
    asked(bob, round, pk=pk)
    assert put(bob, pk, 0, b"x" * (pieces.PIECE + 1)).status_code == 413
    assert put(bob, pk, 0, b"").status_code == 409
    assert put(bob, pk, pieces.MOST_PIECES, PIECES[0]).status_code == 409


def test_a_recording_that_grows_too_large_is_refused(bob, round, monkeypatch):
    monkeypatch.setattr(pieces, "WHOLE", len(PIECES[0]) + 3)
    pk = uuid.uuid4()
    asked(bob, round, pk=pk)
    assert put(bob, pk, 0, PIECES[0]).status_code == 200
    refused = put(bob, pk, 1, PIECES[1])
    assert refused.status_code == 409 and "at most" in refused.json()["why"]
    assert not list(shelf.whole(Recording.objects.get().file).parent.glob("piece-00001-*"))


@pytest.mark.parametrize(
    "changes", [{"duration_ms": 0}, {"duration_ms": 10**8}, {"measured": {"speaking_ms": 1}}, {"sha256s": ["x"]}]
)
def test_a_length_or_measures_that_cannot_be_are_refused(bob, round, changes):
    pk = sent(bob, round)
    assert whole(bob, pk, **changes).status_code == 409
    assert whole(bob, pk).status_code == 200


@pytest.mark.parametrize("body", ["", "[]", "{", '{"sha256s": 1}', '{"sha256s": [], "duration_ms": true}'])
def test_an_end_that_says_nothing_is_refused(bob, round, body):
    pk = sent(bob, round)
    response = bob.post(f"{RECORDINGS}{pk}/whole/", body, content_type="application/json")
    assert response.status_code == 422


def test_nothing_is_added_to_a_recording_that_is_whole(bob, round):
    pk = sent(bob, round)
    whole(bob, pk)
    assert put(bob, pk, 3, b"more").status_code == 409
    assert heard(bob, pk)[1] == WHOLE


# What may be sent


def test_without_the_teams_leave_nothing_is_taken(bob, cast, round):
    cast.team.recordings_on = False
    cast.team.save()
    response = asked(bob, round)
    assert response.status_code == 409 and "A coach can allow it" in response.json()["why"]
    assert "It cannot be sent: Your team keeps no recordings on the server." in text(bob.get(at(round, "review/")))


def test_what_was_agreed_to_must_be_what_holds_now(bob, cast, round):
    old = consent_for(round)
    cast.team.recording_days = 365
    cast.team.save()
    response = asked(bob, round, agreed=old)
    round.team.refresh_from_db()
    assert (response.status_code, response.json()["words"]) == (409, consent_for(round))
    assert not Recording.objects.exists()


def test_who_agreed_to_be_heard_did_not_agree_to_be_seen(bob, cast, round):
    response = asked(bob, round, kind="video")
    words = consent_for(round, picture=True)
    assert (response.status_code, response.json()["words"]) == (409, words)
    assert asked(bob, round, kind="video", agreed=words).status_code == 200
    assert Recording.objects.get().consent == words


def test_the_consent_is_kept_word_for_word_with_its_time(bob, cast, round):
    sent(bob, round)
    recording = Recording.objects.get()
    assert recording.consent == consent_for(round) and "the coaches of Riverside High School" in recording.consent
    assert recording.owner == cast.bob.user and recording.consented_at <= timezone.now()
    assert recording.delete_on == timezone.localdate() + timedelta(days=30)


def test_a_round_under_way_gives_no_recording(cast, bob):
    cast.team.recordings_on = True
    cast.team.save()
    round = make.prepping(member=cast.bob)
    assert asked(bob, round).status_code == 409


def test_a_number_that_is_taken_is_not_taken_over(cast, bob, as_member, round):
    pk = sent(bob, round)
    hers = make.spoken(member=cast.alice)
    response = asked(as_member(cast.alice), hers, pk=pk)
    assert response.status_code == 409 and Recording.objects.get().owner == cast.bob.user


def test_a_round_has_so_many_recordings_and_no_more(bob, round, monkeypatch):
    monkeypatch.setattr(keeping, "OF_A_ROUND", 2)
    assert [asked(bob, round).status_code for _ in range(3)] == [200, 200, 409]


def test_a_team_has_so_much_room_and_no_more(bob, round, settings):
    settings.RECORDINGS_OF_A_TEAM = len(PIECES[0])
    sent(bob, round)
    assert "no room" in asked(bob, round).json()["why"]


def test_a_full_disk_is_said(bob, round, monkeypatch):
    pk = uuid.uuid4()
    asked(bob, round, pk=pk)
    monkeypatch.setattr(shelf, "_SPARE", 10**18)
    assert "disk is full" in put(bob, pk, 0, PIECES[0]).json()["why"]
    assert "no room" in asked(bob, round).json()["why"]


def test_too_many_in_an_hour_are_refused(bob, round, monkeypatch):
    cache.clear()
    monkeypatch.setattr(keeping, "OF_A_ROUND", 100)
    assert [asked(bob, round).status_code for _ in range(61)][-2:] == [200, 429]
