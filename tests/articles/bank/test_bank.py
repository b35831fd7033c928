"""The bank as a coach keeps it: found, ordered, voted on, corrected, united, and nothing lost."""

from datetime import date

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.bank.changing import Details, change, merge, restore, vote
from articles.models import Question
from articles.search.find import find
from articles.tidying.questions import QUESTIONS
from articles.tidying.steps import Act, Step, take_back, tidy
from tests import make

pytestmark = pytest.mark.django_db


def address(cast, name: str = "questions", *args, **asked) -> str:
    return reverse(f"articles:{name}", args=[cast.team.slug, *args], query=asked)


def texts(response) -> list[str]:
    return [row.question.text for row in response.context_data["found"].rows]


@pytest.fixture
def four(cast):
    courts, sea = make.area(team=cast.team, name="Courts", side="domestic"), make.area(team=cast.team)
    one = make.question(member=cast.alice, text="Will the “café” law stand?", areas=[courts])
    two = make.question(member=cast.alice, text="Will the ports stay open?", areas=[sea, courts])
    three = make.question(member=cast.alice, text="Is a cease-fire near?", areas=[sea])
    four = make.question(member=cast.alice, text="Should Paris pay?")
    Question.objects.filter(pk=one.pk).update(side="domestic", source="Finals 2025", score=2, drawn=3)
    Question.objects.filter(pk=two.pk).update(side="international", source="Finals 2025", drawn=1)
    Question.objects.filter(pk=three.pk).update(side="international", score=5)
    return [Question.objects.get(pk=q.pk) for q in (one, two, three, four)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {0, 1, 2, 3}),
        ({"q": 'law "cafe"'}, {0}),
        ({"q": "ceasefire"}, {2}),
        ({"q": "cease fire"}, {2}),
        ({"q": "port"}, {1}),
        ({"q": "pari"}, {3}),
        ({"q": "%"}, {0, 1, 2, 3}),
        ({"area": "courts"}, {0, 1}),
        ({"area": "-"}, {3}),
        ({"side": "international"}, {1, 2}),
        ({"source": "Finals 2025"}, {0, 1}),
        ({"source": "Finals 2025", "side": "domestic"}, {0}),
        ({"side": "nonsense", "page": "0", "sort": "x", "state": "y"}, {0, 1, 2, 3}),
        ({"page": "7"}, set()),
    ],
)
def test_the_bank_is_narrowed_by_words_area_side_and_source(cast, as_member, four, asked, found):
    response = as_member(cast.bob).get(address(cast, **asked))
    assert set(texts(response)) == {four[n].text for n in found}


def test_the_bank_is_ordered_by_age_by_votes_and_by_how_seldom_it_was_drawn(cast, as_member, four):
    client = as_member(cast.bob)
    assert texts(client.get(address(cast)))[0] == four[3].text
    assert texts(client.get(address(cast, sort="best")))[:2] == [four[2].text, four[0].text]
    assert texts(client.get(address(cast, sort="fresh")))[2:] == [four[1].text, four[0].text]


def test_each_facet_counts_what_the_others_leave(cast, as_member, four):
    found = as_member(cast.bob).get(address(cast, side="international")).context_data["found"]
    counted = {name: [(link.label, link.count) for link in links] for name, links in found.facets}
    assert counted == {
        "Area": [("Black Sea", 2), ("Courts", 1)],
        "Side": [("International", 2), ("United States", 1)],
        "Kind": [("Yes or no (can, should, is …)", 1), ("Predictive (will …)", 1)],
        "Source": [("Finals 2025", 1)],
    }


def test_what_waits_is_retired_or_removed_stands_apart_and_only_leaders_see_the_trash(cast, as_member, four):
    Question.objects.filter(pk=four[0].pk).update(waiting=True)
    tidy(member=cast.alice, shelf=QUESTIONS, step=Step(Act.RETIRE, "", (four[1].pk,)))
    tidy(member=cast.alice, shelf=QUESTIONS, step=Step(Act.TRASH, "", (four[2].pk,)))

    def by_state(member):
        page = as_member(member)
        return {s: texts(page.get(address(cast, state=s))) for s in ("", "waiting", "retired", "trash")}

    assert by_state(cast.erin) == {
        "": [four[3].text],
        "waiting": [four[0].text],
        "retired": [four[1].text],
        "trash": [four[2].text],
    }
    assert by_state(cast.bob) == {"": [four[3].text], "waiting": [], "retired": [four[1].text], "trash": []}
    assert list(Question.objects.drawable_by(cast.bob)) == [four[3]]


def test_a_page_of_one_and_of_fifty_costs_the_same_queries(cast, as_member):
    area = make.area(team=cast.team)
    client = as_member(cast.alice)

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(address(cast))
        return len(counted)

    make.question(member=cast.alice, areas=[area])
    client.get(address(cast))
    one = queries()
    for n in range(60):
        question = make.question(member=cast.alice, areas=[area], text=f"Will question {n} be asked?")
        question.articles.add(make.article(member=cast.alice)) if n % 20 == 0 else None
    response = client.get(address(cast))
    assert len(response.context_data["found"].rows) == 50
    assert queries() == one <= 20
    assert len(texts(client.get(address(cast, page="2")))) == 11


@pytest.mark.parametrize(
    ("act", "value", "changed"),
    [
        (Act.FILE, "courts", 2),
        (Act.UNFILE, "black-sea", 2),
        (Act.SIDE, "domestic", 3),
        (Act.SIDE, "", 3),
        (Act.SOURCE, "Week 12", 4),
        (Act.RETIRE, "", 4),
        (Act.TRASH, "", 4),
    ],
)
def test_every_change_to_many_is_made_and_taken_back_as_it_was(cast, four, act, value, changed):
    def state():
        rows = Question.objects.order_by("pk").prefetch_related("areas")
        return [
            (q.side, q.source, q.retired_at is None, q.deleted_at is None, sorted(a.slug for a in q.areas.all()))
            for q in rows
        ]

    before = state()
    done = tidy(member=cast.erin, shelf=QUESTIONS, step=Step(act, value, tuple(q.pk for q in four)))
    assert (done.changed, done.same, done.kept_back, done.fault) == (changed, 4 - changed, 0, "")
    assert state() != before
    assert take_back(member=cast.erin, shelf=QUESTIONS, steps=done.undo) == changed
    assert state() == before


def test_many_are_retired_with_one_press_and_back_with_another(cast, as_member, four):
    client = as_member(cast.erin)
    data = {"act": "retire", "tick": [q.pk for q in four[:2]], "asked": "side=domestic"}
    page = client.post(address(cast, "tidy_questions"), data, follow=True)
    assert page.redirect_chain[0][0].endswith("/questions/?side=domestic")
    assert "2 questions retired, and never drawn." in page.content.decode()
    assert Question.objects.drawable_by(cast.bob).count() == 2
    undo = next(m.extra_tags for m in page.context["messages"])
    assert "2 questions as before." in client.post(undo, follow=True).content.decode()
    assert Question.objects.drawable_by(cast.bob).count() == 4


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"act": "retire"}, "Tick some questions first."),
        ({"act": "file", "area": "nowhere"}, "Choose an area first."),
        ({"act": "fly"}, "Choose what to do with the ticked."),
        ({"act": "kind"}, "Choose what to do with the ticked."),
    ],
)
def test_a_change_that_cannot_be_made_says_why_and_keeps_the_ticks(cast, as_member, four, data, said):
    sent = data | ({"tick": four[0].pk} if "area" in data else {})
    response = as_member(cast.erin).post(address(cast, "tidy_questions"), sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert response.context_data["ticked"] == ({four[0].pk} if "area" in data else set())


def test_a_vote_counts_once_a_member_and_can_be_taken_back(cast, as_member, four):
    client, question = as_member(cast.bob), four[3]
    for value, score in (("1", 1), ("1", 1), ("-1", -1), ("0", 0), ("7", 0)):
        client.post(address(cast, "vote", question.pk), {"value": value})
        question.refresh_from_db()
        assert question.score == score
    vote(member=cast.bob, question=question, value=1)
    assert vote(member=cast.erin, question=question, value=1) == 2
    swap = client.post(address(cast, "vote", question.pk), {"value": "0"}, headers={"HX-Request": "true"})
    assert swap.context_data["question"].score == 1
    assert b"<html" not in swap.content


def details(question: Question, **changes) -> Details:
    return Details(
        **{"text": question.text, "side": "", "source": "", "asked_on": None, "areas": tuple(question.areas.all())}
        | changes
    )


def test_a_corrected_wording_is_found_on_its_article_and_keeps_the_round_that_drew_the_old_one(cast):
    article = make.article(member=cast.alice, questions=["Will the dikes brake?"])
    question = article.questions.get()
    round = make.round(member=cast.bob)
    slip = round.slips.get(question=question)
    done = change(member=cast.erin, question=question, version=0, details=details(question, text="Will dikes break?"))
    assert done.saved and done.question.version == 1
    assert [hit.article for hit in find(member=cast.bob, query="dikes break").hits] == [article]
    slip.refresh_from_db()
    assert slip.text == "Will the dikes brake?"


def test_two_who_correct_one_question_lose_nothing(cast, as_member, four):
    one, other = as_member(cast.alice), as_member(cast.erin)
    where = address(cast, "edit_question", four[0].pk)
    fields = {"text": "Will the law stand?", "side": "domestic", "source": "", "asked_on": "2026-03-01"}
    assert one.get(where).context_data["version"] == 0
    assert one.post(where, fields | {"version": "0"}).status_code == 302
    late = other.post(where, fields | {"version": "0", "text": "Will the café law fall?"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Will the café law fall?" in page and "Will the law stand?" in page
    four[0].refresh_from_db()
    assert (four[0].text, four[0].asked_on) == ("Will the law stand?", date(2026, 3, 1))
    again = other.post(where, fields | {"version": late.context_data["version"], "text": "Will the café law fall?"})
    assert again.status_code == 302
    four[0].refresh_from_db()
    assert four[0].text == "Will the café law fall?"


def test_a_wording_that_another_question_has_is_refused_with_the_way_to_make_them_one(cast, as_member, four):
    where = address(cast, "edit_question", four[0].pk)
    response = as_member(cast.erin).post(where, {"text": "WILL the ports stay open?", "version": "0"})
    assert response.status_code == 422
    assert response.context_data["twin"] == four[1]
    assert "Make them one question" in response.content.decode()
    assert "WILL the ports stay open?" in response.content.decode()
    four[0].refresh_from_db()
    assert four[0].text == "Will the “café” law stand?"


def test_two_that_are_one_unite_what_hangs_on_them_and_the_old_round_still_counts(cast, four):
    stays, gone = four[0], four[2]
    article = make.article(member=cast.alice, questions=[gone.text])
    vote(member=cast.bob, question=gone, value=1)
    vote(member=cast.erin, question=gone, value=1)
    vote(member=cast.erin, question=stays, value=-1)
    merged = merge(member=cast.alice, stays=stays, gone=gone)
    assert {area.slug for area in merged.areas.all()} == {"courts", "black-sea"}
    assert list(merged.articles.all()) == [article]
    merged.refresh_from_db()
    assert (merged.score, merged.votes.count()) == (0, 2)
    gone.refresh_from_db()
    assert (gone.merged_into, gone.deleted_at is None) == (stays, False)
    assert restore(question=gone)
    assert gone.merged_into is None and gone in Question.objects.drawable_by(cast.bob)
    with pytest.raises(ValueError):
        merge(member=cast.alice, stays=stays, gone=stays)


def test_pairs_are_offered_and_settled_either_way(cast, as_member):
    one = make.question(member=cast.alice, text="Should the US send troops to Ukraine?")
    other = make.question(member=cast.alice, text="Should the U.S. send ground troops to Ukraine?")
    third = make.question(member=cast.alice, text="Should the US send combat troops to Ukraine?")
    client = as_member(cast.erin)
    pairs = client.get(address(cast, "alike")).context_data["pairs"]
    assert {frozenset((a, b)) for (a, b), _ in pairs} == {frozenset((one, other)), frozenset((one, third))}
    client.post(address(cast, "settle_alike", one.pk), {"with": third.pk, "apart": "1"})
    page = client.post(address(cast, "settle_alike", other.pk), {"with": one.pk}, follow=True)
    assert set(Question.objects.drawable_by(cast.bob)) == {other, third}
    assert page.context_data["pairs"] == []
    client.post([m.extra_tags for m in page.context["messages"]][-1])
    assert set(Question.objects.drawable_by(cast.bob)) == {one, other, third}


def test_a_question_and_one_of_another_team_are_never_made_one(cast, as_member):
    ours, theirs = make.question(member=cast.alice), make.question(member=cast.charlie)
    client = as_member(cast.alice)
    assert client.post(address(cast, "settle_alike", ours.pk), {"with": theirs.pk}).status_code == 404
    assert client.post(address(cast, "settle_alike", ours.pk), {"with": ours.pk}).status_code == 404
    assert Question.objects.filter(deleted_at=None).count() == 2


def test_what_another_hand_has_put_in_the_trash_meanwhile_is_not_there_for_any_change(cast, four):
    one, two, *_ = four
    two.remove(by=cast.erin.user)
    details = Details(text="Else?", side="", source="", asked_on=None, areas=())
    for act in (
        lambda: change(member=cast.alice, question=two, version=two.version, details=details),
        lambda: vote(member=cast.alice, question=two, value=1),
        lambda: merge(member=cast.alice, stays=one, gone=two),
        lambda: merge(member=cast.alice, stays=two, gone=one),
    ):
        with pytest.raises(Http404):
            act()
    assert Question.objects.get(pk=one.pk).deleted_at is None
