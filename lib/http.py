"""The only code that fetches. It reaches public addresses of the web and nothing else. Nothing here knows Django.

A name is resolved once and that address is connected to (requests-hardened), so what was checked is what answers, for
every step of a redirect anew. No cookies, no proxies or passwords of the environment. Size and time are capped while
the answer comes in, and robots.txt is honoured. docs/decisions/0008.
"""

import re
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import requests

from lib.connection import Clock, Refused, answer_of
from lib.robots import Rules

AGENT = "Extemp"
USER_AGENT = (
    f"{AGENT}/0.1 (debate prep library; reads single pages for a school team;"
    f' to keep it out, put "User-agent: {AGENT}" and "Disallow: /" into robots.txt)'
)
LONGEST_URL = 2_000  # characters
ROBOTS_BYTES = 524_288  # RFC 9309: at least 500 KiB are read, what follows may be passed over
ROBOTS_KEPT = 600  # seconds
ROBOTS_SITES = 200

T = TypeVar("T")

_CHUNK = 65_536
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u3000\\]")
_MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be reached. `ports` None is any port, `loopback` this machine itself: both are for tests only."""

    ports: frozenset[int] | None = frozenset({80, 443})
    loopback: bool = False
    redirects: int = 5


STRICT = Policy()


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `url` is what was asked for, `final_url` where it was; `content_type` in lower case, bare."""

    url: str
    final_url: str
    status: int
    content_type: str
    charset: str
    data: bytes


def fetch(url: str, *, accept: Sequence[str], max_bytes: int, timeout: float = 20, policy: Policy = STRICT) -> Fetched:
    """Get the page at the address, which is of one of the content types; `timeout` is seconds for all of it.

    Raises Refused.
    """
    until = time.monotonic() + timeout

    def read(here: str, answer: requests.Response, clock: "Clock") -> Fetched:
        if not 200 <= answer.status_code < 300:
            raise Refused("status", f"The server answered {_status(answer.status_code)}.")
        kind, charset = _content_type(answer)
        if kind not in accept:
            raise Refused("type", f"The address gives {kind or 'something without a type'}, which is not read here.")
        data = _body(answer, clock, max_bytes, cut=False)
        return Fetched(url, here, answer.status_code, kind, charset, data)

    return _follow(checked(url, policy), until, policy, accept, read, ask=True)


def checked(url: str, policy: Policy = STRICT) -> str:
    """The address without its fragment, where it is one that may be asked. Looks up no name. Raises Refused."""
    url = url.strip()
    if len(url) > LONGEST_URL:
        raise Refused("address", f"The address has {len(url):,} characters; {LONGEST_URL:,} is the most.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("port" if "port" in str(error).lower() else "address", "This is not an address.") from error
    if parts.scheme not in ("http", "https"):
        raise Refused("scheme", "Only addresses that begin with http:// or https:// are fetched.")
    if _UNSAFE.search(url) or not url.lower().startswith(f"{parts.scheme}://") or not _is_host(parts):
        raise Refused("address", "This is not an address.")
    if "@" in parts.netloc:
        raise Refused("userinfo", "An address with a user name or password in it is not fetched.")
    used = port or (443 if parts.scheme == "https" else 80)
    if policy.ports is not None and used not in policy.ports:
        raise Refused("port", f"Port {used} is not fetched from; 80 and 443 are.")
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def _is_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    return bool(host) and "%" not in host and len(host) <= 253


# --- One question after another -------------------------------------------------------------------------------


def _follow(here: str, until: float, policy: Policy, accept: Sequence[str], read: Callable[..., T], *, ask: bool) -> T:
    """What `read` makes of the answer that leads no further; every address on the way is checked and asked for."""
    headers = {"Accept": ", ".join(accept), "Accept-Encoding": "gzip", "User-Agent": USER_AGENT}
    for step in range(policy.redirects + 1):
        try:
            if ask:
                _ask_robots(here, until, policy)
            with answer_of(here, until=until, loopback=policy.loopback, headers=headers) as (answer, clock):
                target = _leads_to(answer, here)
                if not target:
                    return read(here, answer, clock)
                here = checked(target, policy)
        except Refused as refused:
            if step and refused.code == "private-address":
                raise Refused("redirect-to-private", "The address leads on to one that is private.") from refused
            raise
    raise Refused("too-many-redirects", f"The address leads on more than {policy.redirects} times.")


def _leads_to(answer: requests.Response, here: str) -> str:
    target = str(answer.headers.get("Location", "")) if answer.status_code in _MOVED else ""
    with suppress(UnicodeError):
        target = target.encode("latin-1").decode()
    try:
        return urljoin(here, target) if target else ""
    except ValueError as error:
        raise Refused("address", "The address leads on to something that is no address.") from error


# --- The answer -----------------------------------------------------------------------------------------------


def _body(answer: requests.Response, clock: Clock, most: int, *, cut: bool) -> bytes:
    """The bytes, unpacked; no more than `most` are ever held. `cut`: what follows is left, instead of refused."""
    clock.answered = True
    declared = answer.headers.get("Content-Length", "")
    if not cut and declared.isdigit() and int(declared) > most:
        raise _too_large(int(declared), most)
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise Refused("type", f"The answer is packed as {encoding[:40]}, which was not asked for.")
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if "gzip" in encoding else None
    data = bytearray()
    packed = 0
    while chunk := answer.raw.read1(_CHUNK, decode_content=False):
        clock.left()
        packed += len(chunk)
        data += unpack.decompress(chunk, most + 1 - len(data)) if unpack else chunk
        if len(data) > most or packed > most + _CHUNK:
            if cut:
                return bytes(data[:most])
            raise _too_large(max(len(data), packed), most, at_least=True)
    clock.left()  # a connection that the clock has ended looks like the end of an answer
    if unpack and not unpack.eof:
        raise Refused("broken", "The answer broke off or was damaged.")
    return bytes(data)


def _too_large(size: int, most: int, *, at_least: bool = False) -> Refused:
    said = f"more than {most:,}" if at_least else f"{size:,}"
    return Refused("too-large", f"The address gives {said} bytes; {most:,} is the most.")


def _content_type(answer: requests.Response) -> tuple[str, str]:
    kind, _, rest = answer.headers.get("Content-Type", "").partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", rest, re.IGNORECASE)
    return kind.strip().lower()[:100], charset[1] if charset else ""


def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


# --- robots.txt -----------------------------------------------------------------------------------------------

_kept: OrderedDict[str, tuple[float, Rules | None]] = OrderedDict()
_lock = threading.Lock()


def _ask_robots(url: str, until: float, policy: Policy) -> None:
    """Raises Refused where the site does not want us to read the page, or could not be asked."""
    parts = urlsplit(url)
    site = f"{parts.scheme}://{parts.netloc}"
    now = time.monotonic()
    with _lock:
        kept = _kept.get(site)
    if kept and kept[0] > now:
        rules = kept[1]
    else:
        rules = _robots(f"{site}/robots.txt", until, policy)
        with _lock:
            _kept[site] = (now + ROBOTS_KEPT, rules)
            _kept.move_to_end(site)
            while len(_kept) > ROBOTS_SITES:
                _kept.popitem(last=False)
    if rules and not rules.allow(url):
        raise Refused(
            "robots", "The site asks programs not to read this page (robots.txt). Open it and paste the text."
        )


def _robots(url: str, until: float, policy: Policy) -> Rules | None:
    """The rules; None where the site has none. An answer of the 500s forbids everything (RFC 9309, 2.3.1.4)."""

    def read(here: str, answer: requests.Response, clock: Clock) -> Rules | None:
        if 400 <= answer.status_code < 500:
            return None
        if not 200 <= answer.status_code < 300:
            raise Refused("status", _status(answer.status_code))
        return Rules(_body(answer, clock, ROBOTS_BYTES, cut=True).decode("utf-8", "replace"), AGENT)

    try:
        return _follow(url, until, policy, ("text/plain", "*/*;q=0.1"), read, ask=False)
    except Refused as refused:
        if refused.code in ("status", "broken", "too-many-redirects", "type"):
            said = "What the site lets programs read could not be found out, so nothing is read (robots.txt)."
            raise Refused("robots", said) from refused
        raise
