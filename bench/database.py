"""A database of the bench's own: made anew, thrown away."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection


@contextmanager
def scratch() -> Iterator[None]:
    """Everything inside works on an empty SQLite file with the site's own settings; the file is removed behind it."""
    before = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory(prefix="extemp-bench-") as folder:
        connection.close()
        connection.settings_dict["NAME"] = str(Path(folder) / "bench.sqlite3")
        try:
            call_command("migrate", verbosity=0)
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
