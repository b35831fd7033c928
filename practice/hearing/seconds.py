"""Seconds of a speech, as people type and read them. Pure."""

import re

_TYPED = re.compile(r"(\d{1,3}):([0-5]\d)", re.ASCII)
LONGEST = 6 * 60 * 60


class SecondError(ValueError):
    """A time that cannot be; the message says why."""


def read_second(typed: str) -> int | None:
    """Seconds of "2:14"; None for "". Raises SecondError."""
    text = typed.strip()
    if not text:
        return None
    found = _TYPED.fullmatch(text)
    if not found:
        raise SecondError(f"“{text}”: write minutes and seconds of the speech, like 2:14.")
    return int(found[1]) * 60 + int(found[2])


def write_second(second: int | None) -> str:
    """ "2:14"; "" for None."""
    return "" if second is None else f"{second // 60}:{second % 60:02d}"
