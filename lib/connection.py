"""A connection to a public address of the web: named once, resolved once, ended when its time is up.

No cookies, no proxies or passwords of the environment, no redirects. Nothing here knows Django.
"""

import ipaddress
import socket
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests_hardened.client import HTTPSession
from requests_hardened.config import Config
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.exceptions import HTTPError

CONNECT_SECONDS = 5


class Refused(Exception):
    """Nothing was fetched. `message` is a sentence for people; `code` is one of

    address, scheme, userinfo, port, dns, private-address, redirect-to-private, too-many-redirects, robots, status,
    type, too-large, timeout, unreachable, broken.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Clock:
    """Ends the connections that were made under it when its time is up, wherever they wait.

    A time-out of a socket is for one reading, and a server that sends a byte a second never meets it.
    """

    def __init__(self, until: float) -> None:
        self._until = until
        self._connections: list[Any] = []
        self._sockets: list[Any] = []
        self.answered = False

    def __enter__(self) -> "Clock":
        self._timer = threading.Timer(self.left(), self._end)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()

    def left(self) -> float:
        """Seconds. Raises Refused where there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise Refused("timeout", "The server took too long to answer.")
        return left

    def is_over(self) -> bool:
        return time.monotonic() >= self._until

    def watched(self, kind: type) -> type:
        """A kind of connection that this clock can end."""
        clock = self

        class Watched(kind):
            def connect(self) -> None:
                clock._connections.append(self)
                super().connect()
                clock._sockets.append(self.sock)

        return Watched

    def _end(self) -> None:
        for connected in [*self._sockets, *(connection.sock for connection in self._connections)]:
            with suppress(OSError, AttributeError, ValueError):
                connected.shutdown(socket.SHUT_RDWR)


class _Adapter(IPFilterAdapter):
    """requests-hardened's, with the few ranges that it lets through, and connections that the clock can end."""

    def __init__(self, is_https: bool, loopback: bool, clock: Clock) -> None:
        super().__init__(is_https_proto=is_https, allow_loopback=loopback)
        self._loopback = loopback
        self._clock = clock

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        if not is_public(ipaddress.ip_address(host["host"].strip("[]")), loopback=self._loopback):
            raise InvalidIPAddress(host["host"])
        return host, pool

    def get_connection_with_tls_context(self, request: Any, verify: Any, proxies: Any = None, cert: Any = None) -> Any:
        pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
        pool.ConnectionCls = self._clock.watched(type(pool).ConnectionCls)
        return pool


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address, *, loopback: bool = False) -> bool:
    """Whether the address is of the public web; addresses that carry an IPv4 address inside are not."""
    if address.is_loopback:
        return loopback
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or address.teredo or address.is_site_local
        if inside or int(address) < 2**32:  # the old form of IPv4 in IPv6
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified


@contextmanager
def answer_of(
    url: str, *, until: float, loopback: bool, headers: Mapping[str, str]
) -> Iterator[tuple[requests.Response, Clock]]:
    """The answer with its body still to come, and the clock that ends the connection when time is up."""
    clock = Clock(until)
    session = HTTPSession(
        Config(
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=loopback,
            never_redirect=True,
            default_timeout=(CONNECT_SECONDS, CONNECT_SECONDS),
        )
    )
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("http", "https"):
        session.mount(f"{scheme}://", _Adapter(scheme == "https", loopback, clock))
    try:
        with clock, session:
            timeout = (min(CONNECT_SECONDS, clock.left()), clock.left())
            with session.get(url, headers=headers, stream=True, timeout=timeout, allow_redirects=False) as answer:
                clock.left()  # headers that the clock has cut short look like whole ones
                yield answer, clock
    except Refused:
        raise
    except _FAILURES as error:
        raise _refusal(error, clock) from error


_FAILURES = (requests.RequestException, HTTPError, HTTPException, OSError, ValueError, zlib.error)


def _refusal(error: BaseException, clock: "Clock") -> Refused:
    chain = list(_causes(error))
    if any(isinstance(one, InvalidIPAddress) for one in chain):
        return Refused("private-address", "It is a private address, or one that is not of the public web.")
    if clock.is_over() or any(isinstance(one, requests.Timeout | TimeoutError) for one in chain):
        return Refused("timeout", "The server took too long to answer.")
    if any(isinstance(one, socket.gaierror | UnicodeError) for one in chain):
        return Refused("dns", "There is no server of that name.")
    if isinstance(error, ValueError):  # requests looks at the next address too
        return Refused("address", "This is not an address, or it leads on to something that is none.")
    if clock.answered:
        return Refused("broken", "The answer broke off or was damaged.")
    return Refused("unreachable", "The server could not be reached.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(20):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
