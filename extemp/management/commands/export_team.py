"""manage.py export_team SLUG FILE: everything of a team in one zip file, private notes included."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from extemp.taking_out import Damaged, take_out
from teams.models import Team


class Command(BaseCommand):
    help = "Write everything of a team, everybody's private notes included, into one zip file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the team's short name, as in its addresses")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        team = Team.objects.filter(slug=options["slug"]).first()
        if team is None:
            raise CommandError(f"There is no team “{options['slug']}”.")
        path: Path = options["file"]
        part = path.with_name(path.name + ".part")
        try:
            # Private notes are in it: nobody else of this machine needs to read the file.
            with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
                done = take_out(team=team, to=file)
            part.replace(path)
        except (Damaged, OSError) as error:
            part.unlink(missing_ok=True)
            raise CommandError(str(error)) from error
        self.stdout.write(f"{team}: {sum(done.rows.values()):,} rows and {done.originals:,} originals in {path}")
