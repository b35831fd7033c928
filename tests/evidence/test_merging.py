"""Two articles become one: nothing that hangs on either is lost, and it can be taken apart again."""

import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from articles.search.find import find
from evidence.anchoring import State
from evidence.attaching import Selection, attach_card, attach_note
from evidence.merging import merge, merge_of, take_apart
from evidence.models import Card, Note
from evidence.placing import revise_and_place
from evidence.reading import read
from practice.files import opened
from practice.rounds import open_file
from teams.access import Visibility
from tests import make
from tests.together import together

FIRST = (
    "Ports opened on Monday after eleven weeks. Insurers said that they will wait for thirty days of safe passage.\n\n"
    "Wheat for May delivery fell in two days. Buyers in Cairo came back to a market that they had left."
)
SECOND = (
    "Ports opened on Monday after eleven weeks. Insurers said that they will wait for thirty days of safe passage.\n\n"
    "The annex names no inspector and sets no penalty at all for those who break it."
)


@pytest.fixture
def pair(cast):
    sea, courts = make.area(team=cast.team), make.area(team=cast.team, name="Courts")
    stays = make.article(member=cast.alice, title="Ports Reopen", body=FIRST, questions=["Will it hold?"], areas=[sea])
    gone = make.article(
        member=cast.erin, title="Ports Reopen, Again", body=SECOND, questions=["Who inspects?"], areas=[courts]
    )
    Article.objects.filter(pk=stays.pk).update(tags=["Grain"])
    Article.objects.filter(pk=gone.pk).update(tags=["grain", "Insurance"], url="https://example.org/ports")
    return stays, gone


def note(member, article, exact: str, visibility=Visibility.PRIVATE) -> Note:
    selection = Selection(exact) if exact else None
    return attach_note(member=member, article=article, body="Why?", selection=selection, visibility=visibility).row


def card(member, article, exact: str) -> Card:
    return attach_card(
        member=member, article=article, selection=Selection(exact), tag="A claim", cite="Castellanos"
    ).row


def fresh(article: Article) -> Article:
    return Article.objects.select_related("current", "team").get(pk=article.pk)


def states(article: Article, member) -> dict:
    reading = read(article=fresh(article), member=member)
    return {a.row.pk: a.state for a in [*(a for b in reading.blocks for a in b.annotations), *reading.lost]}


def test_notes_and_cards_of_both_stand_on_the_one_that_stays(cast, pair):
    stays, gone = pair
    own = note(cast.bob, stays, "Wheat for May delivery fell in two days.")
    moved = note(cast.bob, gone, "Insurers said that they will wait for thirty days")
    lost = card(cast.bob, gone, "The annex names no inspector")
    whole = note(cast.bob, gone, "")
    done = merge(member=cast.alice, stays=stays, gone=gone)
    assert (done.notes, done.cards, done.lost) == (2, 1, 1)
    assert states(stays, cast.bob) == {own.pk: State.EXACT, moved.pk: State.EXACT, lost.pk: State.ORPHAN}
    assert [a.row for a in read(article=fresh(stays), member=cast.bob).loose] == [whole]
    lost.refresh_from_db()
    assert lost.quotation == lost.passage.revision.text[lost.passage.start : lost.passage.end]
    assert lost.passage.revision.article_id == stays.pk


def test_the_other_text_is_an_earlier_one_of_the_one_that_stays(cast, pair):
    stays, gone = pair
    merge(member=cast.alice, stays=stays, gone=gone)
    texts = list(stays.revisions.values_list("number", "sha256"))
    own, other = stays.current.sha256, gone.current.sha256
    assert texts == [(1, own), (2, other), (3, own)]
    assert fresh(stays).current.number == 3
    assert bytes(stays.revisions.get(number=2).original) == bytes(gone.current.original)


def test_earlier_texts_that_carry_a_passage_come_along(cast, pair):
    stays, gone = pair
    row = card(cast.bob, gone, "The annex names no inspector")
    revise_and_place(member=cast.alice, article=gone, markdown="All new words stand here.", number=1)
    merge(member=cast.alice, stays=stays, gone=fresh(gone))
    row.refresh_from_db()
    assert (row.article_id, row.passage.revision.number, row.passage.revision.text) == (
        stays.pk,
        2,
        gone.revisions.get(number=1).text,
    )
    assert stays.revisions.count() == 4


def test_private_and_removed_notes_come_along(cast, pair):
    stays, gone = pair
    row = note(cast.bob, gone, "The annex names no inspector")
    row.remove(by=cast.bob.user)
    merge(member=cast.alice, stays=stays, gone=gone)
    row.refresh_from_db()
    assert row.article_id == stays.pk
    row.restore()
    assert states(stays, cast.bob) == {row.pk: State.ORPHAN}


def test_areas_questions_tags_and_sources_are_united_and_gaps_filled(cast, pair):
    stays, gone = pair
    merge(member=cast.alice, stays=stays, gone=gone)
    now = fresh(stays)
    assert sorted(area.name for area in now.areas.all()) == ["Black Sea", "Courts"]
    assert sorted(q.text for q in now.questions.all()) == ["Who inspects?", "Will it hold?"]
    assert now.tags == ["Grain", "Insurance"]
    assert [source.text for source in now.sources.all()] == ["Staff, The Harbour Gazette"]
    assert (now.title, now.url) == ("Ports Reopen", "https://example.org/ports")
    assert [hit.article.pk for hit in find(member=cast.bob, query="insurance").hits] == [stays.pk]


def test_the_others_address_leads_to_the_one_that_stays(cast, pair, as_member):
    stays, gone = pair
    merge(member=cast.alice, stays=stays, gone=gone)
    client = as_member(cast.bob)
    assert client.get(gone.get_absolute_url())["Location"] == stays.get_absolute_url()
    assert as_member(cast.charlie).get(gone.get_absolute_url()).status_code == 404
    third = make.article(member=cast.alice)
    merge(member=cast.alice, stays=third, gone=fresh(stays))
    assert client.get(gone.get_absolute_url())["Location"] == third.get_absolute_url()


def test_a_note_sent_from_a_page_that_was_open_lands_on_the_one_that_stays(cast, pair, as_member):
    stays, gone = pair
    merge(member=cast.alice, stays=stays, gone=gone)
    sent = {"body": "Kept.", "visibility": "private", "exact": "sets no penalty at all", "number": 1}
    response = as_member(cast.bob).post(reverse("evidence:add_note", args=[cast.team.slug, gone.pk]), sent)
    assert response.status_code == 302
    assert Note.objects.get().article_id == stays.pk


def test_what_a_round_opened_and_cited_still_leads_somewhere(cast, pair):
    stays, gone = pair
    round_ = make.prepping(member=cast.bob)
    open_file(round=round_, article=gone)
    source = make.source(round=round_, article=gone)
    merge(member=cast.alice, stays=stays, gone=gone)
    source.refresh_from_db()
    assert (source.article_id, source.cite) == (gone.pk, source.cite)
    assert [hit.title for hit in opened(member=cast.bob, round=round_)] == ["Ports Reopen"]


def test_taking_apart_gives_back_what_moved_on_its_own_words(cast, pair):
    stays, gone = pair
    own = note(cast.bob, stays, "Wheat for May delivery fell in two days.")
    moved = note(cast.bob, gone, "Insurers said that they will wait for thirty days")
    lost = card(cast.bob, gone, "The annex names no inspector")
    done = merge(member=cast.alice, stays=stays, gone=gone)
    apart = take_apart(member=cast.erin, merge=done.merge)
    assert (apart.notes, apart.cards, apart.kept) == (1, 1, 0)
    assert states(stays, cast.bob) == {own.pk: State.EXACT}
    assert states(gone, cast.bob) == {moved.pk: State.EXACT, lost.pk: State.EXACT}
    assert fresh(gone).merged_into is None
    assert merge_of(member=cast.alice, gone=gone) is None


def test_two_that_were_taken_apart_can_be_merged_again(cast, pair):
    stays, gone = pair
    moved = note(cast.bob, gone, "Insurers said that they will wait for thirty days")
    take_apart(member=cast.alice, merge=merge(member=cast.alice, stays=stays, gone=gone).merge)
    merge(member=cast.alice, stays=fresh(gone), gone=fresh(stays))
    assert states(gone, cast.bob) == {moved.pk: State.EXACT}


def test_nothing_is_taken_apart_where_the_text_is_in_the_library_again(cast, pair):
    stays, gone = pair
    note(cast.bob, gone, "Insurers said that they will wait for thirty days")
    done = merge(member=cast.alice, stays=stays, gone=gone)
    other = make.article(member=cast.alice)
    revise_and_place(member=cast.alice, article=other, markdown=SECOND, number=1)
    assert take_apart(member=cast.alice, merge=done.merge) is None
    assert Note.objects.get().article_id == stays.pk


def test_what_another_hand_has_put_in_the_trash_meanwhile_is_not_merged(cast, pair):
    stays, gone = pair
    mine = note(cast.bob, gone, "Insurers said")
    done = merge(member=cast.alice, stays=stays, gone=gone)
    texts = stays.revisions.count()
    assert merge(member=cast.erin, stays=stays, gone=gone) is None, "the same again"
    assert merge(member=cast.erin, stays=gone, gone=stays) is None, "and the other way round"
    assert (stays.revisions.count(), fresh(stays).deleted_at) == (texts, None)
    assert Note.objects.get(pk=mine.pk).article == stays
    assert take_apart(member=cast.alice, merge=done.merge)
    assert take_apart(member=cast.erin, merge=merge_of(member=cast.alice, gone=gone) or done.merge) is None
    assert Note.objects.get(pk=mine.pk).article == gone


def test_who_merges_a_moment_too_late_is_told_and_nothing_is_changed(cast, pair, as_member, monkeypatch):
    stays, gone = pair
    pages = sys.modules["evidence.views.merging"]  # a view has the name of its module

    def late(**asked):
        merge(member=cast.alice, stays=gone, gone=stays)
        return merge(**asked)

    monkeypatch.setattr(pages, "merge", late)
    address = reverse("evidence:merging", args=[cast.team.slug, stays.pk])
    answer = as_member(cast.erin).post(address, {"with": str(gone.pk), "stays": str(stays.pk)}, follow=True)
    assert "Nothing was merged" in answer.content.decode()
    assert (fresh(gone).deleted_at, fresh(stays).merged_into) == (None, gone)


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_crosswise_at_once_leave_one_article_with_everything(cast, pair):
    stays, gone = pair
    keys = {note(cast.bob, article, "Ports opened").pk for article in pair}
    done = together(
        lambda: merge(member=cast.alice, stays=stays, gone=gone),
        lambda: merge(member=cast.erin, stays=gone, gone=stays),
    )
    assert [one is None for one in done].count(True) == 1, done
    left = Article.objects.get(deleted_at=None)
    assert set(Note.objects.for_article(left).values_list("pk", flat=True)) == keys


def test_an_article_is_not_merged_into_itself(cast, pair):
    with pytest.raises(ValueError, match="itself"):
        merge(member=cast.alice, stays=pair[0], gone=pair[0])


def merging(cast, article: Article, **asked) -> str:
    return reverse("evidence:merging", args=[cast.team.slug, article.pk], query=asked)


def test_the_page_compares_and_merges_and_offers_to_undo(cast, pair, as_member):
    stays, gone = pair
    note(cast.bob, gone, "Insurers said that they will wait", visibility=Visibility.TEAM)
    client = as_member(cast.alice)
    page = client.get(merging(cast, gone, **{"with": stays.pk})).content.decode()
    assert "<del>The annex names no inspector" in page
    assert "1 note, 0 cards" in page
    done = client.post(merging(cast, gone), {"with": stays.pk, "stays": stays.pk}, follow=True)
    undo = reverse("evidence:unmerge", args=[cast.team.slug, gone.pk])
    assert done.redirect_chain == [(stays.get_absolute_url(), 302)]
    assert "1 note and 0 cards moved here" in done.content.decode()
    assert f'action="{undo}"' in done.content.decode()
    back = client.post(undo, follow=True)
    assert back.redirect_chain == [(gone.get_absolute_url(), 302)]
    assert "is an article again, with 1 note and 0 cards." in back.content.decode()


def test_without_a_choice_nothing_is_merged(cast, pair, as_member):
    stays, gone = pair
    response = as_member(cast.alice).post(merging(cast, gone), {"with": stays.pk})
    assert response.status_code == 422
    assert "Choose the article that stays." in response.content.decode()
    assert Article.objects.visible_to(cast.alice).count() == 2


def test_an_article_of_another_team_cannot_be_merged(cast, pair, as_member):
    other = make.article(member=cast.charlie)
    client = as_member(cast.alice)
    assert client.get(merging(cast, pair[0], **{"with": other.pk})).status_code == 404
    assert client.post(merging(cast, pair[0]), {"with": other.pk, "stays": pair[0].pk}).status_code == 404


def test_the_choice_is_searched_and_leaves_the_article_itself_out(cast, pair, as_member):
    found = as_member(cast.alice).get(merging(cast, pair[0])).context_data["found"]
    assert [article.pk for article in found] == [pair[1].pk]


def test_what_is_nearly_the_same_is_offered_first(cast, pair, as_member):
    twin = make.article(member=cast.alice, title="Other Words", body=FIRST.replace("eleven", "twelve"))
    near = as_member(cast.alice).get(merging(cast, pair[0], q="nothing")).context_data["near"]
    assert [(article.pk, likeness > 90) for article, likeness in near] == [(twin.pk, True)]


def test_the_choice_costs_the_same_queries_for_one_and_ten(cast, pair, as_member):
    client = as_member(cast.alice)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(merging(cast, pair[0], q="ports")).status_code == 200
        return len(queries)

    one = cost()
    for _ in range(9):
        make.article(member=cast.alice)
    assert cost() == one
