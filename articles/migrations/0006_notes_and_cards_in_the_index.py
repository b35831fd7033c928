"""A note or a card is a document of the index as well. The table is made anew: what a join reads stands before the
long texts in its rows, and a remade table would lose its triggers."""

import django.db.models.deletion
from django.db import migrations, models

from articles.search import postgres, sqlite
from articles.search.scopes import article_scope


def _engine(schema_editor):
    return postgres if schema_editor.connection.vendor == "postgresql" else sqlite


def install(apps, schema_editor):
    _engine(schema_editor).install(schema_editor.connection)


def uninstall(apps, schema_editor):
    _engine(schema_editor).uninstall(schema_editor.connection)


def copy(apps, schema_editor):
    former, entries = apps.get_model("articles", "FormerEntry"), apps.get_model("articles", "SearchEntry")
    rows = former.objects.select_related("article").order_by("pk")
    entries.objects.bulk_create(
        (
            entries(
                key=row.article_id,
                article_id=row.article_id,
                kind="article",
                scope=article_scope(
                    team_id=row.article.team_id,
                    byline=row.article.byline,
                    publisher=row.article.publisher,
                    tags=row.article.tags,
                ),
                title=row.title,
                body=row.body,
                rest=row.rest,
            )
            for row in rows.iterator(chunk_size=200)
        ),
        batch_size=200,
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_library_grows")]

    operations = [
        migrations.RunPython(uninstall, install),
        migrations.RenameModel("SearchEntry", "FormerEntry"),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(help_text="Of the article, note or card.", unique=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entries",
                        to="articles.article",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("article", "Article"), ("note", "Note"), ("card", "Card")],
                        default="article",
                        max_length=7,
                    ),
                ),
                ("scope", models.TextField(help_text="Who may find it, and its marks: articles.search.scopes.")),
                ("named", models.CharField(blank=True, help_text="A card's tag, as written.", max_length=200)),
                (
                    "said",
                    models.TextField(
                        blank=True, help_text="What a note or card says, as written: snippets are cut from it."
                    ),
                ),
                ("title", models.TextField()),
                ("body", models.TextField()),
                ("rest", models.TextField(help_text="Byline, publisher, questions, areas, parts of hyphenated words.")),
            ],
            options={"indexes": [models.Index(fields=["article", "kind"], name="articles_se_article_87dd08_idx")]},
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.DeleteModel("FormerEntry"),
        migrations.RunPython(install, uninstall),
    ]
