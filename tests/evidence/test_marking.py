"""A passage marked without a word: one key makes the mark and takes it off, and it may become a note."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from articles.search.find import find
from evidence.attaching import Selection, attach_note
from evidence.forms import NoteForm
from evidence.marking import toggle_mark
from evidence.models import Note
from evidence.reading import read
from tests import make

WHEAT = Selection("Wheat for May delivery fell 4 percent")


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen")


def address(article, name):
    return reverse(f"evidence:{name}", args=[article.team.slug, article.pk])


def test_the_same_passage_loses_its_mark_and_gets_the_very_same_back(cast, article):
    made = [toggle_mark(member=cast.bob, article=article, selection=WHEAT) for _ in range(3)]
    assert [one.stands for one in made] == [True, False, True]
    assert len({one.note.pk for one in made}) == 1
    note = Note.objects.get()
    assert (note.body, note.visibility, note.quotation) == ("", "private", WHEAT.exact)


def test_another_passage_another_member_and_a_note_are_left_alone(cast, article):
    note = attach_note(member=cast.bob, article=article, body="Why?", selection=WHEAT).row
    toggle_mark(member=cast.erin, article=article, selection=WHEAT)
    toggle_mark(member=cast.bob, article=article, selection=Selection("Wheat for May delivery"))
    assert toggle_mark(member=cast.bob, article=article, selection=WHEAT).stands
    note.refresh_from_db()
    assert (note.deleted_at, Note.objects.count()) == (None, 4)


def test_a_swap_brings_the_block_says_so_and_leaves_focus_where_it_is(cast, article, as_member):
    client, data = as_member(cast.bob), {"exact": WHEAT.exact, "number": 1}
    for said, marks in (("Marked.", 1), ("The mark is taken off.", 0)):
        response = client.post(address(article, "mark"), data, headers={"HX-Request": "true"})
        html, headers = response.content.decode(), " ".join(response.headers.values())
        assert (html.count("<mark"), 'id="b-0"' in html, 'id="b-1"' in html) == (marks, False, True)
        assert f'"say": "{said}", "stay": true' in headers


def test_without_script_one_comes_back_to_the_passage(cast, article, as_member):
    response = as_member(cast.bob).post(address(article, "mark"), {"typed": "Wheat for May"})
    assert response["Location"] == f"{article.get_absolute_url()}#annot-{Note.objects.get().pk}"
    empty = as_member(cast.bob).post(address(article, "mark"), {})
    assert empty.status_code == 422
    assert "a mark needs a passage" in empty.content.decode()


def test_a_paragraph_counts_cards_notes_and_marks_apart(cast, article):
    for body in ("Why?", "Why again?"):
        attach_note(member=cast.bob, article=article, body=body, selection=WHEAT)
    toggle_mark(member=cast.bob, article=article, selection=WHEAT)
    block = read(article=article, member=cast.bob).blocks[1]
    assert block.counted == "2 notes and 1 mark"


def test_a_mark_that_is_given_words_is_a_note(cast, article, as_member):
    note = toggle_mark(member=cast.bob, article=article, selection=WHEAT).note
    edit = reverse("evidence:edit_note", args=[article.team.slug, note.pk])
    as_member(cast.bob).post(edit, {"body": "Prices follow", "visibility": "private", "version": 1})
    note.refresh_from_db()
    assert (note.is_mark, note.words) == (False, "Prices follow")


def test_a_mark_says_nothing_to_the_search_of_the_library(cast, article):
    toggle_mark(member=cast.bob, article=article, selection=WHEAT)
    hits = find(member=cast.bob, query="wheat").hits
    assert [hit.key for hit in hits] == [None]


def test_marks_have_one_colour_and_nobody_chooses_another():
    """Rules of most tournaments: one colour an article. What cannot be chosen needs no check."""
    assert not [name for name in NoteForm().fields if "colo" in name]
    assert not [field.name for field in Note._meta.get_fields() if "colo" in field.name]
    css = Path("static/css/reader.css").read_text(encoding="utf-8")
    grounds = re.findall(r"^mark(?:\.note)? \{[^}]*background: ([^;]+);", css, re.M)
    assert grounds == ["var(--mark-note)"]
    printed = css[css.index("@media print") :]
    assert re.search(r"mark, mark\.card, mark\.card\.note \{ background: none; border: 0\b", printed)
