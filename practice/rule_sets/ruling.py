"""What a team does with rule sets of its own. A round keeps the rules that it was drawn under, whatever is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from practice.models import RuleSet
from practice.rule_sets.rules import Rules
from teams.models import Membership

_NAME = 80


@dataclass(frozen=True)
class Changed:
    """`saved` is False where somebody had saved first: then `rule_set` is what they saved, and nothing was done.

    `unsourced`: fields whose source stood for the figure before, and stands for none now, each with that source.
    """

    rule_set: RuleSet
    saved: bool
    unsourced: tuple[tuple[str, str], ...] = ()


def copy_rule_set(*, member: Membership, rule_set: RuleSet) -> RuleSet:
    """A rule set of the team's with the same figures and sources."""
    name = f"{rule_set.name[: _NAME - 7]} ({'copy' if rule_set.team_id else 'ours'})"
    return RuleSet.objects.create(
        team=member.team,
        slug=f"ours-{uuid4().hex}",
        name=name,
        rules={**rule_set.rules, "name": name},
        sources=rule_set.sources,
    )


def change_rule_set(
    *, member: Membership, rule_set: RuleSet, version: int, rules: Rules, sources: Mapping[str, str]
) -> Changed:
    """Set the figures. A figure whose value or source changed is entered today; the others keep their date. A source
    that was left as it was beside another value does not speak for that: it is taken off.

    Raises Http404 where the rule set was removed by now.
    """
    with transaction.atomic():
        rows = RuleSet.objects.own(member.team).select_for_update(of=("self",))
        locked = get_object_or_404(rows, pk=rule_set.pk)
        if locked.version != version:
            return Changed(locked, saved=False)
        bare = rules.to_mapping()
        today = timezone.localdate().isoformat()
        entered, unsourced = {}, []
        for field, value in bare.items():
            there = locked.sources.get(field) or {}
            source = sources.get(field, "")
            if field == "name" or value in (None, []):
                continue
            if value == locked.rules.get(field) and source == (there.get("source") or ""):
                entered[field] = there
            elif source and source == there.get("source"):
                entered[field] = {"source": "", "entered": today}
                unsourced.append((field, source))
            else:
                entered[field] = {"source": source, "entered": today}
        locked.name, locked.rules = rules.name, bare
        locked.sources = {field: there for field, there in entered.items() if there}
        locked.version += 1
        locked.save()
        return Changed(locked, saved=True, unsourced=tuple(unsourced))


def remove_rule_set(*, member: Membership, rule_set: RuleSet) -> None:
    """No longer offered. What was drawn under it stays as it is."""
    rule_set.deleted_at, rule_set.deleted_by = timezone.now(), member.user
    rule_set.save(update_fields=["deleted_at", "deleted_by"])


def restore_rule_set(*, rule_set: RuleSet) -> None:
    rule_set.deleted_at = rule_set.deleted_by = None
    rule_set.save(update_fields=["deleted_at", "deleted_by"])
