"""Recordings of speeches that their speakers sent to the server."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone

from practice.models.rounds import Round
from practice.recording.facts import Facts, facts_of
from practice.words import spoken
from teams.access import TeamOwned, TeamOwnedQuerySet, Visibility
from teams.models import Membership, Team
from teams.policy import Action


def _speaker_is_here() -> Exists:
    """Who leaves the team takes the sound of their speeches along."""
    return Exists(Membership.objects.active().filter(team=OuterRef("team"), user=OuterRef("owner")))


class RecordingQuerySet(TeamOwnedQuerySet):
    def _shared_with(self, member: Membership) -> Q:
        """Whom it names, if they may see its round as well."""
        round = Q(round__owner=member.user) | Q(round__visibility=Visibility.TEAM)
        if member.may(Action.READ_COACHES):
            round |= Q(round__visibility=Visibility.COACHES)
        return super()._shared_with(member) & round & Q(round__deleted_at=None)

    def sent(self) -> Self:
        """Arrived whole. What is still on its way is nobody's to hear."""
        return self.exclude(kept_at=None)

    def there(self) -> Self:
        """What can be heard today; a day that has come ends it, whether or not its bytes are deleted yet."""
        return self.sent().exclude(file="").filter(_speaker_is_here(), delete_on__gt=timezone.localdate())

    def under_way(self) -> Self:
        return self.filter(kept_at=None).exclude(file="")

    def due(self) -> Self:
        """What has to be deleted now: its day has come, its speaker has left, or it never arrived whole."""
        stale = timezone.now() - timedelta(days=7)
        past = Q(delete_on__lte=timezone.localdate()) | ~_speaker_is_here() | Q(kept_at=None, created_at__lt=stale)
        return self.exclude(file="").filter(past)

    def bytes_of(self, team: Team) -> int:
        """What the team's recordings take on the disk, those on their way included."""
        return self.filter(team=team).exclude(file="").aggregate(sum=Sum("size"))["sum"] or 0

    def in_order(self) -> Self:
        """Those of one round as they were spoken: a later part began later in the speech."""
        return self.order_by("-offset_ms", "created_at", "pk")

    def for_list(self) -> Self:
        return self.select_related("team", "owner", "round").prefetch_related("round__slips", "round__events")


class Recording(TeamOwned):
    """A speech, or a part of one, that lies on the server until a day. Without `file` its sound is not here.

    `offset_ms` is where in the recording the speech began; below 0 if it was under way by then. `consent` are the
    words that the owner agreed to. Taken back it is in the trash at once, its bytes deleted, and is never restored.
    """

    class Kind(models.TextChoices):
        AUDIO = "audio", "sound"
        VIDEO = "video", "sound and picture"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="recordings")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    container = models.CharField(max_length=4, blank=True, choices=[(c, c) for c in ("webm", "mp4", "ogg")])
    offset_ms = models.IntegerField(default=0)
    duration_ms = models.PositiveIntegerField(default=0, help_text="By the clock of the page that recorded.")
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes that have arrived.")
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.CharField(max_length=32, blank=True, help_text="Name on the disk: random, and never shown.")
    stretches = models.JSONField(default=list, blank=True, help_text="practice.recording.times")
    facts = models.JSONField(default=dict, blank=True, help_text="practice.recording.facts")
    consent = models.TextField()
    consented_at = models.DateTimeField()
    delete_on = models.DateField()
    kept_at = models.DateTimeField(null=True, blank=True, help_text="All of it had arrived.")
    gone_at = models.DateTimeField(null=True, blank=True, help_text="Its bytes were deleted.")

    objects = RecordingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.owner}, {self.get_kind_display()}, {self.length}"

    @property
    def length(self) -> str:
        return spoken(self.duration_ms / 1000)

    @property
    def is_there(self) -> bool:
        """Whether it can be heard; the same as `there`, for a speaker who has not left."""
        return bool(self.file and self.kept_at and self.delete_on > timezone.localdate())

    @property
    def content_type(self) -> str:
        return f"{self.kind}/{self.container}"

    @property
    def measured(self) -> Facts | None:
        return facts_of(self.facts)

    @property
    def name(self) -> str:
        """As a file that is downloaded."""
        return f"speech-{timezone.localdate(self.consented_at):%Y-%m-%d}.{self.container}"


class Piece(models.Model):
    """A piece of a recording that has arrived, until the recording is whole."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["recording", "number"], name="one_piece_a_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.sha256[:8]}"
