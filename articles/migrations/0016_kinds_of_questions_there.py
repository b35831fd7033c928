"""Questions that are there already get their kind."""

from django.db import migrations

from articles.bank.kinds import kind_of

_AT_ONCE = 500


def fill(apps, schema_editor):
    Question = apps.get_model("articles", "Question")
    some = []
    for question in Question.objects.only("pk", "text").iterator(_AT_ONCE):
        question.kind = kind_of(question.text) or ""
        some.append(question)
        if len(some) == _AT_ONCE:
            Question.objects.bulk_update(some, ["kind"])
            some = []
    Question.objects.bulk_update(some, ["kind"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_kinds_of_questions")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
