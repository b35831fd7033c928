"""The Range header of a request for a part of a file (RFC 9110, 14.1.2). Pure."""

import re

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class Unsatisfiable(Exception):
    """The part that was asked for lies behind the end."""


def part_of(header: str, size: int) -> tuple[int, int] | None:
    """(first, last) byte, both included; None where the whole is to be sent: no header, several parts, or nonsense.

    Raises Unsatisfiable.
    """
    found = _ONE.fullmatch(header.strip().replace(" ", ""))
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        if int(last) == 0 or size == 0:
            raise Unsatisfiable
        return max(0, size - int(last)), size - 1
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise Unsatisfiable
    return int(first), min(int(last), size - 1) if last else size - 1
