from articles.comparing import Piece, Tally, compare, tally


def shown(first: str, second: str) -> list:
    return [
        (stretch.folded, [[(p.side, p.text) for p in paragraph.pieces] for paragraph in stretch.paragraphs])
        for stretch in compare(first, second)
    ]


def test_what_differs_is_shown_word_by_word():
    assert shown("Wheat fell in two days.", "Wheat fell within two days.") == [
        (
            False,
            [[("both", "Wheat fell "), ("first", "in "), ("second", "within "), ("both", "two days.")]],
        )
    ]


def test_a_paragraph_of_one_text_only_stands_alone():
    assert shown("One here.\nTwo there.", "One here.") == [
        (False, [[("both", "One here.")]]),
        (False, [[("first", "Two there.")]]),
    ]


def test_paragraphs_with_little_in_common_are_not_mixed():
    (stretch,) = compare("Ships came into the harbour on Monday.", "A court ruled that schools may close.")
    assert [paragraph.pieces for paragraph in stretch.paragraphs] == [
        (Piece("first", "Ships came into the harbour on Monday."),),
        (Piece("second", "A court ruled that schools may close."),),
    ]


def test_long_runs_that_are_the_same_are_folded():
    same = "\n".join(f"Paragraph {n}." for n in range(20))
    stretches = compare(same + "\nAn end.", same + "\nAnother end.")
    assert [(s.folded, len(s.paragraphs)) for s in stretches] == [(False, 2), (True, 16), (False, 2), (False, 1)]


def test_a_line_break_that_one_text_lacks_does_not_hide_the_words():
    pieces = [
        p
        for s in compare("One two three four.\nFive six.", "One two three four. Five six.")
        for q in s.paragraphs
        for p in q.pieces
    ]
    assert "".join(p.text for p in pieces if p.side != "second").replace(" ", "") == "Onetwothreefour.Fivesix."


def test_empty_texts_have_nothing_to_show():
    assert compare("", "") == ()


def test_the_paragraphs_that_differ_are_counted():
    first = "Same one.\nWheat fell in two days.\nSame two.\nOnly the first says this.\nSame three."
    second = "Same one.\nWheat fell within two days.\nSame two.\nSame three.\nSomething else, and at the end."
    assert tally(compare(first, second)) == Tally(same=3, changed=1, gone=1, new=1)
    assert tally(compare(first, first)) == Tally(same=5, changed=0, gone=0, new=0)
    assert tally(compare("", "")) == Tally(0, 0, 0, 0)
