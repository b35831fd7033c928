"""The full-text index over the search entries: a virtual table on SQLite, a generated column on PostgreSQL."""

from django.db import migrations

from articles.search import postgres, sqlite


def _engine(schema_editor):
    return postgres if schema_editor.connection.vendor == "postgresql" else sqlite


def install(apps, schema_editor):
    _engine(schema_editor).install(schema_editor.connection)


def uninstall(apps, schema_editor):
    _engine(schema_editor).uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_search_entry")]

    operations = [migrations.RunPython(install, uninstall)]
