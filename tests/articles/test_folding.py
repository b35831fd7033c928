"""Words as the index knows them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search.folding import folded_text, placed_words

ODD = st.sampled_from([*"ab19.,'’-‐&_ \n\u00ad\u0301é½", "87,395", "U.S.", "cease-fire", "T&T"])


@settings(max_examples=300, deadline=None)
@given(st.lists(ODD | st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=20).map("".join))
def test_the_quick_way_through_a_text_finds_the_words_that_have_a_place(text: str) -> None:
    words = " ".join(word for placed in placed_words(text) for word in placed.folded.words)
    parts = {part for placed in placed_words(text) for part in placed.folded.parts}
    assert folded_text(text) == (words, " ".join(sorted(parts)))
