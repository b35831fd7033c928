"""Many files at once: a batch, its files in the order in which they came, and the feeds a team reads."""

import uuid
from typing import Self

from django.db import models

from articles.models.areas import Area
from articles.models.articles import Article
from articles.models.led import LedQuerySet
from articles.models.questions import Question
from teams.access import TeamOwned, TeamOwnedQuerySet
from teams.models import Membership
from teams.policy import Action


class BatchQuerySet(TeamOwnedQuerySet):
    """A batch is its owner's and the leaders' business."""

    def _seen_by(self, member: Membership) -> Self:
        rows = super()._seen_by(member)
        return rows if member.may(Action.EDIT_ARTICLES) else rows.filter(owner=member.user)


class FeedQuerySet(LedQuerySet):
    """A feed is its team's: every leader may ask it, and stop following it."""


class Feed(TeamOwned):
    """An RSS or Atom address from which a team takes articles when it asks for them."""

    EDIT_OTHERS = Action.EDIT_ARTICLES

    url = models.URLField(max_length=500)
    title = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "url"], condition=models.Q(deleted_at=None), name="a_feed_is_in_a_team_once"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.url


class Batch(TeamOwned):
    """Files that are read in one after another. It can be resumed, run again and taken back whole."""

    EDIT_OTHERS = Action.EDIT_ARTICLES

    label = models.CharField(max_length=200)
    areas = models.ManyToManyField(Area, blank=True, related_name="+")
    feed = models.ForeignKey(
        Feed, null=True, blank=True, on_delete=models.SET_NULL, related_name="batches", help_text="Where it is from."
    )
    sealed_at = models.DateTimeField(null=True, blank=True, help_text="When the last file had arrived.")
    finished_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label


class BatchFile(models.Model):
    """One file, or one address to fetch, and what became of it. Its bytes go when its articles hold them."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        WORKING = "working", "being read"
        DONE = "done", "read"
        REFUSED = "refused", "not read"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=500)
    url = models.URLField(max_length=2_000, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, blank=True)
    data = models.BinaryField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="A claim that is old is free again.")
    code = models.CharField(max_length=40, blank=True, help_text="Why it was refused.")
    message = models.TextField(blank=True)
    cautions = models.PositiveIntegerField(default=0)
    added = models.ManyToManyField(Article, blank=True, related_name="+")
    there = models.ManyToManyField(Article, blank=True, related_name="+")
    questions = models.ManyToManyField(Question, blank=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="one_file_a_position")]
        indexes = [models.Index(fields=["batch", "state"])]

    def __str__(self) -> str:
        """An entry of a feed goes by its title, without the end that says how it is read."""
        return self.name.removesuffix(".atom") if self.url else self.name
