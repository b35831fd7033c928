"""A leader approves a shared card; and what concerns a member stands on the page "For you"."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evidence.approving import approve
from evidence.attaching import Selection, attach_card, attach_note
from evidence.checking import check
from evidence.editing import edit_card, mark_words
from evidence.for_you import for_you, number_new
from evidence.models import Approval, Looked
from evidence.remarking import remark
from tests import make


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen")


def a_card(member, article, **options):
    selection = Selection("Wheat for May delivery fell 4 percent")
    return attach_card(
        member=member, article=article, selection=selection, **{"tag": "Wheat fell", "cite": "Staff", **options}
    ).row


def of(row, name):
    return reverse(f"evidence:{name}", args=[row.team.slug, row.pk])


def test_a_leader_approves_a_shared_card_and_takes_it_back(cast, article, as_member):
    card = a_card(cast.bob, article)
    client = as_member(cast.erin)
    page = client.post(of(card, "approve"), {"version": 1}, follow=True).content.decode()
    assert "Approved: your name is on the card." in page and "✓ Erin approved it on" in page
    found = as_member(cast.bob).get(reverse("evidence:cards", args=["riverside"])).content.decode()
    assert "✓&nbsp;approved by Erin" in found
    client.post(of(card, "approve"), {"version": 1})
    assert Approval.objects.standing().count() == 1
    client.post(of(card, "approve"), {"take_back": "yes"})
    assert Approval.objects.standing().count() == 0
    assert Approval.objects.count() == 1


def test_a_student_approves_nothing_and_nobody_their_own_or_a_private_card(cast, article, as_member):
    card, own, hidden = (
        a_card(cast.bob, article),
        a_card(cast.erin, article),
        a_card(cast.bob, article, visibility="private"),
    )
    assert as_member(cast.bob).post(of(card, "approve"), {"version": 1}).status_code == 403
    assert as_member(cast.erin).post(of(own, "approve"), {"version": 1}).status_code == 403
    assert as_member(cast.alice).post(of(hidden, "approve"), {"version": 1}).status_code == 404
    assert of(own, "approve") not in as_member(cast.erin).get(of(own, "card")).content.decode()
    assert Approval.objects.count() == 0


def test_what_has_changed_since_it_was_opened_is_not_approved(cast, article, as_member):
    card = a_card(cast.bob, article)
    edit_card(card=card, version=1, by=cast.bob.user, tag="Wheat rose")
    page = as_member(cast.alice).post(of(card, "approve"), {"version": 1}, follow=True).content.decode()
    assert "Not approved: the card has changed since you opened it." in page
    assert Approval.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "stands"), [({"tag": "Wheat rose"}, False), ({"cite": "Nobody"}, False), ({"analysis": "Hm"}, True)]
)
def test_an_approval_ends_when_the_card_is_another(cast, article, said, stands):
    card = a_card(cast.bob, article)
    assert approve(card=card, version=1, member=cast.erin)
    mark_words(card=card, version=1, by=cast.bob.user, first=0, last=1, level="underline")
    edit_card(card=card, version=2, by=cast.bob.user, **said)
    assert Approval.objects.standing().exists() is stands


def items(member) -> list[tuple[str, str]]:
    return [(str(item.by), item.did) for item in for_you(member=member).items]


def test_what_others_say_to_a_member_is_on_the_page_newest_first(cast, article, as_member):
    note = attach_note(member=cast.bob, article=article, body="Why *wheat*?", visibility="team").row
    card, other = a_card(cast.bob, article), a_card(cast.erin, article)
    remark(member=cast.erin, about=note, body="So?")
    remark(member=cast.erin, about=card, body="Good")
    remark(member=cast.alice, about=other, body="@bob look")
    remark(member=cast.alice, about=other, body="not for Bob")
    remark(member=cast.bob, about=note, body="my own words")
    approve(card=card, version=1, member=cast.alice)
    check(card=card, version=1, by=cast.erin.user, holds=False, remark="Whose words?")
    assert items(cast.bob) == [
        ("Erin", "disputes your card"),
        ("Alice", "approved your card"),
        ("Alice", "named you in a comment"),
        ("Erin", "commented on your card"),
        ("Erin", "replied to your note"),
    ]
    page = as_member(cast.bob).get(reverse("evidence:for_you", args=["riverside"])).content.decode()
    assert "5 new" in page and "Alice named you in a comment" in page and "Why wheat?" in page


def test_what_a_member_no_longer_sees_is_not_told_of(cast, article):
    card = a_card(cast.erin, article)
    remark(member=cast.alice, about=card, body="@bob look")
    gone = remark(member=cast.alice, about=card, body="@bob again").remark
    gone.remove(by=cast.alice.user)
    assert len(items(cast.bob)) == 1
    edit_card(card=card, version=1, by=cast.erin.user, visibility="private")
    assert items(cast.bob) == []
    assert number_new(cast.bob) == 0


def test_looking_makes_what_was_seen_old_and_leaves_what_came_later_new(cast, article, as_member):
    card = a_card(cast.bob, article)
    remark(member=cast.erin, about=card, body="First")
    until = for_you(member=cast.bob).newest
    remark(member=cast.erin, about=card, body="Second")
    address = reverse("evidence:looked", args=["riverside"])
    client = as_member(cast.bob)
    client.post(address, {"until": until.isoformat()})
    assert [item.new for item in for_you(member=cast.bob).items] == [True, False]
    assert number_new(cast.bob) == 1
    client.post(address, {"until": "2001-01-01T00:00:00+00:00"})
    client.post(address, {"until": "nonsense"})
    assert number_new(cast.bob) == 1
    client.post(address, {"until": "2999-01-01T00:00:00+00:00"})
    assert Looked.objects.get().until <= timezone.now()
    assert number_new(cast.bob) == 0


def test_reading_the_page_makes_nothing_old(cast, article, as_member):
    remark(member=cast.erin, about=a_card(cast.bob, article), body="First")
    as_member(cast.bob).get(reverse("evidence:for_you", args=["riverside"]))
    assert number_new(cast.bob) == 1


def test_older_items_are_on_a_further_page(cast, article, as_member):
    card = a_card(cast.bob, article)
    for number in range(35):
        remark(member=cast.erin, about=card, body=f"Remark {number}.")
    pile = for_you(member=cast.bob)
    assert (len(pile.items), pile.items[0].words) == (30, "Remark 34.")
    rest = for_you(member=cast.bob, before=pile.more)
    assert [item.words for item in rest.items] == [f"Remark {number}." for number in (4, 3, 2, 1, 0)]
    assert rest.more is None


def test_the_page_costs_the_same_queries_for_one_and_for_thirty(cast, article, as_member):
    card = a_card(cast.bob, article)
    note = attach_note(member=cast.bob, article=article, body="Why?", visibility="team").row

    def add() -> None:
        for about in (card, note):
            remark(member=cast.erin, about=about, body="@bob so?")
        made = a_card(cast.bob, article)
        approve(card=made, version=1, member=cast.erin)
        check(card=made, version=1, by=cast.erin.user, holds=True)

    def cost() -> int:
        client = as_member(cast.bob)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("evidence:for_you", args=["riverside"]))
        return len(queries)

    add()
    few = cost()
    for _ in range(29):
        add()
    assert cost() == few


@pytest.mark.parametrize(
    "odd", ["9999-12-31T23:59:59-12:00", "9999-12-31T23:59Z", "0001-01-01T00:00:00+14:00", "2026-02-30T00:00:00Z", "x"]
)
def test_a_moment_at_an_end_of_the_calendar_is_no_error(cast, as_member, odd):
    bob, page = as_member(cast.bob), reverse("evidence:for_you", args=["riverside"])
    assert bob.get(page, {"before": odd}).status_code == 200
    assert bob.post(reverse("evidence:looked", args=["riverside"]), {"until": odd}).status_code == 302


def test_an_empty_page_says_what_will_stand_there(cast, as_member):
    page = as_member(cast.bob).get(reverse("evidence:for_you", args=["riverside"])).content.decode()
    assert "Nothing yet. When somebody replies to your notes" in page


def test_the_first_page_says_how_much_is_new(cast, article, as_member):
    remark(member=cast.erin, about=a_card(cast.bob, article), body="First")
    page = as_member(cast.bob).get(reverse("team_home", args=["riverside"])).content.decode()
    assert "1 new for you" in page
    assert "new for you" not in as_member(cast.erin).get(reverse("team_home", args=["riverside"])).content.decode()
