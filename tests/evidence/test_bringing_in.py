"""The pages that cards are brought in by: looked at first, kept once, and where they belong."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import SearchEntry
from evidence.attaching import Selection, attach_card
from evidence.blocks import add_cards, add_heading, make_block
from evidence.bringing.files import read
from evidence.bringing.keeping import keep
from evidence.editing import edit_card, mark_words
from evidence.export.formats import FORMATS
from evidence.export.own_json import told
from evidence.export.sheet import Card as SheetCard
from evidence.export.sheet import Heading
from evidence.export.taking_out import rows_of
from evidence.models import Block, Card, CardRun, Passage
from evidence.outlines import outline_of
from teams.models import Membership
from tests import make
from tests.evidence.export.sheets import OUTLINE, SAID, WHEAT, sheet


def file(name, *rows):
    to = io.BytesIO()
    FORMATS[name].write(sheet(*rows), to)
    return to.getvalue()


def send(client, team, data, name="cards.docx"):
    sent = {"file": SimpleUploadedFile(name, data)}
    return client.post(reverse("evidence:bring_in", args=[team.slug]), sent, follow=True)


def ticks(answer):
    return [line.wanted for line, _ in answer.context["offers"]]


def keep_all(client, team, answer, **fields):
    """What is ticked on a page of few cards, or what `take` says."""
    lines = [line for line, _ in answer.context["offers"]]
    sent = {"shown": [line.position for line in lines], "take": [line.position for line in lines if line.wanted]}
    address = reverse("evidence:keep_cards", args=[team.slug, answer.context["batch"].pk])
    return client.post(address, {"visibility": "team", **sent, **fields}, follow=True)


def taken_out(client, team, format):
    answer = client.get(reverse("evidence:taken_out", args=[team.slug]), {"format": format})
    return b"".join(answer.streaming_content)


def test_a_file_is_shown_before_anything_is_kept(cast, as_member):
    answer = send(as_member(cast.bob), cast.team, file("word", *OUTLINE))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "2 cards in “cards”." in html
    assert "Black Sea › Ports › They stay open" in html
    assert "Read aloud: 4 percent in two days" in html
    assert html.count("Its article is not in the library") == 2
    assert Card.objects.count() == 0


def test_the_ticked_cards_become_the_members_own(cast, as_member):
    bob = as_member(cast.bob)
    answer = keep_all(bob, cast.team, send(bob, cast.team, file("word", *OUTLINE)), visibility="private")
    assert "2 cards brought in." in answer.content.decode()
    wheat, said = Card.objects.order_by("-created_at")
    assert [card.tag for card in (wheat, said)] == [WHEAT.tag, SAID.tag]
    assert (wheat.owner, wheat.visibility, wheat.article, wheat.passage) == (cast.bob.user, "private", None, None)
    assert (wheat.cite, wheat.cite_mla, wheat.quotation) == (WHEAT.cite, WHEAT.mla, WHEAT.quotation)
    assert wheat.cut == WHEAT.spans
    assert (wheat.analysis, wheat.analysis_html) == (WHEAT.analysis, WHEAT.analysis_html)
    assert "wheat fell when ports reopened" in wheat.search
    assert CardRun.objects.filter(card=wheat).exists()


def test_what_is_not_ticked_is_not_kept(cast, as_member):
    bob = as_member(cast.bob)
    keep_all(bob, cast.team, send(bob, cast.team, file("json", *OUTLINE), "a.json"), take=["1", "77", "x"])
    assert [card.tag for card in Card.objects.all()] == [SAID.tag]


@pytest.mark.parametrize("name", ["word", "json"])
def test_the_same_file_again_adds_nothing(cast, as_member, name):
    bob = as_member(cast.bob)
    first = send(bob, cast.team, file(name, *OUTLINE))
    keep_all(bob, cast.team, first)
    keep_all(bob, cast.team, first)
    assert Card.objects.count() == 2, "the same form once more"
    same = send(bob, cast.team, file(name, *OUTLINE))
    again = keep_all(bob, cast.team, same, take=["0", "1"])
    assert "Nothing new: the team has them all." in again.content.decode()
    looked = send(bob, cast.team, file(name, *OUTLINE, WHEAT))
    assert "3 are here already and will not be added twice." in looked.content.decode()
    assert ticks(looked) == [False, False, False]
    assert Card.objects.count() == 2


def test_a_card_that_is_in_the_file_twice_is_kept_once(cast):
    brought = read("a.json", file("json", WHEAT, SAID, WHEAT))
    done = keep(member=cast.bob, found=brought.found)
    assert (len(done.made), done.there, Card.objects.count()) == (2, {2: done.made[0]}, 2)


def test_a_private_card_of_another_is_neither_told_of_nor_in_the_way(cast, as_member):
    keep(member=cast.alice, found=read("a.json", file("json", WHEAT)).found, visibility="private")
    bob = as_member(cast.bob)
    looked = send(bob, cast.team, file("json", WHEAT), "a.json")
    assert "here already" not in looked.content.decode()
    keep_all(bob, cast.team, looked)
    assert Card.objects.filter(owner=cast.bob.user).count() == 1


class TestFromAnArticleOfTheLibrary:
    WORDS = "Wheat for May delivery fell 4 percent in two days, its largest drop since the autumn."

    @pytest.fixture
    def article(self, cast):
        made = make.article(member=cast.alice, title="Ports Reopen", areas=[make.area(team=cast.team, name="Trade")])
        made.url = "https://www.continental.example/ports"
        made.url_key = "continental.example/ports"
        made.save()
        return made

    @pytest.fixture
    def card(self, cast, article):
        card = attach_card(
            member=cast.alice,
            article=article,
            selection=Selection(self.WORDS),
            tag="Wheat fell",
            cite="Castellanos, The Continental, March 3, 2026",
            analysis="So.",
            kind="statistic",
        ).row
        question = make.question(member=cast.alice, text="Will wheat rise?")
        mark_words(card=card, version=1, by=cast.alice.user, first=4, last=6, level="highlight")
        edit_card(card=card, version=2, by=cast.alice.user, questions=[question])
        return Card.objects.get(pk=card.pk)

    @pytest.mark.parametrize("name", ["word", "json"])
    def test_it_hangs_on_its_article_at_its_place_and_goes_out_the_same(self, cast, as_member, article, card, name):
        first = taken_out(as_member(cast.bob), cast.team, name)
        card.remove(by=cast.alice.user)
        bob = as_member(cast.bob)
        looked = send(bob, cast.team, first)
        assert "1 quotes an article of the library." in looked.content.decode()
        keep_all(bob, cast.team, looked)
        made = Card.objects.get(owner=cast.bob.user)
        assert (made.article, made.passage.quote) == (article, card.passage.quote)
        assert (made.quotation, made.cut, made.cite_mla) == (self.WORDS, card.cut, "")
        assert SearchEntry.objects.filter(key=made.pk).exists()
        second = taken_out(bob, cast.team, name)
        assert second == first if name == "json" else _document(second) == _document(first)

    def test_it_is_the_articles_own_words_letter_for_letter_and_what_is_marked_follows(self, cast, article):
        mla = "Castellanos. “Ports Reopen.” The Continental, continental.example/ports."
        said = SheetCard(
            tag="They wait", cite="Oduya", mla=mla, quotation='"We will wait  for thirty days,"',
            spans={"highlight": ((9, 13),)},
        )  # fmt: skip
        keep(member=cast.bob, found=read("a.json", file("json", said)).found)
        made = Card.objects.get()
        assert made.quotation == "“We will wait for thirty days,”"
        assert [made.quotation[a:b] for there in made.cut.values() for a, b in there] == ["wait"]

    def test_words_that_do_not_stand_there_are_kept_without_a_place_and_said_so(self, cast, as_member, article):
        said = SheetCard(tag="No", cite="C", mla="C. “Ports Reopen.” T.", quotation="Wheat rose 40 percent.")
        bob = as_member(cast.bob)
        answer = keep_all(bob, cast.team, send(bob, cast.team, file("word", said)))
        assert "1 stands at no certain place of the article." in answer.content.decode()
        made = Card.objects.get()
        assert (made.article, made.passage, made.quotation) == (article, None, "Wheat rose 40 percent.")

    def test_a_shortened_quotation_keeps_its_passage(self, cast, article, card):
        edit_card(card=card, version=3, by=cast.alice.user, quotation="Wheat […] fell 4 percent …")
        brought = read("a.json", json.dumps(_json_of(card)).encode())
        card.remove(by=cast.alice.user)
        keep(member=cast.bob, found=brought.found)
        made = Card.objects.get(owner=cast.bob.user)
        assert (made.quotation, made.passage.exact) == ("Wheat […] fell 4 percent …", self.WORDS)

    def test_an_article_that_is_not_to_be_seen_is_none(self, cast, as_member, article):
        article.remove(by=cast.alice.user)
        said = SheetCard(tag="T", cite="C", mla="C. “Ports Reopen.” T.", quotation=self.WORDS)
        keep(member=cast.bob, found=read("a.docx", file("word", said)).found)
        assert (Card.objects.get().article, Passage.objects.count()) == (None, 0)


def _json_of(card):
    rows = Card.objects.filter(pk=card.pk)
    (row,) = rows_of(member=Membership.objects.of(card.owner).get(), rows=rows)
    return {"format": "extemp-cards", "version": 1, "title": "x", "rows": [told(row)]}


def _document(data):
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")


def test_the_headings_become_blocks_where_that_is_ticked_and_once(cast, as_member):
    rows = (*OUTLINE, Heading("Prices", 2), SheetCard(tag="Oil rose", cite="C", quotation="Oil rose by a dollar."))
    bob = as_member(cast.bob)
    looked = send(bob, cast.team, file("word", *rows))
    assert 'name="blocks" id="id_blocks" checked' in looked.content.decode()
    keep_all(bob, cast.team, looked)
    assert Block.objects.count() == 0
    for _ in range(2):
        looked = send(bob, cast.team, file("word", *rows))
        done = keep_all(bob, cast.team, looked, blocks="on", take=["0", "1", "2"])
        assert "They stand in 1 block:" in done.content.decode()
    (block,) = Block.objects.all()
    assert (block.title, block.owner) == ("Black Sea", cast.bob.user)
    assert [(row.depth, row.heading or row.card.tag) for row in outline_of(block, cast.bob)] == [
        (0, "Ports"),
        (1, "They stay open"),
        (2, WHEAT.tag),
        (2, SAID.tag),
        (0, "Prices"),
        (1, "Oil rose"),
    ]


def test_cards_are_filed_under_the_areas_of_the_form_and_those_of_the_file_that_the_team_has(cast, as_member):
    trade, courts = make.area(team=cast.team, name="TRADE"), make.area(team=cast.team, name="Courts")
    question = make.question(member=cast.alice, text="Will the ports stay open?")
    bob = as_member(cast.bob)
    keep_all(bob, cast.team, send(bob, cast.team, file("json", WHEAT)), areas=[courts.pk])
    card = Card.objects.get()
    assert set(card.areas.all()) == {trade, courts}
    assert list(card.questions.all()) == [question]


def test_a_card_without_an_article_has_all_its_pages(cast, as_member):
    keep(member=cast.bob, found=read("a.json", file("json", WHEAT)).found)
    card, bob = Card.objects.get(), as_member(cast.bob)
    for name in ("card", "edit_card", "cut", "aloud", "history"):
        assert bob.get(reverse(f"evidence:{name}", args=[cast.team.slug, card.pk])).status_code == 200
    assert bob.get(reverse("evidence:cards", args=[cast.team.slug])).status_code == 200


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0", "Cards come from a Word document (.docx) or a JSON file of cards."),
        (b'{"format": "other"}', "This JSON is not a file of cards that was taken out here."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(cast, as_member, data, said):
    answer = send(as_member(cast.bob), cast.team, data, "<b>.docx")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "<strong>&lt;b&gt;.docx</strong> was not taken." in answer.content.decode()


def test_a_form_without_a_file_without_cards_or_without_a_tick_says_so(cast, as_member):
    bob = as_member(cast.bob)
    address = reverse("evidence:bring_in", args=[cast.team.slug])
    assert "Choose a file first." in bob.post(address).content.decode()
    looked = send(bob, cast.team, file("json", WHEAT), "a.json")
    answer = keep_all(bob, cast.team, looked, take=[], visibility="private")
    assert (answer.status_code, "Tick at least one card." in answer.content.decode()) == (422, True)
    answer = keep_all(bob, cast.team, looked, visibility="everyone")
    assert answer.status_code == 422
    assert 'name="take" value="0" checked' in answer.content.decode()
    assert Card.objects.count() == 0


def test_an_area_of_another_team_is_no_choice(cast, as_member):
    area = make.area(team=cast.charlie.team, name="Theirs")
    bob = as_member(cast.bob)
    assert keep_all(bob, cast.team, send(bob, cast.team, file("json", WHEAT)), areas=area.pk).status_code == 422


def test_looking_and_keeping_cost_the_same_queries_for_one_and_for_thirty(cast, as_member):
    article = make.article(member=cast.alice, title="Ports Reopen")
    bob = as_member(cast.bob)

    def cost(count, name):
        cards = [
            SheetCard(
                tag=f"{name} {at}", cite="C", mla=f"C. “{article.title}.” T.", quotation="Wheat for May delivery"
            )
            for at in range(count)
        ]
        with CaptureQueriesContext(connection) as looking:
            looked = send(bob, cast.team, file("json", *cards))
        with CaptureQueriesContext(connection) as keeping:
            keep(member=cast.bob, found=read("a.json", file("json", *cards)).found)
        assert looked.status_code == 200
        return len(looking), len(keeping)

    cost(1, "a card that all the others are like")
    assert cost(1, "one") == cost(30, "many")


def test_a_block_goes_out_as_a_pocket_with_its_headings(cast, as_member):
    keep(member=cast.bob, found=read("a.json", file("json", WHEAT, SAID)).found)
    said, wheat = Card.objects.order_by("created_at")
    block = make_block(member=cast.bob, title="Black Sea").block
    hat = add_heading(block=block, version=1, heading="Ports").entry
    add_cards(block=block, cards=[wheat], under=hat.pk)
    add_cards(block=block, cards=[said])
    answer = as_member(cast.bob).get(
        reverse("evidence:taken_out", args=[cast.team.slug]), {"format": "json", "block": block.pk}
    )
    rows = json.loads(b"".join(answer.streaming_content))["rows"]
    assert [row.get("heading") or row["card"]["tag"] for row in rows] == ["Black Sea", "Ports", WHEAT.tag, SAID.tag]
    assert [row.get("depth") for row in rows] == [1, 2, None, None]
