"""What of a card's life stands in a team's file, and in whose."""

import io
import json
import zipfile

import pytest

from evidence.attaching import Selection, attach_card, copy_card
from evidence.checking import check
from evidence.editing import edit_card, mark_words
from evidence.likeness import alike
from evidence.models import Card, CardState, Check
from extemp.bringing_in import bring_in
from extemp.taking_out import take_out
from extemp.team_file import BY_COMMAND
from teams.models import Membership
from tests import make

QUOTATION = "Wheat for May delivery fell 4 percent in two days"


@pytest.fixture
def card(cast):
    article = make.article(member=cast.alice)
    return attach_card(member=cast.bob, article=article, selection=Selection(QUOTATION), tag="Wheat", cite="C").row


def taken(team, **scope):
    file = io.BytesIO()
    take_out(team=team, to=file, **scope)
    file.seek(0)
    return file


def rows(file, table):
    with zipfile.ZipFile(file) as opened:
        return [json.loads(line) for line in opened.read(f"data/evidence.{table}.jsonl").splitlines()]


def test_marks_cites_states_checks_and_copies_come_back_as_they_were(cast, card):
    mark_words(card=card, version=1, by=cast.bob.user, first=0, last=1, level="highlight")
    edit_card(card=card, version=2, by=cast.bob.user, quotation="Wheat … fell …", cite_mla="Mine.", tag="New")
    check(card=card, version=3, by=cast.erin.user, holds=False, remark="No")
    copy_card(card=Card.objects.get(), member=cast.erin)
    team = bring_in(file=taken(cast.team), limits=BY_COMMAND, slug="twin").team
    there = Card.objects.get(team=team, copied_from=None)
    assert (there.quotation, there.spans, there.cite_mla) == ("Wheat … fell …", {"highlight": [[0, 5]]}, "Mine.")
    states = CardState.objects.filter(card=there)
    assert [(s.number, s.tag, s.quotation, s.by) for s in states] == [
        (2, "Wheat", QUOTATION, cast.bob.user),
        (1, "Wheat", QUOTATION, cast.bob.user),
    ]
    assert [(c.by, c.holds, c.remark) for c in Check.objects.filter(card=there)] == [(cast.erin.user, False, "No")]
    assert Card.objects.get(team=team, copied_from=there).owner == cast.erin.user
    member = Membership.objects.get(team=team, user=cast.erin.user)
    assert [one.card.copied_from for one in alike(member=member, quotation=there.quotation, but=there.pk)] == [there]


def test_a_coachs_file_has_no_state_from_when_a_card_was_private(cast, card):
    edit_card(card=card, version=1, by=cast.bob.user, visibility="private", tag="Secret")
    edit_card(card=card, version=2, by=cast.bob.user, visibility="team", tag="Shared")
    assert [row["tag"] for row in rows(taken(cast.team, member=cast.alice), "cardstate")] == ["Wheat"]
    assert {row["tag"] for row in rows(taken(cast.team, member=cast.bob), "cardstate")} == {"Wheat", "Secret"}
    assert {row["tag"] for row in rows(taken(cast.team), "cardstate")} == {"Wheat", "Secret"}


def test_a_copy_of_a_card_that_is_not_in_the_file_stands_there_without_it(cast, card):
    copied = copy_card(card=card, member=cast.erin)
    edit_card(card=copied, version=1, by=cast.erin.user, visibility="team")
    edit_card(card=card, version=1, by=cast.bob.user, visibility="private")
    told = rows(taken(cast.team, member=cast.alice), "card")
    assert [(row["id"], row["copied_from"]) for row in told] == [(str(copied.pk), None)]


def test_marks_that_do_not_fit_are_none_and_no_page_fails(cast, card, as_member):
    Card.objects.filter(pk=card.pk).update(spans={"underline": [[0, 999]]})
    response = as_member(cast.bob).get(card.get_absolute_url())
    assert response.status_code == 200
    assert QUOTATION in response.content.decode()
