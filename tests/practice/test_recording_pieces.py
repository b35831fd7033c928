"""Whether a recording is whole, what it is, and which part of a file was asked for: without a database."""

import hashlib
from datetime import date

import pytest

from lib.ranges import Unsatisfiable, part_of
from practice.recording.consent import sentence
from practice.recording.facts import facts_of, holds
from practice.recording.pieces import MOST_PIECES, Missing, Whole, Wrong, check, container
from tests.make import MEASURED


def named(*pieces: bytes) -> list[str]:
    return [hashlib.sha256(piece).hexdigest() for piece in pieces]


A, B, C = named(b"a", b"b", b"c")


def test_pieces_are_whole_whatever_the_order_they_came_in():
    assert check([A, B, C], {2: C, 0: A, 1: B}) == Whole((A, B, C))


def test_the_same_bytes_twice_are_two_pieces():
    assert check([A, A], {0: A, 1: A}) == Whole((A, A))


@pytest.mark.parametrize(
    ("here", "missing"),
    [
        ({}, (0, 1, 2)),
        ({0: A, 2: C}, (1,)),
        ({0: A, 1: B}, (2,)),
        ({0: A, 1: C, 2: C}, (1,)),
        ({1: A, 2: B}, (0, 1, 2)),
    ],
)
def test_a_missing_piece_is_named_and_so_is_one_with_other_bytes(here, missing):
    assert check([A, B, C], here) == Missing(missing)


def test_a_piece_beyond_the_named_ones_is_wrong():
    assert check([A], {0: A, 1: B}) == Wrong("Piece 1 arrived and is not named.")


@pytest.mark.parametrize("told", [[], ["A" * 64], ["ab"], [7], [None], [A] * (MOST_PIECES + 1)])
def test_what_names_no_pieces_is_wrong(told):
    assert isinstance(check(told, {}), Wrong)


@pytest.mark.parametrize(
    ("first", "what"),
    [
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86", "webm"),
        (b"\x00\x00\x00\x1cftypiso5", "mp4"),
        (b"OggS\x00\x02", "ogg"),
        (b"<script>", ""),
        (b"ftypmp42", ""),
        (b"RIFF$\x00\x00\x00WAVE", ""),
        (b"", ""),
    ],
)
def test_a_recording_is_known_by_its_first_bytes(first, what):
    assert container(first) == what


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=99-99", (99, 99)),
        ("", None),
        ("bytes=-", None),
        ("bytes=20-10", None),
        ("bytes=0-1,5-6", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
        ("bytes=٣-٥", None),
    ],
)
def test_a_part_of_a_file_of_a_hundred_bytes(header, part):
    assert part_of(header, 100) == part


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=100-", 100), ("bytes=-0", 100), ("bytes=-5", 0), ("bytes=0-", 0)]
)
def test_a_part_behind_the_end_cannot_be_given(header, size):
    with pytest.raises(Unsatisfiable):
        part_of(header, size)


def test_measures_are_read_as_they_were_sent():
    facts = facts_of(MEASURED)
    assert holds(MEASURED) and holds({})
    assert (facts.speaking_ms, facts.longest.at, facts.longest.length) == (390_000, 192_500, 2_300)
    assert facts_of({}) is None


@pytest.mark.parametrize(
    "change",
    [
        {"speaking_ms": -1},
        {"speaking_ms": 1.5},
        {"silent_ms": True},
        {"start_ms": 10**9},
        {"pauses": [[1]]},
        {"pauses": [[1, "2"]]},
        {"pauses": {}},
        {"pauses": [[0, 500]] * 301},
        {"words_a_minute": 160},
        {"levels": [101]},
        {"levels": [1] * 401},
        {"levels": None},
    ],
)
def test_measures_that_cannot_be_are_not_taken(change):
    assert not holds(MEASURED | change)


def test_what_is_agreed_to_names_who_hears_and_until_when():
    told = {"team": "Riverside", "delete_on": date(2026, 3, 4), "picture": False}
    coaches = sentence(personal=False, visibility="coaches", **told)
    assert "I and the coaches of Riverside can hear it." in coaches and "by itself on 4 March 2026." in coaches
    assert "Everybody in Riverside can hear it." in sentence(personal=False, visibility="team", **told)
    assert "Only I can hear it." in sentence(personal=False, visibility="private", **told)
    assert "Only I can hear it." in sentence(personal=True, visibility="coaches", **told)


def test_what_is_agreed_to_says_that_a_picture_is_seen():
    told = {"team": "Riverside", "personal": False, "delete_on": date(2026, 3, 4), "picture": True}
    coaches = sentence(visibility="coaches", **told)
    assert "my speech, with its picture, goes to" in coaches
    assert "I and the coaches of Riverside can see and hear it." in coaches
