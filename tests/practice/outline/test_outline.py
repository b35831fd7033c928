"""The outline: saving, two tabs, sources. No text is ever lost."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from evidence.attaching import Selection, attach_card
from evidence.merging import merge, take_apart
from practice.models import KeptText, Point, PointSource
from practice.outline.points import Attached, Overtaken, Saved, Untouched, Written, attach, detach, save_point, settle
from practice.outline.slots import outline_of
from practice.outline.texts import both, count_sources, digest, plain, short_cite
from practice.rounds import Refused, end_speech, start_speech
from tests import make
from tests.together import together

A, B, C = (UUID(int=n) for n in (1, 2, 3))


def words(text: str, *, version: int = 0, base: str = "", tab: UUID = A, turn: int = 1) -> Written:
    return Written(text=text, version=version, base=base or digest(""), tab=tab, turn=turn)


@pytest.fixture
def desk(cast):
    """`desk(words("…"))` saves the hook of a round of Bob's."""
    round = make.prepping(member=cast.bob)

    def save(written: Written):
        return save_point(member=cast.bob, round=round, slot="hook", written=written)

    save.round = round
    save.settle = lambda kept, choice, written, seen: settle(
        member=cast.bob, round=round, slot="hook", kept=kept, choice=choice, seen=seen, written=written
    )
    return save


def hook(desk) -> Point:
    return Point.objects.get(round=desk.round, slot="hook")


def waiting() -> list[str]:
    return list(KeptText.objects.filter(settled_at=None).values_list("text", flat=True))


# Pure


def test_a_text_is_stored_with_one_kind_of_line_end_and_without_nul():
    assert plain("a\r\nb\rc\x00d") == "a\nb\ncd"


def test_both_texts_stand_one_after_the_other_and_a_part_is_not_repeated():
    assert both("one", "two") == "one\n\ntwo"
    assert both("one and two", "two") == "one and two"
    assert both("one", "one more") == "one more"
    assert both("", "two") == "two"


def test_an_article_cited_by_two_of_its_cards_is_one_source():
    assert count_sources([("a", None), ("a", "card 1"), ("b", None), (None, "card 2"), (None, "card 3")]) == 4


def test_a_chip_names_the_author_or_the_publisher_and_the_day():
    day = date(2026, 3, 3)
    assert short_cite(["Mira Castellanos"], "The Continental", day) == "Castellanos, 3 Mar 2026"
    assert short_cite([], "The Continental", day) == "The Continental, 3 Mar 2026"
    assert short_cite([], "", None) == "no author, no date"


# One tab


def test_a_save_is_stored_and_raises_the_version(desk):
    assert desk(words("first")) == Saved(hook(desk))
    desk(words("first and more", version=1, turn=2))
    assert (hook(desk).text, hook(desk).version) == ("first and more", 2)


def test_the_same_text_again_is_no_new_version(desk):
    desk(words("first"))
    desk(words("first", version=1, turn=2))
    assert hook(desk).version == 1


def test_a_page_that_sends_again_before_its_answer_came_is_no_conflict(desk):
    desk(words("Ships", turn=1))
    assert isinstance(desk(words("Ships came back", turn=2)), Saved)
    assert hook(desk).text == "Ships came back"
    assert KeptText.objects.count() == 0


def test_a_pages_own_sends_that_arrive_in_the_wrong_order_leave_the_later_text(desk):
    desk(words("Ships came back", turn=2))
    desk(words("Ships", turn=1))
    assert hook(desk).text == "Ships came back"


def test_an_unknown_slot_is_no_point(desk, cast):
    with pytest.raises(Point.DoesNotExist):
        save_point(member=cast.bob, round=desk.round, slot="point_9", written=words("x"))


def test_a_text_that_comes_after_the_end_is_stored_all_the_same(desk):
    start_speech(round=desk.round)
    end_speech(round=desk.round)
    assert isinstance(desk(words("late")), Saved)
    assert hook(desk).text == "late"


# Two tabs


def test_a_late_text_of_another_tab_is_kept_at_once_beside_the_saved_one(desk):
    desk(words("from A"))
    outcome = desk(words("from B", tab=B))
    assert isinstance(outcome, Overtaken)
    assert (outcome.point.text, outcome.kept.text) == ("from A", "from B")
    assert (hook(desk).text, waiting()) == ("from A", ["from B"])


def test_a_tab_that_types_on_in_a_conflict_brings_its_kept_text_up_to_date(desk):
    desk(words("from A"))
    desk(words("from B", tab=B, turn=1))
    desk(words("from B, and more", tab=B, turn=2))
    desk(words("from B, an", tab=B, turn=1))
    assert waiting() == ["from B, and more"]


def test_three_tabs_keep_a_text_each(desk):
    desk(words("from A"))
    desk(words("from B", tab=B))
    desk(words("from C", tab=C))
    assert waiting() == ["from B", "from C"]


def test_a_tab_that_was_not_touched_neither_overwrites_nor_conflicts(desk):
    desk(words("from A"))
    outcome = desk(words("", tab=B, base=digest("")))
    assert outcome == Untouched(hook(desk))
    assert (hook(desk).text, waiting()) == ("from A", [])


def test_a_tab_without_script_that_comes_back_from_the_history_loses_nothing(desk):
    desk(words("first", turn=0))
    desk(words("typed after going back", turn=0))
    assert hook(desk).text == "first"
    assert waiting() == ["typed after going back"]


def test_the_same_words_in_both_tabs_are_no_conflict(desk):
    desk(words("same"))
    assert isinstance(desk(words("same", tab=B)), Saved)
    assert waiting() == []


@pytest.mark.parametrize(("choice", "text"), [("saved", "from A"), ("kept", "from B"), ("both", "from A\n\nfrom B")])
def test_the_owner_decides_and_the_text_given_up_stays_in_the_database(choice, text, desk):
    desk(words("from A"))
    late = desk(words("from B", tab=B))
    outcome = desk.settle(late.kept, choice, words("from B", tab=B, turn=2), late.point.version)
    assert isinstance(outcome, Saved)
    assert hook(desk).text == text
    assert waiting() == []
    everywhere = {hook(desk).text, *KeptText.objects.values_list("text", flat=True)}
    assert all(any(words in text for text in everywhere) for words in ("from A", "from B"))


def test_settling_takes_what_the_same_tab_has_typed_since(desk):
    desk(words("from A"))
    late = desk(words("from B", tab=B))
    desk.settle(late.kept, "kept", words("from B, finished", tab=B, turn=2), late.point.version)
    assert hook(desk).text == "from B, finished"


def test_settling_after_a_reload_saves_what_was_typed_there_first(desk):
    desk(words("from A"))
    late = desk(words("from B", tab=B))
    desk.settle(late.kept, "both", words("from A, typed on", version=1, tab=C), late.point.version)
    assert hook(desk).text == "from A, typed on\n\nfrom B"


def test_a_third_text_that_came_in_between_puts_the_question_again(desk):
    desk(words("from A"))
    late = desk(words("from B", tab=B))
    desk(words("from A again", version=1, turn=2))
    outcome = desk.settle(late.kept, "kept", words("from B", tab=B, turn=2), seen=1)
    assert isinstance(outcome, Overtaken)
    assert (hook(desk).text, waiting()) == ("from A again", ["from B"])


def test_settling_twice_is_settling_once(desk):
    desk(words("from A"))
    late = desk(words("from B", tab=B))
    for _ in range(2):
        desk.settle(late.kept, "both", words("from B", tab=B, turn=2), late.point.version)
    assert hook(desk).text == "from A\n\nfrom B"


@pytest.mark.django_db(transaction=True)
def test_tabs_that_save_at_once_leave_every_text_somewhere(desk):
    texts = [f"text of tab {n}" for n in range(6)]
    outcomes = together(*(lambda t=t: desk(words(t, tab=uuid4())) for t in texts))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Overtaken"] * 5 + ["Saved"]
    assert sorted([hook(desk).text, *waiting()]) == texts
    assert hook(desk).version == 1


@pytest.mark.django_db(transaction=True)
def test_one_tabs_late_texts_at_once_are_one_kept_text(desk):
    desk(words("from A"))
    outcomes = together(*(lambda n=n: desk(words(f"B {n}", tab=B, turn=n)) for n in range(1, 6)))
    assert [type(outcome) for outcome in outcomes] == [Overtaken] * 5
    assert waiting() == ["B 5"]


# Sources


def test_an_article_is_attached_once_and_the_round_remembers(desk, cast):
    article = make.article(member=cast.alice)
    first = attach(round=desk.round, slot="point_1", article=article)
    again = attach(round=desk.round, slot="point_1", article=article)
    assert (first.repeated, again.repeated) == (False, True)
    assert PointSource.objects.get().cite == "Castellanos and Weiss, 3 Mar 2026"
    assert desk.round.events.last().data == {"slot": "point_1", "article": str(article.pk)}


def test_a_source_follows_its_article_into_the_one_it_is_merged_with(cast, desk):
    stays = make.article(member=cast.alice, body="Wheat fell in two days, said Lena Oduya.")
    gone = make.article(member=cast.alice, body="Wheat fell in two days, said Lena Oduya to us.")
    card = attach_card(
        member=cast.bob, article=gone, selection=Selection("Wheat fell"), tag="It fell", cite="Oduya"
    ).row
    own = attach(round=desk.round, slot="point_1", article=gone)
    carded = attach(round=desk.round, slot="point_1", card=card)
    attach(round=desk.round, slot="point_2", article=stays)
    assert outline_of(desk.round).tally.sources == 2
    done = merge(member=cast.alice, stays=stays, gone=gone)
    card.refresh_from_db()
    assert outline_of(desk.round).tally.sources == 1
    assert attach(round=desk.round, slot="point_1", article=stays) == replace(own, repeated=True)
    assert attach(round=desk.round, slot="point_1", card=card) == replace(carded, repeated=True)
    take_apart(member=cast.alice, merge=done.merge)
    assert outline_of(desk.round).tally.sources == 2


def test_a_source_is_taken_off_again(desk, cast):
    attached = attach(round=desk.round, slot="point_1", article=make.article(member=cast.alice))
    detach(round=desk.round, source=attached.source)
    detach(round=desk.round, source=attached.source)
    assert PointSource.objects.count() == 0


def test_no_source_is_attached_while_speaking(desk, cast):
    start_speech(round=desk.round)
    assert isinstance(attach(round=desk.round, slot="point_1", article=make.article(member=cast.alice)), Refused)


@pytest.mark.django_db(transaction=True)
def test_a_source_attached_in_two_tabs_at_once_stands_once(desk, cast):
    article = make.article(member=cast.alice)
    outcomes = together(*[lambda: attach(round=desk.round, slot="point_1", article=article)] * 4)
    assert [type(outcome) for outcome in outcomes] == [Attached] * 4
    assert PointSource.objects.count() == 1
