"""The server dies while a recording is sent, or two tabs send it: what was confirmed is there, once."""

import hashlib
import json
import os
import threading
import time
import uuid
from functools import partial

import pytest

from practice.models import Piece, Recording
from practice.recording import keeping, shelf
from practice.recording.keeping import Arrived, Begun, Differs, Kept
from practice.recording.retention import consent_for, take_back
from tests import make
from tests.practice.pages import at
from tests.practice.recordings import HASHES, PIECES, RECORDINGS
from tests.served import Served, Visitor
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
MANY = [make.WEBM + bytes([number]) + os.urandom(20_000) for number in range(200)]
BYTES = {"Content-Type": "application/octet-stream"}


def begun(visitor: Visitor, round, pk) -> dict:
    told = {"id": str(pk), "kind": "audio", "offset_ms": "0", "agreed": consent_for(round)}
    status, answer = visitor.post(at(round, "recordings/"), told)
    assert status == 200, answer
    return json.loads(answer)


def sends(visitor: Visitor, pk, numbers, confirmed: set[int]) -> None:
    for number in numbers:
        try:
            status, answer = visitor.send("PUT", f"{RECORDINGS}{pk}/pieces/{number}/", MANY[number], **BYTES)
        except OSError:
            return
        assert status == 200, answer
        confirmed.add(number)


def test_a_server_that_is_killed_in_the_middle_of_sending_has_every_piece_that_it_confirmed(cast):
    cast.team.recordings_on = True
    cast.team.save()
    round, pk, confirmed = make.spoken(member=cast.bob), uuid.uuid4(), set()
    with Served() as site:
        bob = site.visitor(cast.bob)
        assert begun(bob, round, pk) == {"here": {}, "kept": False}
        halves = [threading.Thread(target=sends, args=(bob, pk, range(first, 200, 2), confirmed)) for first in (0, 1)]
        for half in halves:
            half.start()
        until = time.monotonic() + 90
        while len(confirmed) < 20 and time.monotonic() < until:
            time.sleep(0.002)
        site.kill()
        for half in halves:
            half.join()
        assert 20 <= len(confirmed) < 200
        site.start()
        here = begun(bob, round, pk)["here"]
        assert confirmed <= {int(number) for number in here}
        assert all(here[str(number)] == hashlib.sha256(MANY[number]).hexdigest() for number in confirmed)
        sends(bob, pk, [number for number in range(200) if str(number) not in here], confirmed)
        told = {"sha256s": [hashlib.sha256(p).hexdigest() for p in MANY], "duration_ms": 420_000, "measured": {}}
        status, answer = bob.send(
            "POST", f"{RECORDINGS}{pk}/whole/", json.dumps(told), **{"Content-Type": "application/json"}
        )
        assert status == 200, answer
    recording = Recording.objects.get()
    assert shelf.whole(recording.file).read_bytes() == b"".join(MANY)
    assert [path.name for path in shelf.whole(recording.file).parent.iterdir()] == ["whole"]


def test_two_tabs_that_send_one_recording_at_once_make_one(cast):
    cast.team.recordings_on = True
    cast.team.save()
    round, pk = make.spoken(member=cast.bob), uuid.uuid4()
    told = {"pk": pk, "kind": "audio", "offset_ms": 0, "agreed": consent_for(round)}

    def tab():
        recording = keeping.begin(member=cast.bob, round=round, **told).recording
        arrived = [keeping.put(recording=recording, number=n, data=data) for n, data in enumerate(PIECES)]
        measured = {"named": HASHES, "duration_ms": 1_000, "measured": {}}
        recording.refresh_from_db()
        return arrived, keeping.complete(recording=recording, **measured)

    for arrived, kept in together(tab, tab):
        assert isinstance(kept, Kept), kept
        # What comes when the other tab has ended it already is refused, and lost to nobody.
        assert all(isinstance(one, Arrived | keeping.NotTaken) for one in arrived)
    recording = Recording.objects.get()
    assert shelf.whole(recording.file).read_bytes() == b"".join(PIECES)
    assert recording.size == len(b"".join(PIECES)) and not Piece.objects.exists()


def test_a_tab_that_comes_after_the_other_has_ended_it_is_told_that_it_has_arrived(cast):
    recording = make.sending(member=cast.bob, round=make.spoken(member=cast.bob))
    for number, data in enumerate(PIECES):
        keeping.put(recording=recording, number=number, data=data)
    late = Recording.objects.get(pk=recording.pk)
    told = {"named": HASHES, "duration_ms": 1_000, "measured": {}}
    assert isinstance(keeping.complete(recording=recording, **told), Kept)
    assert isinstance(keeping.complete(recording=late, **told), Kept)


def test_a_tab_that_comes_after_it_was_taken_back_is_told_so_and_sends_nothing_again(cast):
    recording = make.sending(member=cast.bob, round=make.spoken(member=cast.bob))
    for number, data in enumerate(PIECES):
        keeping.put(recording=recording, number=number, data=data)
    late = Recording.objects.get(pk=recording.pk)
    take_back(recording=recording, by=cast.bob.user)
    answer = keeping.complete(recording=late, named=HASHES, duration_ms=1_000, measured={})
    assert isinstance(answer, keeping.NotTaken) and "deleted" in answer.why


def test_of_two_pieces_with_one_number_at_once_one_is_kept_and_the_other_told(cast):
    recording = make.sending(member=cast.bob, round=make.spoken(member=cast.bob))
    outcomes = together(*[lambda data=data: keeping.put(recording=recording, number=0, data=data) for data in PIECES])
    assert sorted(type(one).__name__ for one in outcomes) == ["Arrived", "Differs", "Differs"]
    piece = Piece.objects.get()
    files = list(shelf.whole(recording.file).parent.iterdir())
    assert [path.name for path in files] == [f"piece-00000-{piece.sha256}"]
    assert isinstance(keeping.put(recording=recording, number=0, data=b"later"), Differs)


def test_taken_back_while_a_piece_is_on_its_way_nothing_stays(cast):
    round = make.spoken(member=cast.bob)
    recording = make.sending(member=cast.bob, round=round)
    folder = shelf.whole(recording.file).parent
    # Each reads it anew, as a request does: one that learns that it is gone must not tell the others.
    puts = [
        partial(keeping.put, recording=Recording.objects.get(), number=number, data=data)
        for number, data in enumerate(PIECES)
    ]
    together(partial(take_back, recording=recording, by=cast.bob.user), *puts)
    assert not folder.exists() and not Piece.objects.exists()
    told = {"pk": recording.pk, "kind": "audio", "offset_ms": 0, "agreed": consent_for(round)}
    assert not isinstance(keeping.begin(member=cast.bob, round=round, **told), Begun)


def test_a_piece_that_is_swept_away_while_it_is_written_is_refused_where_another_tab_ended_the_recording(
    cast, monkeypatch
):
    cast.team.recordings_on = True
    cast.team.save()
    round, pk = make.spoken(member=cast.bob), uuid.uuid4()
    told = {"pk": pk, "kind": "audio", "offset_ms": 0, "agreed": consent_for(round)}
    recording = keeping.begin(member=cast.bob, round=round, **told).recording
    measured = {"named": HASHES, "duration_ms": 1_000, "measured": {}}
    for number, data in enumerate(PIECES):
        keeping.put(recording=recording, number=number, data=data)
    stale, join = Recording.objects.get(), shelf.join

    def swept(*given):
        monkeypatch.setattr(shelf, "join", join)
        keeping.complete(recording=Recording.objects.get(), **measured)
        raise FileNotFoundError

    monkeypatch.setattr(shelf, "join", swept)
    assert isinstance(keeping.complete(recording=stale, **measured), Kept)
    monkeypatch.setattr(shelf, "put", swept)
    assert isinstance(keeping.put(recording=stale, number=0, data=PIECES[0]), keeping.NotTaken)


def test_a_piece_that_the_disk_loses_is_an_error_and_no_refusal(cast, monkeypatch):
    recording = make.sending(member=cast.bob, round=make.spoken(member=cast.bob))

    def lost(*given):
        raise FileNotFoundError

    monkeypatch.setattr(shelf, "put", lost)
    with pytest.raises(FileNotFoundError):
        keeping.put(recording=recording, number=0, data=PIECES[0])
