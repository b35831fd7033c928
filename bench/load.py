"""Two hundred students in one round on two web processes: p95 of every request, what failed, what was lost.

On SQLite, and on PostgreSQL where its programs are found. Each runs in a process of its own (bench/school.py), because
it serves a site of its own. The load comes from this machine too, so the figures are those of a crowded one.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

TITLE = "200 students in one round, two web processes: syncing, saving, searching, opening"
# What a student is told is saved is on the disk. The server of the tests promises less, and would look quicker.
DURABLE = "-c fsync=on -c synchronous_commit=on -c full_page_writes=on"


def measure() -> Iterator[str]:
    for engine, beside in {"SQLite": [], "PostgreSQL": ["tools/postgres.sh"]}.items():
        yield engine
        yield from _run(beside)


def _run(beside: list[str]) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="extemp-school-") as folder:
        environment = {name: value for name, value in os.environ.items() if name != "DEBUG"}
        environment |= {"VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/school.sqlite3", "PG_OPTIONS": DURABLE}
        command = [*beside, sys.executable, "-m", "bench", "school"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    said = done.stdout.strip().splitlines()
    return said[1:] if done.returncode == 0 else [f"  not measured: {(done.stderr or done.stdout).strip()[-300:]}"]
