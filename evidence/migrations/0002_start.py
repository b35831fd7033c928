from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0001_start'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='a_passage_has_text'),
        ),
        migrations.AddConstraint(
            model_name='note',
            constraint=models.UniqueConstraint(fields=('owner', 'client_id'), name='note_is_made_once'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.UniqueConstraint(fields=('owner', 'client_id'), name='card_is_made_once'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(fields=('passage', 'revision'), name='a_passage_is_placed_once_a_revision'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end', None), ('start', None), ('state', 'orphan')), models.Q(models.Q(('state', 'orphan'), _negated=True), ('end__gt', models.F('start'))), _connector='OR'), name='only_an_orphan_has_no_place'),
        ),
    ]
