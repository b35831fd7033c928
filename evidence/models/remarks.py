"""What members say of each other's notes and cards: replies, comments, mentions, a leader's approval."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.rendering import text_of
from evidence.models.attached import Card, Note
from evidence.showing import stored
from teams.access import TeamOwned, TeamOwnedQuerySet, Visibility
from teams.models import Membership
from teams.policy import Action


class RemarkQuerySet(TeamOwnedQuerySet):
    def admitting(self, member: Membership) -> Self:
        """Remarks that this member may see if they see the note or card."""
        seen = Q(owner=member.user) | Q(visibility=Visibility.TEAM)
        seen |= Q(visibility=Visibility.COACHES, note__owner=member.user)
        if member.may(Action.READ_COACHES):
            seen |= Q(visibility=Visibility.COACHES)
        return self.filter(seen, team=member.team)

    def _on(self, notes: Any, cards: Any) -> Self:
        return self.filter(Q(note__in=notes.values("pk")) | Q(card__in=cards.values("pk")))

    def _seen_by(self, member: Membership) -> Self:
        if not member.may(Action.READ):
            return self.none()
        return self.admitting(member)._on(Note.objects.visible_to(member), Card.objects.visible_to(member))

    def held_for(self, member: Membership) -> Self:
        if not member.may(Action.READ):
            return self.none()
        return self.admitting(member)._on(Note.objects.held_for(member), Card.objects.held_for(member))

    def in_order(self) -> Self:
        return self.select_related("owner", "note__owner", "card", "team").order_by("created_at", "pk")


class Remark(TeamOwned):
    """A reply to a note or a comment on a card. It is never seen by more people than what it is about.

    Nobody answers a remark itself: what is said stays one level deep.
    """

    class Seen(models.TextChoices):
        """The visibility of a reply, in words that fit it."""

        TEAM = Visibility.TEAM.value, "Whoever sees the note"
        COACHES = Visibility.COACHES.value, "Whose note it is, and the coaches"
        PRIVATE = Visibility.PRIVATE.value, "Only me"

    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.CASCADE, related_name="remarks")
    card = models.ForeignKey(Card, null=True, blank=True, on_delete=models.CASCADE, related_name="remarks")
    body = models.TextField(help_text="Markdown as typed.")
    html = models.TextField(help_text="Sanitised.")
    version = models.PositiveIntegerField(default=1)
    client_id = models.UUIDField(default=uuid.uuid4)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "client_id"], name="a_remark_is_made_once"),
            models.CheckConstraint(
                condition=Q(note=None, card__isnull=False) | Q(note__isnull=False, card=None),
                name="a_remark_is_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.body[:60]

    @property
    def KIND(self) -> str:
        return "reply" if self.note_id else "comment"

    @property
    def about(self) -> Note | Card:
        """The note or card that it is about."""
        found = self.note or self.card
        assert found is not None  # noqa: S101 - the database holds it
        return found

    @property
    def anchor(self) -> str:
        """The id of its element on the page of its note or card."""
        return f"remark-{self.pk}"

    def get_absolute_url(self) -> str:
        return f"{self.about.get_absolute_url()}#{self.anchor}"

    @property
    def seen_by(self) -> str:
        """Who sees it, where that is fewer than see the note."""
        return "" if self.card_id or self.visibility == Visibility.TEAM else str(self.Seen(self.visibility).label)

    @property
    def words(self) -> str:
        return text_of(self.html)

    @property
    def shown(self) -> SafeString:
        """The body as HTML."""
        return stored(self.html)


class Mention(models.Model):
    """A member whom a remark names and who sees it."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["remark", "user"], name="a_remark_names_a_member_once")]

    def __str__(self) -> str:
        return f"{self.user} in “{self.remark}”"


class Muted(models.Model):
    """A note or card of whose remarks its owner, or who joined in, wants to hear no more. Being named still tells."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "note"], name="a_note_is_muted_once"),
            models.UniqueConstraint(fields=["user", "card"], name="a_card_is_muted_once"),
            models.CheckConstraint(
                condition=Q(note=None, card__isnull=False) | Q(note__isnull=False, card=None),
                name="one_thing_is_muted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.note or self.card} for {self.user}"


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)


class Approval(models.Model):
    """A leader's word that a shared card is fit to be used.

    It ends when the card's claim, quotation or cite changes, or when the leader takes it back.
    """

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="approvals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "by"], condition=Q(ended_at=None), name="a_leader_approves_a_card_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.card}: approved by {self.by}"


class Looked(models.Model):
    """Until when a member has looked through the page "For you"."""

    member = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member} until {self.until:%Y-%m-%d %H:%M}"
