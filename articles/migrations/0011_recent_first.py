"""On PostgreSQL the order of ArticleQuerySet.recent_first has an index: a page of a large library sorted it all, joined
with every text. SQLite knows no NULLS LAST in an index and needs none, its nulls come last there."""

from django.db import migrations


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX articles_recent_first ON articles_article"
            " (team_id, published_on DESC NULLS LAST, created_at DESC, id)"
        )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX articles_recent_first")


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_numbers_of_a_team")]

    operations = [migrations.RunPython(add, remove)]
