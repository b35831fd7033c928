from django.db import migrations

from evidence.runs import kept_runs


def fill(apps, schema_editor):
    Card, CardRun = apps.get_model('evidence', 'Card'), apps.get_model('evidence', 'CardRun')
    for card in Card.objects.only('pk', 'team_id', 'quotation').iterator(chunk_size=200):
        CardRun.objects.bulk_create(
            CardRun(card_id=card.pk, team_id=card.team_id, value=value) for value in kept_runs(card.quotation)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0005_checks_copies_and_likeness'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
