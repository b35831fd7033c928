"""Links that show one card to whoever has them: signed, for some days, ended at any time, and off unless a coach
has switched them on for the team."""

import uuid
from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from evidence.models import Card, CardLink
from teams.access import Visibility
from teams.models import Membership, User
from teams.policy import Action

DAYS = (1, 7, 30)
MOST = 20  # live links of one member in one team
_SIGNER = Signer(salt="evidence.links", sep=".")


class TooMany(Exception):
    """The member has MOST live links already."""


def may_link(member: Membership, card: Card) -> bool:
    """Its owner, and a coach, where the team has links on and the card is shared: no coach is passed by."""
    own = card.owner_id == member.user_id or member.may(Action.ALLOW_LINKS)
    return member.team.links_on and own and member.may(Action.WRITE) and card.visibility != Visibility.PRIVATE


def make_link(*, member: Membership, card: Card, days: int, with_analysis: bool = False) -> CardLink:
    """Raises TooMany. Who may is for `may_link`."""
    if CardLink.objects.live().filter(team=member.team, owner=member.user).count() >= MOST:
        raise TooMany
    return CardLink.objects.create(
        team=member.team,
        owner=member.user,
        card=card,
        expires_at=timezone.now() + timedelta(days=days),
        with_analysis=with_analysis,
    )


def address_of(link: CardLink) -> str:
    """The path that opens it. It needs the site's secret key, so the database alone does not give it away."""
    return reverse("shown", args=[_SIGNER.sign(link.pk.hex)])


def find_link(token: str) -> CardLink:
    """The link of this token, if it opens now; else Http404, the same for one that never was."""
    try:
        pk = uuid.UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        raise Http404("No such link.") from None
    link: CardLink | None = (
        CardLink.objects.live().select_related("card__article__team", "card__team").filter(pk=pk).first()
    )
    if link is None:
        raise Http404("No such link.")
    return link


def count_opening(*, link: CardLink, by: User | None) -> None:
    """One more, unless it was opened by somebody of the team itself."""
    if by is not None and Membership.objects.of(by).filter(team=link.team_id).exists():
        return
    CardLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, opened_at=timezone.now())
