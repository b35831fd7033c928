"""The questions of rounds so far are counted: how often each was drawn, and how often spoken on."""

from django.db import migrations
from django.db.models import Count


def fill(apps, schema_editor):
    question = apps.get_model("articles", "Question")
    for field, rows in (
        ("drawn", apps.get_model("practice", "Slip").objects),
        ("spoken", apps.get_model("practice", "Round").objects.exclude(question=None)),
    ):
        for pk, number in rows.order_by().values_list("question").annotate(number=Count("pk")):
            question.objects.filter(pk=pk).update(**{field: number})


class Migration(migrations.Migration):
    dependencies = [("practice", "0001_start"), ("articles", "0013_words_of_questions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
