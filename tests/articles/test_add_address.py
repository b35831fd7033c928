"""An address on the add page: fetched by the guard, looked at before anything is stored."""

from pathlib import Path

import pytest
from django.urls import reverse

from articles.models import Article, Batch
from articles.storing.receiving import ADDRESSES, MOST_ADDRESSES
from tests.articles.storing.test_batches import worked
from tests.lib.serving import page, serving

pytestmark = pytest.mark.django_db
PAGE = Path("fixtures/ingest/page.html").read_bytes()


def story(number: int) -> bytes:
    return f"Harbour {number} Opens\nMarch 3rd, 2026\nAna Obsidian\nShips came in on day {number}.".encode()


def look(client, cast, addresses: str):
    return client.post(reverse("articles:preview", args=[cast.team.slug]), {"addresses": addresses})


def test_a_page_is_shown_with_its_address_and_nothing_is_stored_yet(cast, as_member):
    with serving({"/a": page(PAGE)}) as site:
        shown = look(as_member(cast.alice), cast, f"{site.url}/a?utm_source=mail")
    (offer,) = shown.context_data["preview"].offers
    assert offer.form["title"].value() == "Harbour of Port Ena reopens"
    # The page itself says where it stands.
    assert offer.form["url"].value().startswith("https://satchel.example.org/world/harbour")
    assert Article.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/latest/", "http://10.0.0.1/", "file:///etc/passwd", "nonsense"]
)
def test_an_address_that_may_not_be_fetched_is_refused_with_the_reason_and_kept(cast, as_member, address):
    answer = look(as_member(cast.alice), cast, address)
    (refused,) = answer.context_data["refused"]
    assert (answer.status_code, refused.name) == (422, address)
    assert refused.reason and address in answer.content.decode()


def test_more_addresses_than_are_fetched_at_once_become_a_batch_and_nothing_is_asked_yet(cast, as_member):
    count = ADDRESSES + 1
    with serving({f"/{n}": page(story(n), "text/plain") for n in range(count)}) as site:
        sent = look(as_member(cast.alice), cast, "\n".join(f"{site.url}/{n}" for n in range(count)))
        assert site.asked == []
        batch = Batch.objects.get()
        assert sent["Location"] == reverse("articles:batch", args=[cast.team.slug, batch.pk])
        assert (batch.label, bool(batch.sealed_at)) == ("6 addresses", True)
        assert worked(batch).added == count
    assert Article.objects.filter(url=f"{site.url}/5").get().title == "Harbour 5 Opens"


def test_five_addresses_are_fetched_in_their_order_and_one_bad_one_never_stops_the_rest(cast, as_member):
    with serving({f"/{n}": page(story(n), "text/plain") for n in (0, 1, 3)}) as site, serving({}) as other:
        asked = [f"{site.url}/0", f"{other.url}/x", f"{site.url}/1", f"{site.url}/2", f"{site.url}/3"]
        shown = look(as_member(cast.alice), cast, "\n".join(asked)).context_data["preview"]
        assert site.paths == ["/0", "/1", "/2", "/3"]
    assert [offer.form["title"].value() for offer in shown.offers] == [f"Harbour {n} Opens" for n in (0, 1, 3)]
    assert [refused.name for refused in shown.refused] == [asked[1], asked[3]]


def test_addresses_beyond_the_most_are_named_and_those_that_are_none_have_their_reason(cast, as_member):
    typed = ["nonsense", *(f"https://a.example/{n}" for n in range(MOST_ADDRESSES + 4))]
    look(as_member(cast.alice), cast, "\n".join(typed))
    lines = Batch.objects.get().files
    assert lines.filter(state="waiting").count() == MOST_ADDRESSES - 1
    refused = {line.name: (line.code, line.url) for line in lines.filter(state="refused")}
    assert refused == {"nonsense": ("scheme", ""), f"https://a.example/{MOST_ADDRESSES - 1}": ("too-many", "")}
    assert "Send the other 5 next" in lines.get(code="too-many").message


def test_the_form_begins_with_the_address_that_a_link_brings(cast, as_member):
    address = reverse("articles:add", args=[cast.team.slug], query={"address": "https://nyt.example/ports"})
    assert "https://nyt.example/ports" in as_member(cast.alice).get(address).content.decode()
