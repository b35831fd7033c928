"""What is said of notes and cards, as a page shows it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from evidence.models import Card, Muted, Note, Remark
from evidence.remark_forms import RemarkForm
from evidence.remarking import handle
from teams.access import Visibility
from teams.models import Membership
from teams.policy import Action


@dataclass(frozen=True)
class Line:
    """A remark and what this member may do with it."""

    remark: Remark
    mine: bool
    removable: bool


@dataclass(frozen=True)
class Talk:
    """All remarks on one note or card that a member sees. `handles` are (what to type, who that is).

    `told`: the member hears of what is said here, since it is theirs or they joined in; unless they `muted` it.
    """

    about: Note | Card
    lines: tuple[Line, ...]
    form: RemarkForm
    handles: tuple[tuple[str, str], ...]
    told: bool = False
    muted: bool = False

    @property
    def alone(self) -> bool:
        """Nobody but the member sees what it is about."""
        return self.about.visibility == Visibility.PRIVATE


def talk(*, about: Note | Card, member: Membership, form: RemarkForm | None = None) -> Talk:
    """`form` is what was typed and not stored."""
    rows = Remark.objects.visible_to(member).filter(**{about.KIND: about}).in_order()
    moderates = member.may(Action.MODERATE)
    lines = [Line(row, row.owner_id == member.user_id, moderates or row.owner_id == member.user_id) for row in rows]
    alone = about.visibility == Visibility.PRIVATE
    others = [] if alone else [m for m in Membership.objects.in_team(member.team) if m.user_id != member.user_id]
    handles = tuple((handle(m), str(m.user)) for m in others)
    told = about.owner_id == member.user_id or any(line.mine for line in lines)
    muted = told and Muted.objects.filter(user=member.user, **{about.KIND: about}).exists()
    return Talk(about, tuple(lines), form or RemarkForm(about=about), handles, told, muted)


def with_remarks(rows: Any, member: Membership) -> Any:
    """Each note or card with `said`, how many remarks on it this member sees."""
    about = rows.model.KIND
    mine = Remark.objects.admitting(member).filter(deleted_at=None, **{about: OuterRef("pk")})
    counted = mine.order_by().values(about).annotate(counted=Count("pk", distinct=True)).values("counted")
    return rows.annotate(said=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
