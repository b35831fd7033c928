"""How the tests of recordings send and hear one."""

import hashlib
import json
import uuid

from practice.recording.retention import consent_for
from tests import make
from tests.practice.pages import PRACTICE, at

RECORDINGS = f"{PRACTICE}recordings/"
PIECES = make.PIECES
HASHES = [hashlib.sha256(data).hexdigest() for data in PIECES]
WHOLE = b"".join(PIECES)


def asked(client, round, *, pk=None, **changes):
    told = {"id": str(pk or uuid.uuid4()), "kind": "audio", "offset_ms": "400", "agreed": consent_for(round)}
    return client.post(at(round, "recordings/"), told | changes)


def put(client, pk, number: int, data: bytes):
    return client.put(f"{RECORDINGS}{pk}/pieces/{number}/", data, content_type="application/octet-stream")


def whole(client, pk, hashes=HASHES, **changes):
    told = {"sha256s": hashes, "duration_ms": 420_000, "measured": make.MEASURED} | changes
    return client.post(f"{RECORDINGS}{pk}/whole/", json.dumps(told), content_type="application/json")


def sent(client, round, *, order=(0, 1, 2)):
    pk = uuid.uuid4()
    assert asked(client, round, pk=pk).status_code == 200
    for number in order:
        assert put(client, pk, number, PIECES[number]).status_code == 200
    return pk


def heard(client, pk, **headers):
    response = client.get(f"{RECORDINGS}{pk}/", headers=headers)
    return response, response.getvalue() if response.streaming else response.content
