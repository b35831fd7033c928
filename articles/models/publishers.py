"""What a team knows of publishers beyond the register that is shipped (articles.ingest.register)."""

from django.db import models

from articles.ingest.register import KINDS, Publication
from teams.models import Team


class Publisher(models.Model):
    """A team's own entry; it wins over a shipped one of the same name."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120, help_text="As it is cited in writing.")
    spoken = models.CharField(max_length=120, blank=True, help_text="As a speaker says it.")
    aliases = models.JSONField(default=list, blank=True, help_text="Other forms in print.")
    region = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12, choices=[(kind, kind.capitalize()) for kind in KINDS], blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="a_publisher_is_in_a_register_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def publication(self) -> Publication:
        """The entry as the pure register knows it."""
        return Publication(self.name, self.spoken, tuple(self.aliases), self.region, self.kind)
