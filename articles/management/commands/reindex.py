"""manage.py reindex: make the search index anew from the articles. Safe to run at any time."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from articles.models import Article
from articles.search.index import engine, index

_AT_ONCE = 200


class Command(BaseCommand):
    """The articles of one team, or of all."""

    help = "Make the search index anew from the articles of all teams, or of one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--team", help="only this team's articles (its slug)")

    def handle(self, *args: Any, **options: Any) -> None:
        engine().install(connection)
        rows = Article.objects.select_related("current").prefetch_related("areas", "questions").order_by("pk")
        if options["team"]:
            rows = rows.filter(team__slug=options["team"])
        keys = list(rows.values_list("pk", flat=True))
        for at in range(0, len(keys), _AT_ONCE):
            with transaction.atomic():
                index(rows.filter(pk__in=keys[at : at + _AT_ONCE]))
        self.stdout.write(f"{len(keys)} articles in the index")
