"""manage.py load_rulesets: the shipped rule sets as rows. It can be run again without harm."""

from typing import Any

from django.core.management.base import BaseCommand

from practice.rule_sets.presets import load_presets


class Command(BaseCommand):
    help = "Load the shipped rule sets from fixtures/rulesets/."

    def handle(self, *args: Any, **options: Any) -> None:
        for loaded in load_presets():
            self.stdout.write(f"{'loaded' if loaded.changed else 'unchanged'}: {loaded.rule_set.name}")
