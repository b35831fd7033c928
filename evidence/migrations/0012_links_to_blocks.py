import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0011_credit")]

    operations = [
        migrations.RenameModel("CardLink", "Link"),
        migrations.AlterField(
            "link",
            "card",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="evidence.card"
            ),
        ),
        migrations.AddField(
            "link",
            "block",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="evidence.block"
            ),
        ),
        migrations.AddConstraint(
            "link",
            models.CheckConstraint(
                condition=models.Q(("block__isnull", False), ("card", None))
                | models.Q(("block", None), ("card__isnull", False)),
                name="a_link_shows_one_thing",
            ),
        ),
    ]
