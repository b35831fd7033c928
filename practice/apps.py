from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "practice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A card's use in rounds counts among its uses."""
        from evidence.uses import COUNTERS, number  # noqa: PLC0415 - its models are there only now
        from practice.models import PointSource  # noqa: PLC0415 - as above

        COUNTERS["round"] = lambda: number(PointSource.objects.all(), "card", "point__round")
