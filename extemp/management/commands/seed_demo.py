"""`manage.py seed_demo`: the demo team, to look around in. It can be run again without harm."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from extemp.demo import PASSWORD, NotTheDemo, seed


class Command(BaseCommand):
    help = "Load the demo team from fixtures/demo/. Its passwords are public, so a public host refuses it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--public", action="store_true", help="load it although the host is public")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL and not options["public"]:
            raise CommandError("This host is public and the demo's passwords are known. Add --public if you mean it.")
        try:
            seeded = seed()
        except NotTheDemo as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"The demo team stands: {seeded.articles} articles, {seeded.questions} questions.")
        self.stdout.write(f"Sign in as {' or '.join(seeded.people)}; the password is {PASSWORD}")
