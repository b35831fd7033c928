"""manage.py delete_recordings: every night"""

from typing import Any

from django.core.management.base import BaseCommand

from practice.recording.retention import delete_due


class Command(BaseCommand):
    help = "Deletes the recordings of speeches whose day has come or whose speaker has left. Can be run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        count = delete_due()
        if count:
            self.stdout.write(f"{count} recording{'' if count == 1 else 's'} deleted")
