"""What one student does in a round, for locust; it knows the site by its pages only. Run by bench/school.py.

$SCHOOL is a folder: `students.json` says who comes, `counted.json` is what was counted. A student draws at their
place, chooses, and then, in the rhythm of a person, types (the page saves itself after the last key), looks at the
clock (every 20 s), searches, opens what was found, until the time is over.
"""

import json
import os
import random
import re
import time
import uuid
from http.cookiejar import Cookie
from pathlib import Path
from queue import SimpleQueue

from locust import FastHttpUser, between, events, task
from locust.env import Environment

SCHOOL = Path(os.environ["SCHOOL"])
COMING: SimpleQueue[dict[str, str]] = SimpleQueue()
for one in json.loads((SCHOOL / "students.json").read_text()):
    COMING.put(one)
SAVED: dict[str, str] = {}  # "round slot" -> the last text that the server confirmed
CSRF = "x" * 32
SYNC = 20  # seconds, as static/js/clock.js
WORDS = "council treaty market senate drought energy border court growth export".split()


class Student(FastHttpUser):
    wait_time = between(2, 5)

    def on_start(self) -> None:
        me = COMING.get()
        self.client.cookiejar.set_cookie(_cookie("sessionid", me["session"]))
        self.client.cookiejar.set_cookie(_cookie("csrftoken", CSRF))
        self.rng = random.Random(me["session"])
        self.client.get(me["mine"], name="own place")
        drawn = self._post(f"{me['mine']}draw/", {}, "draw")
        self.round = re.sub(r"choose/$", "", str(drawn.url).split("//", 1)[1].split("/", 1)[1])
        self.round = f"/{self.round}"
        self.key = re.search(r"practice/([0-9a-f-]{36})/", self.round)[1]
        room = self._post(f"{self.round}choose/", {"slip": "1"}, "choose, and the room")
        self.slots = re.findall(r'data-outline="(\w+)"', room.text)
        self.versions = {slot: _field(room.text, f"{slot}-version") for slot in self.slots}
        self.bases = {slot: _field(room.text, f"{slot}-base") for slot in self.slots}
        self.tab, self.typed, self.synced = str(uuid.uuid4()), {}, time.monotonic()
        self.found: list[str] = []

    def _post(self, address: str, data: dict[str, str], name: str, **headers: str):
        return self.client.post(
            address, data=data, name=name, headers={"X-CSRFToken": CSRF, "Referer": self.host, **headers}
        )

    def _sync(self) -> None:
        if time.monotonic() - self.synced > SYNC:
            self.synced = time.monotonic()
            self.client.get(f"{self.round}state/", name="clock")

    @task(8)
    def types(self) -> None:
        self._sync()
        slot = self.rng.choice(self.slots)
        text = f"{self.typed.get(slot, '')} {self.rng.choice(WORDS)} {self.rng.randint(1, 999)}".strip()
        self.typed[slot] = text
        sent = {
            f"{slot}-text": text,
            f"{slot}-version": self.versions[slot],
            f"{slot}-base": self.bases[slot],
            "tab": self.tab,
            "turn": str(int(time.time() * 1000)),
        }
        answer = self._post(f"{self.round}outline/{slot}/", sent, "save a slot", **{"HX-Request": "true"})
        if answer.status_code == 200:
            SAVED[f"{self.key} {slot}"] = text
            self.versions[slot] = _field(answer.text, f"{slot}-version")
            self.bases[slot] = _field(answer.text, f"{slot}-base")

    @task(2)
    def searches(self) -> None:
        self._sync()
        words = " ".join(self.rng.sample(WORDS, self.rng.choice((1, 1, 2))))
        address = f"{self.round}files/?q={words.replace(' ', '+')}"
        answer = self.client.get(address, name="search", headers={"HX-Request": "true"})
        self.found = re.findall(r'name="file" value="(article:[0-9a-f-]+)"', answer.text or "")

    @task(2)
    def opens(self) -> None:
        self._sync()
        if self.found:
            named = {"file": self.rng.choice(self.found)}
            self._post(f"{self.round}open/", named, "open an article", **{"HX-Request": "true"})

    @task(1)
    def looks_at_own_place(self) -> None:
        self._sync()
        self.client.get(f"{self.round}prep/", name="the room again")


def _field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def _cookie(name: str, value: str):
    return Cookie(
        0, name, value, None, False, "127.0.0.1", True, False, "/", True, False, None, False, None, None, {}
    )  # fmt: skip


@events.quitting.add_listener
def count(environment: Environment, **_: object) -> None:
    stats = environment.stats
    rows = {
        entry.name: [
            entry.num_requests,
            *(entry.get_response_time_percentile(share) for share in (0.5, 0.95, 0.99)),
        ]
        for entry in stats.entries.values()
    }
    counted = {
        "rows": rows,
        "requests": stats.total.num_requests,
        "failed": stats.total.num_failures,
        "failures": [f"{error.name}: {error.error} ({error.occurrences} times)" for error in stats.errors.values()],
        "saved": SAVED,
    }
    (SCHOOL / "counted.json").write_text(json.dumps(counted))
