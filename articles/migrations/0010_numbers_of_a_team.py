"""On SQLite the documents of a team are numbered in a range of its own: see articles.search.sqlite."""

from django.db import migrations

from articles.search import sqlite


def number(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    sqlite.uninstall(schema_editor.connection)
    schema_editor.execute(
        "UPDATE articles_searchentry SET id = id + (SELECT team_id << 32 FROM articles_article WHERE id = article_id)"
        " WHERE id < (1 << 32)"
    )
    sqlite.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_feeds_give_batches")]

    operations = [migrations.RunPython(number, migrations.RunPython.noop)]
