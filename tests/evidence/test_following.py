"""A passage whose own text is at hand goes where its sentence went, and nowhere else."""

import pytest

from evidence.anchoring import Anchor, State, describe, resolve
from evidence.quotes import COPY
from evidence.trails import trail

FIRST = "Two ports took in their first ships on Monday after the long freeze."
SAID = "The minister declined to answer any of the questions."
SECOND = "Insurers in the capital said that they would wait for thirty days."
THIRD = "Wheat fell four percent in two days of trade at the exchange."


def followed(before: str, words: str, after: str, *, nth: int = 0) -> str | None:
    """All of `after` from the place where the nth `words` of `before` stand now; None when they lost it."""
    start = -1
    for _ in range(nth + 1):
        start = before.index(words, start + 1)
    anchor = resolve(after, describe(before, start, start + len(words)), before)
    return None if anchor.start is None else after[anchor.start :]


def test_each_copy_goes_with_its_own_neighbours() -> None:
    before = f"{FIRST} {SAID}\n\n{SECOND} {SAID} {THIRD}"
    after = f"{SECOND} {SAID} {THIRD}\n\nRain fell all night.\n\n{FIRST} {SAID}"
    assert followed(before, SAID, after) == SAID
    assert followed(before, SAID, after, nth=1) == after.removeprefix(f"{SECOND} ")


def test_a_word_that_stands_everywhere_stands_where_its_sentence_stands() -> None:
    before = " ".join((FIRST, SECOND, THIRD))
    after = " ".join((THIRD, SECOND, FIRST))
    assert [followed(before, "the", after, nth=nth) for nth in (1, 2, 4)] == [
        "the long freeze.",
        f"the capital said that they would wait for thirty days. {FIRST}",
        f"the exchange. {SECOND} {FIRST}",
    ]


def test_the_one_copy_that_is_left_of_two_belongs_to_neither() -> None:
    before = " ".join((FIRST, SAID, SECOND, SAID, THIRD))
    after = " ".join((FIRST, SAID, THIRD))
    assert followed(before, SAID, after) is None
    assert followed(before, SAID, after, nth=1) is None


def test_a_copy_that_was_cut_leaves_its_place_to_none() -> None:
    before = " ".join((FIRST, SAID, SECOND, SAID, THIRD))
    after = " ".join((FIRST, SECOND, SAID, THIRD))
    assert followed(before, SAID, after) is None
    assert followed(before, SAID, after, nth=1) == f"{SAID} {THIRD}"


def test_a_copy_that_moves_up_into_the_middle_of_a_sentence_is_not_the_passage() -> None:
    before = (
        f"{FIRST} Prices went to the court ruling, after months. {SECOND} Money went to the court ruling, in a day."
    )
    words = "went to the court ruling"
    cut = before.index(words), before.index(words, before.index(words) + 1)
    after = before[: cut[0]] + before[cut[1] :]
    assert "Prices went to the court ruling, in a day." in after
    assert followed(before, words, after) is None


def test_words_brought_together_from_other_sentences_are_a_copy() -> None:
    lead = "neighbours watched from across the water."
    before = f"{FIRST} While {lead} We may see more of the fund, he said. {SECOND}\n\nThe {lead}\n\n{THIRD}"
    before += " We may see more of the treaty, she said."
    words = f"{lead} We may see more of the"
    after = f"{FIRST} {SECOND}\n\n{THIRD}\n\nThe {lead} We may see more of the treaty, she said."
    start = before.index(words)
    assert after.count(words) == 1
    quote = describe(before, start, start + len(words))
    assert resolve(after, quote).state is State.MOVED  # all that the quote alone can know
    assert resolve(after, quote, before) == Anchor(State.ORPHAN, None, None, COPY)


def test_a_sentence_that_was_mended_is_known_by_its_neighbours() -> None:
    before = " ".join((FIRST, SECOND, SAID, THIRD))
    mended = SECOND.replace("would wait", "would now wait")
    after = " ".join((THIRD, "A new sentence that says nothing at all.", FIRST, mended, SAID))
    assert followed(before, SECOND, after) == f"{mended} {SAID}"
    assert followed(before, "for thirty days", after) == f"for thirty days. {SAID}"
    assert followed(before, SECOND, after.replace("would now wait", "would not wait")) is None
    doubled = f"{after} Rain fell. {mended}"
    assert followed(before, SECOND, doubled) is None


@pytest.mark.parametrize("joint", ["", " ", "\n\n", "\n- "])
def test_paragraphs_may_be_split_and_joined(joint: str) -> None:
    before = "\n\n".join((FIRST, SAID, SECOND, THIRD))
    after = joint.join((SECOND, FIRST, SAID, THIRD))
    assert followed(before, "thirty", after) == after[after.index("thirty") :]


def test_a_sentence_that_leaves_its_heading_behind_is_followed() -> None:
    before = f"{FIRST}\n\nGrain at sea\n\n{SECOND} {THIRD}"
    after = f"{SECOND} {FIRST}\n\nGrain at sea\n\n{THIRD}"
    assert followed(before, "wait", after) == after[after.index("wait") :]
    assert followed(before, "sea", after.replace("Grain at sea\n\n", "")) is None
    assert followed(before, "Grain at sea", before.replace("Grain at sea", "Grain at sea Grain at sea")) is None


def test_a_stop_more_makes_no_other_sentence_and_numbers_before_paragraphs_cut_none() -> None:
    before = f"{FIRST} {SAID}.\n\n{SECOND} {SAID} {THIRD}"
    after = f"1. {FIRST} {SAID}.\n\n2. {SECOND} {SAID}\n\n3. {THIRD}"
    assert followed(before, SAID, after) == f"{SAID}.\n\n2. {SECOND} {SAID}\n\n3. {THIRD}"
    assert followed(before, SAID, after, nth=1) == f"{SAID}\n\n3. {THIRD}"
    assert followed(before, SAID, after.replace(f"{SECOND} {SAID}", SECOND), nth=1) is None


def test_of_copies_side_by_side_none_is_the_one_that_was_moved() -> None:
    before = f"{FIRST} {SAID} {SECOND} {SAID} {THIRD}"
    after = f"{FIRST} {SAID} {SAID} {SECOND} {THIRD}"
    assert followed(before, SAID, after, nth=1) is None


def test_the_look_alike_that_stood_next_door_does_not_move_in() -> None:
    gone = "Belmora’s professor supports the aid package; turnout was above 1.2 percent."
    before = f"{FIRST}\n\nGrain at sea\n\n{gone} {gone.replace('professor', 'trader').replace('1.2', '22.4')} {THIRD}"
    after = before.replace(f"{gone} ", "")
    assert followed(before, "Belmora’s professor supports the", after) is None
    start = before.index("Belmora’s professor")
    assert resolve(after, describe(before, start, start + 32)).state is State.ORPHAN  # nor by the quote alone


def test_a_paragraph_that_was_moved_and_doubled_is_neither_of_the_two() -> None:
    before = "\n\n".join((FIRST, SAID, SECOND, "Grain", THIRD))
    after = "\n\n".join((FIRST, SECOND, "Grain", SAID, SAID, THIRD))
    assert trail(before, after).to.get(1) is None
    assert followed(before, SAID, after) is None


def test_a_text_that_is_not_the_quotes_own_is_not_trusted() -> None:
    before = " ".join((FIRST, SAID, SECOND))
    anchor = resolve("Added. " + before, describe(before, 0, 9), "quite another text")
    assert anchor == Anchor(State.EXACT, 7, 16)
