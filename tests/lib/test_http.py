"""The guard of fetching: what it reaches, what it refuses, and that it stops when it has had enough."""

import gzip
import ipaddress
import socket
import time

import pytest

from lib import http
from lib.connection import is_public
from lib.http import AGENT, STRICT, Policy, Refused, fetch
from tests.lib.serving import moved, page, serving

HERE = Policy(ports=None, loopback=True)
PAGE = page(b"<p>Port Ena</p>")


def get(url: str, *, policy: Policy = HERE, most: int = 100_000, timeout: float = 5, accept=("text/html",)):
    return fetch(url, accept=accept, max_bytes=most, timeout=timeout, policy=policy)


def code(url: str, **how) -> str:
    with pytest.raises(Refused) as refused:
        get(url, **how)
    assert refused.value.message.endswith(".")
    return refused.value.code


def test_a_page_is_fetched_with_its_type_and_where_it_was() -> None:
    with serving({"/a": moved("/b?x=1#part"), "/b": PAGE}) as site:
        fetched = get(f"{site.url}/a#top")
    assert (fetched.url, fetched.final_url, fetched.status) == (f"{site.url}/a#top", f"{site.url}/b?x=1", 200)
    assert (fetched.content_type, fetched.charset, fetched.data) == ("text/html", "utf-8", b"<p>Port Ena</p>")


def test_it_says_who_asks_and_brings_nothing_along(monkeypatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with serving({"/a": page(b"", status=302, Location="/b", Set_Cookie="who=me"), "/b": PAGE}) as site:
        get(f"{site.url}/a")
        get(f"{site.url}/b")
    for _, headers in site.asked:
        assert headers["User-Agent"].startswith(f"{AGENT}/")
        assert "robots.txt" in headers["User-Agent"]
        assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


HOSTILE = {
    "http://127.0.0.1/": "private-address",
    "http://localhost/": "private-address",
    "http://127.1/": "private-address",
    "http://2130706433/": "private-address",
    "http://0x7f000001/": "private-address",
    "http://0177.0.0.1/": "private-address",
    "http://0/": "private-address",
    "http://10.0.0.1/": "private-address",
    "http://172.16.0.1/": "private-address",
    "http://192.168.1.1/": "private-address",
    "http://169.254.169.254/latest/meta-data/": "private-address",
    "http://100.64.0.1/": "private-address",
    "http://192.0.2.1/": "private-address",
    "http://198.18.0.1/": "private-address",
    "http://224.0.0.1/": "private-address",
    "http://240.0.0.1/": "private-address",
    "http://255.255.255.255/": "private-address",
    "http://[::1]/": "private-address",
    "http://[::]/": "private-address",
    "http://[::ffff:127.0.0.1]/": "private-address",
    "http://[::127.0.0.1]/": "private-address",
    "http://[64:ff9b::7f00:1]/": "private-address",
    "http://[2002:7f00:1::]/": "private-address",
    "http://[2001:0:7f00:1::1]/": "private-address",
    "http://[fe80::1]/": "private-address",
    "http://[fc00::1]/": "private-address",
    "http://[fec0::1]/": "private-address",
    "http://[ff02::1]/": "private-address",
    "http://[fe80::1%25lo]/": "address",
    "file:///etc/passwd": "scheme",
    "ftp://example.org/": "scheme",
    "gopher://example.org/": "scheme",
    "javascript:alert(1)": "scheme",
    "//example.org/": "scheme",
    "example.org": "scheme",
    "http://user@example.org/": "userinfo",
    "http://user:secret@example.org/": "userinfo",
    "http://example.org@127.0.0.1/": "userinfo",
    "http://example.org\\@127.0.0.1/": "address",
    "http://127.0.0.1\\.example.org/": "address",
    "http://exam ple.org/": "address",
    "http://example.org/\r\nHost: x": "address",
    "http://": "address",
    "http:///x": "address",
    "http:example.org": "address",
    "http://[::1": "address",
    "http://example.org:22/": "port",
    "http://example.org:8080/": "port",
    "http://example.org:99999/": "port",
    "https://example.org:x/": "port",
    f"http://example.org/{'x' * 2000}": "address",
    f"http://{'a' * 64}.example/": "dns",
}


@pytest.mark.parametrize(("url", "expected"), HOSTILE.items())
def test_an_address_that_is_not_of_the_public_web_is_refused(url: str, expected: str) -> None:
    assert code(url, policy=STRICT) == expected


@pytest.mark.parametrize(
    "to",
    ["http://169.254.169.254/", "http://10.1.1.1:80/", "http://[fd00::1]/", "http://[::ffff:10.0.0.1]/"],
)
def test_an_address_that_leads_on_to_a_private_one_is_refused(to: str) -> None:
    with serving({"/a": moved(to)}) as site:
        assert code(f"{site.url}/a") == "redirect-to-private"


def test_an_address_that_leads_on_to_this_machine_is_refused() -> None:
    private = Policy(ports=None, loopback=False)
    with serving({"/a": PAGE}) as site:
        assert code(f"{site.url}/a", policy=private) == "private-address"
    assert site.asked == []


@pytest.mark.parametrize(
    ("to", "expected"),
    [("file:///etc/passwd", "scheme"), ("http://u:p@example.org/", "userinfo"), ("http://[", "address"),
     ("//exa mple.org/", "address")],
)  # fmt: skip
def test_every_step_is_looked_at_like_the_first(to: str, expected: str) -> None:
    with serving({"/a": moved(to)}) as site:
        assert code(f"{site.url}/a") == expected


def test_a_name_that_is_private_the_second_time_is_not_connected_to(monkeypatch) -> None:
    """DNS rebinding: the address that was checked is the one that is connected to, and each step asks anew."""
    answers = iter(["127.0.0.1", "127.0.0.1", "10.0.0.1", "10.0.0.1"])
    real = socket.getaddrinfo

    def resolve(host, port, *rest, **how):
        return real(next(answers), port, *rest, **how) if host == "rebind.example" else real(host, port, *rest, **how)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with serving({"/a": moved("/b"), "/b": PAGE}) as site:
        url = site.url.replace("127.0.0.1", "rebind.example")
        assert code(f"{url}/a") == "redirect-to-private"
    assert site.paths == ["/a"]


def test_a_name_that_nobody_has_is_refused(monkeypatch) -> None:
    def nobody(*args, **how):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert code("http://nobody.example/", policy=STRICT) == "dns"


def test_five_steps_are_followed_and_a_sixth_is_not() -> None:
    with serving({**{f"/{n}": moved(f"/{n + 1}") for n in range(6)}, "/6": PAGE, "/round": moved("/round")}) as site:
        assert get(f"{site.url}/1").data == b"<p>Port Ena</p>"
        assert code(f"{site.url}/0") == "too-many-redirects"
        assert code(f"{site.url}/round") == "too-many-redirects"


def test_a_body_over_the_cap_is_refused_by_what_it_says_and_by_what_comes() -> None:
    def endless(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65_536)

    with serving({"/said": page(b"x" * 100_001), "/endless": endless, "/fits": page(b"x" * 100_000)}) as site:
        assert len(get(f"{site.url}/fits").data) == 100_000
        with pytest.raises(Refused) as refused:
            get(f"{site.url}/said")
        assert refused.value.message == "The address gives 100,001 bytes; 100,000 is the most."
        assert code(f"{site.url}/endless") == "too-large"


def test_a_packed_body_is_unpacked_up_to_the_cap() -> None:
    packed = gzip.compress(b"<p>Port Ena</p>")
    bomb = gzip.compress(b"\x00" * 90_000_000)
    answers = {
        "/a": page(packed, Content_Encoding="gzip"),
        "/bomb": page(bomb, Content_Encoding="gzip"),
        "/cut": page(packed[:-9], Content_Encoding="gzip"),
        "/junk": page(b"no gzip", Content_Encoding="gzip"),
        "/br": page(b"x", Content_Encoding="br"),
    }
    assert len(bomb) < 100_000
    with serving(answers) as site:
        assert get(f"{site.url}/a").data == b"<p>Port Ena</p>"
        assert code(f"{site.url}/bomb") == "too-large"
        assert code(f"{site.url}/cut") == "broken"
        assert code(f"{site.url}/junk") == "broken"
        assert code(f"{site.url}/br") == "type"


def drip(where: str):
    """A server that sends a byte now and then, and is never done."""

    def answer(handler) -> None:
        if where == "body":
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
        elif where == "headers":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while True:
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    return answer


@pytest.mark.parametrize("where", ["body", "headers", "status"])
def test_a_server_that_drips_is_left_when_the_time_for_all_of_it_is_up(where: str) -> None:
    with serving({"/a": drip(where)}) as site:
        start = time.monotonic()
        assert code(f"{site.url}/a", timeout=1) == "timeout"
        assert time.monotonic() - start < 20  # it would drip for ever


def test_a_server_that_says_nothing_is_left_when_time_is_up() -> None:
    with serving({"/a": lambda handler: time.sleep(60)}) as site:
        start = time.monotonic()
        assert code(f"{site.url}/a", timeout=0.5) == "timeout"
        assert time.monotonic() - start < 20


def test_what_is_no_page_is_refused() -> None:
    answers = {
        "/picture": page(b"x", "image/png"),
        "/gone": page(b"x", status=410),
        "/broken": page(b"x", status=500),
        "/nowhere": page(b"", status=302),
        "/short": lambda h: h.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\nx"),
        "/silent": lambda h: h.wfile.write(b""),
        "/nonsense": lambda h: h.wfile.write(b"\x00\x01\x02\r\n\r\n"),
    }
    with serving(answers) as site:
        assert code(f"{site.url}/picture") == "type"
        assert code(f"{site.url}/gone") == "status"
        assert code(f"{site.url}/broken") == "status"
        assert code(f"{site.url}/nowhere") == "status"
        assert code(f"{site.url}/short") == "broken"
        assert code(f"{site.url}/silent") == "unreachable"
        assert code(f"{site.url}/nonsense") == "unreachable"
    assert code(f"{site.url}/after") == "unreachable"


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (page(b"", "text/plain", 404), True),
        (page(b"", "text/plain", 403), True),
        (page(b"", "text/plain", 500), False),
        (page(b"", "text/plain", 503), False),
        (page(b"User-agent: *\nDisallow: /", "text/plain"), False),
        (page(b"User-agent: *\nDisallow: /b", "text/plain"), True),
        (page(b"User-agent: Extemp\nDisallow: /a\n\nUser-agent: *\nAllow: /", "text/plain"), False),
        (page(b"User-agent: Extemp\nAllow: /\n\nUser-agent: *\nDisallow: /", "text/plain"), True),
        (page(b"User-agent: Other\nDisallow: /", "text/plain"), True),
        (page(b"User-agent: *\nDisallow: /\nAllow: /a$", "text/plain"), True),
        (page(b"\xff\xfe\x00nonsense", "image/png"), True),
        (moved("/elsewhere.txt"), False),
        (moved("/robots.txt"), False),
        (page(b"User-agent: *\nDisallow: /a\n" + b"# long\n" * 200_000, "text/plain"), False),
    ],
)
def test_robots_txt_is_honoured(robots, allowed: bool) -> None:
    elsewhere = page(b"User-agent: *\nDisallow: /", "text/plain")
    with serving({"/a": PAGE, "/robots.txt": robots, "/elsewhere.txt": elsewhere}) as site:
        if allowed:
            assert get(f"{site.url}/a").status == 200
        else:
            assert code(f"{site.url}/a") == "robots"
            assert site.paths in ([], ["/elsewhere.txt"])


def test_robots_txt_made_to_hurt_is_read_within_a_second() -> None:
    hurting = b"".join(b"User-agent: a%d\n" % n for n in range(15_000)) + b"Disallow: /*a*a*a*a*a*a*b\n" * 8_000
    with serving({"/a": PAGE, "/robots.txt": page(hurting, "text/plain")}) as site:
        start = time.process_time()
        get(f"{site.url}/a", timeout=60)
        assert time.process_time() - start < 3


def test_robots_txt_is_asked_for_once_for_many_pages_and_for_each_site_on_the_way() -> None:
    with serving({"/x": PAGE, "/robots.txt": page(b"User-agent: *\nDisallow: /x", "text/plain")}) as second:
        answers = {"/a": PAGE, "/b": PAGE, "/away": moved(f"{second.url}/x")}
        with serving(answers) as first:
            for path in ("/a", "/b", "/a"):
                get(first.url + path)
            assert [path for path, _ in first.asked].count("/robots.txt") == 1
            assert code(f"{first.url}/away") == "robots"
    assert [path for path, _ in second.asked] == ["/robots.txt"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("192.88.99.1", True),
        ("::ffff:8.8.8.8", False),
    ],
)
def test_which_addresses_are_of_the_public_web(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_nothing_that_is_set_for_the_site_lets_it_reach_this_machine() -> None:
    assert Policy(frozenset({80, 443}), False, 5) == STRICT == http.STRICT
