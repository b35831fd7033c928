from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Notes and cards come back into a search index that is made anew, and are placed in every new revision."""
        from articles.search.index import REBUILDERS  # noqa: PLC0415 - its models are there only now
        from articles.storing.pipeline import REVISED  # noqa: PLC0415 - as above
        from evidence.indexing import rebuild  # noqa: PLC0415 - as above
        from evidence.placing import place_all  # noqa: PLC0415 - as above

        if rebuild not in REBUILDERS:
            REBUILDERS.append(rebuild)
        if place_all not in REVISED:
            REVISED.append(place_all)
