"""The reader: the text with its marks, what hangs on it, and what a person may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Source
from evidence.attaching import Selection, attach_card, attach_note
from evidence.models import Note, Placement
from evidence.placing import revise_and_place
from evidence.reading import read
from teams.access import Visibility
from tests import make

BODY = "Ports opened on Monday. Insurers will wait.\n\nWheat fell. Buyers came back to the market."


@pytest.fixture
def article(cast):
    areas = [make.area(team=cast.team, name="Black Sea")]
    return make.article(member=cast.alice, title="Ports Reopen", body=BODY, questions=["Will it hold?"], areas=areas)


def note(member, article, exact, visibility=Visibility.TEAM, body="Why?"):
    return attach_note(
        member=member, article=article, body=body, selection=Selection(exact), visibility=visibility
    ).row


def test_the_page_shows_what_the_article_is(cast, article, as_member):
    html = as_member(cast.bob).get(article.get_absolute_url()).content.decode()
    for words in (
        "Ports Reopen",
        "Mira Castellanos and Jon Weiss",
        "The Continental",
        '<time datetime="2026-03-03">3 March 2026</time>',
        "1 min",
        "Digest",
        "Black Sea",
        "Will it hold?",
        "The Harbour Gazette",
        "not in the library yet",
        "First revision",
    ):
        assert words in html


def test_a_caution_is_said_on_the_page(cast, article, as_member):
    Article.objects.filter(pk=article.pk).update(
        cautions=[{"code": "late", "field": "published_on", "message": "The text speaks of a later day."}]
    )
    html = as_member(cast.bob).get(article.get_absolute_url()).content.decode()
    assert html.count("The text speaks of a later day.") == 1


def test_a_source_that_the_library_has_is_linked(cast, article, as_member):
    other = make.article(member=cast.alice, title="The Other One")
    Article.objects.filter(pk=other.pk).update(url="https://gazette.example/other", url_key="gazette.example/other")
    Source.objects.filter(article=article).update(url="https://gazette.example/other", url_key="gazette.example/other")
    html = as_member(cast.bob).get(article.get_absolute_url()).content.decode()
    assert f'<a href="{other.get_absolute_url()}">in the library</a>' in html
    assert "not in the library yet" not in html


def test_marks_stand_in_the_block_of_their_passage_and_overlap(cast, article):
    first = note(cast.bob, article, "Insurers will wait.")
    second = note(cast.bob, article, "will wait. Wheat fell.")
    reading = read(article=article, member=cast.bob)
    assert [a.row for a in reading.blocks[0].annotations] == [first, second]
    assert reading.blocks[1].annotations == ()
    assert f'data-passages="{first.pk} {second.pk}"' in reading.blocks[0].html
    assert f'data-passages="{second.pk}" aria-details="annot-{second.pk}">Wheat fell.</mark>' in reading.blocks[1].html
    assert [len(reading.touched(a.place)) for a in reading.blocks[0].annotations] == [1, 2]


def test_the_blocks_together_are_the_canonical_text(cast):
    body = "# Head\n\n> A *quoted* line\n\n- one & two\n- 🚢 three\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nLast."
    article = make.article(member=cast.alice, body=body)
    blocks = read(article=article, member=cast.bob).blocks
    assert blocks[0].start == 0
    assert [b.end for b in blocks][:-1] == [b.start for b in blocks][1:]
    assert blocks[-1].end == len(article.current.text)


def test_private_notes_are_their_owners_alone(cast, article):
    secret = note(cast.bob, article, "Wheat fell.", Visibility.PRIVATE, body="Secret thought")
    shown = {
        name: [a.row.pk for block in read(article=article, member=member).blocks for a in block.annotations]
        for name, member in (("bob", cast.bob), ("alice", cast.alice), ("erin", cast.erin))
    }
    assert shown == {"bob": [secret.pk], "alice": [], "erin": []}
    assert "<mark" not in "".join(block.html for block in read(article=article, member=cast.alice).blocks)


def test_what_lies_in_the_trash_leaves_no_mark(cast, article):
    note(cast.bob, article, "Wheat fell.").remove(by=cast.bob.user)
    assert "<mark" not in "".join(block.html for block in read(article=article, member=cast.bob).blocks)


def test_a_note_without_a_place_is_listed_and_never_shown_at_one(cast, article, as_member):
    lost = note(cast.bob, article, "words that nobody printed")
    reading = read(article=article, member=cast.bob)
    assert [a.row for a in reading.lost] == [lost]
    html = as_member(cast.bob).get(article.get_absolute_url()).content.decode()
    assert "1 lost its place" in html
    assert "<mark" not in html


def test_the_readers_html_is_fenced_off_from_htmx(cast, article, as_member):
    note(cast.bob, article, "Wheat fell.", body='<b data-hx-delete="/x">bold</b> <script>alert(1)</script>')
    html = as_member(cast.bob).get(article.get_absolute_url()).content.decode()
    assert "<b>bold</b>" in html
    assert "data-hx-delete" not in html
    assert "<script>alert" not in html
    assert html.count("hx-disable>") == 3  # two paragraphs, one note


def test_the_reader_costs_the_same_queries_for_one_and_for_thirty(cast, article, as_member):
    def cost() -> int:
        client = as_member(cast.bob)
        with CaptureQueriesContext(connection) as queries:
            client.get(article.get_absolute_url())
        return len(queries)

    note(cast.bob, article, "Wheat fell.")
    card(cast.bob, article)
    few = cost()
    for _ in range(15):
        note(cast.alice, article, "Buyers came back")
        card(cast.erin, article)
    assert cost() == few


def card(member, article):
    return attach_card(
        member=member, article=article, selection=Selection("Insurers will wait."), tag="They wait", cite="Castellanos"
    ).row


def test_the_file_comes_back_as_it_came_and_cannot_run(cast, article, as_member):
    response = as_member(cast.bob).get(f"{article.get_absolute_url()}revisions/1/original/")
    assert response.content == BODY.encode()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="made.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_an_article_in_the_trash_is_not_there(cast, article, as_member):
    article.remove(by=cast.alice.user)
    assert as_member(cast.bob).get(article.get_absolute_url()).status_code == 404


def test_a_corrected_text_says_so_and_keeps_the_first(cast, article, as_member):
    note(cast.bob, article, "Wheat fell.")
    revise_and_place(member=cast.alice, article=article, markdown=f"A line before.\n\n{BODY}", number=1)
    client = as_member(cast.bob)
    html = client.get(article.get_absolute_url()).content.decode()
    assert "Revision 2, corrected" in html
    assert ">Wheat fell.</mark>" in html
    first = client.get(f"{article.get_absolute_url()}revisions/1/").content.decode()
    assert "as it read then" in first
    assert "A line before." not in first
    assert "<mark" not in first


def test_reading_writes_nothing(cast, article, as_member):
    note(cast.bob, article, "Wheat fell.")
    before = (Note.objects.get().updated_at, Placement.objects.count())
    as_member(cast.bob).get(article.get_absolute_url())
    assert (Note.objects.get().updated_at, Placement.objects.count()) == before


def test_the_states_tags_and_analysis_of_an_article_are_told(cast, as_member):
    article = make.article(member=cast.alice)
    Article.objects.filter(pk=article.pk).update(
        waiting=True, archived_at=timezone.now(), tags=["Black Sea"], analysis_html="<p>Thought up.</p>"
    )
    page = as_member(cast.erin).get(article.get_absolute_url()).content.decode()
    assert "<strong>Waiting for review.</strong> Only Alice and the team's leaders see it." in page
    assert "<strong>In the archive</strong>" in page
    assert '?q=tag%3A%22Black%20Sea%22">Black Sea</a>' in page
    assert "<summary>Analysis, not reporting: not allowed in most prep rooms</summary>" in page
    assert "<p>Thought up.</p>" in page


def test_broken_letters_are_offered_mended_to_those_who_may_correct(cast, as_member):
    article = make.article(member=cast.alice, body="The insurersâ€™ guild met. â€œWe wait,â€\x9d it said.")
    caution = {"code": "mojibake", "field": "body", "message": "Broken letters.", "offer": "mojibake"}
    Article.objects.filter(pk=article.pk).update(cautions=[caution])
    repair = f"{article.get_absolute_url()}revise/?repair=mojibake"
    assert f'href="{repair}">See the text mended</a>' in as_member(cast.erin).get(article.get_absolute_url()).text
    assert "See the text mended" not in as_member(cast.bob).get(article.get_absolute_url()).text
    form = as_member(cast.erin).get(repair).context_data["form"]
    assert form.initial["markdown"].startswith("The insurers’ guild met.")
    assert article.revisions.count() == 1
