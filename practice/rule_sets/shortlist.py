"""Which rule sets are offered first: the last that a speaker used, then those that their coach picked."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from practice.models import RuleSet, Shortlist
from practice.rule_sets.presets import FIRST, QUICK
from teams.models import Membership, Team

UNPICKED = 3  # how many stand first where nobody has picked


def picked(member: Membership) -> list[str]:
    """The slugs that the team's coach picked; [] where nobody has."""
    row = Shortlist.objects.visible_to(member).first()
    return list(row.slugs) if row else []


def first_ones(rule_sets: Sequence[RuleSet], slugs: Sequence[str], last: RuleSet | None) -> list[RuleSet]:
    """Those that stand first, in order. Where nobody picked: the team's own, then a few of those that are shipped."""
    own, shipped = ([row for row in rule_sets if bool(row.team_id) is ours] for ours in (True, False))
    usual = [*own, *sorted(shipped, key=lambda row: (row.slug != FIRST, row.slug != QUICK))]
    first = [row for row in rule_sets if row.slug in slugs] or usual[: max(UNPICKED, len(own))]
    return [*(row for row in rule_sets if row == last), *(row for row in first if row != last)]


def pick(*, member: Membership, rule_sets: Iterable[RuleSet]) -> Shortlist:
    """The team's practice page shows these first. None: as if nobody had picked."""
    with transaction.atomic():
        Team.objects.select_for_update(no_key=True).get(pk=member.team_id)
        row = Shortlist.objects.visible_to(member).first() or Shortlist(team=member.team)
        row.owner, row.slugs = member.user, [one.slug for one in rule_sets]
        row.save()
        return row
