"""manage.py import_team FILE [--as-slug SLUG]: a team's file as a new team of this site."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from extemp.bringing_in import bring_in
from extemp.team_file import BY_COMMAND, Refused
from practice.rule_sets.presets import load_presets


class Command(BaseCommand):
    help = (
        "Bring a team in from the file that export_team or a coach made. People are matched by user name; who is "
        "missing gets an account without a password (manage.py changepassword gives one). All or nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as-slug", default="", help="another short name than the one in the file")

    def handle(self, *args: Any, **options: Any) -> None:
        load_presets()
        try:
            with options["file"].open("rb") as file:
                done = bring_in(file=file, limits=BY_COMMAND, slug=options["as_slug"])
        except (Refused, OSError) as error:
            raise CommandError(f"Nothing was brought in. {error}") from error
        self.stdout.write(
            f"{done.team} stands as {done.team.slug}: {sum(done.rows.values()):,} rows; "
            f"{done.matched} people were here, {done.people} accounts were made."
        )
