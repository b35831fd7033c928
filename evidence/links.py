"""Links that show one card or one block to whoever has them: signed, for some days, ended at any time, and off unless
a coach has switched them on for the team.

Decision 0013: a link shows what its maker may make a link to, and is closed while its maker is in legal mode.
"""

import uuid
from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from evidence.models import Block, Card, Link
from evidence.outlines import Row, outline_of
from teams.access import Visibility
from teams.limits import limits_of
from teams.models import Membership, User
from teams.policy import Action

DAYS = (1, 7, 30)
MOST = 20  # live links of one member in one team
_SIGNER = Signer(salt="evidence.links", sep=".")


class TooMany(Exception):
    """The member has MOST live links already."""


class Closed(Exception):
    """The link opens nothing for now, and will again."""


def may_link(member: Membership, about: Card | Block) -> bool:
    """Its owner, and a coach, where the team has links on and it is shared: no coach is passed by."""
    own = about.owner_id == member.user_id or member.may(Action.ALLOW_LINKS)
    return member.team.links_on and own and member.may(Action.WRITE) and about.visibility != Visibility.PRIVATE


def make_link(*, member: Membership, about: Card | Block, days: int, with_analysis: bool = False) -> Link:
    """Raises TooMany. Who may is for `may_link`."""
    if Link.objects.live().filter(team=member.team, owner=member.user).count() >= MOST:
        raise TooMany
    return Link.objects.create(
        team=member.team,
        owner=member.user,
        card=about if isinstance(about, Card) else None,
        block=about if isinstance(about, Block) else None,
        expires_at=timezone.now() + timedelta(days=days),
        with_analysis=with_analysis,
    )


def address_of(link: Link) -> str:
    """The path that opens it. It needs the site's secret key, so the database alone does not give it away."""
    return reverse("shown", args=[_SIGNER.sign(link.pk.hex)])


def find_link(token: str) -> Link:
    """The link of this token, if it opens now; else Http404, the same for one that never was.

    Raises Closed while its maker is in a round in legal mode: who opens a link is not known, so nobody may.
    """
    try:
        pk = uuid.UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        raise Http404("No such link.") from None
    rows = Link.objects.live().select_related("card__article__team", "card__team", "block__team", "owner", "team")
    link: Link | None = rows.filter(pk=pk).first()
    if link is None or not _may_still(link):
        raise Http404("No such link.")
    if limits_of(link.owner) is not None:
        raise Closed
    return link


def _may_still(link: Link) -> bool:
    """A coach who is a student now linked to what they may not even see."""
    maker = Membership.objects.of(link.owner).select_related("team").filter(team=link.team_id).first()
    return maker is not None and may_link(maker, link.about)


def shown_of(*, block: Block, member: Membership) -> tuple[Row, ...]:
    """The lines of a block that a link of this member shows: cards and inner blocks which they may make a link to."""
    return outline_of(block, member, shown=lambda thing: may_link(member, thing))


def left_out(*, block: Block, member: Membership) -> int:
    """How many cards of the block the member sees and a link of theirs does not show."""
    seen, shown = outline_of(block, member), shown_of(block=block, member=member)
    return sum(bool(row.card) for row in seen) - sum(bool(row.card) for row in shown)


def count_opening(*, link: Link, by: User | None) -> None:
    """One more, unless it was opened by somebody of the team itself."""
    if by is not None and Membership.objects.of(by).filter(team=link.team_id).exists():
        return
    Link.objects.filter(pk=link.pk).update(opened=F("opened") + 1, opened_at=timezone.now())
