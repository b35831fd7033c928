"""Where the bytes of recordings lie: settings.RECORDINGS_DIR, one folder a recording, under random names.

What a function here has written is on the disk when it returns, also if the machine loses its power.
"""

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

_SPARE = 200 * 1024 * 1024  # bytes that are left free on the disk
_WHOLE = "whole"


@dataclass(frozen=True)
class Joined:
    size: int
    sha256: str
    first: bytes


def new_name() -> str:
    return secrets.token_hex(16)


def has_room(size: int) -> bool:
    """Whether the disk can take so many bytes more."""
    return shutil.disk_usage(_folder()).free - _SPARE > size


def put(name: str, number: int, data: bytes) -> str:
    """Keep a piece, and give its SHA-256. The same bytes twice are one file; other bytes never write over it."""
    sha256 = hashlib.sha256(data).hexdigest()
    folder = _folder(name)
    _write(folder, _piece(number, sha256), [data])
    return sha256


def join(name: str, hashes: Iterable[str]) -> Joined:
    """Put the pieces together, in order. They stay until `drop_pieces`; done again, it gives the same."""
    folder, whole, size, first = _folder(name), hashlib.sha256(), 0, b""

    def pieces() -> Iterable[bytes]:
        nonlocal size, first
        for number, sha256 in enumerate(hashes):
            data = (folder / _piece(number, sha256)).read_bytes()
            if hashlib.sha256(data).hexdigest() != sha256:
                raise OSError(f"Piece {number} of a recording is damaged on the disk.")
            whole.update(data)
            size, first = size + len(data), first or data[:16]
            yield data

    _write(folder, _WHOLE, pieces())
    return Joined(size, whole.hexdigest(), first)


def whole(name: str) -> Path:
    """The file of a recording that is joined."""
    return Path(settings.RECORDINGS_DIR) / name / _WHOLE


def drop_piece(name: str, number: int, sha256: str) -> None:
    (Path(settings.RECORDINGS_DIR) / name / _piece(number, sha256)).unlink(missing_ok=True)


def drop_pieces(name: str) -> None:
    """What is left of a recording that is joined is the whole: a server that died may have left half a piece, too."""
    for path in (Path(settings.RECORDINGS_DIR) / name).glob("*"):
        if path.name != _WHOLE:
            path.unlink(missing_ok=True)


def drop(name: str) -> None:
    """Nothing of the recording is left."""
    if name:
        shutil.rmtree(Path(settings.RECORDINGS_DIR) / name, ignore_errors=True)


def strays(known: Collection[str]) -> list[str]:
    """Folders that none of `known` names and nothing was written to for a day: what has just begun is none."""
    old = time.time() - 24 * 60 * 60
    folders = (path for path in _folder().iterdir() if path.is_dir() and path.name not in known)
    return sorted(path.name for path in folders if path.stat().st_mtime < old)


def _folder(name: str = "") -> Path:
    folder = Path(settings.RECORDINGS_DIR) / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _piece(number: int, sha256: str) -> str:
    return f"piece-{number:05d}-{sha256}"


def _write(folder: Path, name: str, parts: Iterable[bytes]) -> None:
    """Whole under its name, or not there at all."""
    half = folder / f"half-{secrets.token_hex(8)}"
    try:
        with half.open("xb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        half.replace(folder / name)
    finally:
        half.unlink(missing_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
