"""manage.py reindex: make the search index anew from articles, notes and cards. Safe to run at any time."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from articles.models import Article, SearchEntry
from articles.search.index import REBUILDERS, engine, index
from teams.models import Team

_AT_ONCE = 200


class Command(BaseCommand):
    """The articles of one team, or of all."""

    help = "Make the search index anew from what all teams have, or of one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--team", help="only this team's articles (its slug)")

    def handle(self, *args: Any, **options: Any) -> None:
        team = Team.objects.filter(slug=options["team"]).values_list("pk", flat=True).first()
        if options["team"] and team is None:
            raise CommandError("There is no such team.")
        engine().install(connection)
        engine().install_bare(connection)
        rows = Article.objects.select_related("current").prefetch_related("areas", "questions").order_by("pk")
        rows = rows.filter(team=team) if team else rows
        keys = list(rows.values_list("pk", flat=True))
        for at in range(0, len(keys), _AT_ONCE):
            with transaction.atomic():
                index(rows.filter(pk__in=keys[at : at + _AT_ONCE]))
        with transaction.atomic():
            former = SearchEntry.objects.exclude(kind=SearchEntry.Kind.ARTICLE)
            (former.filter(article__team=team) if team else former).delete()
            attached = sum(rebuild(team) for rebuild in REBUILDERS)
        self.stdout.write(f"{len(keys)} articles, {attached} notes and cards in the index")
