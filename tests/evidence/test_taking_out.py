"""The pages that cards and notes are taken out by."""

import csv
import gc
import io
import json
import uuid
import zipfile
from urllib.parse import unquote

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evidence.attaching import Selection, attach_card, attach_note
from evidence.blocks import make_block
from evidence.editing import edit_card, mark_words
from evidence.export import how_far
from evidence.export.taking_out import rows_of
from evidence.models import Attached, Card, Note
from evidence.remarking import remark
from tests import make


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen", areas=[make.area(team=cast.team)])


def a_card(member, article, **fields):
    words = Selection("Wheat for May delivery fell 4 percent in two days")
    return attach_card(
        member=member, article=article, **{"tag": "Wheat fell", "cite": "Castellanos", "selection": words, **fields}
    ).row


def taken_out(client, team, format="json", **asked):
    return client.get(reverse("evidence:taken_out", args=[team.slug]), {"format": format, **asked})


def body(answer):
    return b"".join(answer.streaming_content)


def rows(answer):
    return json.loads(body(answer))["rows"]


def tags(answer):
    return [row["card"]["tag"] for row in rows(answer)]


def test_a_member_takes_out_what_they_may_see_and_nobody_elses_private_cards(cast, article, as_member):
    a_card(cast.bob, article, tag="Shared")
    a_card(cast.bob, article, tag="Mine", visibility="private")
    a_card(cast.alice, article, tag="Hers", visibility="private")
    a_card(cast.alice, article, tag="Of coaches", visibility="coaches")
    a_card(cast.bob, article, tag="Gone").remove(by=cast.bob.user)
    assert tags(taken_out(as_member(cast.bob), cast.team)) == ["Mine", "Shared"]
    assert tags(taken_out(as_member(cast.erin), cast.team)) == ["Shared"]


def test_what_the_search_finds_is_taken_out_or_what_is_ticked_of_it(cast, article, as_member):
    fell, rose = a_card(cast.bob, article, tag="Wheat fell"), a_card(cast.bob, article, tag="Oil rose")
    alien = a_card(cast.alice, article, tag="Hers", visibility="private")
    bob = as_member(cast.bob)
    assert tags(taken_out(bob, cast.team, q="wheat fell", kind="example")) == ["Oil rose", "Wheat fell"]
    assert tags(taken_out(bob, cast.team, q="oil")) == ["Oil rose"]
    assert tags(taken_out(bob, cast.team, pick=[fell.pk, alien.pk, "nonsense"])) == ["Wheat fell"]
    assert rose.pk != fell.pk


def test_a_card_goes_out_with_what_is_marked_its_place_its_cites_and_where_it_is_filed(cast, article, as_member):
    card = a_card(cast.bob, article, analysis="So *what*?")
    mark_words(card=card, version=1, by=cast.bob.user, first=4, last=6, level="highlight")
    question = make.question(member=cast.alice, text="Will wheat rise?")
    edit_card(card=card, version=2, by=cast.bob.user, questions=[question], cite_spoken="As Castellanos said")
    (row,) = rows(taken_out(as_member(cast.erin), cast.team))
    place = card.passage
    assert row["card"] == {
        "tag": "Wheat fell",
        "cite": "Castellanos",
        "spoken": "As Castellanos said",
        "mla": "Castellanos, Mira, and Jon Weiss. “Ports Reopen.” The Continental, 3 Mar. 2026.",
        "quotation": "Wheat for May delivery fell 4 percent in two days",
        "spans": {"highlight": [[23, 37]]},
        "analysis": "So *what*?",
        "kind": "example",
        "areas": ["Black Sea"],
        "questions": ["Will wheat rise?"],
        "source": {
            "title": "Ports Reopen",
            "byline": ["Mira Castellanos", "Jon Weiss"],
            "publisher": "The Continental",
            "published_on": "2026-03-03",
            "url": "",
            "sha256": place.revision.sha256,
        },
        "place": {
            "exact": "Wheat for May delivery fell 4 percent in two days",
            "prefix": place.prefix,
            "suffix": place.suffix,
            "start": place.start,
            "end": place.end,
        },
    }


def test_a_card_without_an_article_goes_out_too(cast, as_member):
    Card.objects.create(team=cast.team, owner=cast.bob.user, tag="Alone", cite="Nobody", quotation="Words")
    (row,) = rows(taken_out(as_member(cast.bob), cast.team))
    assert (row["card"]["source"], row["card"]["place"], row["card"]["mla"]) == (None, None, "")


def test_every_format_comes_as_a_file_of_its_name_and_kind(cast, article, as_member):
    a_card(cast.bob, article)
    got = {}
    for name in ("word", "print", "markdown", "text", "table", "json", "annotations"):
        answer = taken_out(as_member(cast.bob), cast.team, name)
        got[name] = (answer.headers["Content-Type"], unquote(answer.headers["Content-Disposition"]))
        assert b"Wheat fell" in body(answer) or name == "word"
    day = timezone.localdate().isoformat()
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    name = f'attachment; filename="riverside-high-school-cards-{day}'
    assert got == {
        "word": (word, f'{name}.docx"'),
        "print": ("text/html", f'{name}.html"'),
        "markdown": ("text/markdown", f'{name}.md"'),
        "text": ("text/plain", f'{name}.txt"'),
        "table": ("text/csv", f'{name}.csv"'),
        "json": ("application/json", f'{name}.json"'),
        "annotations": ("application/ld+json", f'{name}.jsonld"'),
    }


def test_the_word_document_has_the_card_under_the_teams_name(cast, article, as_member):
    a_card(cast.bob, article)
    made = docx.Document(io.BytesIO(body(taken_out(as_member(cast.bob), cast.team, "word"))))
    assert [p.text for p in made.paragraphs] == [
        "Riverside High School: cards",
        "Wheat fell",
        "Castellanos Castellanos, Mira, and Jon Weiss. “Ports Reopen.” The Continental, 3 Mar. 2026.",
        "Wheat for May delivery fell 4 percent in two days",
    ]


def test_notes_go_out_in_every_format_but_word(cast, article, as_member):
    attach_note(member=cast.bob, article=article, body="My *own*", visibility="private")
    attach_note(member=cast.alice, article=article, body="Hers", visibility="private")
    bob = as_member(cast.bob)
    assert [row["note"]["body"] for row in rows(taken_out(bob, cast.team, what="notes"))] == ["My *own*"]
    table = csv.DictReader(io.StringIO(body(taken_out(bob, cast.team, "table", what="notes")).decode("utf-8-sig")))
    assert [(row["What"], row["Analysis or note"], row["Article"]) for row in table] == [
        ("note", "My *own*", "Ports Reopen")
    ]
    refused = taken_out(bob, cast.team, "word", what="notes")
    assert (refused.status_code, "Choose a format." in refused.content.decode()) == (422, True)
    assert 'value="word"' not in refused.content.decode()


def test_nothing_to_take_out_is_said_and_no_file_is_made(cast, as_member):
    answer = taken_out(as_member(cast.bob), cast.team)
    assert answer.status_code == 422
    assert "Nothing of that is there to take out." in answer.content.decode()
    assert taken_out(as_member(cast.bob), cast.team, "exe").status_code == 422


def test_the_page_keeps_the_search_and_what_was_ticked(cast, article, as_member):
    fell, _ = a_card(cast.bob, article, tag="Wheat fell"), a_card(cast.bob, article, tag="Oil rose")
    asked = {"what": "cards", "q": "wheat tag:", "pick": fell.pk}
    html = as_member(cast.bob).get(reverse("evidence:take_out", args=[cast.team.slug]), {"q": "oil"}).content.decode()
    assert "1 card, as you searched for them." in html
    assert '<input type="hidden" name="q" value="oil">' in html
    assert "All 2 instead" in html
    html = taken_out(as_member(cast.bob), cast.team, "nonsense", **(asked | {"q": ""})).content.decode()
    assert f'name="pick" value="{fell.pk}" checked' in html
    assert html.count('name="pick"') == 2


def test_the_cards_page_leads_there_with_its_search(cast, article, as_member):
    a_card(cast.bob, article)
    html = as_member(cast.bob).get(f"/t/{cast.team.slug}/evidence/?q=wheat&kind=example").content.decode()
    assert f'href="/t/{cast.team.slug}/evidence/out/?what=cards&amp;q=wheat&amp;kind=example"' in html


@pytest.mark.parametrize("what", ["cards", "notes"])
def test_page_and_file_cost_the_same_queries_for_one_and_for_thirty(cast, as_member, what):
    bob = as_member(cast.bob)

    def more():
        article = make.article(
            member=cast.alice, areas=[make.area(team=cast.team, name=f"Area {Card.objects.count()}")]
        )
        if what == "cards":
            a_card(cast.bob, article).questions.add(make.question(member=cast.alice))
        else:
            attach_note(member=cast.bob, article=article, body="Why?", selection=Selection("Wheat for May"))

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as page:
            assert bob.get(reverse("evidence:take_out", args=[cast.team.slug]), {"what": what}).status_code == 200
        with CaptureQueriesContext(connection) as file:
            body(taken_out(bob, cast.team, what=what))
        return len(page), len(file)

    more()
    first = cost()
    for _ in range(29):
        more()
    assert cost() == first


def test_a_card_that_was_written_is_not_held_on_to(cast, article, as_member):
    """Memory does not grow with the number of cards, nor wait for the collector of cycles."""
    for number in range(3):
        a_card(cast.bob, article, tag=f"Card {number}").questions.add(make.question(member=cast.alice))
        note = attach_note(member=cast.bob, article=article, body="Why?", selection=Selection("Wheat for May")).row
        remark(member=cast.bob, about=note, body="So?")
    gc.collect()
    before = sum(issubclass(type(one), Attached) for one in gc.get_objects())
    gc.disable()
    try:
        made = [row.key for model in (Card, Note) for row in rows_of(member=cast.bob, rows=model.objects.all())]
        alive = sum(issubclass(type(one), Attached) for one in gc.get_objects())
    finally:
        gc.enable()
    assert (len(made), alive) == (6, before)


def test_the_file_is_a_zip_that_is_whole(cast, article, as_member):
    a_card(cast.bob, article)
    with zipfile.ZipFile(io.BytesIO(body(taken_out(as_member(cast.bob), cast.team, "word")))) as file:
        assert file.testzip() is None
        assert file.namelist()[0] == "[Content_Types].xml"


def test_a_block_has_a_page_of_its_own_to_choose_a_format_and_a_hidden_one_has_none(cast, as_member):
    block = make_block(member=cast.bob, title="Black Sea", visibility="private").block
    address = reverse("evidence:take_out", args=[cast.team.slug])
    html = as_member(cast.bob).get(address, {"block": block.pk}).content.decode()
    assert "“Black Sea”, with its headings and cards in their order." in html
    assert f'<input type="hidden" name="block" value="{block.pk}">' in html
    assert as_member(cast.alice).get(address, {"block": block.pk}).status_code == 404
    assert taken_out(as_member(cast.alice), cast.team, block=block.pk).status_code == 404


def test_notes_go_out_with_the_replies_that_the_member_sees(cast, article, as_member):
    note = attach_note(member=cast.alice, article=article, body="Hers", visibility="team").row
    for visibility in ("team", "coaches"):
        remark(member=cast.erin, about=note, body=f"For {visibility}", visibility=visibility)
    remark(member=cast.erin, about=note, body="Gone").remark.remove(by=cast.erin.user)
    (row,) = rows(taken_out(as_member(cast.bob), cast.team, what="notes", whose="all"))
    assert row["note"]["areas"] == ["Black Sea"]
    assert [(one["by"], one["body"]) for one in row["note"]["replies"]] == [("Erin", "For team")]
    (row,) = rows(taken_out(as_member(cast.alice), cast.team, what="notes"))
    assert [one["body"] for one in row["note"]["replies"]] == ["For team", "For coaches"]


def test_how_far_a_file_is_is_told_to_who_makes_it_and_nobody_else(cast, article, as_member, monkeypatch):
    monkeypatch.setattr(how_far, "EVERY", 2)
    for number in range(5):
        a_card(cast.bob, article, tag=f"Card {number}")
    said, tell = [], how_far.tell
    monkeypatch.setattr(how_far, "tell", lambda user, token, far: (said.append(far), tell(user, token, far)))
    token, address = str(uuid.uuid4()), reverse("evidence:how_far", args=["riverside"])
    bob = as_member(cast.bob)
    assert bob.get(address, {"token": token}).json() == {"done": 0, "of": 0, "over": False}
    body(taken_out(bob, cast.team, "word", token=token))
    assert [(far.done, far.of, far.over) for far in said] == [
        (0, 5, False),
        (2, 5, False),
        (4, 5, False),
        (5, 5, True),
    ]
    assert bob.get(address, {"token": token}).json() == {"done": 5, "of": 5, "over": True}
    assert as_member(cast.erin).get(address, {"token": token}).json()["done"] == 0
    assert bob.get(address, {"token": "nonsense"}).json()["done"] == 0
