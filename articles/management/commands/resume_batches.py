"""manage.py resume_batches: after a worker was killed, and before one starts"""

from typing import Any

from django.core.management.base import BaseCommand

from articles.tasks import forget_old, resume


class Command(BaseCommand):
    help = "Puts unfinished batches back in the queue and drops records of old tasks. Can be run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        for batch in resume():
            self.stdout.write(f"{batch}: in the queue again")
        forget_old()
