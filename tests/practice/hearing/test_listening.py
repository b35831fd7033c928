"""The pages of whoever listens and judges, with and without script."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from practice.hearing import citing as verbs
from practice.hearing.ballots import Written, ballot_of, draft_of, give, save
from practice.hearing.citing import amend
from practice.hearing.plans import set_plan
from practice.models import Ballot, Comment, Focus, Round, Said, Sheet, SpeechPlan
from practice.rounds import end_speech, start_speech
from practice.squad.squads import draw_at_place
from tests import make
from tests.practice.pages import HTMX, PRACTICE, at, text
from tests.together import together


@pytest.fixture
def speaking(cast) -> Round:
    return make.speaking(member=cast.bob, at=timezone.now() - timedelta(minutes=12))


@pytest.fixture
def spoken(cast) -> Round:
    return make.spoken(member=cast.bob)


@pytest.fixture
def alice(cast, as_member):
    return as_member(cast.alice)


def filled(**says: str) -> dict[str, str]:
    return {"version": "0", "tab": str(uuid4()), "turn": "1", **says}


# The page


def test_one_page_has_the_clock_the_sections_the_comments_the_sources_and_the_ballot(cast, alice, speaking):
    page = text(alice.get(at(speaking, "judge/")))
    assert "the speech is running" in page and "Point 1 begins Now: Introduction" in page
    assert "Type as you listen" in page and "Analysis and content" in page and "One thing to work on" in page
    assert "You can give it when the speech is over." in page


def test_the_speaker_judges_when_the_speech_is_over(cast, bob, speaking):
    assert bob.get(at(speaking, "judge/"))["Location"] == at(speaking)
    assert bob.post(at(speaking, "comments/"), {"body": "x"}).status_code == 403
    end_speech(round=speaking)
    assert "Your own ballot" in text(bob.get(at(speaking, "judge/")))


def test_a_swap_asks_for_the_clock_alone_and_what_the_comment_is_called_meanwhile(cast, alice, speaking):
    response = alice.get(at(speaking, "judge/"), headers=HTMX)
    assert "Point 1 begins" in text(response) and "Reasons" not in text(response)
    assert "Type as you listen" in text(response)
    said = alice.post(at(speaking, "comments/"), {"body": "x", "client_id": str(uuid4())}, headers=HTMX)
    assert "Type as you listen" in text(said)  # the box that is empty again
    end_speech(round=speaking)
    assert "A comment" in text(alice.get(at(speaking, "judge/"), headers=HTMX))


def test_whoever_runs_the_board_goes_back_to_it_from_a_speech(cast, alice, as_member):
    board = make.board(member=cast.alice, speakers=[cast.bob], at=timezone.now() - timedelta(minutes=1))
    for _ in range(3):
        make.question(member=cast.alice)
    round = draw_at_place(place=board.places.get(), member=cast.bob).place.round
    page = alice.get(at(round, "judge/")).content.decode()
    assert board.get_absolute_url() in page and at(round, "review/") in page
    Round.objects.update(visibility="team")
    mate = as_member(make.member(team=cast.team, user=make.user(username="gil"))).get(at(round, "judge/"))
    assert mate.status_code == 200 and board.get_absolute_url() not in mate.content.decode()


def test_the_page_costs_the_same_for_one_and_for_many(cast, alice, speaking, django_assert_max_num_queries):
    def asked(number: int) -> int:
        for _ in range(number):
            alice.post(at(speaking, "comments/"), {"body": "x", "client_id": str(uuid4())})
            alice.post(at(speaking, "said/"), {"publication": "NYT", "client_id": str(uuid4())})
        with django_assert_max_num_queries(40) as queries:
            alice.get(at(speaking, "judge/"))
        return len(queries)

    assert asked(1) == asked(3)


# Comments


def test_a_comment_is_kept_while_it_is_typed_and_shown_when_it_is_added(cast, alice, bob, speaking):
    name = str(uuid4())
    kept = alice.post(at(speaking, "comments/draft/"), {"body": "Go", "client_id": name}, headers=HTMX)
    assert "kept, at 2:" in text(kept)
    assert "Go" in alice.get(at(speaking, "judge/")).content.decode(), "a reload has it in the box"
    data = {"body": "Good hook", "client_id": name, "version": "1"}
    added = alice.post(at(speaking, "comments/"), data, headers=HTMX)
    assert "Good hook" in text(added) and "added at 2:" in text(added)
    assert Comment.objects.get().second in range(120, 180)


def test_the_speaker_sees_comments_when_the_speech_is_over_and_answers(cast, alice, bob, speaking):
    alice.post(at(speaking, "comments/"), {"body": "Slower here", "client_id": str(uuid4())})
    assert "Slower here" not in text(bob.get(at(speaking, "review/")))
    end_speech(round=speaking)
    page = bob.get(at(speaking, "review/")).content.decode()
    assert "Slower here" in page and 'data-second="1' in page
    comment = Comment.objects.get()
    bob.post(at(speaking, f"comments/{comment.pk}/answer/"), {"body": "I will", "client_id": str(uuid4())})
    assert Comment.objects.get(answers=comment).body == "I will"
    assert "I will" in text(alice.get(at(speaking, "review/")))


def test_a_time_is_typed_afterwards_and_one_that_cannot_be_loses_no_word(cast, alice, spoken):
    wrong = alice.post(at(spoken, "comments/"), {"body": "Nice close", "at": "late"})
    assert wrong.status_code == 422 and "“late”: write minutes and seconds" in text(wrong)
    assert "Nice close" in wrong.content.decode() and not Comment.objects.exists()
    alice.post(at(spoken, "comments/"), {"body": "Nice close", "at": "6:40", "client_id": str(uuid4())})
    assert Comment.objects.get().second == 400


def test_nothing_to_add_says_so(cast, alice, spoken):
    response = alice.post(at(spoken, "comments/"), {"body": " "}, headers=HTMX)
    assert response.status_code == 422 and response["HX-Retarget"] == "#comment-status"
    assert "no words to add" in text(response)


def test_a_comment_is_changed_by_its_writer_alone_and_taken_back_with_a_way_back(cast, alice, bob, spoken):
    alice.post(at(spoken, "comments/"), {"body": "Bad", "client_id": str(uuid4())})
    row = Comment.objects.get()
    where = at(spoken, f"comments/{row.pk}/")
    assert bob.get(where).status_code == 403
    version = str(row.version)
    assert alice.post(where, {"body": "Better", "at": "1:00", "version": version}).status_code == 302
    late = alice.post(where, {"body": "Best", "version": version})
    assert late.status_code == 409 and "Better" in text(late) and "Best" in late.content.decode()
    alice.post(f"{where}remove/")
    assert Comment.objects.visible_to(cast.bob).count() == 0
    alice.post(f"{where}restore/")
    assert Comment.objects.visible_to(cast.bob).get().body == "Better"


# Sources


def test_a_source_is_ticked_and_its_date_noted(cast, alice, spoken_with_source):
    round, source = spoken_with_source
    page = text(alice.get(at(round, "judge/")))
    assert "○ Castellanos and Weiss, 3 Mar 2026" in page
    ticked = text(alice.post(at(round, "said/tick/"), {"source": source.pk}, headers=HTMX))
    assert "✓ Castellanos and Weiss" in ticked and "1 said: 1 found" in ticked and "No date said" in ticked
    said = Said.objects.get()
    differs = alice.post(at(round, f"said/{said.pk}/"), {"day": "March 5th", "version": "1"}, headers=HTMX)
    assert "date differs : said 5 March, filed 3 March 2026" in text(differs)
    filed = alice.post(at(round, f"said/{said.pk}/"), {"filed": "3 March 2026", "version": "2"}, headers=HTMX)
    assert "found : 3 March 2026" in text(filed) and "No date said" not in text(filed)


@pytest.fixture
def spoken_with_source(cast):
    began = timezone.now() - timedelta(hours=1)
    round = make.prepping(member=cast.bob, at=began)
    article = make.article(member=cast.alice)
    from practice.outline.points import attach  # noqa: PLC0415 - `at` is its argument

    source = attach(round=round, slot="point_1", article=article, at=began + timedelta(minutes=5)).source
    start_speech(round=round, at=began + timedelta(minutes=30))
    end_speech(round=round, at=began + timedelta(minutes=37))
    round.refresh_from_db()
    return round, source


def test_another_source_is_added_as_it_was_heard_and_a_relative_date_is_told(cast, alice, spoken_with_source):
    round, _ = spoken_with_source
    data = {"publication": "The Onion", "day": "last Tuesday", "client_id": str(uuid4())}
    told = text(alice.post(at(round, "said/"), data, headers=HTMX))
    assert "not found" in told and "Which publication" not in told
    data = {"publication": "the continental", "day": "last Tuesday", "client_id": str(uuid4())}
    assert "“last Tuesday” is no date" in text(alice.post(at(round, "said/"), data, headers=HTMX))
    empty = alice.post(at(round, "said/"), {"publication": ""}, headers=HTMX)
    assert empty.status_code == 422 and "Which publication was said?" in text(empty)


def test_a_tick_is_taken_off_and_put_back(cast, alice, spoken_with_source):
    round, source = spoken_with_source
    alice.post(at(round, "said/tick/"), {"source": source.pk})
    said = Said.objects.get()
    off = alice.post(at(round, f"said/{said.pk}/remove/"), headers=HTMX)
    assert "is taken off" in text(off) and Said.objects.filter(deleted_at=None).count() == 0
    alice.post(at(round, "said/tick/"), {"source": source.pk})
    alice.post(at(round, f"said/{said.pk}/restore/"))
    assert Said.objects.filter(deleted_at=None).count() == 1, "ticked again meanwhile: that tick stands"


def test_the_review_says_what_was_said_and_what_of_the_outline_was_not(cast, alice, bob, spoken_with_source):
    round, _ = spoken_with_source
    alice.post(at(round, "said/"), {"publication": "NYT", "day": "May 12th", "client_id": str(uuid4())})
    page = text(bob.get(at(round, "review/")))
    assert "1 said: 0 found, 1 not found" in page and "In the outline and not said" in page
    assert "nothing of New York Times in the library" in page


# The ballot


def test_a_ballot_saves_itself_and_is_the_speakers_when_it_is_given(cast, alice, bob, spoken):
    saved = alice.post(at(spoken, "ballot/"), filled(reasons="Clear answer.", **{"points-0": "4"}), headers=HTMX)
    assert "saved" in text(saved) and draft_of(ballot_of(member=cast.alice, round=spoken)).points == {
        "Analysis and content": 4
    }
    assert "Clear answer." not in text(bob.get(at(spoken, "review/")))
    data = filled(reasons="Clear answer.", focus="Slower", better="better", as_asked="yes", version="1")
    given = alice.post(at(spoken, "ballot/give/"), data)
    assert given.status_code == 302
    page = text(bob.get(at(spoken, "review/")))
    assert "Alice Better than last time the question: word for word Clear answer. Next time Slower" in page


def test_a_ballot_is_not_given_while_the_speech_runs(cast, alice, speaking):
    assert alice.post(at(speaking, "ballot/give/"), filled(reasons="x")).status_code == 403
    assert alice.post(at(speaking, "ballot/"), filled(reasons="x"), headers=HTMX).status_code == 200


def test_two_pages_at_once_show_both_texts_and_either_or_both_are_kept(cast, alice, spoken):
    alice.post(at(spoken, "ballot/"), filled(reasons="From the phone."))
    late = alice.post(at(spoken, "ballot/"), filled(reasons="From the desk."), headers=HTMX)
    assert late.status_code == 409 and late["HX-Retarget"] == "#ballot"
    assert "From the phone." in text(late) and "From the desk." in late.content.decode()
    whole = alice.post(at(spoken, "ballot/"), filled(reasons="From the desk."))
    assert whole.status_code == 409 and "Keep both reasons" in text(whole)
    version = str(Ballot.objects.get().version)
    data = filled(reasons="From the desk.", version=version, keep="both")
    alice.post(at(spoken, "ballot/settle/"), data)
    assert Sheet.objects.get(given_at=None).reasons == "From the phone.\n\nFrom the desk."


def test_a_fault_is_told_and_the_words_stand(cast, alice, spoken):
    wrong = alice.post(at(spoken, "ballot/"), filled(focus="x" * 161, reasons="Kept here"))
    assert wrong.status_code == 422 and "Kept here" in wrong.content.decode()
    assert "at most 160 characters" in text(wrong)
    assert alice.post(at(spoken, "ballot/give/"), filled()).status_code == 422


def test_a_change_of_a_given_ballot_is_said_on_the_review(cast, alice, bob, spoken):
    give(member=cast.alice, round=spoken, written=Written({"reasons": "Fine."}, 0))
    give(member=cast.alice, round=spoken, written=Written({"reasons": "Good."}, 1))
    page = text(bob.get(at(spoken, "review/")))
    assert "Good." in page and "Changed 1 time since it was given" in page and "reasons: was “Fine.”" in page


def test_a_rank_that_is_taken_names_who_has_it(cast, alice, as_member):
    from tests.practice.hearing.test_ballots import on_board  # noqa: PLC0415 - one test's

    one, other = on_board(cast)
    save(member=cast.alice, round=one, written=Written({"rank": 1}, 0))
    told = alice.post(at(other, "ballot/"), filled(rank="1", reasons="kept"), headers=HTMX)
    assert f"That rank is {one.owner}’s on your ballots of this section." in text(told)
    page = text(alice.get(at(other, "judge/")))
    assert f"1 ({one.owner} has it)" in page


# The focus


def test_the_focus_goes_with_the_speaker_into_the_next_round(cast, alice, bob, spoken):
    alice.post(at(spoken, "ballot/give/"), filled(focus="Look up at each point"))
    assert "Look up at each point" in text(bob.get("/t/riverside/"))
    assert "Look up at each point" in text(bob.get(PRACTICE))
    drawn = make.round(member=cast.bob)
    assert "Look up at each point" in text(bob.get(at(drawn, "choose/")))
    make.prepping_on(drawn)
    assert "Look up at each point" in text(bob.get(at(drawn, "prep/")))
    start_speech(round=drawn)
    assert "Look up at each point" in text(bob.get(at(drawn, "speak/")))
    end_speech(round=drawn)
    assert "Was it met?" in text(bob.get(at(drawn, "review/")))
    assert "Was it met?" in text(alice.get(at(drawn, "judge/")))
    assert bob.post(at(drawn, "focus/"), {"met": "yes"}).status_code == 302
    assert Focus.objects.get().met == "yes" and "Look up" not in text(bob.get("/t/riverside/"))
    assert bob.post(at(drawn, "focus/"), {"met": "maybe"}).status_code == 404


def test_a_plan_of_ones_own_holds_from_the_next_speech_on(cast, bob, spoken):
    where = at(spoken, "plan/")
    bob.post(where, {"shares": "20/20/20/20/20"})
    assert SpeechPlan.objects.get().shares == "20/20/20/20/20"
    bob.post(where, {"shares": "1/2"})
    assert "give 5 whole numbers" in text(bob.get(at(spoken, "review/")))
    next_round = make.speaking(member=cast.bob, at=timezone.now() - timedelta(minutes=20))
    assert next_round.events.get(kind="speech_started").data == {"plan": "20/20/20/20/20"}
    bob.post(where, {"shares": ""})
    assert not SpeechPlan.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_plan_that_is_set_in_several_tabs_at_once_is_one_plan(cast):
    together(*(lambda one=one: set_plan(member=cast.bob, shares=f"{one}/20/20/20/20") for one in range(1, 7)))
    assert SpeechPlan.objects.get().shares.endswith("/20/20/20/20")


def test_of_a_source_that_was_taken_off_meanwhile_nothing_is_changed_and_no_error_is_answered(
    alice, spoken_with_source, monkeypatch
):
    round, source = spoken_with_source
    alice.post(at(round, "said/tick/"), {"source": source.pk})
    said = Said.objects.get()

    def late(**asked):
        said.remove(by=said.owner)
        return amend(**asked)

    monkeypatch.setattr(verbs, "amend", late)
    answer = alice.post(at(round, f"said/{said.pk}/"), {"day": "March 5th", "version": "1"}, headers=HTMX)
    assert answer.status_code == 404


def test_the_review_costs_the_same_for_one_ballot_and_many(cast, bob, django_assert_max_num_queries):
    round = make.spoken(member=cast.bob, visibility="team")
    make.article(member=cast.alice)

    def asked(judges) -> int:
        for judge in judges:
            give(member=judge, round=round, written=Written({"reasons": "x"}, 0))
        with django_assert_max_num_queries(60) as queries:
            bob.get(at(round, "review/"))
        return len(queries)

    assert asked([cast.alice]) == asked([make.member(team=cast.team) for _ in range(3)])


def test_the_replay_has_events_and_what_listeners_said_in_one_order(cast, alice, bob, spoken_with_source):
    round, _ = spoken_with_source
    alice.post(at(round, "comments/"), {"body": "Strong middle", "at": "3:00", "client_id": str(uuid4())})
    page = text(bob.get(at(round, "review/")))
    assert page.index("Speech began") < page.rindex("Alice: Strong middle") < page.index("Speech ended")
    assert "Source attached to Point 1" in page


# Being told, and finding the page


def test_what_listeners_say_stands_on_the_page_for_you_and_is_counted_new(cast, alice, bob, spoken):
    alice.post(at(spoken, "comments/"), {"body": "Strong middle", "client_id": str(uuid4())})
    alice.post(at(spoken, "ballot/give/"), filled(reasons="Clear answer."))
    page = text(bob.get("/t/riverside/evidence/for-you/"))
    assert "Alice commented on your speech" in page and "Alice judged your speech" in page and "2 new" in page
    comment = Comment.objects.get()
    bob.post(at(spoken, f"comments/{comment.pk}/answer/"), {"body": "Thanks", "client_id": str(uuid4())})
    assert "Bob answered your comment" in text(alice.get("/t/riverside/evidence/for-you/"))
    give(member=cast.alice, round=spoken, written=Written({"reasons": "Clearer."}, 1))
    assert "Alice changed the ballot on your speech" in text(bob.get("/t/riverside/evidence/for-you/"))


def test_nobody_is_told_in_the_middle_of_a_speech(cast, alice, bob, speaking):
    alice.post(at(speaking, "comments/"), {"body": "Slower", "client_id": str(uuid4())})
    assert "commented on your speech" not in text(bob.get("/t/riverside/evidence/for-you/"))


def test_a_round_under_way_is_offered_to_whoever_may_listen(cast, alice, bob, as_member, speaking):
    for where in ("/t/riverside/", PRACTICE):
        assert "Bob the speech is running Listen to Bob" in text(alice.get(where))
        assert "Listen to Bob" not in text(bob.get(where))
        assert "Listen to Bob" not in text(as_member(cast.erin).get(where)), "it is not shown to the captain"
    assert "Listen and judge" in text(alice.get(at(speaking, "review/")))


def test_the_board_leads_to_each_speech_that_its_reader_may_judge(cast, alice, as_member):
    from tests.practice.hearing.test_ballots import on_board  # noqa: PLC0415 - one test's

    one, _ = on_board(cast)
    board = f"{PRACTICE}boards/{one.place.board_id}/"
    assert at(one, "judge/") in alice.get(board).content.decode()
    assert at(one, "judge/") not in as_member(cast.erin).get(board).content.decode()
