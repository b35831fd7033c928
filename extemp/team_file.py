"""Reading a team's zip file without believing it: names, sizes, hashes and every single row are looked at."""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import IO, Any

from extemp.taking_out import FORMAT, PARTS
from lib.portable import Fault

LONGEST_LINE = 16 * 1024 * 1024  # bytes
_FRONT = 64 * 1024
_CHUNK = 1024 * 1024
_ORIGINAL = re.compile(r"originals/[0-9a-f]{64}")
_TABLES = {f"data/{part.name}.jsonl" for part in PARTS}
_KNOWN = {"team.json", "people.jsonl", "README.txt", *_TABLES}
_ENCRYPTED = 0x1
_ENTRY, _TAIL = 250, 1024 * 1024  # bytes of the directory that one entry of ours may take; and of anything else


class Refused(Exception):
    """The file is not brought in, and nothing of it was. `place` names where in it, for people."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}" if place else reason)
        self.place = place


@dataclass(frozen=True)
class Limits:
    """`unpacked` bytes, `entries` in the zip, `rows` in all tables."""

    unpacked: int
    entries: int
    rows: int


BY_COMMAND = Limits(unpacked=64 * 1024**3, entries=2_000_000, rows=50_000_000)
BY_PAGE = Limits(unpacked=400 * 1024**2, entries=5_000, rows=100_000)


class _Sparing:
    """A file of which `most` bytes are read at once: the directory of a zip is read whole before its entries can be
    counted, and one of millions would fill the memory."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file, self._most = file, most
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(self._most + 1 if size < 0 or size > self._most else size)
        if len(data) > self._most:
            raise Refused("", "It holds too many files, or is no zip file.")
        return data


class TeamFile:
    """An open file. Raises Refused wherever it is not what it should be."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        self.limits = limits
        try:
            self._zip = zipfile.ZipFile(_Sparing(file, limits.entries * _ENTRY + _TAIL))
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise Refused("", "This is no zip file, or only a part of one.") from error
        self._entries = self._look_over()

    def _look_over(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > self.limits.entries:
            raise Refused("", f"It holds {len(infos):,} files; {self.limits.entries:,} is the most here.")
        unpacked = sum(info.file_size for info in infos)
        if unpacked > self.limits.unpacked:
            raise Refused("", f"It unpacks to {unpacked:,} bytes; {self.limits.unpacked:,} is the most here.")
        entries: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = info.filename
            if name not in _KNOWN and not _ORIGINAL.fullmatch(name):
                raise Refused(name[:80], "is not a part of a team’s file.")
            if name in entries:
                raise Refused(name, "stands in it twice.")
            if info.flag_bits & _ENCRYPTED or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Refused(name, "is packed in a way that is not read here.")
            entries[name] = info
        spans = sorted((info.header_offset, info.header_offset + info.compress_size) for info in infos)
        if any(end > start for (_, end), (start, _) in pairwise(spans)):
            raise Refused("", "Files in it lie over one another, as no program that packs files makes it.")
        return entries

    @property
    def originals(self) -> int:
        return sum(bool(_ORIGINAL.fullmatch(name)) for name in self._entries)

    @cached_property
    def front(self) -> dict[str, Any]:
        """team.json, if it is of a format and a scope that can be brought in."""
        front = self._parsed("team.json", self._bytes("team.json", _FRONT))
        if front.get("format") != FORMAT:
            raise Refused("team.json", f"The format is {str(front.get('format'))[:20]}; this site reads {FORMAT}.")
        if front.get("scope") not in ("everything", "member") or not isinstance(front.get("team"), dict):
            raise Refused("team.json", "This is not the file of a whole team.")
        return front

    def people(self) -> Iterator[tuple[str, dict[str, Any]]]:
        yield from self._lines("people.jsonl")

    def rows(self, table: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each row with its place. An older file may lack a table."""
        name = f"data/{table}.jsonl"
        if name in self._entries:
            yield from self._lines(name)

    def original(self, digest: str) -> bytes:
        """The bytes of that SHA-256; `check_originals` has looked at them."""
        return b"" if digest == "" else self._bytes(f"originals/{digest}", self.limits.unpacked)

    def has_original(self, digest: Any) -> bool:
        return digest == "" or f"originals/{digest}" in self._entries

    def check_originals(self) -> None:
        for name in self._entries:
            if _ORIGINAL.fullmatch(name):
                found = sha256()
                for chunk in self._chunks(name):
                    found.update(chunk)
                if found.hexdigest() != name.removeprefix("originals/"):
                    raise Refused(name, "The bytes are not those that the name says.")

    def _bytes(self, name: str, most: int) -> bytes:
        if name not in self._entries:
            raise Refused(name, "is missing.")
        if self._entries[name].file_size > most:
            raise Refused(name, f"has more than {most:,} bytes.")
        return b"".join(self._chunks(name))

    def _chunks(self, name: str) -> Iterator[bytes]:
        try:
            with self._zip.open(name) as entry:
                while chunk := entry.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
            raise Refused(name, "cannot be unpacked; the file may be damaged.") from error

    def _lines(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        number, rest = 0, b""
        for chunk in self._chunks(name) if name in self._entries else ():
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                number += 1
                yield f"{name}, line {number}", self._parsed(f"{name}, line {number}", line)
            if len(rest) > LONGEST_LINE:
                raise Refused(f"{name}, line {number + 1}", f"has more than {LONGEST_LINE:,} bytes.")
        if rest:
            raise Refused(f"{name}, line {number + 1}", "has no end; the file may be cut off.")

    @staticmethod
    def _parsed(place: str, data: bytes) -> dict[str, Any]:
        try:
            row = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise Refused(place, "is no JSON.") from error
        if not isinstance(row, dict):
            raise Refused(place, "is no object of JSON.")
        return row


def refused(place: str, fault: Fault) -> Refused:
    return Refused(place, str(fault))
