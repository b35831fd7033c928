"""Who joined a thread hears of what is said after them, until they mute it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.attaching import Selection, attach_card, attach_note
from evidence.for_you import for_you, number_new
from evidence.models import Muted
from evidence.remarking import mute, remark
from tests import make


@pytest.fixture
def note(cast):
    return attach_note(member=cast.alice, article=make.article(member=cast.alice), body="Why?", visibility="team").row


@pytest.fixture
def card(cast):
    words = Selection("Wheat for May delivery fell 4 percent")
    article = make.article(member=cast.alice)
    return attach_card(member=cast.alice, article=article, selection=words, tag="Wheat fell", cite="Staff").row


def heard(member) -> list[str]:
    return [f"{item.by} {item.did}: {item.words}" for item in for_you(member=member).items]


def test_who_replied_hears_of_later_replies_and_not_of_earlier_ones(cast, note):
    remark(member=cast.erin, about=note, body="First.")
    remark(member=cast.bob, about=note, body="Second.")
    remark(member=cast.erin, about=note, body="Third.")
    assert heard(cast.bob) == ["Erin replied after you to a note: Third."]
    assert heard(cast.erin) == ["Bob replied after you to a note: Second."]
    assert len(heard(cast.alice)) == 3 == number_new(cast.alice)


def test_a_comment_on_a_card_is_heard_of_in_its_words(cast, card):
    remark(member=cast.bob, about=card, body="Nice.")
    remark(member=cast.erin, about=card, body="Is it?")
    assert heard(cast.bob) == ["Erin commented after you on a card: Is it?"]


def test_what_is_said_to_fewer_is_not_heard_of_by_the_others_of_the_thread(cast, note):
    remark(member=cast.bob, about=note, body="First.")
    remark(member=cast.erin, about=note, body="For coaches.", visibility="coaches")
    assert heard(cast.bob) == []


def test_a_reply_that_was_removed_is_no_joining_in(cast, note):
    remark(member=cast.bob, about=note, body="Oops.").remark.remove(by=cast.bob.user)
    remark(member=cast.erin, about=note, body="Later.")
    assert heard(cast.bob) == []


@pytest.mark.parametrize("what", ["note", "card"])
def test_a_muted_thread_is_silent_but_for_a_name(cast, what, request):
    about = request.getfixturevalue(what)
    for member in (cast.bob, cast.erin):
        remark(member=member, about=about, body="So?")
    for member in (cast.alice, cast.bob):
        mute(about=about, member=member, on=True)
        mute(about=about, member=member, on=True)
    remark(member=cast.erin, about=about, body="Hello @bob!")
    assert heard(cast.alice) == []
    assert [words.partition(" ")[2][:5] for words in heard(cast.bob)] == ["named"]
    mute(about=about, member=cast.bob, on=False)
    assert len(heard(cast.bob)) == 2
    assert Muted.objects.count() == 1


def test_the_thread_says_who_hears_and_one_press_mutes_it(cast, note, as_member):
    bob = as_member(cast.bob)
    page = note.get_absolute_url()
    assert "Hear no more" not in bob.get(page).content.decode(), "Bob has said nothing"
    remark(member=cast.bob, about=note, body="So?")
    assert "New replies stand on your page “For you”." in bob.get(page).content.decode()
    address = reverse("evidence:mute_note", args=["riverside", note.pk])
    html = bob.post(address, follow=True).content.decode()
    assert "You hear no more of it" in html and "Hear of them again" in html
    html = bob.post(address, {"on": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert "You hear of it again." in html and "<html" not in html


def test_for_you_costs_the_same_for_one_thread_and_for_thirty(cast, note):
    def said(count):
        for _ in range(count):
            remark(member=cast.bob, about=note, body="So?")
            remark(member=cast.erin, about=note, body="Because.")

    said(1)
    with CaptureQueriesContext(connection) as one:
        for_you(member=cast.bob)
    said(14)
    with CaptureQueriesContext(connection) as many:
        assert len(for_you(member=cast.bob).items) == 15
    assert len(many) == len(one)
