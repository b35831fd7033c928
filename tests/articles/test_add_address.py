"""An address on the add page: fetched by the guard, looked at before anything is stored."""

from pathlib import Path

import pytest
from django.urls import reverse

from articles.models import Article
from articles.storing.receiving import ADDRESSES
from tests.lib.serving import page, serving

pytestmark = pytest.mark.django_db
PAGE = Path("fixtures/ingest/page.html").read_bytes()


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


def test_more_addresses_than_are_fetched_at_once_are_told(cast, as_member):
    with serving({f"/{n}": page(PAGE) for n in range(ADDRESSES)}) as site:
        shown = look(as_member(cast.alice), cast, "\n".join(f"{site.url}/{n}" for n in range(ADDRESSES + 1)))
    assert [refused.code for refused in shown.context_data["preview"].refused] == ["too-many"]


def test_the_form_begins_with_the_address_that_a_link_brings(cast, as_member):
    address = reverse("articles:add", args=[cast.team.slug], query={"address": "https://nyt.example/ports"})
    assert "https://nyt.example/ports" in as_member(cast.alice).get(address).content.decode()
