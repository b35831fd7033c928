"""An index of the articles without what is attached to them: what a search in legal mode looks into."""

from django.db import migrations, models
from django.db.models import F

from articles.search import postgres, sqlite
from articles.search.index import bare, says


def uninstall(apps, schema_editor):
    """The table is made anew on SQLite, and would lose its triggers."""
    if schema_editor.connection.vendor == "sqlite":
        sqlite.uninstall(schema_editor.connection)


def _engine(schema_editor):
    return postgres if schema_editor.connection.vendor == "postgresql" else sqlite


def install_whole(apps, schema_editor):
    _engine(schema_editor).install(schema_editor.connection)


def install(apps, schema_editor):
    install_whole(apps, schema_editor)
    _engine(schema_editor).install_bare(schema_editor.connection)


def fill(apps, schema_editor):
    articles, entries = apps.get_model("articles", "Article"), apps.get_model("articles", "SearchEntry")
    entries.objects.filter(kind="article").update(bare_scope=F("scope"), bare_rest=F("rest"))
    asked = articles.questions.through.objects.values_list("article_id", flat=True)
    filed = [
        key
        for key, name in articles.areas.through.objects.values_list("article_id", "area__name").iterator()
        if says(name)
    ]
    tagged = [
        key
        for key, tags in articles.objects.exclude(tags=[]).values_list("pk", "tags").iterator()
        if any(map(says, tags))
    ]
    keys = list({*asked.iterator(), *filed, *tagged})
    rows = articles.objects.select_related("current").prefetch_related("areas")
    for at in range(0, len(keys), 200):
        for article in rows.filter(pk__in=keys[at : at + 200]):
            bare_scope, bare_rest = bare(article)
            entries.objects.filter(key=article.pk).update(bare_scope=bare_scope, bare_rest=bare_rest)


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_kinds_of_questions_there")]

    operations = [
        migrations.RunPython(uninstall, install_whole),
        migrations.AddField(
            "searchentry",
            "bare_scope",
            models.TextField(default="", help_text="Of an article: without tags that say more than a subject."),
        ),
        migrations.AddField(
            "searchentry",
            "bare_rest",
            models.TextField(
                default="", help_text="Of an article: without questions, and labels that say more."
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(install, uninstall),
    ]
