"""Keys and numbers as an address or a form sends them."""

from uuid import UUID

import pytest

from lib.keys import MOST, as_uuids, number_of, uuid_of, whole


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", 0),
        ("0", 0),
        ("7", 7),
        ("007", 7),
        ("12345", 12345),
        ("123456", 0),
        ("-1", 0),
        ("1.5", 0),
        ("٣", 0),
        ("²", 0),
    ],
)
def test_a_number_is_plain_digits_and_not_too_many(typed, number):
    assert whole(typed, 5) == number


def test_what_is_no_number_is_what_the_caller_says():
    assert whole("x", 9, -1) == -1


def test_a_number_above_the_most_is_the_most_and_a_missing_one_is_none():
    assert [number_of(typed) for typed in ("7", str(2**31), "9" * 20, "x", "", None)] == [7, MOST, 0, 0, 0, 0]
    assert number_of("7", 5) == 5


def test_what_is_no_uuid_is_left_out():
    known = UUID(int=7)
    assert [uuid_of(typed) for typed in (str(known), known.hex, "7", "", None)] == [known, known, None, None, None]
    assert as_uuids([str(known), "7", str(UUID(int=0))]) == [known, UUID(int=0)]
