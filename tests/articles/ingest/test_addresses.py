"""Addresses: what is dropped, what stays, which two are one page."""

import pytest

from articles.ingest.addresses import tidy, url_key


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("https://a.example/b?utm_source=x&id=3&utm_campaign=y&fbclid=1#top", "https://a.example/b?id=3#top"),
        ("https://a.example/b?utm_source=x", "https://a.example/b"),
        ("https://a.example/b?gclid=1&mc_cid=2&mc_eid=3&ref=home&igshid=4&smid=tw", "https://a.example/b"),
        ("https://a.example/b?q=a%20b&reference=7&page=2", "https://a.example/b?q=a%20b&reference=7&page=2"),
        ("HTTPS://WWW.A.Example:443/B/C.", "https://www.a.example/B/C"),
        ("http://a.example:80", "http://a.example"),
        ("https://a.example:8443/b", "https://a.example:8443/b"),
        ("https://a.example/x_(y)).", "https://a.example/x_(y)"),
        ("https://a.example/x_(y)", "https://a.example/x_(y)"),
        ("https://video.example/watch?v=1&si=2", "https://video.example/watch?v=1&si=2"),
        ("https://youtube.com/watch?v=1&si=2", "https://youtube.com/watch?v=1"),
        ("https://a.example/b?a=1&&c", "https://a.example/b?a=1&&c"),
        ("http://[bad", "http://[bad"),
        ("ftp://a.example/b", "ftp://a.example/b"),
        ("", ""),
    ],
)
def test_an_address_is_kept_without_what_only_tracks_its_readers(printed: str, kept: str) -> None:
    assert tidy(printed) == kept
    assert tidy(kept) == kept


@pytest.mark.parametrize(
    "other",
    [
        "http://a.example/b?x=1&y=2",
        "https://www.a.example/b/?x=1&y=2",
        "https://a.example/b?y=2&x=1#part",
        "https://a.example/b/amp?x=1&y=2",
        "https://amp.a.example/b.amp.html?x=1&y=2&utm_medium=z",
        "https://A.example/b?x=1&y=2&amp=1",
    ],
)
def test_two_forms_of_one_address_have_one_key(other: str) -> None:
    assert url_key(other) == url_key("https://a.example/b?x=1&y=2")


@pytest.mark.parametrize("other", ["https://a.example/B", "https://a.example/b?x=2", "https://b.example/b", "x"])
def test_two_addresses_have_two_keys(other: str) -> None:
    assert url_key(other) != url_key("https://a.example/b")
