"""Addresses that are there already get the keys by which they are compared."""

from django.db import migrations

from articles.ingest.addresses import url_key

_AT_ONCE = 500


def fill(apps, schema_editor):
    for name in ("Article", "Source"):
        model = apps.get_model("articles", name)
        rows = []
        for row in model.objects.filter(url_key="").exclude(url="").only("pk", "url").iterator(_AT_ONCE):
            row.url_key = url_key(row.url)[:500]
            rows.append(row)
        model.objects.bulk_update(rows, ["url_key"], batch_size=_AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_notes_and_cards_in_the_index")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
