"""Questions that are there already get the words by which they are found, and the sum of their votes."""

from django.db import migrations
from django.db.models import Sum

from articles.search.folding import folded_text

_AT_ONCE = 500


def fill(apps, schema_editor):
    model = apps.get_model("articles", "Question")
    rows = []
    for row in model.objects.annotate(sum=Sum("votes__value")).only("pk", "text").iterator(_AT_ONCE):
        row.words = " " + " ".join(folded_text(row.text)).strip()
        row.score = row.sum or 0
        rows.append(row)
    model.objects.bulk_update(rows, ["words", "score"], batch_size=_AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_question_bank")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
