"""Whom a text names, and the tags of notes as one text."""

from evidence.labels import counted, key, keys
from evidence.mentions import MOST, named


def test_names_stand_behind_an_at_sign_once_each_whatever_their_case():
    assert named("@Bob, see what @erin.k and @BOB say (@al-ice).") == ("bob", "erin.k", "al-ice")


def test_an_address_a_doubled_sign_and_code_name_nobody():
    assert named("bob@school.example, @@erin, `@alice`, @ bob") == ()


def test_a_full_stop_at_the_end_is_the_sentences():
    assert named("Ask @erin... or @bob.") == ("erin", "bob")
    assert len(named(" ".join(f"@name{n}" for n in range(50)))) == MOST


def test_tags_are_looked_up_whatever_their_case():
    assert keys(["Black  Sea", "GRAIN"]) == "\nblack sea\ngrain\n"
    assert keys([]) == ""
    assert f"\n{key('Grain')}\n" in keys(["oil", "grain"])


def test_tags_are_counted_by_note_under_their_first_spelling():
    assert counted([["Grain", "oil"], ["grain"], []]) == [("Grain", 2), ("oil", 1)]
