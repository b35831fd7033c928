"""Topic areas, and the rules by which articles are filed under them without a hand."""

from django.db import models

from articles.models.led import LedQuerySet
from teams.access import TeamOwned
from teams.models import Team
from teams.policy import Action


class Side(models.TextChoices):
    DOMESTIC = "domestic", "United States"
    INTERNATIONAL = "international", "International"


class Area(models.Model):
    """A topic area of the team's, as published for a tournament: "Middle East", "Courts"."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60)
    side = models.CharField(max_length=13, choices=Side.choices, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["team", "slug"], name="one_area_a_slug")]

    def __str__(self) -> str:
        return self.name


class FilingRuleQuerySet(LedQuerySet):
    """A rule is its team's, whoever made it."""


class FilingRule(TeamOwned):
    """What this search finds is filed under this area, when it comes in. Each filing of its is remembered."""

    EDIT_OTHERS = Action.EDIT_ARTICLES

    query = models.CharField(max_length=200, help_text="In the language of the library's search.")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")

    objects = FilingRuleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.query} → {self.area}"


class Filing(models.Model):
    """A rule put an article under its area; a filing that a person made is no row here, so a rule can be undone."""

    rule = models.ForeignKey(FilingRule, on_delete=models.CASCADE, related_name="filings")
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "article"], name="a_rule_files_an_article_once")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.article}"
