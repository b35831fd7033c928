"""The process of its own: stopped by the clock, kept from filling the memory, and told no secrets."""

import time

import pytest

from articles.ingest.apart import apart
from articles.ingest.draft import Unreadable


def test_it_is_given_the_bytes_and_nothing_of_the_environment_that_could_be_secret(monkeypatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for a child")
    monkeypatch.setenv("DATABASE_URL", "nor this")
    made = apart("echo", b"\x00\xff" * 50_000)
    assert made["length"] == 100_000
    assert set(made["environment"]) <= {"PATH", "LANG", "LC_CTYPE"}


def test_work_that_does_not_end_is_stopped() -> None:
    start = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        apart("spin", b"", seconds=1)
    assert refused.value.message == "Reading the file took more than 1 seconds, so it was stopped."
    assert time.monotonic() - start < 30


def test_work_that_fills_the_memory_is_stopped() -> None:
    with pytest.raises(Unreadable) as refused:
        apart("swell", b"")
    assert refused.value.code == "too-much-memory"
