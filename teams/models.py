"""People, teams, memberships and the codes by which a team is joined."""

import secrets
import uuid
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from teams.policy import Action, Role, allows

JOIN_CODE_LIFE = timedelta(days=7)
# No vowels, so that no word comes up; nothing that is read as something else (0/O, 1/I/L, 5/S, 2/Z, 8/B).
ALPHABET = "34679CDFGHJKMNPQRTVWXY"


def new_room_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(6))


class User(AbstractUser):
    """A person who signs in. Minimum data: a user name, a name to show, an optional e-mail."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    display_name = models.CharField("Name your team sees", max_length=60, blank=True)
    current_team = models.ForeignKey(
        "Team",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Team last switched to.",
    )
    brought_in_with = models.ForeignKey(
        "Team",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Nobody signs in to this account: it stands for a person of the file that the team came in with.",
    )
    limited_by = models.UUIDField(
        null=True, editable=False, help_text="What is under way that limits what the person sees (teams.limits)."
    )

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Team(models.Model):
    """A squad, or the team of one that a student without a coach has."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=60, unique=True)
    personal = models.BooleanField(default=False)
    time_zone = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="In which its times are told and typed (teams.zones); the site's if empty.",
    )
    window_days = models.PositiveSmallIntegerField(
        default=90, help_text="An article older than this many days is marked; from a rule set where one says so."
    )
    window_from = models.CharField(max_length=120, blank=True, help_text="The rule set that the window is from.")
    links_on = models.BooleanField(
        default=False, help_text="Links that show a card to whoever has them open, and may be made."
    )
    recordings_on = models.BooleanField(default=False, help_text="Recordings of speeches may be sent to the server.")
    recording_days = models.PositiveSmallIntegerField(
        default=30, help_text="A recording is deleted from the server after this many days."
    )
    brought_in_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who brought it in from a file. They hold that file, so they may say who its people are.",
    )
    room_code = models.CharField(
        max_length=8, default=new_room_code, help_text="Lets a student out of legal mode. Coaches see and change it."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("team_home", args=[self.slug])

    @property
    def fresh_from(self) -> date:
        """The first day whose articles are not marked as old; an article without a date is not called old."""
        return timezone.localdate() - timedelta(days=self.window_days - 1)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(ended_at=None, user__is_active=True)

    def of(self, user: User) -> "MembershipQuerySet":
        return self.active().filter(user=user).select_related("team", "user")

    def in_team(self, team: Team) -> "MembershipQuerySet":
        return self.active().filter(team=team).select_related("team", "user").order_by("joined_at", "pk")


class Membership(models.Model):
    """One person's time in one team. It ends, it is never deleted: what the member wrote stays the team's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=[(r.value, r.value.capitalize()) for r in Role])
    joined_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"], condition=Q(ended_at=None), name="one_membership_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role}, {self.team})"

    @property
    def is_active(self) -> bool:
        return self.ended_at is None and self.user.is_active

    def may(self, action: Action) -> bool:
        return self.is_active and allows(self.role, action)


class JoinCodeQuerySet(models.QuerySet["JoinCode"]):
    def usable(self) -> "JoinCodeQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


def _join_code_expiry() -> datetime:
    return timezone.now() + JOIN_CODE_LIFE


class JoinCode(models.Model):
    """A code that is typed to join a team as a student. Only its keyed hash is stored (see `teams.joining`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="join_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=2, help_text="The last characters, to tell codes apart.")
    created_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=_join_code_expiry)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = JoinCodeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"…{self.ending} ({self.team})"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> "ApiTokenQuerySet":
        return self.filter(revoked_at=None, member__ended_at=None, member__user__is_active=True)


class ApiToken(models.Model):
    """What a program shows to read as this member. Only its keyed hash is stored; the token is shown once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4, help_text="The last characters, to tell tokens apart.")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} (…{self.ending})"
