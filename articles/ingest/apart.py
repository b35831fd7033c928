"""Work on bytes that may be made to hurt, in a process of its own with limits on time and memory. Pure.

`python -m articles.ingest.apart KIND` reads bytes from its input and writes JSON. KIND is `pdf`, `word`, or the module
of a room above that has an `extract`. A parser written in Python can be kept busy for hours by a small file, and a
thread cannot be stopped from outside: docs/decisions/0007. The child gets no environment but PATH and LANG, so no
secret is where the file is read, and its answer is only data.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from articles.ingest.draft import Unreadable
from articles.ingest.limits import APART_MEMORY, APART_OUTPUT, APART_SECONDS

ROOT = Path(__file__).resolve().parents[2]


def apart(kind: str, data: bytes, *, seconds: float = APART_SECONDS) -> dict[str, Any]:
    """What the extractor of this kind makes of the bytes.

    Raises Unreadable with the extractor's codes, or too-slow, too-much-memory, broken.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own module, nothing of it from outside
            [sys.executable, "-m", "articles.ingest.apart", kind],
            input=data,
            capture_output=True,
            timeout=seconds,
            cwd=ROOT,
            env={name: value for name in ("PATH", "LANG") if (value := os.environ.get(name))},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(
            "too-slow", f"Reading the file took more than {seconds:g} seconds, so it was stopped."
        ) from error
    if done.returncode != 0 or len(done.stdout) > APART_OUTPUT:
        raise _failed(done.returncode)
    answer = json.loads(done.stdout)
    if refused := answer.get("refused"):
        raise Unreadable(*refused)
    made: dict[str, Any] = answer["made"]
    return made


def _failed(code: int) -> Unreadable:
    if code in (_OUT_OF_MEMORY, 0) or code < 0:
        return Unreadable("too-much-memory", "The file unpacks to more than can be read, so it was stopped.")
    return Unreadable("broken", "The file is damaged: nothing could be read from it.")


_OUT_OF_MEMORY = 3


def _limit() -> None:
    """The operating system's own limits, where it has them; the parent's clock holds everywhere."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, APART_MEMORY), (resource.RLIMIT_CPU, 2 * APART_SECONDS)):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # a system that does not take it
            continue


def _extractor(kind: str) -> Callable[[bytes], dict[str, Any]]:
    if kind == "pdf":
        from articles.ingest import pdf_pages  # noqa: PLC0415 - the other one is not needed

        return pdf_pages.extract
    if kind == "word":
        from articles.ingest import word_markup  # noqa: PLC0415 - the other one is not needed

        return word_markup.extract
    if "." in kind:
        extract: Callable[[bytes], dict[str, Any]] = import_module(kind).extract
        return extract
    return _EXERCISES[kind]


def _spin(data: bytes) -> dict[str, Any]:
    while True:
        time.sleep(0.01)


def _swell(data: bytes) -> dict[str, Any]:
    return {"length": len(bytearray(2 * APART_MEMORY))}


# What tests ask for to see the limits hold.
_EXERCISES: dict[str, Callable[[bytes], dict[str, Any]]] = {
    "spin": _spin,
    "swell": _swell,
    "echo": lambda data: {"length": len(data), "environment": sorted(os.environ)},
}


def main() -> int:
    extract = _extractor(sys.argv[1])
    _limit()
    data = sys.stdin.buffer.read()
    answer: dict[str, Any]
    try:
        answer = {"made": extract(data)}
    except Unreadable as refused:
        answer = {"refused": [refused.code, refused.message]}
    except (MemoryError, RecursionError):
        return _OUT_OF_MEMORY
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
