from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "practice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A card's use in rounds counts among its uses; a round in legal mode limits what its speaker sees; the next
        tournament is what the library gets ready for; what listeners say of a speech stands on the page "For you"; in
        legal mode nothing is found by a label that explains."""
        from articles.coverage import GOALS  # noqa: PLC0415 - its models are there only now
        from articles.search.index import SAYING  # noqa: PLC0415 - as above
        from evidence.for_you import MORE  # noqa: PLC0415 - as above
        from evidence.uses import COUNTERS, number  # noqa: PLC0415 - as above
        from practice.hearing.telling import KINDS  # noqa: PLC0415 - as above
        from practice.legal.labels import explains  # noqa: PLC0415 - as above
        from practice.legal.room import find  # noqa: PLC0415 - as above
        from practice.models import PointSource  # noqa: PLC0415 - as above
        from practice.season.planning import goal  # noqa: PLC0415 - as above
        from teams.limits import FINDERS  # noqa: PLC0415 - as above

        if find not in FINDERS:
            FINDERS.append(find)
        if explains not in SAYING:
            SAYING.append(explains)
        if goal not in GOALS:
            GOALS.append(goal)
        MORE.extend(kind for kind in KINDS if kind not in MORE)
        COUNTERS["round"] = lambda: number(PointSource.objects.all(), "card", "point__round")
