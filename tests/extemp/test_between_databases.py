"""A team moves from a site on SQLite to one on PostgreSQL and back, between processes, and nothing changes."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from extemp.bringing_in import bring_in
from extemp.team_file import BY_COMMAND
from practice.rule_sets.presets import load_presets
from tests.extemp.test_transfer import contents, taken

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="both ends would be SQLite, which test_transfer shows"),
]


def other_site(folder: Path, *files: Path) -> None:
    folder.mkdir()
    environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "tests.extemp.other_site", str(folder), *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_team_of_sqlite_is_the_same_on_postgresql_and_back_on_sqlite(tmp_path):
    there, here, back = (tmp_path / name for name in ("there.zip", "here.zip", "back.zip"))
    other_site(tmp_path / "first", there)
    load_presets()
    first = io.BytesIO(there.read_bytes())
    moved = taken(bring_in(file=first, limits=BY_COMMAND).team)
    assert contents(moved) == contents(first)
    assert min(contents(first)["team.json"]["rows"].values()) > 0
    here.write_bytes(moved.getvalue())
    other_site(tmp_path / "second", back, here)
    assert contents(io.BytesIO(back.read_bytes())) == contents(first)
