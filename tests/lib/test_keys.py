"""Keys and numbers as an address or a form sends them."""

import pytest

from lib.keys import whole


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
