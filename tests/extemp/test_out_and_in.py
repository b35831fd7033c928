"""The page "Take out and bring in": what a file holds, what is shown before it is brought in, who its people are."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article, Revision
from articles.search.find import find
from evidence.models import Card, Note
from extemp import arriving, handing_over
from extemp.models import Arriving, ArrivingPiece
from extemp.taking_out import take_out
from extemp.team_file import BY_PAGE, Limits
from practice.models import Round
from practice.recording import shelf
from teams import joining
from teams.models import Membership, Team, User
from tests import make
from tests.extemp import rich


def taken(team: Team, **scope) -> bytes:
    file = io.BytesIO()
    take_out(team=team, to=file, **scope)
    return file.getvalue()


def sent(client, team: Team, data: bytes, name: str = "team.zip"):
    return client.post(reverse("send_team", args=[team.slug]), {"file": SimpleUploadedFile(name, data)})


def front_of(data: bytes) -> dict:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return json.loads(opened.read("team.json"))


def zipped(*entries: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in entries:
            opened.writestr(name, data)
    return file.getvalue()


@pytest.fixture
def team(cast) -> Team:
    rich.furnish(cast)
    return cast.team


@pytest.fixture
def brought(team, cast, as_member) -> Team:
    """Riverside once more, brought in on the page by Charlie, who coaches elsewhere."""
    client = as_member(cast.charlie)
    there = sent(client, cast.charlie.team, taken(team, member=cast.alice))
    client.post(there.url + "bring/")
    return Team.objects.get(slug="riverside-high-school")


def test_a_coach_takes_the_team_out_without_what_others_keep_private(team, cast, as_member):
    response = as_member(cast.alice).get(reverse("team_file", args=[team.slug]))
    data = response.getvalue()
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith('attachment; filename="riverside-')
    assert "no-store" in response["Cache-Control"]
    assert front_of(data)["scope"] == "member" and front_of(data)["made_for"] == "alice"
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        notes = [json.loads(line) for line in opened.read("data/evidence.note.jsonl").splitlines()]
    assert sorted(note["visibility"] for note in notes) == ["coaches", "team"]


def test_a_student_takes_out_their_own_things_and_nothing_else(team, cast, as_member):
    data = as_member(cast.bob).get(reverse("own_file", args=[team.slug])).getvalue()
    assert front_of(data)["scope"] == "own"
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        notes = [json.loads(line) for line in opened.read("data/evidence.note.jsonl").splitlines()]
        assert "cannot be brought in as a team" in opened.read("README.txt").decode()
    assert {note["owner"] for note in notes} == {"bob"} and len(notes) == 3


def test_a_students_own_recordings_are_in_their_own_file_and_in_no_other(team, cast, as_member, monkeypatch):
    mine = make.recording(member=cast.bob)
    other = make.recording(member=cast.erin, round=make.spoken(member=cast.erin, visibility="team"))

    def sounds(client, name: str) -> tuple[dict[str, bytes], str]:
        with zipfile.ZipFile(io.BytesIO(client.get(reverse(name, args=[team.slug])).getvalue())) as file:
            names = [one for one in file.namelist() if one.startswith("recordings/")]
            return {one: file.read(one) for one in names}, file.read("README.txt").decode()

    bob = as_member(cast.bob)
    found, readme = sounds(bob, "own_file")
    assert found == {f"recordings/{mine.pk}.webm": b"".join(make.PIECES)} and "1 of your recordings" in readme
    found, readme = sounds(as_member(cast.alice), "team_file")
    assert found == {} and "recordings/" not in readme
    shelf.drop(mine.file)
    assert "1 more did not fit or are not there" in sounds(bob, "own_file")[1]
    monkeypatch.setattr("extemp.own_sound.MOST", 5)
    assert sounds(as_member(cast.erin), "own_file")[0] == {} and other.size > 5


def test_the_page_offers_a_student_their_own_things_only(cast, as_member):
    page = as_member(cast.bob).get(reverse("out_and_in", args=[cast.team.slug])).content.decode()
    assert "Take out what is mine" in page
    assert reverse("team_file", args=[cast.team.slug]) not in page
    assert reverse("send_team", args=[cast.team.slug]) not in page


def test_damaged_bytes_are_said_and_nothing_is_sent(team, cast, as_member):
    Revision.objects.update(original=b"other")
    response = as_member(cast.alice).get(reverse("team_file", args=[team.slug]))
    assert response.status_code == 500
    assert "Nothing was taken out." in response.content.decode()


def test_what_is_in_a_file_is_shown_before_it_is_a_team(team, cast, as_member):
    client = as_member(cast.charlie)
    before = Team.objects.count()
    response = sent(client, cast.charlie.team, taken(team, member=cast.alice), "riverside.zip")
    page = client.get(response.url).content.decode()
    for said in (
        "Riverside High School",
        "riverside.zip",
        "by alice",
        "4 articles",
        "2 notes",
        "4 rounds",
        "4 people",
    ):
        assert said in page, said
    for person in ("Alice", "Bob", "Dana", "Erin"):
        assert f">{person}</li>" in page
    assert "What others kept private is not in it." in page
    assert Team.objects.count() == before


def test_it_comes_in_as_a_new_team_whose_people_are_placeholders(brought, team, cast):
    mine = Membership.objects.of(cast.charlie.user).get(team=brought)
    assert mine.role == "coach" and brought.brought_in_by == cast.charlie.user
    assert [str(user) for user in handing_over.placeholders(mine)] == ["Alice", "Bob", "Dana", "Erin"]
    assert Article.objects.filter(team=brought).count() == Article.objects.filter(team=team).count() == 4
    cast.charlie.user.refresh_from_db()
    assert cast.charlie.user.current_team == brought
    assert (Arriving.objects.count(), ArrivingPiece.objects.count()) == (0, 0)


def test_the_same_word_twice_brings_in_one_team(team, cast, as_member):
    client = as_member(cast.charlie)
    there = sent(client, cast.charlie.team, taken(team, member=cast.alice)).url
    assert client.post(there + "bring/").status_code == 302
    assert client.post(there + "bring/").status_code == 404
    assert Team.objects.filter(name=team.name).count() == 2


def test_a_word_while_the_file_is_being_brought_in_is_told_so(team, cast, as_member):
    client = as_member(cast.charlie)
    there = sent(client, cast.charlie.team, taken(team, member=cast.alice)).url
    kept = Arriving.objects.get()
    kept.claimed_at = kept.created_at
    kept.save()
    response = client.post(there + "bring/")
    assert response.status_code == 409
    assert "being brought in already" in response.content.decode()


def test_nobody_else_sees_a_file_that_was_sent(team, cast, as_member):
    there = sent(as_member(cast.charlie), cast.charlie.team, taken(team, member=cast.alice)).url
    pk = Arriving.objects.get().pk
    other = as_member(cast.alice)
    assert other.get(reverse("arriving", args=[team.slug, pk])).status_code == 404
    assert other.post(reverse("bring_in", args=[team.slug, pk])).status_code == 404
    assert as_member(cast.charlie).get(there).status_code == 200


def test_a_second_file_takes_the_place_of_the_first(team, cast, as_member):
    client = as_member(cast.charlie)
    first = sent(client, cast.charlie.team, taken(team, member=cast.alice)).url
    sent(client, cast.charlie.team, taken(team, member=cast.alice))
    assert Arriving.objects.count() == 1
    assert client.get(first).status_code == 404


def test_a_file_of_several_pieces_comes_in_whole(team, cast, as_member, monkeypatch):
    monkeypatch.setattr(arriving, "_PIECE", 1_000)
    client = as_member(cast.charlie)
    there = sent(client, cast.charlie.team, taken(team, member=cast.alice)).url
    assert ArrivingPiece.objects.count() > 5
    client.post(there + "bring/")
    assert Team.objects.filter(slug="riverside-high-school").exists()


def test_what_fits_no_row_is_found_when_it_is_brought_in_and_leaves_nothing(team, cast, as_member):
    """A key that names nothing is seen only while rows are made: all that was made before it goes again."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(taken(team, member=cast.alice))) as old, zipfile.ZipFile(data, "w") as new:
        for entry in old.namelist():
            said = old.read(entry)
            if entry == "data/practice.point.jsonl":
                row = json.loads(said.splitlines()[0])
                said = json.dumps(row | {"round": "00000000-0000-4000-8000-000000000000"}).encode() + b"\n"
            new.writestr(entry, said)
    client = as_member(cast.charlie)
    before = [model.objects.count() for model in (Team, User, Article, Note)]
    there = sent(client, cast.charlie.team, data.getvalue()).url
    response = client.post(there + "bring/")
    assert response.status_code == 422
    assert "practice.point.jsonl, line 1: round:" in response.content.decode()
    assert [model.objects.count() for model in (Team, User, Article, Note)] == before
    assert client.get(there).status_code == 200


def bomb() -> bytes:
    return zipped(("team.json", b"{}"), ("people.jsonl", b"0" * (BY_PAGE.unpacked + 1)))


def overlapping() -> bytes:
    """Two names whose bytes are the same stretch of the file."""
    data = zipped(("team.json", b"{}" * 5_000), ("people.jsonl", b"{}" * 5_000))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    return data[: second + 42] + data[first + 42 : first + 46] + data[second + 46 :]


BAD = {
    "no zip": (b"These are only words.", "This is no zip file"),
    "empty": (zipped(), "team.json: is missing"),
    "another zip": (zipped(("photo.jpg", b"x")), "photo.jpg: is not a part of a team’s file"),
    "way up": (zipped(("../../etc/passwd", b"x")), "../../etc/passwd: is not a part of a team’s file"),
    "bomb": (bomb, "It unpacks to 419,430,403 bytes"),
    "overlapping": (overlapping, "lie over one another"),
    "too many": (zipped(*((f"originals/{n:064x}", b"") for n in range(BY_PAGE.entries + 1))), "5,001 files"),
    "newer": (zipped(("team.json", b'{"format": 2}')), "The format is 2; this site reads 1"),
}


@pytest.mark.parametrize(("data", "said"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_with_its_reason_and_not_kept(data, said, cast, as_member):
    response = sent(as_member(cast.alice), cast.team, data() if callable(data) else data, "bad.zip")
    assert response.status_code == 422
    page = response.content.decode()
    assert said in page and "<strong>bad.zip</strong> was not taken." in page
    assert not Arriving.objects.exists()


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused(part, team, cast, as_member):
    data = taken(team, member=cast.alice)
    response = sent(as_member(cast.alice), team, data[: int(len(data) * part)])
    assert response.status_code == 422
    assert "This is no zip file, or only a part of one." in response.content.decode()


def test_a_directory_of_millions_is_refused_before_it_is_read():
    """2 MB of entries where 3 are allowed: the reader stops at the directory's size."""
    data = zipped(*((f"originals/{n:064x}", b"") for n in range(15_000)))
    limits = Limits(unpacked=10**9, entries=3, rows=10)
    with pytest.raises(arriving.Refused, match="too many files"):
        arriving.look_over(file=io.BytesIO(data), limits=limits, coach=User(username="x"))


def test_a_file_that_is_too_large_is_refused_by_its_size(cast, as_member, monkeypatch):
    monkeypatch.setattr(arriving, "MOST", 1024**2)
    response = sent(as_member(cast.alice), cast.team, bytes(2 * 1024**2))
    assert response.status_code == 422
    assert "It has 2 MB; 1 MB is the most here." in response.content.decode()


def joined(team: Team) -> Membership:
    return make.member(team=team, user=make.user(username="robert", display_name="Robert"))


def who(brought: Team, cast, name: str = "Bob") -> tuple[Membership, User]:
    coach = Membership.objects.of(cast.charlie.user).get(team=brought)
    return coach, handing_over.placeholders(coach).get(display_name=name)


def test_the_coach_says_who_somebody_is_and_their_things_are_theirs(brought, cast, as_member):
    _, bob = who(brought, cast)
    robert = joined(brought)
    client = as_member(cast.charlie)
    look = client.get(reverse("this_is", args=[brought.slug, bob.pk]), {"member": robert.pk}).content.decode()
    for said in ("Is Bob Robert?", "2 notes", "1 round", "It cannot be undone"):
        assert said in look
    assert Note.objects.filter(owner=bob).count() == 2
    done = client.post(reverse("hand_over", args=[brought.slug, bob.pk]), {"member": robert.pk}, follow=True)
    assert "What Bob had is Robert’s now." in done.content.decode()
    assert Note.objects.filter(team=brought, owner=robert.user).count() == 2
    assert Round.objects.under_way().get(team=brought, owner=robert.user)
    assert not User.objects.filter(pk=bob.pk).exists()
    robert.refresh_from_db()
    assert (robert.role, robert.is_active) == ("student", True)
    assert Membership.objects.of(robert.user).count() == 1


def test_what_was_handed_over_is_found_by_its_owner(brought, cast):
    coach, bob = who(brought, cast)
    note = Note.objects.filter(owner=bob).first()
    note.visibility, note.html = "private", "<p>A thought about zeppelins</p>"
    note.save()
    robert = joined(brought)
    assert not find(member=robert, query="zeppelins is:archived").hits
    handing_over.hand_over(placeholder=bob, to=robert, by=coach)
    assert len(find(member=robert, query="zeppelins is:archived").hits) == 1


def test_two_votes_of_one_person_become_one_and_a_second_open_round_goes_to_the_trash(brought, cast):
    coach, bob = who(brought, cast)
    robert = joined(brought)
    vote = bob_vote = make.Question.objects.get(team=brought, votes__user=bob).votes.get()
    vote.pk, vote.user, vote.value = None, robert.user, 1
    vote.save()
    mine = make.round(member=robert)
    done = handing_over.hand_over(placeholder=bob, to=robert, by=coach)
    assert done.aside == 2
    assert [v.value for v in bob_vote.question.votes.all()] == [1]
    theirs = Round.objects.filter(team=brought, owner=robert.user).exclude(pk=mine.pk).get()
    assert theirs.deleted_by == cast.charlie.user
    assert Round.objects.get(pk=mine.pk).deleted_at is None


def test_another_coach_of_the_team_cannot_say_who_somebody_is(brought, cast, as_member):
    """The file holds private things of the coach it was made for; only who has that file may pass them on."""
    _, bob = who(brought, cast)
    other = make.member(team=brought, role="coach")
    client = as_member(other)
    assert (
        "People who came with the file" not in client.get(reverse("out_and_in", args=[brought.slug])).content.decode()
    )
    assert client.get(reverse("this_is", args=[brought.slug, bob.pk]), {"member": other.pk}).status_code == 403
    assert client.post(reverse("hand_over", args=[brought.slug, bob.pk]), {"member": other.pk}).status_code == 403
    with pytest.raises(handing_over.NotToSay):
        handing_over.hand_over(placeholder=bob, to=other, by=other)


def test_an_account_of_the_site_is_never_handed_over(brought, cast):
    """Neither a real person of the team nor one who came with another team's file."""
    coach, _ = who(brought, cast)
    robert = joined(brought)
    stranger = make.user()
    stranger.is_active, stranger.brought_in_with = False, cast.team
    stranger.save()
    for user in (cast.bob.user, robert.user, stranger):
        with pytest.raises(handing_over.NotToSay):
            handing_over.hand_over(placeholder=user, to=coach, by=coach)
    with pytest.raises(handing_over.NotToSay):
        handing_over.hand_over(placeholder=who(brought, cast)[1], to=cast.bob, by=coach)
    joining.end(member=robert)
    with pytest.raises(handing_over.NotToSay):
        handing_over.hand_over(placeholder=who(brought, cast)[1], to=robert, by=coach)


def test_the_page_costs_the_same_for_one_person_and_thirty(brought, cast, as_member, django_assert_num_queries):
    client = as_member(cast.charlie)
    address = reverse("out_and_in", args=[brought.slug])
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
    for number in range(30):
        joined_user = make.user(username=f"x.{number}")
        joined_user.is_active, joined_user.brought_in_with = False, brought
        joined_user.save()
        make.member(team=brought)
    with django_assert_num_queries(5):
        client.get(address)


def test_the_team_page_leads_to_it(cast, as_member):
    page = as_member(cast.bob).get(reverse("teams:team", args=[cast.team.slug])).content.decode()
    assert reverse("out_and_in", args=[cast.team.slug]) in page


def test_cards_of_the_file_keep_their_passages(brought, team):
    first, second = (Card.objects.get(team=one, tag=rich.FACES, copied_from=None) for one in (team, brought))
    assert first.passage.exact == second.passage.exact and first.passage_id != second.passage_id
