"""A team is taken out and brought in again, and nothing is lost or gained by it."""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from articles.models import Article, BatchFile, Revision
from articles.search.find import find
from evidence.models import Card, Note, Passage, Placement
from extemp import taking_out
from extemp.bringing_in import bring_in
from extemp.demo import seed
from extemp.taking_out import PARTS, ROOMS, take_out
from extemp.team_file import BY_COMMAND, BY_PAGE, Limits, Refused
from practice.models import Board, PointSource, Round
from teams import portable as teams
from teams.models import Membership, Team, User
from tests import make
from tests.extemp import rich

VOLATILE = {"made_at"}
OURS = {"teams", "articles", "evidence", "practice", "extemp"}


def taken(team: Team, **scope) -> io.BytesIO:
    file = io.BytesIO()
    take_out(team=team, to=file, **scope)
    file.seek(0)
    return file


def contents(file: io.BytesIO) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as opened:
        found = {name: opened.read(name) for name in opened.namelist()}
    front = json.loads(found["team.json"])
    found["team.json"] = {key: value for key, value in front.items() if key not in VOLATILE}
    return found


def rows(file: io.BytesIO, table: str) -> list[dict]:
    return [json.loads(line) for line in contents(file)[f"data/{table}.jsonl"].splitlines()]


def changed(file: io.BytesIO, name: str, change) -> io.BytesIO:
    """The same file with one entry's bytes changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry == name else data)
    out.seek(0)
    return out


def with_row(file: io.BytesIO, table: str, **values) -> io.BytesIO:
    """The same file with these values in the table's first row."""

    def change(data: bytes) -> bytes:
        first, _, rest = data.partition(b"\n")
        return json.dumps(json.loads(first) | values).encode() + b"\n" + rest

    return changed(file, f"data/{table}.jsonl", change)


def empty_database() -> None:
    for model in (PointSource, Round, Board, Placement, Note, Card, Passage):
        model.objects.all().delete()
    Article.objects.update(current=None)
    Team.objects.all().delete()
    User.objects.all().delete()


@pytest.fixture
def team(cast) -> Team:
    rich.furnish(cast)
    return cast.team


def test_every_model_of_a_team_is_in_a_table_or_left_out_with_a_reason():
    told = {part.model for part in PARTS} | {teams.TEAM.model, teams.PERSON.model}
    told |= {model for room in (*ROOMS, taking_out) for model in room.LEFT_OUT}
    assert [m.__name__ for m in apps.get_models() if m._meta.app_label in OURS and m not in told] == []
    assert all(reason for room in (*ROOMS, taking_out) for reason in room.LEFT_OUT.values())


def ways_to_a_team(model: type[models.Model]) -> bool:
    """Whether foreign keys lead from the model to a team, at any number of hands; a person is not one of them."""
    seen, open_ = set(), {model}
    while open_:
        at = open_.pop()
        seen.add(at)
        targets = {f.related_model for f in at._meta.get_fields() if f.concrete and (f.many_to_one or f.one_to_one)}
        if Team in targets:
            return True
        open_ |= targets - seen - {User}
    return False


def test_nothing_that_hangs_on_a_team_is_in_an_app_that_nobody_looks_at():
    """The test above asks the apps it knows; a new app with a team's data must become one of them."""
    hanging = {m for m in apps.get_models(include_auto_created=True) if ways_to_a_team(m)} - {User}
    assert Article in hanging and Placement in hanging and BatchFile.added.through in hanging
    assert {m._meta.app_label for m in hanging} <= OURS
    carried = {f.remote_field.through for part in PARTS for f in part.many}
    left_out = {model for room in (*ROOMS, taking_out) for model in room.LEFT_OUT}
    assert {m for m in hanging if m._meta.auto_created and m._meta.auto_created not in left_out} <= carried


def test_every_field_is_written_or_left_out_with_a_reason():
    for part in (*PARTS, teams.TEAM, teams.PERSON):
        own = {f.name for f in (*part.model._meta.concrete_fields, *part.model._meta.many_to_many)}
        implied = own & ({"team"} if part.of == "team" else set())
        if isinstance(part.model._meta.pk, models.AutoField):
            implied |= {"id"}
        assert set(part.names) | set(part.left_out) | implied == own, part.name
        assert all(part.left_out.values())
        json_fields = {f.name for f in part.plain if isinstance(f, models.JSONField)}
        assert json_fields == set(part.shapes), part.name


def test_the_rich_team_has_a_row_in_every_table(team):
    assert [name for name, count in contents(taken(team))["team.json"]["rows"].items() if not count] == []


def test_out_and_into_an_empty_database_and_out_again_is_the_same(team):
    first = taken(team)
    empty_database()
    done = bring_in(file=first, limits=BY_COMMAND)
    assert contents(taken(done.team)) == contents(first)
    assert (done.people, done.matched) == (4, 0)


def test_the_demo_team_comes_back_the_same(db):
    first = taken(seed().team)
    empty_database()
    assert contents(taken(bring_in(file=first, limits=BY_COMMAND).team)) == contents(first)


def test_as_a_second_team_beside_the_first_it_gets_keys_of_its_own_and_matches_people_by_name(team, cast):
    done = bring_in(file=taken(team), limits=BY_COMMAND, slug="twin")
    assert (done.team.slug, done.people, done.matched) == ("twin", 0, 4)
    assert Membership.objects.of(cast.bob.user).filter(team=done.team).count() == 1
    first, second = taken(team), taken(done.team)
    counts = [contents(file)["team.json"]["rows"] for file in (first, second)]
    assert counts[0] == counts[1]
    assert not {row["id"] for row in rows(first, "articles.article")} & {
        r["id"] for r in rows(second, "articles.article")
    }
    kept = Round.objects.under_way().get(team=done.team, owner=cast.bob.user)
    opened = kept.events.get(kind="opened")
    assert Article.objects.get(pk=opened.data["article"]).team == done.team
    assert contents(taken(team)) == contents(first)


def test_what_came_in_is_found_by_search(team, cast):
    done = bring_in(file=taken(team), limits=BY_COMMAND, slug="twin")
    member = Membership.objects.get(team=done.team, user=cast.alice.user)
    found = find(member=member, query="Castellanos has:card is:archived")
    assert [hit.article.title for hit in found.hits] == [f"Ports {rich.FACES}"]
    found = find(member=member, query="maize is:archived")
    assert [hit.article.title for hit in found.hits] == [f"Ports {rich.FACES}"]


def test_a_coachs_file_holds_what_the_coach_may_see(team, cast):
    file = taken(team, member=cast.alice)
    assert sorted(note["visibility"] for note in rows(file, "evidence.note")) == ["coaches", "team"]
    assert all(b"private Grain" not in part for name, part in contents(file).items() if name.startswith("data/"))
    named = {row["passage"] for table in ("note", "card") for row in rows(file, f"evidence.{table}")}
    assert {row["id"] for row in rows(file, "evidence.passage")} <= named
    assert bring_in(file=file, limits=BY_COMMAND, slug="twin").rows["evidence.note"] == 2


def test_a_source_that_speaks_of_a_private_card_is_left_out_and_counted(team, cast):
    card = Card.objects.get(tag="gone")
    point = Round.objects.under_way().get(points__sources__isnull=False).points.get(slot="point_2")
    PointSource.objects.create(point=point, card=card, article=card.article, cite="x")
    assert contents(taken(team))["team.json"]["rows_left_out"] == 0
    file = taken(team, member=cast.alice)
    assert contents(file)["team.json"]["rows_left_out"] == 1
    assert b"1 rows are not in it" in contents(file)["README.txt"]


def test_own_data_is_what_the_member_made_and_is_no_team(team, cast):
    file = taken(team, member=cast.bob, own=True)
    assert {note["owner"] for note in rows(file, "evidence.note")} == {"bob"}
    assert len(rows(file, "evidence.note")) == 3 and len(rows(file, "practice.round")) == 1
    assert {row["user"] for row in rows(file, "teams.membership")} == {"bob"}
    assert rows(file, "articles.area") == []
    with pytest.raises(Refused, match="not the file of a whole team"):
        bring_in(file=file, limits=BY_COMMAND)


def test_no_file_has_a_password_or_an_email(team, cast):
    cast.bob.user.email = "bob@school.example"
    cast.bob.user.save()
    for data in contents(taken(team)).values():
        assert b"bob@school.example" not in (data if isinstance(data, bytes) else json.dumps(data).encode())
    people = contents(taken(team))["people.jsonl"].splitlines()
    assert {tuple(sorted(json.loads(line))) for line in people} == {("display_name", "username")}


def test_from_the_page_no_account_of_the_site_gets_anything(team, cast):
    before = {user.pk: (user.username, user.password, user.is_active) for user in User.objects.all()}
    memberships = set(Membership.objects.values_list("pk", flat=True))
    done = bring_in(file=taken(team), limits=BY_PAGE, coach=cast.charlie.user)
    after = {user.pk: (user.username, user.password, user.is_active) for user in User.objects.filter(pk__in=before)}
    assert after == before
    new = Membership.objects.exclude(pk__in=memberships)
    assert {member.user for member in new if member.user_id in before} == {cast.charlie.user}
    assert [member.role for member in new.active()] == ["coach"]
    strangers = User.objects.exclude(pk__in=before)
    assert not any(user.is_active or user.has_usable_password() for user in strangers)
    assert sorted(user.display_name for user in strangers) == ["Alice", "Bob", "Dana", "Erin"]
    assert not strangers.filter(username__in=["alice", "bob", "dana", "erin"]).exists()
    assert done.team.slug == "riverside-high-school"


def test_from_the_page_the_coachs_own_rows_are_theirs_again(team, cast):
    done = bring_in(file=taken(team), limits=BY_PAGE, coach=cast.erin.user)
    mine = Membership.objects.of(cast.erin.user).get(team=done.team)
    assert mine.role == "coach"
    assert [note.body for note in Note.objects.visible_to(mine).filter(owner=cast.erin.user)] == ["lost"]
    assert not Note.objects.visible_to(mine).filter(visibility="private").exclude(owner=cast.erin.user).exists()


HOSTILE = "<p>x</p><script>alert(1)</script>"
BAD_ROWS = [
    ("articles.revision", {"html": HOSTILE}, "html: is not HTML that may be shown"),
    ("articles.article", {"analysis_html": HOSTILE}, "analysis_html: is not HTML"),
    ("evidence.note", {"html": "<p onclick=x>y</p>"}, "html: is not HTML"),
    ("evidence.remark", {"html": "<p><script>x</script></p>"}, "html: is not HTML"),
    ("evidence.card", {"analysis_html": "<img src=x>"}, "analysis_html: is not HTML"),
    ("evidence.card", {"spans": {"underline": [[0, 9999]]}}, "spans: underline has a span outside of the quotation"),
    ("evidence.card", {"spans": {"bold": [[0, 1]]}}, "spans: 'bold' is not a valid Level"),
    ("evidence.cardstate", {"spans": {"underline": [[3, 2]]}}, "spans: underline has a span outside"),
    ("articles.revision", {"text": "Other words"}, "text: is not the text of html"),
    ("articles.revision", {"original": "0" * 64}, "original: The file has no bytes"),
    ("articles.article", {"url": "javascript:alert(1)"}, "url: is no address"),
    ("articles.article", {"byline": [1]}, "byline: has not the form"),
    ("articles.article", {"kind": "opinion"}, "kind: “opinion” is none of"),
    ("articles.article", {"title": "x" * 301}, "title: has 301 characters; 300 is the most"),
    ("articles.article", {"title": "a\x00b"}, "title: has a character that cannot be stored"),
    ("articles.article", {"title": 7}, "title: is not text"),
    ("articles.article", {"id": "1"}, "id: is no key"),
    ("articles.article", {"colour": "red"}, "colour: is not known here"),
    ("articles.article", {"created_at": "2026-03-03"}, "created_at: is no time with its zone"),
    ("articles.article", {"owner": "mallory"}, "owner: “mallory” is not in the file"),
    ("articles.vote", {"value": 5}, "value: 5 is none of the choices"),
    ("articles.assignment", {"week": "soon"}, "week: is no date"),
    ("practice.round", {"rules": {"prep": -1}}, "rules: has not the form"),
    ("practice.roundevent", {"kind": "cheated"}, "kind: “cheated” is not known"),
    ("practice.point", {"slot": "point 99"}, "slot: “point 99” is no name of a slot"),
    ("evidence.passage", {"exact": "Other words"}, "does not stand at its place"),
    ("evidence.passage", {"end": 10**9}, "does not stand at its place"),
    ("evidence.passage", {"rarity": "rare"}, "rarity: is not known"),
    ("articles.area", {"slug": "a b"}, "slug: "),
    ("teams.membership", {"role": "owner"}, "role: “owner” is none of"),
]


@pytest.mark.parametrize(("table", "values", "said"), BAD_ROWS, ids=lambda value: str(value)[:40])
def test_a_row_that_cannot_be_is_refused_with_its_place_and_nothing_is_stored(table, values, said, team, cast):
    file = with_row(taken(team), table, **values)
    before = [model.objects.count() for model in (Team, User, Article, Revision, Note, Round)]
    with pytest.raises(Refused, match=said):
        bring_in(file=file, limits=BY_COMMAND, slug="twin")
    assert [model.objects.count() for model in (Team, User, Article, Revision, Note, Round)] == before


def test_a_row_of_another_team_cannot_be_named(team, cast):
    other = make.article(member=cast.charlie)
    file = with_row(taken(team), "evidence.note", article=str(other.pk))
    with pytest.raises(Refused, match=r"data/evidence\.note\.jsonl, line 1: article: .* is not in the file"):
        bring_in(file=file, limits=BY_COMMAND, slug="twin")


def test_every_field_of_html_is_refused_when_hostile():
    covered = {(table, name) for table, values, _ in BAD_ROWS for name in values}
    html = {(part.name, f.name) for part in PARTS for f in part.plain if f.name.endswith("html")}
    assert html <= covered


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("team.json", lambda data: b"{", "team.json: is no JSON"),
        ("team.json", lambda data: data.replace(b'"format": 1', b'"format": 9'), "The format is 9"),
        ("team.json", lambda data: data.replace(b'"slug": "riverside"', b'"slug": "a b"'), "slug"),
        ("people.jsonl", lambda data: data[:-9], "has no end"),
        ("people.jsonl", lambda data: data + data, "stands in it twice"),
        ("people.jsonl", lambda data: b'{"username": "a b", "display_name": ""}\n', "username"),
        ("people.jsonl", lambda data: b'{"username": "x", "is_superuser": true}\n', "is_superuser: is not known"),
        ("data/articles.area.jsonl", lambda data: data + data, "slug: stands in it twice"),
        ("data/articles.area.jsonl", lambda data: b"[" * 100_000 + b"\n", "is no JSON"),
    ],
)
def test_a_damaged_part_is_refused_with_its_name(name, change, said, team):
    with pytest.raises(Refused, match=said):
        bring_in(file=changed(taken(team), name, change), limits=BY_COMMAND, slug="" if said == "slug" else "twin")


def test_bytes_that_are_not_what_their_name_says_are_refused(team):
    file = taken(team)
    name = next(name for name in contents(file) if name.startswith("originals/"))
    with pytest.raises(Refused, match="The bytes are not those that the name says"):
        bring_in(file=changed(file, name, lambda data: data + b"!"), limits=BY_COMMAND, slug="twin")


def test_a_file_that_is_no_zip_or_holds_something_else_is_refused(db):
    with pytest.raises(Refused, match="no zip file"):
        bring_in(file=io.BytesIO(b"PK\x03\x04 and then nothing"), limits=BY_COMMAND)
    for name in ("../../etc/passwd", "data/secrets.jsonl", "originals/x"):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as opened:
            opened.writestr(name, b"x")
        with pytest.raises(Refused, match="is not a part of a team’s file"):
            bring_in(file=file, limits=BY_COMMAND)


def test_limits_are_held_before_anything_is_unpacked(team):
    file = taken(team)
    for limits, said in [
        (Limits(unpacked=1_000, entries=10_000, rows=10_000), "It unpacks to"),
        (Limits(unpacked=10**9, entries=3, rows=10_000), "3 is the most"),
        (Limits(unpacked=10**9, entries=10_000, rows=5), "5 is the most"),
    ]:
        with pytest.raises(Refused, match=said):
            bring_in(file=file, limits=limits, slug="twin")


def test_an_older_file_may_lack_a_table_and_a_field(team):
    file = taken(team)
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            if entry != "data/evidence.merge.jsonl":
                new.writestr(entry, old.read(entry).replace(b'"window_from": "",', b""))
    assert bring_in(file=out, limits=BY_COMMAND, slug="twin").rows["evidence.merge"] == 0


def test_the_commands_write_a_file_that_only_its_owner_reads_and_bring_it_in(team, tmp_path, capsys):
    path = tmp_path / "riverside.zip"
    call_command("export_team", "riverside", str(path))
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="There is a team “riverside” here already"):
        call_command("import_team", str(path))
    call_command("import_team", str(path), "--as-slug", "twin")
    assert "stands as twin" in capsys.readouterr().out
    with pytest.raises(CommandError, match="There is no team “nowhere”"):
        call_command("export_team", "nowhere", str(path))
