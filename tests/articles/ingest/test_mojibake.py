"""A wrong encoding is repaired on request and nothing else is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.mojibake import example, mend

GOOD = "“Zoë’s café” — naïve, Türkiye… Ёлка, عربي, 日本, 😀, cafe\u0301, ﬁ, −5 ‚low‘ «aside» 5′ `tick` \u00a0end"


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_a_line_read_in_the_wrong_encoding_is_as_it_was(encoding: str) -> None:
    was = "It’s “late” in Zoë’s café — and 5 °C."
    broken = was.encode().decode(encoding, "ignore" if encoding == "latin-1" else "replace").replace("\ufffd", "\x9d")
    assert example(broken) is not None
    assert mend(broken) == was


def test_only_broken_lines_are_touched_and_quotation_marks_and_dashes_never() -> None:
    text = f'{GOOD}\nItâ€™s late -- “he said" ... ﬁne\n{GOOD}'
    assert mend(text) == f'{GOOD}\nIt’s late -- “he said" ... ﬁne\n{GOOD}'
    assert example(text) == (2, "Itâ€™s", "It’s")


def test_text_that_is_right_is_not_touched() -> None:
    assert example(GOOD) is None
    assert mend(GOOD) == GOOD


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_ascii_is_never_touched(text: str) -> None:
    assert mend(text) == text


@pytest.mark.parametrize("text", ["Â£ " * 300_000, "Itâ€™s late\n" * 20_000, "Itâ€™s " * 30_000])
def test_a_long_text_is_mended_in_a_moment(text: str) -> None:
    began = time.process_time()
    mend(text)
    assert time.process_time() - began < 5
