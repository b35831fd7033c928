"""A database of the bench's own: made anew, thrown away."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection


@contextmanager
def scratch() -> Iterator[None]:
    """Everything inside works on an empty database with the site's own settings; it is removed behind it.

    On SQLite a file, on PostgreSQL a database `bench` beside the one of DATABASE_URL.
    """
    before = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory(prefix="extemp-bench-") as folder:
        named = "bench" if connection.vendor == "postgresql" else str(Path(folder) / "bench.sqlite3")
        _on_postgres(f'CREATE DATABASE "{named}"')
        connection.close()
        connection.settings_dict["NAME"] = named
        try:
            call_command("migrate", verbosity=0)
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
            _on_postgres(f'DROP DATABASE "{named}"')


def _on_postgres(statement: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement)
