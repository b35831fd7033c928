"""Comments at a time: the server's second, drafts, two tabs, answers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from practice.hearing.comments import Clash, Kept, Nothing, Typed, change, save_draft, say
from practice.hearing.seconds import SecondError, read_second, write_second
from practice.models import Comment
from practice.rounds import end_speech, pause, resume
from tests import make


@pytest.fixture
def began():
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def speaking(cast, began):
    return make.speaking(member=cast.bob, at=began, visibility="team")


def at(began, seconds):
    return began + timedelta(minutes=10, seconds=seconds)


def test_a_comment_has_the_second_at_which_its_first_words_came(cast, speaking, began):
    typed = uuid4()
    save_draft(member=cast.alice, round=speaking, typed=Typed("Good", typed), at=at(began, 62.9))
    said = say(member=cast.alice, round=speaking, typed=Typed("Good hook", typed, 1), at=at(began, 75)).comment
    assert (said.second, said.body, said.draft) == (62, "Good hook", False)
    assert Comment.objects.count() == 1


def test_pauses_do_not_count(cast, speaking, began):
    pause(round=speaking, at=at(began, 30))
    resume(round=speaking, at=at(began, 90))
    said = say(member=cast.alice, round=speaking, typed=Typed("x", uuid4()), at=at(began, 100)).comment
    assert said.second == 40


def test_a_time_that_was_typed_wins_and_after_the_speech_there_is_none_of_itself(cast, speaking, began):
    end_speech(round=speaking, at=at(began, 400))
    later = at(began, 4000)
    assert say(member=cast.alice, round=speaking, typed=Typed("x", uuid4()), at=later).comment.second is None
    typed = Typed("y", uuid4(), second=134)
    assert say(member=cast.alice, round=speaking, typed=typed, at=later).comment.second == 134


def test_what_is_sent_twice_is_said_once(cast, speaking):
    typed = Typed("Once", uuid4())
    assert say(member=cast.alice, round=speaking, typed=typed) == say(member=cast.alice, round=speaking, typed=typed)
    assert Comment.objects.count() == 1


def test_nothing_is_nothing(cast, speaking):
    assert isinstance(say(member=cast.alice, round=speaking, typed=Typed(" \x00\n", uuid4())), Nothing)


def test_a_draft_is_its_writers_alone(cast, speaking):
    draft = save_draft(member=cast.alice, round=speaking, typed=Typed("hm", uuid4())).comment
    assert list(Comment.objects.visible_to(cast.alice)) == [draft]
    assert list(Comment.objects.visible_to(cast.bob)) == [] == list(Comment.objects.visible_to(cast.erin))


def test_a_comment_is_never_seen_by_more_people_than_the_round(cast, began):
    own = make.speaking(member=cast.erin, at=began, visibility="private")
    say(member=cast.erin, round=own, typed=Typed("mine", uuid4()))
    assert list(Comment.objects.visible_to(cast.alice)) == [] and Comment.objects.visible_to(cast.erin).count() == 1


def test_a_second_tab_that_comes_late_keeps_its_words_as_a_draft_of_its_own(cast, speaking):
    typed, one, two = uuid4(), uuid4(), uuid4()
    save_draft(member=cast.alice, round=speaking, typed=Typed("one", typed, 0, one))
    late = save_draft(member=cast.alice, round=speaking, typed=Typed("two", typed, 0, two))
    assert isinstance(late, Clash) and (late.comment.body, late.kept.body) == ("one", "two")
    own = save_draft(member=cast.alice, round=speaking, typed=Typed("one more", typed, 0, one))
    assert isinstance(own, Kept) and own.comment.body == "one more"


def test_words_that_arrive_after_the_comment_was_said_are_kept_too(cast, speaking):
    typed = uuid4()
    say(member=cast.alice, round=speaking, typed=Typed("said", typed))
    late = save_draft(member=cast.alice, round=speaking, typed=Typed("said and more", typed, 1))
    assert isinstance(late, Clash) and late.kept.body == "said and more" and late.comment.body == "said"


def test_the_same_name_of_somebody_elses_page_is_no_clash(cast, speaking):
    typed = uuid4()
    say(member=cast.alice, round=speaking, typed=Typed("a", typed))
    assert say(member=cast.erin, round=speaking, typed=Typed("b", typed)).comment.owner == cast.erin.user


def test_an_answer_has_the_second_of_what_it_answers(cast, speaking, began):
    said = say(member=cast.alice, round=speaking, typed=Typed("Slower", uuid4()), at=at(began, 50)).comment
    answer = say(member=cast.bob, round=speaking, typed=Typed("I will", uuid4()), answers=said).comment
    assert (answer.answers, answer.second) == (said, 50)


def test_a_comment_is_changed_by_version_and_a_late_change_is_kept(cast, speaking):
    said = say(member=cast.alice, round=speaking, typed=Typed("a", uuid4())).comment
    assert change(comment=said, body="b", version=1, second=9).comment.second == 9
    late = change(comment=said, body="c", version=1, second=None)
    assert isinstance(late, Clash) and (late.comment.body, late.kept.body) == ("b", "c")
    assert isinstance(change(comment=said, body=" ", version=2, second=None), Nothing)


@pytest.mark.parametrize(("typed", "second"), [("2:14", 134), (" 0:05 ", 5), ("", None), ("12:00", 720)])
def test_a_time_is_read(typed, second):
    assert read_second(typed) == second and (write_second(second) == typed.strip())


@pytest.mark.parametrize("typed", ["2", "2:60", "2.14", "now", "-1:00", "9999:00"])
def test_what_is_no_time_says_so(typed):
    with pytest.raises(SecondError, match="minutes and seconds"):
        read_second(typed)
