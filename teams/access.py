"""The only code that turns the policy table into gates and querysets.

Stranger and former member: 404, the same as absent. Member without the right: 403.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Self, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.utils import timezone

from lib.htmx import HtmxRequest
from teams import zones
from teams.limits import narrowed
from teams.models import Membership, Team, User
from teams.policy import Action

Row = TypeVar("Row", bound=models.Model)


class SignedInRequest(HtmxRequest):
    """A request behind the login."""

    user: User


class MemberRequest(SignedInRequest):
    """A request whose sender is a member of the team in the URL."""

    member: Membership


def team_view(action: Action) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Gate of every page under /t/<team>/: sets `request.member`, or answers 404 or 403. Swallows the `team` slug."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def gate(request: MemberRequest, team: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            member = Membership.objects.of(request.user).filter(team__slug=team).first()
            if member is None:
                raise Http404("No such team.")
            request.member = member
            zones.activate(member.team)
            if not member.may(action):
                raise PermissionDenied(f"A {member.role} may not {action}.")
            return view(request, *args, **kwargs)

        return gate

    return decorate


class Visibility(models.TextChoices):
    PRIVATE = "private", "Only me"
    COACHES = "coaches", "Me and my coaches"
    TEAM = "team", "My team"


class TeamOwnedQuerySet(models.QuerySet[Any]):
    """The words by which anything of a team's is fetched. Nothing is fetched by any other way."""

    def _shared_with(self, member: Membership) -> Q:
        """The member's own, and what its visibility says."""
        shared = Q(owner=member.user) | Q(visibility=Visibility.TEAM)
        if member.may(Action.READ_COACHES):
            shared |= Q(visibility=Visibility.COACHES)
        return shared

    def _seen(self, member: Membership) -> Q:
        """What a member may read; a model whose rows are seen by more people than those says so here."""
        return self._shared_with(member)

    def _seen_by(self, member: Membership) -> Self:
        if not member.may(Action.READ):
            return self.none()
        return narrowed(self.filter(self._seen(member), team=member.team), member)

    def visible_to(self, member: Membership) -> Self:
        return self._seen_by(member).filter(deleted_at=None)

    def editable_by(self, member: Membership) -> Self:
        """What this member may change: their own, and others' where the model names an action for it."""
        action = self.model.EDIT_OTHERS
        rows = self.visible_to(member)
        return rows if action and member.may(action) else rows.filter(owner=member.user)

    def removable_by(self, member: Membership) -> Self:
        """What this member may put in the trash: their own, and for a coach what the team shares."""
        rows = self.visible_to(member).filter(self._shared_with(member))
        return rows if member.may(Action.MODERATE) else rows.filter(owner=member.user)

    def held_for(self, member: Membership) -> Self:
        """What this member may see, the trash included: what they may take out."""
        return self._seen_by(member)

    def trash_of(self, member: Membership) -> Self:
        """What this member may restore."""
        rows = self._seen_by(member).filter(self._shared_with(member)).exclude(deleted_at=None)
        return rows if member.may(Action.MODERATE) else rows.filter(owner=member.user)


class TeamOwned(models.Model):
    """A row of a team's with an owner. It is removed softly, by its owner or a coach, and can be restored."""

    EDIT_OTHERS: Action | None = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.TEAM)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True

    def remove(self, *, by: User) -> None:
        """Into the trash. The row and all that hangs on it stay."""
        self.deleted_at, self.deleted_by = timezone.now(), by
        self.save(update_fields=["deleted_at", "deleted_by"])

    def restore(self) -> None:
        self.deleted_at = self.deleted_by = None
        self.save(update_fields=["deleted_at", "deleted_by"])

    def restore_if_free(self) -> bool:
        """Out of the trash; False, and it stays there, where another row has its place by now."""
        try:
            with transaction.atomic():
                self.restore()
        except IntegrityError:
            return False
        return True


def allowed_or_403(seen: models.QuerySet[Row], allowed: models.QuerySet[Row], pk: uuid.UUID) -> Row:
    """The row, if it is among the allowed; 403 if it is only seen, 404 if it is not even that."""
    row = allowed.filter(pk=pk).first()
    if row is not None:
        return row
    if seen.filter(pk=pk).exists():
        raise PermissionDenied("This is not yours to change.")
    raise Http404("It is not there.")
