"""Replies and comments: seen no wider than what they are about, changed without losing words, restored."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.attaching import Selection, attach_card, attach_note
from evidence.models import Mention, Note, Remark
from evidence.remarking import edit_remark, handle, remark
from tests import make
from tests.together import together


@pytest.fixture
def article(cast):
    return make.article(member=cast.alice, title="Ports Reopen")


@pytest.fixture
def note(cast, article):
    return attach_note(member=cast.bob, article=article, body="Why?", visibility="team").row


@pytest.fixture
def card(cast, article):
    selection = Selection("Wheat for May delivery fell 4 percent")
    return attach_card(member=cast.bob, article=article, selection=selection, tag="Wheat fell", cite="Staff").row


def of(row, name):
    return reverse(f"evidence:{name}", args=[row.team.slug, row.pk])


def said(**fields):
    return {"body": "Because of the harvest.", "visibility": "team", "client_id": str(uuid.uuid4()), **fields}


def seen(row, cast) -> list[str]:
    people = {name: member for name, member in cast.actors.items() if member}
    return [name for name, member in people.items() if Remark.objects.visible_to(member).filter(pk=row.pk).exists()]


def test_a_reply_stands_on_the_page_of_the_note(cast, note, as_member):
    response = as_member(cast.erin).post(of(note, "reply"), said(body="It **rained**. <script>x</script>"))
    row = Remark.objects.get()
    assert response["Location"] == f"{note.get_absolute_url()}#remark-{row.pk}"
    html = as_member(cast.bob).get(of(note, "note")).content.decode()
    assert "1 reply" in html
    assert "<strong>rained</strong>" in html
    assert "<script>x" not in html
    assert (row.note, row.card, row.owner, row.visibility) == (note, None, cast.erin.user, "team")


def test_a_reply_to_a_teams_note_is_seen_by_the_team(cast, note):
    row = remark(member=cast.erin, about=note, body="So?").remark
    assert seen(row, cast) == ["student", "captain", "coach"]


def test_a_narrower_reply_is_seen_by_the_coaches_and_whose_note_it_is(cast, note):
    ann = make.member(team=cast.team)
    row = remark(member=cast.erin, about=note, body="So?", visibility="coaches").remark
    assert seen(row, cast) == ["student", "captain", "coach"]
    assert not Remark.objects.visible_to(ann).exists()
    alone = remark(member=cast.erin, about=note, body="Hm.", visibility="private").remark
    assert seen(alone, cast) == ["captain"]


def test_nobody_sees_a_reply_who_does_not_see_the_note(cast, note, card):
    replies = [remark(member=cast.erin, about=about, body="So?").remark for about in (note, card)]
    for row in replies:
        row.about.visibility = "coaches"
        row.about.save()
        assert seen(row, cast) == ["student", "coach"]
        row.about.visibility = "private"
        row.about.save()
        assert seen(row, cast) == ["student"]
        row.about.remove(by=cast.bob.user)
        assert seen(row, cast) == []
        row.about.restore()
        assert seen(row, cast) == ["student"]


def test_what_is_not_seen_is_not_there(cast, note, as_member):
    row = remark(member=cast.erin, about=note, body="Between us", visibility="private").remark
    client = as_member(cast.bob)
    assert "Between us" not in client.get(of(note, "note")).content.decode()
    assert client.get(of(row, "edit_remark")).status_code == 404
    assert client.post(of(row, "remove_remark")).status_code == 404
    hidden = attach_note(member=cast.erin, article=note.article, body="Mine", visibility="private").row
    assert client.post(of(hidden, "reply"), said()).status_code == 404


def test_a_comment_is_on_the_page_of_the_card_and_has_no_visibility_of_its_own(cast, card, as_member):
    client = as_member(cast.alice)
    client.post(of(card, "comment"), said(visibility="private"))
    assert Remark.objects.get().visibility == "team"
    html = as_member(cast.erin).get(of(card, "card")).content.decode()
    assert "1 comment" in html and "Because of the harvest." in html
    assert "Who sees it" not in html


def test_a_private_note_says_that_nobody_can_reply(cast, article, as_member):
    hidden = attach_note(member=cast.bob, article=article, body="Mine").row
    html = as_member(cast.bob).get(of(hidden, "note")).content.decode()
    assert "Only you see this note. Share it, then others can reply." in html
    assert of(hidden, "reply") not in html


def test_sending_a_reply_twice_says_it_once(cast, note, as_member):
    data = said()
    for _ in range(2):
        as_member(cast.erin).post(of(note, "reply"), data)
    assert Remark.objects.count() == 1


@pytest.mark.parametrize("model", ["note", "card"])
def test_an_empty_remark_is_refused_and_what_was_chosen_stays(cast, note, card, as_member, model):
    about, name = (note, "reply") if model == "note" else (card, "comment")
    response = as_member(cast.erin).post(of(about, name), said(body=" ", visibility="coaches"))
    assert response.status_code == 422
    assert "Write something first." in response.content.decode()
    assert ('value="coaches" selected' in response.content.decode()) == (model == "note")
    assert Remark.objects.count() == 0


def test_a_swap_is_the_thread_alone_and_says_who_is_told(cast, note, as_member):
    html = as_member(cast.erin).post(of(note, "reply"), said(body="@bob?"), headers={"HX-Request": "true"})
    html = html.content.decode()
    assert f'id="remarks-{note.pk}"' in html and "<html" not in html
    assert "Reply saved. Bob will see it on the page “For you”." in html
    asked = as_member(cast.bob).get(of(note, "note"), headers={"HX-Request": "true"}).content.decode()
    assert f'id="remarks-{note.pk}"' in asked and "<html" not in asked


def test_a_member_is_mentioned_by_user_name_or_shown_name(cast, note):
    cast.erin.user.display_name = "Erin de Vries"
    cast.erin.user.save()
    assert handle(cast.erin) == "@ErindeVries"
    done = remark(member=cast.bob, about=note, body="@erindevries and @ALICE and @alice and @nobody and @bob")
    assert {m.user.username for m in done.told} == {"erin", "alice"}
    assert done.untold == ()
    assert Mention.objects.count() == 2


def test_nobody_is_told_of_what_they_cannot_see(cast, article, as_member):
    coached = attach_note(member=cast.bob, article=article, body="For coaches", visibility="coaches").row
    response = as_member(cast.alice).post(of(coached, "reply"), said(body="@erin @bob"), follow=True)
    html = response.content.decode()
    assert "Reply saved. Bob will see it on the page “For you”. Erin cannot see this note, so is not told." in html
    assert [m.user for m in Mention.objects.all()] == [cast.bob.user]


def test_a_change_of_a_remark_tells_whom_it_names_now(cast, note):
    row = remark(member=cast.bob, about=note, body="@erin").remark
    done = edit_remark(remark=row, version=1, body="@alice", visibility="coaches")
    assert (done.remark.version, done.remark.visibility, done.remark.html) == (2, "coaches", "<p>@alice</p>")
    assert [m.user for m in Mention.objects.all()] == [cast.alice.user]


def test_a_change_of_an_older_state_is_not_stored_and_both_texts_are_shown(cast, note, as_member):
    row = remark(member=cast.erin, about=note, body="First").remark
    edit_remark(remark=row, version=1, body="From the other tab")
    data = {"body": "From this tab", "version": 1, "visibility": "team"}
    response = as_member(cast.erin).post(of(row, "edit_remark"), data)
    html = response.content.decode()
    assert response.status_code == 409
    assert "From the other tab" in html and "From this tab" in html
    assert '<input type="hidden" name="version" value="2">' in html
    as_member(cast.erin).post(of(row, "edit_remark"), {**data, "version": 2})
    row.refresh_from_db()
    assert (row.body, row.version) == ("From this tab", 3)


def test_a_removed_remark_can_be_undone_at_once_or_from_the_trash(cast, note, as_member):
    row = remark(member=cast.erin, about=note, body="So?").remark
    client = as_member(cast.erin)
    html = client.post(of(row, "remove_remark"), follow=True).content.decode()
    assert f'action="{of(row, "restore_remark")}"' in html and "0 replies" in html
    assert of(row, "restore_remark") in client.get(reverse("evidence:trash", args=["riverside"])).content.decode()
    assert "So?" in client.post(of(row, "restore_remark"), follow=True).content.decode()
    row.refresh_from_db()
    assert row.deleted_at is None


def test_who_may_change_and_remove_a_remark(cast, note, as_member):
    row = remark(member=cast.erin, about=note, body="So?").remark
    data = {"body": "Mine now", "version": 1}
    answers = {
        name: (
            as_member(member).post(of(row, "edit_remark"), data).status_code,
            as_member(member).post(of(row, "remove_remark")).status_code,
        )
        for name, member in (("bob", cast.bob), ("alice", cast.alice))
    }
    assert answers == {"bob": (403, 403), "alice": (403, 302)}


def test_a_thread_costs_the_same_queries_for_one_and_for_thirty(cast, note, card, as_member):
    def cost() -> list[int]:
        found = []
        for address in (of(note, "note"), of(card, "card")):
            client = as_member(cast.alice)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found.append(len(queries))
        return found

    def add() -> None:
        for about in (note, card):
            remark(member=cast.erin, about=about, body="@bob so?")

    add()
    few = cost()
    for _ in range(29):
        add()
    assert cost() == few


def test_the_reader_counts_what_is_said_of_a_note(cast, note, as_member):
    for visibility in ("team", "private"):
        remark(member=cast.erin, about=note, body="So?", visibility=visibility)
    remark(member=cast.erin, about=note, body="gone").remark.remove(by=cast.erin.user)
    html = as_member(cast.bob).get(note.article.get_absolute_url()).content.decode()
    assert "1 reply" in html
    assert "2 replies" in as_member(cast.erin).get(note.article.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_reply(cast, note):
    same = uuid.uuid4()
    acts = [lambda: remark(member=cast.erin, about=note, body="So?", client_id=same)] * 2
    results = together(*acts)
    assert [done.remark.body for done in results] == ["So?", "So?"]
    assert Remark.objects.count() == 1
    assert Note.objects.count() == 1
