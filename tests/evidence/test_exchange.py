"""Cards for another team: a file under the credit that its sender chose, looked at and kept with it over there."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.attaching import Selection, attach_card, attach_note, copy_card
from evidence.likeness import alike_to_each
from evidence.models import Card
from tests import make
from tests.evidence.test_bringing_in import keep_all, send, ticks

WHEAT = "Wheat for May delivery fell 4 percent in two days, its largest drop since the autumn."


@pytest.fixture
def card(cast):
    article = make.article(member=cast.alice, title="Ports Reopen", questions=["Will the ports stay open?"])
    attach_note(member=cast.bob, article=article, body="Secret thought", selection=Selection(WHEAT))
    row = attach_card(member=cast.bob, article=article, selection=Selection(WHEAT), tag="Wheat fell", cite="Staff").row
    row.questions.set(article.questions.all())
    return row


def taken(client, card, **asked):
    address = reverse("evidence:taken_out", args=[card.team.slug])
    answer = client.get(address, {"format": "team", "credit": "Riverside", "pick": str(card.pk), **asked})
    return answer, b"".join(answer.streaming_content)


def looked(client, team, data):
    return send(client, team, data, "cards.json")


def kept(client, team, look, *take):
    keep_all(client, team, look, take=[*take])


def test_the_file_holds_the_chosen_cards_with_cites_and_sources_and_names_nobody_else(cast, card, as_member):
    answer, data = taken(as_member(cast.bob), card, credit="R. H. S.")
    (row,) = json.loads(data)["rows"]
    assert (row["card"]["tag"], row["card"]["cite"], row["card"]["quotation"]) == ("Wheat fell", "Staff", WHEAT)
    assert row["card"]["source"]["title"] == "Ports Reopen"
    assert (row["card"]["credit"], row["card"]["questions"]) == ("R. H. S.", [])
    sent = data.decode() + answer["Content-Disposition"]
    for name in ("Bob", "bob", "Alice", "Riverside", "riverside", "Secret", str(card.pk), "Will the ports"):
        assert name not in sent, name


def test_the_other_team_sees_from_whom_it_came_before_and_after_and_copies_say_it(cast, card, as_member):
    _, data = taken(as_member(cast.bob), card)
    charlie, there = as_member(cast.charlie), cast.charlie.team
    look = looked(charlie, there, data)
    assert "from Riverside" in look.content.decode()
    assert ticks(look) == [True]
    kept(charlie, there, look, "0")
    brought = Card.objects.get(team=there)
    assert (brought.credit, brought.owner, brought.quotation) == ("Riverside", cast.charlie.user, WHEAT)
    assert "Came from Riverside" in charlie.get(brought.get_absolute_url()).content.decode()
    assert copy_card(card=brought, member=cast.charlie).credit == "Riverside"
    _, again = taken(charlie, brought, credit="Elsewhere")
    assert json.loads(again)["rows"][0]["card"]["credit"] == "Riverside", "who had it first keeps the credit"


def test_what_is_much_like_a_card_of_the_team_is_shown_and_not_ticked(cast, card, as_member):
    _, data = taken(as_member(cast.bob), card)
    article = make.article(member=cast.charlie, title="Other")
    tag = "Grain was cheap"
    own = attach_card(member=cast.charlie, article=article, selection=Selection(WHEAT), tag=tag, cite="x").row
    look = looked(as_member(cast.charlie), cast.charlie.team, data)
    html = look.content.decode()
    assert (
        f'<strong>much like</strong> <a href="{own.get_absolute_url()}">Grain was cheap</a> (the same quotation)'
        in html
    )
    assert "1 is much like a card of the team, so it is not ticked." in html
    assert ticks(look) == [False]
    Card.objects.filter(pk=own.pk).update(visibility="private", owner=cast.alice.user)
    look = looked(as_member(cast.charlie), cast.charlie.team, data)
    assert "Grain was cheap" not in look.content.decode(), "what the member does not see is not compared with"


def test_a_credit_of_a_file_is_text_on_one_line_and_no_longer_than_it_may_be(cast, card, as_member):
    _, data = taken(as_member(cast.bob), card)
    told = json.loads(data)
    told["rows"][0]["card"]["credit"] = "<script>x</script>\n" + "long " * 60
    look = looked(as_member(cast.charlie), cast.charlie.team, json.dumps(told).encode())
    assert "<script>x" not in look.content.decode()
    kept(as_member(cast.charlie), cast.charlie.team, look, "0")
    credit = Card.objects.get(team=cast.charlie.team).credit
    assert credit.startswith("<script>x</script> long") and credit.endswith("…") and len(credit) <= 120
    told["rows"][0]["card"]["credit"] = {"no": "text"}
    look = looked(as_member(cast.charlie), cast.charlie.team, json.dumps(told).encode())
    assert look.status_code == 422 and "is no text of at most" in look.content.decode()


def test_comparing_costs_the_same_for_one_and_for_thirty(cast, card):
    with CaptureQueriesContext(connection) as one:
        assert alike_to_each(member=cast.bob, quotations=[WHEAT])[0].card == card
    more = [f"{WHEAT[:40]} then the guild of {number} spoke of it" for number in range(29)]
    with CaptureQueriesContext(connection) as many:
        alike_to_each(member=cast.bob, quotations=[WHEAT, *more])
    assert len(many) == len(one) == 2
    assert alike_to_each(member=cast.bob, quotations=[]) == {}
    assert alike_to_each(member=cast.bob, quotations=["", "Nothing of that kind was said."]) == {}


def test_the_analysis_goes_along_only_where_that_is_ticked(cast, card, as_member):
    Card.objects.filter(pk=card.pk).update(analysis="Erin says so.", analysis_html="<p>Erin says so.</p>")
    bob = as_member(cast.bob)
    _, data = taken(bob, card)
    assert json.loads(data)["rows"][0]["card"]["analysis"] == "" and b"Erin" not in data
    _, data = taken(bob, card, with_analysis="on")
    assert json.loads(data)["rows"][0]["card"]["analysis"] == "Erin says so."
    html = bob.get(reverse("evidence:take_out", args=["riverside"])).content.decode()
    assert 'name="with_analysis" aria-describedby="analysis-help">' in html
