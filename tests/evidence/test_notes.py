"""Notes: attached without ever being refused, changed without losing words, removed and restored."""

import uuid

import pytest
from django.urls import reverse

from evidence.attaching import Selection, attach_note
from evidence.editing import edit_note
from evidence.models import Note, Passage
from teams.access import Visibility
from tests import make

BODY = "Ports opened on Monday. Insurers will wait.\n\nWheat fell. Buyers came back 🚢 to the market."


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen", body=BODY)


def address(article, name):
    return reverse(f"evidence:{name}", args=[article.team.slug, article.pk])


def of(note, name):
    return reverse(f"evidence:{name}", args=[note.team.slug, note.pk])


def form(**fields):
    return {"body": "Why?", "visibility": "private", "client_id": str(uuid.uuid4()), **fields}


def a_note(member, article, **options):
    return attach_note(member=member, article=article, **{"body": "Why?", "visibility": "team", **options}).row


def test_a_posted_note_stands_on_its_passage(cast, article, as_member):
    start = article.current.text.index("came back")
    data = form(exact="came back 🚢", before="Buyers ", after=" to the", start=start, number=1)
    response = as_member(cast.bob).post(address(article, "add_note"), data)
    note = Note.objects.get()
    assert response["Location"] == f"{article.get_absolute_url()}#annot-{note.pk}"
    assert (note.passage.start, note.passage.end) == (start, start + 11)
    assert (note.quotation, note.owner, note.visibility) == ("came back 🚢", cast.bob.user, "private")


def test_the_position_that_is_sent_is_checked_against_the_text(article, cast):
    note = a_note(cast.bob, article, selection=Selection("Wheat fell.", start=3))
    assert article.current.text[note.passage.start : note.passage.end] == "Wheat fell."


@pytest.mark.parametrize(
    "sent",
    [
        {"exact": "never printed"},
        {"exact": "e", "start": "-5"},
        {"exact": "Wheat rose.", "start": "99999999999999999999", "number": "nonsense"},
        {"exact": "\x00"},
        {"exact": "a\x00b", "client_id": "nonsense"},
        {"exact": "x" * 50_000},
    ],
)
def test_a_note_is_kept_even_when_its_place_is_not_found(cast, article, as_member, sent):
    response = as_member(cast.bob).post(address(article, "add_note"), form(**sent), follow=True)
    assert response.status_code == 200
    note = Note.objects.get()
    assert note.body == "Why?"
    assert note.passage is None


def test_a_lost_note_is_told(cast, article, as_member):
    response = as_member(cast.bob).post(address(article, "add_note"), form(exact="never printed"), follow=True)
    assert "Note saved without a place: its words were not found in the text." in response.content.decode()
    assert Note.objects.get().lost


def test_a_note_about_the_whole_article_is_not_lost(cast, article, as_member):
    response = as_member(cast.bob).post(address(article, "add_note"), form(), follow=True)
    assert "lost its place" not in response.content.decode()
    assert "Note saved." in response.content.decode()
    assert not Note.objects.get().lost


def test_sending_a_note_twice_makes_one(cast, article, as_member):
    client, data = as_member(cast.bob), form(exact="Wheat fell.")
    first = client.post(address(article, "add_note"), data)
    again = client.post(address(article, "add_note"), data)
    assert first["Location"] == again["Location"]
    assert Note.objects.get().body == "Why?"
    assert Passage.objects.count() == 1


def test_anothers_client_id_is_not_ones_own(cast, article):
    same = uuid.uuid4()
    made = [attach_note(member=m, article=article, body="Why?", client_id=same) for m in (cast.bob, cast.erin)]
    assert [attachment.created for attachment in made] == [True, True]


def test_a_swap_brings_the_changed_blocks_and_says_so(cast, article, as_member):
    client = as_member(cast.bob)
    response = client.post(
        address(article, "add_note"), form(exact="will wait.\nWheat fell."), headers={"HX-Request": "true"}
    )
    html = response.content.decode()
    assert [f'id="{part}" ' in html for part in ("b-0", "b-1")] == [True, True]
    assert '<div class="beside" id="beside-0" hx-swap-oob="true">' in html
    assert "<html" not in html
    note = Note.objects.get()
    assert f'{{"extemp:attached": {{"id": "annot-{note.pk}", "say": "Note saved."}}}}' in response.headers.values()


def test_an_empty_note_is_refused_and_what_was_chosen_stays(cast, article, as_member):
    response = as_member(cast.bob).post(
        address(article, "add_note"), form(body=" ", exact="Wheat fell.", visibility="team")
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "Write something first." in html
    assert 'name="exact" value="Wheat fell."' in html
    assert Note.objects.count() == 0


def test_the_form_for_a_typed_passage_shows_the_printed_words(cast, article, as_member):
    data = {"what": "note", "typed": "ports … MONDAY."}
    html = as_member(cast.bob).post(address(article, "passage"), data).content.decode()
    assert "“Ports opened on Monday.”" in html


def test_a_note_is_markdown_without_danger(cast, article):
    note = a_note(cast.bob, article, body="**Bold** [x](javascript:alert(1)) <img src=x onerror=alert(1)>")
    assert "<strong>Bold</strong>" in note.html
    assert "javascript" not in note.html
    assert "onerror" not in note.html


def test_private_notes_are_not_there_for_others(cast, article, as_member):
    note = a_note(cast.bob, article, visibility=Visibility.PRIVATE)
    for member in (cast.alice, cast.erin):
        for name in ("note", "edit_note"):
            assert as_member(member).get(of(note, name)).status_code == 404
        assert as_member(member).post(of(note, "remove_note")).status_code == 404


def test_a_note_for_the_coaches_is_seen_by_them_only(cast, article, as_member):
    note = a_note(cast.bob, article, visibility=Visibility.COACHES)
    seen = {name: as_member(member).get(of(note, "note")).status_code for name, member in cast.actors.items()}
    assert seen == {"anonymous": 302, "stranger": 404, "former": 404, "student": 200, "captain": 404, "coach": 200}


def test_a_changed_note_keeps_the_version_count(cast, article, as_member):
    note = a_note(cast.bob, article)
    as_member(cast.bob).post(of(note, "edit_note"), {"body": "Because.", "visibility": "private", "version": 1})
    note.refresh_from_db()
    assert (note.body, note.html, note.visibility, note.version) == ("Because.", "<p>Because.</p>", "private", 2)
    assert note.search == "because."


def test_a_change_of_an_older_state_is_not_stored_and_both_texts_are_shown(cast, article, as_member):
    note = a_note(cast.bob, article)
    edit_note(note=note, version=1, body="From the other tab", visibility="team")
    client = as_member(cast.bob)
    data = {"body": "From this tab", "visibility": "team", "version": 1}
    response = client.post(of(note, "edit_note"), data)
    html = response.content.decode()
    assert response.status_code == 409
    assert "From the other tab" in html
    assert "From this tab" in html
    note.refresh_from_db()
    assert note.body == "From the other tab"
    assert '<input type="hidden" name="version" value="2">' in html
    client.post(of(note, "edit_note"), {**data, "version": 2})
    note.refresh_from_db()
    assert note.body == "From this tab"


def test_a_change_without_a_version_is_a_conflict(cast, article, as_member):
    note = a_note(cast.bob, article)
    data = {"body": "From this tab", "visibility": "team", "version": "x"}
    assert as_member(cast.bob).post(of(note, "edit_note"), data).status_code == 409


def test_a_removed_note_comes_back_from_the_trash(cast, article, as_member):
    note = a_note(cast.bob, article)
    client = as_member(cast.bob)
    html = client.post(of(note, "remove_note"), follow=True).content.decode()
    assert of(note, "restore_note") in html
    assert client.get(of(note, "note")).status_code == 404
    assert client.post(of(note, "restore_note"), follow=True).status_code == 200
    assert client.get(of(note, "note")).status_code == 200


def test_a_former_members_notes_stay_with_the_team_and_not_with_them(cast, article, as_member):
    note = a_note(cast.bob, article)
    cast.bob.ended_at = note.created_at
    cast.bob.save()
    assert as_member(cast.bob).get(of(note, "note")).status_code == 404
    assert as_member(cast.alice).get(of(note, "note")).status_code == 200


def test_the_list_of_notes_shows_words_and_not_markdown(cast, as_member):
    attach_note(
        member=cast.bob, article=make.article(member=cast.alice), body="Do **not** cite it.\n\n- Check *first*"
    )
    page = as_member(cast.bob).get(reverse("evidence:notes", args=["riverside"])).content.decode()
    assert "Do not cite it." in page and "**" not in page
