"""How old an article may be before it is marked: by days, or as a rule set says."""

from practice.models import RuleSet
from teams.models import Team

LONGEST = 3_650  # days


def rule_sets_with_a_window(team: Team) -> list[RuleSet]:
    """The rule sets that bound the age of an article, for the team to choose from."""
    return [rule_set for rule_set in RuleSet.objects.for_team(team) if rule_set.figures.age_days]


def set_window(*, team: Team, rule_set: RuleSet | None = None, days: int | None = None) -> Team:
    """The team marks what is older than `days`, or than the rule set allows. Raises ValueError without either."""
    bound = rule_set.figures.age_days if rule_set else days
    if not bound or not 0 < bound <= LONGEST:
        raise ValueError(f"A window has 1 to {LONGEST} days.")
    team.window_days, team.window_from = bound, rule_set.name if rule_set else ""
    team.save(update_fields=["window_days", "window_from"])
    return team
