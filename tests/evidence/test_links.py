"""Links that show one card or one block without a login."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evidence.attaching import Selection, attach_card
from evidence.blocks import add_cards, add_heading, add_inner, make_block
from evidence.links import MOST, address_of, make_link
from evidence.models import Link
from teams.policy import Role
from tests import make

QUOTATION = "Wheat for May delivery fell 4 percent in two days, its largest drop since the autumn."


@pytest.fixture
def card(cast):
    cast.team.links_on = True
    cast.team.save()
    for member in (cast.alice, cast.bob, cast.erin):
        member.refresh_from_db()
    article = make.article(member=cast.alice, title="Ports Reopen", body=f"Ports opened.\n\n{QUOTATION}")
    asked = {"tag": "Wheat fell", "cite": "Castellanos, The Continental", "analysis": "Say it *slowly*."}
    return attach_card(member=cast.bob, article=article, selection=Selection(QUOTATION), **asked).row


def a_link(member, card, **asked):
    return make_link(member=member, about=card, **{"days": 7, **asked})


def made(client, card, **asked):
    address = reverse("evidence:make_link", args=[card.team.slug, card.pk])
    return client.post(address, {"days": "7", **asked})


def status(client, link):
    return client.get(address_of(link)).status_code


def test_whoever_has_the_link_sees_the_card_and_nobodys_name(cast, card, client):
    page = client.get(address_of(a_link(cast.bob, card)))
    html = page.content.decode()
    assert page.status_code == 200
    assert QUOTATION in html and "Wheat fell" in html and "Castellanos, The Continental" in html
    for secret in ("Bob", "bob", "Alice", "Riverside", "riverside", "slowly", "/t/", "csrf"):
        assert secret not in html, secret


def test_the_analysis_is_shown_only_where_its_owner_said_so(cast, card, client):
    html = client.get(address_of(a_link(cast.bob, card, with_analysis=True))).content.decode()
    assert "Say it <em>slowly</em>." in html


def test_no_search_engine_keeps_it_and_no_address_is_passed_on(cast, card, client):
    page = client.get(address_of(a_link(cast.bob, card)))
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in page.content.decode()


def test_a_link_that_ran_out_opens_nothing(cast, card, client):
    link = a_link(cast.bob, card)
    Link.objects.update(expires_at=timezone.now() + timedelta(seconds=60))
    assert status(client, link) == 200
    Link.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert status(client, link) == 404


def test_an_address_that_was_changed_or_signed_elsewhere_opens_nothing(cast, card, client, settings):
    address = address_of(a_link(cast.bob, card))
    key, signature = address.split("/")[2].split(".")
    for forged in (key, f"{key}.", f"{key}.{'A' * len(signature)}", f"{'0' * 32}.{signature}", "x.y", "é"):
        assert client.get(f"/shown/{forged}/").status_code == 404, forged
    settings.SECRET_KEY = "another-key" * 6
    assert client.get(address).status_code == 200, "the signer keeps the key of when the site began"


@pytest.mark.parametrize("what", ["switched off", "ended", "removed", "private", "left", "no account"])
def test_a_link_dies_with_what_it_stands_on(cast, card, client, what):
    link = a_link(cast.bob, card)
    assert status(client, link) == 200
    if what == "switched off":
        cast.team.links_on = False
        cast.team.save()
    elif what == "ended":
        link.remove(by=cast.alice.user)
    elif what == "removed":
        card.remove(by=cast.bob.user)
    elif what == "private":
        type(card).objects.filter(pk=card.pk).update(visibility="private")
    elif what == "left":
        cast.bob.ended_at = timezone.now()
        cast.bob.save()
    else:
        cast.bob.user.is_active = False
        cast.bob.user.save()
    assert status(client, link) == 404


def test_links_are_off_until_a_coach_switches_them_on(cast, card, as_member):
    cast.team.links_on = False
    cast.team.save()
    bob, coach = as_member(cast.bob), as_member(cast.alice)
    assert made(bob, card).status_code == 403
    assert "Make a link" not in bob.get(card.get_absolute_url()).content.decode()
    switch = reverse("teams:allow_links", args=[cast.team.slug])
    assert as_member(cast.erin).post(switch, {"on": "yes"}).status_code == 403
    coach.post(switch, {"on": "yes"})
    assert "Make a link" in bob.get(card.get_absolute_url()).content.decode()
    assert made(bob, card).status_code == 302
    link = Link.objects.get()
    assert (link.owner, link.card, link.with_analysis) == (cast.bob.user, card, False)
    assert timedelta(days=6, hours=23) < link.expires_at - timezone.now() <= timedelta(days=7)
    coach.post(switch, {"on": "no"})
    assert status(as_member(None), link) == 404


def test_a_private_card_gets_no_link_nor_does_anothers(cast, card, as_member):
    assert made(as_member(cast.erin), card).status_code == 403
    assert made(as_member(cast.alice), card).status_code == 302
    type(card).objects.filter(pk=card.pk).update(visibility="private")
    assert made(as_member(cast.bob), card).status_code == 403


def test_no_link_lives_longer_than_is_offered(cast, card, as_member):
    for days in ("31", "0", "-1", "x", ""):
        assert made(as_member(cast.bob), card, days=days).status_code == 302
    assert Link.objects.count() == 0


def test_a_member_has_twenty_live_links_at_most(cast, card, as_member):
    for _ in range(MOST):
        a_link(cast.bob, card)
    page = as_member(cast.bob).post(
        reverse("evidence:make_link", args=[card.team.slug, card.pk]), {"days": "7"}, follow=True
    )
    assert "You have 20 live links already." in page.content.decode()
    assert Link.objects.count() == MOST
    Link.objects.first().remove(by=cast.bob.user)
    assert made(as_member(cast.bob), card).status_code == 302
    assert Link.objects.live().count() == MOST


def test_openings_are_counted_but_not_those_of_the_team(cast, card, client, as_member):
    link = a_link(cast.bob, card)
    for visitor in (client, as_member(cast.charlie), as_member(cast.alice), as_member(cast.bob)):
        visitor.get(address_of(link))
    client.head(address_of(link))
    link.refresh_from_db()
    assert link.opened == 2
    html = as_member(cast.alice).get(reverse("evidence:links", args=[cast.team.slug])).content.decode()
    assert "made by Bob on" in html and "opened 2 times" in html and address_of(link) in html


def test_a_coach_sees_and_ends_every_link_a_member_only_their_own(cast, card, as_member):
    of_bob, of_alice = a_link(cast.bob, card), a_link(cast.alice, card)
    listed = reverse("evidence:links", args=[cast.team.slug])
    html = as_member(cast.bob).get(listed).content.decode()
    assert address_of(of_bob) in html and address_of(of_alice) not in html
    html = as_member(cast.alice).get(listed).content.decode()
    assert address_of(of_bob) in html and address_of(of_alice) in html
    assert as_member(cast.bob).post(reverse("evidence:end_link", args=["riverside", of_alice.pk])).status_code == 404
    assert as_member(cast.alice).post(reverse("evidence:end_link", args=["riverside", of_bob.pk])).status_code == 302
    assert address_of(of_bob) not in as_member(cast.alice).get(listed).content.decode()
    of_bob.refresh_from_db()
    assert of_bob.deleted_by == cast.alice.user


def test_too_many_openings_from_one_place_are_refused_for_a_while(cast, card, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "open_link": "2/m/ip"}
    link = a_link(cast.bob, card)
    assert [status(client, link) for _ in range(3)] == [200, 200, 429]


def test_the_list_of_links_costs_the_same_for_one_and_for_twenty(cast, card, as_member):
    client, address = as_member(cast.alice), reverse("evidence:links", args=[cast.team.slug])
    a_link(cast.bob, card)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(MOST - 1):
        a_link(cast.bob, card)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one) <= 6


@pytest.fixture
def block(cast, card):
    """Bob's: a heading with his card, one of Alice's and a private one under it, and a block of Erin's."""
    article = card.article
    asked = {"article": article, "selection": Selection("Ports opened."), "cite": "Staff"}
    hers = attach_card(member=cast.alice, tag="Hers", **asked).row
    secret = attach_card(member=cast.bob, tag="Secret", visibility="private", **asked).row
    row = make_block(member=cast.bob, title="Grain").block
    over = add_heading(block=row, version=1, heading="Prices").entry
    add_cards(block=row, cards=[card, hers, secret], under=over.pk)
    inner = make_block(member=cast.erin, title="Of Erin").block
    add_cards(block=inner, cards=[card])
    row.refresh_from_db()
    add_inner(block=row, inner=inner)
    return row


def test_a_block_is_shown_in_its_order_with_what_its_maker_may_show(cast, block, client):
    html = client.get(address_of(a_link(cast.bob, block))).content.decode()
    assert html.index("Grain") < html.index("Prices") < html.index("Wheat fell") < html.index(QUOTATION)
    for secret in ("Hers", "Secret", "Of Erin", "Bob", "Riverside", "riverside", "slowly", "/t/", "csrf"):
        assert secret not in html, secret
    html = client.get(address_of(a_link(cast.alice, block, with_analysis=True))).content.decode()
    assert html.index("Wheat fell") < html.index("Hers") < html.index("Of Erin")
    assert "Secret" not in html and "Say it <em>slowly</em>." in html


def test_who_makes_a_link_to_a_block_is_told_what_it_leaves_out(cast, block, as_member):
    address = reverse("evidence:link_block", args=["riverside", block.pk])
    assert as_member(cast.erin).post(address, {"days": "7"}).status_code == 403
    html = as_member(cast.bob).post(address, {"days": "7"}, follow=True).content.decode()
    assert "3 cards in it are not shown" in html, "hers, the private one, and the one in the block of Erin"
    html = as_member(cast.alice).post(address, {"days": "7"}, follow=True).content.decode()
    assert "not shown" not in html, "what a coach does not see is not counted"
    assert "Make a link to this block" in as_member(cast.bob).get(block.get_absolute_url()).content.decode()
    assert "Make a link" not in as_member(cast.erin).get(block.get_absolute_url()).content.decode()


@pytest.mark.parametrize("what", ["switched off", "removed", "private", "left"])
def test_a_link_to_a_block_dies_with_what_it_stands_on(cast, block, client, what):
    link = a_link(cast.bob, block)
    assert status(client, link) == 200
    if what == "switched off":
        cast.team.links_on = False
        cast.team.save()
    elif what == "removed":
        block.remove(by=cast.bob.user)
    elif what == "private":
        type(block).objects.filter(pk=block.pk).update(visibility="private")
    else:
        cast.bob.ended_at = timezone.now()
        cast.bob.save()
    assert status(client, link) == 404


def test_what_is_put_into_a_block_later_is_shown_and_what_is_made_private_is_not(cast, block, card, client):
    link = a_link(cast.bob, block)
    new = attach_card(
        member=cast.bob, article=card.article, selection=Selection("Ports opened."), tag="Later", cite="S"
    )
    add_cards(block=block, cards=[new.row])
    type(card).objects.filter(pk=card.pk).update(visibility="private")
    html = client.get(address_of(link)).content.decode()
    assert "Later" in html and "Wheat fell" not in html


def test_a_block_that_is_shown_costs_the_same_for_one_and_for_thirty_cards(cast, block, client):
    address = address_of(a_link(cast.alice, block))
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    article = make.article(member=cast.alice)
    asked = {"member": cast.bob, "article": article, "selection": Selection("Wheat for May"), "cite": "Staff"}
    add_cards(block=block, cards=[attach_card(tag=f"Card {n}", **asked).row for n in range(30)])
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).content.decode().count("<article") > 30
    assert len(many) == len(few)


def test_a_link_ends_with_its_makers_right_to_make_it(cast, card, client):
    link = a_link(cast.alice, card)
    assert status(client, link) == 200
    cast.alice.role = Role.STUDENT
    cast.alice.save()
    assert status(client, link) == 404
    assert status(client, a_link(cast.bob, card)) == 200  # its owner's own
