"""The cache table: login throttling counts in it, and every process must see the same count."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_start")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
