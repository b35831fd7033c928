"""Sharing a card with a person: who may, who sees it then, what stands on their page, what a copy says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.attaching import Selection, attach_card
from evidence.for_you import for_you, look, number_new
from evidence.giving import give, take_back
from evidence.models import Card, Gift
from tests import make
from tests.together import together


@pytest.fixture
def card(cast):
    article = make.article(member=cast.alice, title="Ports Reopen")
    selection = Selection("Wheat for May delivery fell 4 percent")
    asked = {"tag": "Wheat fell", "cite": "Staff", "visibility": "private"}
    return attach_card(member=cast.bob, article=article, selection=selection, **asked).row


def of(card, name, *more):
    return reverse(f"evidence:{name}", args=[card.team.slug, card.pk, *more])


def page_of(client, cast):
    return client.get(reverse("evidence:for_you", args=[cast.team.slug])).content.decode()


def shows(card, *members):
    return [Card.objects.visible_to(member).filter(pk=card.pk).exists() for member in members]


def shared(card, visibility):
    Card.objects.filter(pk=card.pk).update(visibility=visibility)


def test_a_private_card_is_seen_by_whom_its_owner_hands_it_to_and_nobody_else(cast, card, as_member):
    assert as_member(cast.erin).get(of(card, "card")).status_code == 404
    as_member(cast.bob).post(of(card, "give_card"), {"to": str(cast.erin.pk), "remark": "For  round 3"})
    gift = Gift.objects.get()
    assert (gift.card, gift.by, gift.to, gift.remark) == (card, cast.bob.user, cast.erin.user, "For round 3")
    assert shows(card, cast.erin, cast.alice, cast.charlie, cast.dana) == [True, False, False, False]
    html = page_of(as_member(cast.erin), cast)
    assert "Bob shared a card with you" in html and "For round 3" in html and "Wheat fell" in html
    assert as_member(cast.erin).get(of(card, "card")).status_code == 200
    assert as_member(cast.erin).post(of(card, "edit_card"), {}).status_code == 403


def test_a_coach_to_whom_it_was_handed_does_not_remove_it(cast, card, as_member):
    give(member=cast.bob, card=card, to=[cast.alice])
    assert as_member(cast.alice).get(of(card, "card")).status_code == 200
    assert as_member(cast.alice).post(of(card, "remove_card")).status_code == 403
    card.remove(by=cast.bob.user)
    assert shows(card, cast.alice) == [False]
    assert not Card.objects.trash_of(cast.alice).exists()
    assert Card.objects.trash_of(cast.bob).get() == card


def test_a_copy_is_the_takers_own_and_says_whose_it_was(cast, card, as_member):
    give(member=cast.bob, card=card, to=[cast.erin])
    as_member(cast.erin).post(of(card, "copy_card"))
    copied = Card.objects.get(owner=cast.erin.user)
    assert (copied.copied_from, copied.tag, copied.quotation) == (card, card.tag, card.quotation)
    html = as_member(cast.erin).get(of(copied, "card")).content.decode()
    assert f'Copied from <a href="{card.get_absolute_url()}">a card</a> of Bob' in html
    take_back(card=card, by=cast.bob.user, to=cast.erin.user)
    html = as_member(cast.erin).get(of(copied, "card")).content.decode()
    assert "Copied from a card that you do not see" in html


def test_what_is_taken_back_is_on_nobodys_page(cast, card, as_member):
    (gift,) = give(member=cast.bob, card=card, to=[cast.erin])
    assert as_member(cast.erin).post(of(card, "take_back_card", gift.pk)).status_code == 404
    assert as_member(cast.bob).post(of(card, "take_back_card", gift.pk)).status_code == 302
    assert shows(card, cast.erin) == [False]
    assert for_you(member=cast.erin).items == ()
    assert Gift.objects.count() == 1


@pytest.mark.parametrize(("visibility", "status"), [("team", 302), ("coaches", 403), ("private", 403)])
def test_who_only_sees_a_card_hands_it_to_nobody_who_does_not(cast, card, as_member, visibility, status):
    give(member=cast.bob, card=card, to=[cast.erin])
    shared(card, visibility)
    frank = make.member(team=cast.team, user=make.user(username="frank"))
    assert as_member(cast.erin).post(of(card, "give_card"), {"to": str(frank.pk)}).status_code == status
    assert Gift.objects.filter(to=frank.user).exists() is (status == 302)
    shared(card, "private")
    assert shows(card, frank) == [False], "the word of one who is not its owner opens nothing"


def test_a_coach_hands_a_card_for_coaches_to_a_coach(cast, card, as_member):
    shared(card, "coaches")
    assert as_member(cast.alice).post(of(card, "give_card"), {"to": str(cast.erin.pk)}).status_code == 403
    other = make.member(team=cast.team, user=make.user(username="gina"), role="coach")
    as_member(cast.alice).post(of(card, "give_card"), {"to": [str(other.pk), str(cast.erin.pk)]})
    assert [gift.to for gift in Gift.objects.all()] == [other.user]


@pytest.mark.parametrize("to", ["", "x", "stranger", "former", "self"])
def test_nobody_outside_is_handed_a_card(cast, card, as_member, to):
    wanted = {"stranger": cast.charlie.pk, "former": cast.dana.pk, "self": cast.bob.pk}.get(to, to)
    page = as_member(cast.bob).post(of(card, "give_card"), {"to": str(wanted)}, follow=True)
    assert "Choose a person." in page.content.decode()
    assert not Gift.objects.exists()


def test_a_second_time_takes_the_place_of_the_first_and_is_new_again(cast, card):
    give(member=cast.bob, card=card, to=[cast.erin], remark="first")
    look(member=cast.erin, until=for_you(member=cast.erin).newest)
    assert number_new(cast.erin) == 0
    give(member=cast.bob, card=card, to=[cast.erin], remark="second")
    assert number_new(cast.erin) == 1
    assert [(item.words, item.new) for item in for_you(member=cast.erin).items] == [("second", True)]


@pytest.mark.django_db(transaction=True)
def test_three_that_share_at_once_store_it_once_for_each_taker(cast, card):
    act = lambda: give(member=cast.bob, card=card, to=[cast.erin, cast.alice])  # noqa: E731
    assert [type(done) for done in together(act, act, act)] == [list] * 3
    assert sorted(gift.to.username for gift in Gift.objects.standing()) == ["alice", "erin"]


def test_the_page_costs_the_same_for_one_card_and_for_thirty(cast, card, as_member):
    client = as_member(cast.erin)
    give(member=cast.bob, card=card, to=[cast.erin])
    page_of(client, cast)
    with CaptureQueriesContext(connection) as one:
        page_of(client, cast)
    for number in range(29):
        asked = {"tag": f"Card {number}", "cite": "Staff", "visibility": "private", "selection": Selection("Wheat")}
        more = attach_card(member=cast.bob, article=card.article, **asked).row
        give(member=cast.bob, card=more, to=[cast.erin])
    with CaptureQueriesContext(connection) as many:
        html = page_of(client, cast)
    assert html.count("shared a card with you") == 30
    assert len(many) == len(one)
