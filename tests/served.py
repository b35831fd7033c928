"""The site in web processes of its own, on the test's database, so that it can be killed as a power cut kills it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path
from typing import Self

import requests
from django.db import connection
from django.test import Client

from teams.models import Membership

ROOT = Path(__file__).resolve().parents[1]


class Served:
    """`with Served() as site:` two web processes; `site.kill()` ends both at once, `site.start()` begins again.

    The test must be marked `django_db(transaction=True)`, or the processes do not see what it made.
    """

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.host = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        environment = dict(os.environ, DJANGO_SETTINGS_MODULE="tests.settings", DATABASE_URL=_database())
        command = [sys.executable, "-m", "gunicorn", "extemp.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "error"]
        self.process = subprocess.Popen(  # a session of its own: its workers are killed with it
            command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + 90
        while time.monotonic() < until:
            try:
                requests.get(f"{self.host}/healthz", timeout=5)
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError("the site did not answer")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        let_go()

    def visitor(self, member: Membership) -> "Visitor":
        client = Client()
        client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
        return Visitor(self.host, client.cookies["sessionid"].value)


class Visitor:
    """Somebody signed in, who speaks real HTTP. Raises `OSError` where the site is gone."""

    def __init__(self, host: str, session: str) -> None:
        self.host = host
        self.cookies = {"sessionid": session, "csrftoken": "x" * 32}

    def get(self, address: str) -> tuple[int, str]:
        return self.send("GET", address)

    def post(self, address: str, data: dict[str, str], **headers: str) -> tuple[int, str]:
        return self.send("POST", address, data, **headers)

    def send(self, method: str, address: str, body: object = None, **headers: str) -> tuple[int, str]:
        """Status and page, redirects followed."""
        answer = requests.request(
            method,
            self.host + address,
            data=body,
            headers={"X-CSRFToken": "x" * 32, **headers},
            cookies=self.cookies,
            timeout=30,
        )
        return answer.status_code, answer.text


def let_go() -> None:
    """Until the database has noticed that processes were killed: PostgreSQL still does what they had sent."""
    until = time.monotonic() + 30
    while connection.vendor == "postgresql" and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.02)


def _database() -> str:
    """The address of the test's database, for a process that is to use it as its own."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urllib.parse.urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
