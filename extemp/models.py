"""A team's file between the look and the word: in the database, so that any process of the site finds it."""

import uuid

from django.db import models

from teams.models import User


class Arriving(models.Model):
    """A file that was looked over whole and is not brought in yet. One a person; it goes after a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    seen = models.JSONField(help_text="What the page shows of it: extemp.arriving.Seen.")
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, help_text="Since when it is being brought in.")

    def __str__(self) -> str:
        return self.name


class ArrivingPiece(models.Model):
    """A megabyte of it, so that no process ever holds the whole."""

    arriving = models.ForeignKey(Arriving, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arriving", "position"], name="one_piece_a_position")]

    def __str__(self) -> str:
        return f"{self.arriving}, piece {self.position}"
