"""A school of 200 in a site of its own: made, served by two web processes, pressed, and looked at afterwards.

Run by bench/load.py with a VAR_DIR and an empty database that are thrown away. bench/students.py says what a student
does. Signing in is not part of it: a round begins signed in.
"""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from articles.models import Question
from bench.library import stock
from lib.text import fingerprint
from practice.models import Place, Point, Round, RuleSet, Slip
from practice.rule_sets.presets import FIRST
from practice.squad.squads import make_board
from teams.joining import make_team
from teams.models import Membership, User
from teams.policy import Role

TITLE = f"{connection.vendor}"
STUDENTS, ARTICLES, QUESTIONS, SECTIONS = 200, 2_000, 3_000, 12
ARRIVE, LAST = 10, 120  # students a second; seconds in all
ALONE = 20  # seconds of one student before, to compare with


def measure() -> Iterator[str]:
    here = Path(settings.VAR_DIR)
    students = _open_school()
    with _served(here) as host:
        alone = _pressed(host, here / "alone", students[:1], ALONE)
        crowd = _pressed(host, here / "crowd", students[1:], LAST)
    yield f"{crowd['requests']:,} requests in {LAST} s, {crowd['requests'] / LAST:.0f} a second"
    yield "; ".join([f"{crowd['failed']} errors", *crowd["failures"]])
    for name, (count, median, p95, p99) in sorted(crowd["rows"].items()):
        before = alone["rows"].get(name, [0, 0])[1]
        ratio = f" = {p95 / before:.1f} × the median of one alone ({before:.0f} ms)" if before else ""
        yield f"{name}: p95 {p95:.0f} ms{ratio}; median {median:.0f}, p99 {p99:.0f} ms, {count:,} times"
    yield from _looked_at(alone["saved"] | crowd["saved"])


def _open_school() -> list[dict[str, str]]:
    """A squad board with a place for every student, all of whom may draw now. What each needs to come in."""
    call_command("migrate", verbosity=0)
    call_command("load_rulesets", stdout=io.StringIO())
    coach = make_team(user=User.objects.create_user("coach"), name="School")
    team = coach.team
    stock(coach, ARTICLES, 2_000)
    texts = [f"Will the {number}. plan of the council hold until spring?" for number in range(QUESTIONS)]
    Question.objects.bulk_create(
        Question(team=team, owner=coach.user, visibility="team", text=text, fingerprint=fingerprint(text))
        for text in texts
    )
    users = User.objects.bulk_create(User(username=f"student{number}") for number in range(STUDENTS))
    Membership.objects.bulk_create(Membership(team=team, user=user, role=Role.STUDENT) for user in users)
    board = make_board(
        member=coach, speakers=users, rule_set=RuleSet.objects.get(team=None, slug=FIRST), sections=SECTIONS,
        first_draw=timezone.now(), interval=timedelta(minutes=6),
    )  # fmt: skip
    Place.objects.filter(board=board).update(draw_at=timezone.now())
    return [{"session": _session(user), "mine": f"/t/{team.slug}/practice/boards/{board.pk}/mine/"} for user in users]


def _session(user: Any) -> str:
    """The key of a session in which the user is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@contextmanager
def _served(here: Path) -> Iterator[str]:
    """The site as docs/deploy.md serves it, until the end of the block."""
    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    host = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "extemp.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += [
        "--workers",
        "2",
        "--threads",
        "4",
        "--log-level",
        "error",
        "--keep-alive",
        "75",
        "--no-control-socket",
    ]
    with (here / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait_for(host)
        yield host
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


def _wait_for(host: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            requests.get(f"{host}/healthz", timeout=5)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not answer")


def _pressed(host: str, here: Path, students: list[dict[str, str]], seconds: int) -> dict[str, Any]:
    """What the students' program counted: `rows` name -> [times, median, p95, p99] in ms, `failed`, `saved` texts."""
    here.mkdir()
    (here / "students.json").write_text(json.dumps(students))
    command = [sys.executable, "-m", "locust", "--locustfile", "bench/students.py", "--headless", "--only-summary"]
    command += ["--host", host, "--users", str(len(students)), "--spawn-rate", str(ARRIVE)]
    command += ["--run-time", f"{seconds}s", "--stop-timeout", "20", "--exit-code-on-error", "0"]
    environment = dict(os.environ, SCHOOL=str(here))
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    counted = here / "counted.json"
    if not counted.exists():
        raise SystemExit(f"the students' program ended without a word: {done.stderr[-400:]}")
    return dict(json.loads(counted.read_text()))


def _looked_at(saved: dict[str, str]) -> Iterator[str]:
    """What stands in the database against what the server had confirmed, and no question twice in a section."""
    rows = Point.objects.values_list("round", "slot", "text")
    stored = {f"{round_id} {slot}": text for round_id, slot, text in rows}
    lost = sum(stored.get(key) != text for key, text in saved.items())
    yield f"{len(saved):,} outline texts confirmed, {lost} of them not what is stored; {Round.objects.count()} rounds"
    drawn = Slip.objects.values_list("round__place__section", "question")
    twice = sum(count > 1 for count in Counter(drawn).values())
    yield f"{len(drawn)} questions drawn in {SECTIONS} sections, {twice} of them twice in one"
