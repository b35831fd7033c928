import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Revision
from articles.rendering import render
from teams.models import Membership
from tests import make

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
TWIN = ROOT / "fixtures" / "digest-twin.txt"
SAMPLE = next(iter(sorted(ROOT.parent.glob("shared/samples/*.txt"))), TWIN)
PLAIN = "A Harbour Opens\nMarch 3rd, 2026\nAna Obsidian\nShips came in on Monday.\nCranes moved again on Tuesday."


def run(capsys, *arguments: str) -> list[str]:
    call_command("import_articles", *arguments)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("file", [SAMPLE, TWIN], ids=["sample", "twin"])
def test_a_dry_run_in_json_tells_everything_and_writes_nothing(cast, capsys, file):
    (line,) = run(capsys, str(file), "--dry-run", "--json")
    told = json.loads(line)
    (article,) = told["articles"]
    lines = file.read_text(encoding="utf-8").split("\n")
    assert (told["file"], told["status"], told["error"]) == (str(file), "ok", None)
    assert set(article) == {
        "title", "byline", "published_on", "paragraphs", "body_text", "questions", "sources", "warnings",
    }  # fmt: skip
    assert (article["title"], article["byline"], article["paragraphs"]) == (lines[0], [lines[2]], 4)
    assert article["published_on"] in ("2025-05-12", "2026-06-02")
    assert " ".join(article["body_text"].split()) == " ".join(" ".join(lines[5:9]).split())
    assert len(article["questions"]) == 1
    assert [set(source) for source in article["sources"]] == [{"authors", "publication", "url"}] * 2
    assert all(set(warning) == {"code", "message"} for warning in article["warnings"])
    assert Article.objects.count() == 0


def test_files_and_folders_are_read_in_order_and_hidden_ones_passed_over(cast, capsys, tmp_path):
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "__MACOSX").mkdir()
    for n, name in enumerate(["b.txt", "a.txt", "deep/c.txt", ".DS_Store", "__MACOSX/d.txt"]):
        (tmp_path / "in" / name).write_text(PLAIN.replace("Monday", f"day {n}"))
    lines = run(capsys, str(tmp_path / "in"), str(TWIN), "--team", "riverside")
    assert [Path(line.split(": ")[0]).name for line in lines] == ["a.txt", "b.txt", "c.txt", "digest-twin.txt"]
    assert Article.objects.count() == 4


def test_the_articles_belong_to_the_first_coach_or_to_who_is_named(cast, capsys, tmp_path):
    (tmp_path / "a.txt").write_text(PLAIN)
    run(capsys, str(TWIN), "--team", "riverside")
    run(capsys, str(tmp_path / "a.txt"), "--team", "riverside", "--as", "erin")
    assert set(Article.objects.values_list("owner__username", flat=True)) == {"alice", "erin"}


def test_running_again_changes_nothing_and_says_so(cast, capsys):
    run(capsys, str(TWIN), "--team", "riverside")
    (line,) = run(capsys, str(TWIN), "--team", "riverside")
    assert "already there: Dam Gates Opened" in line
    assert (Article.objects.count(), Revision.objects.count()) == (1, 1)


def test_one_bad_file_never_stops_the_rest_and_the_command_fails(cast, capsys, tmp_path):
    (tmp_path / "1-empty.txt").write_bytes(b"")
    (tmp_path / "2-binary.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "3-good.txt").write_text(PLAIN)
    with pytest.raises(CommandError) as failure:
        call_command("import_articles", str(tmp_path), str(tmp_path / "absent.txt"), "--team", "riverside", "--json")
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert failure.value.returncode == 1
    assert [one["status"] for one in told] == ["error", "error", "ok", "error"]
    assert "empty" in told[0]["error"]
    assert "No such file" in told[3]["error"]
    assert told[0]["articles"] == []
    assert Article.objects.count() == 1


def test_a_title_that_does_not_fit_is_cut_and_said_so(cast, capsys, tmp_path):
    (tmp_path / "long.txt").write_text(PLAIN.replace("A Harbour Opens", "A Harbour Opens " + "Again " * 60))
    (line,) = run(capsys, str(tmp_path / "long.txt"), "--team", "riverside")
    article = Article.objects.get()
    assert len(article.title) <= 300
    assert "refused" not in line
    assert render(article.current.markdown).text == article.current.text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--team"),
        (["--team", "nobody"], "no team"),
        (["--team", "riverside", "--as", "charlie"], "no member"),
        (["--team", "riverside", "--as", "dana"], "no member"),
        (["--team", "riverside", "--as", "bob"], "may not"),
    ],
)
def test_who_may_not_add_is_told_why(cast, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("import_articles", str(TWIN), *arguments)
    assert Article.objects.count() == 0


def test_a_team_without_a_coach_needs_a_name(cast):
    team = make.team(slug="coachless")
    Membership.objects.create(team=team, user=make.user(), role="captain")
    with pytest.raises(CommandError, match="no coach"):
        call_command("import_articles", str(TWIN), "--team", "coachless")
