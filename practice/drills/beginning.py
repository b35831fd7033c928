"""A drill begins: a normal round with other figures, on a drawn question or on one that the speaker has met."""

from django.db import transaction
from django.db.models import Count, Q

from articles.models import Area, Question
from practice.choosing import settle_team
from practice.draw import TooFew
from practice.drills.drill import LEAST, Drill
from practice.models import Round, RuleSet
from practice.picking import Unsealed, bank_of
from practice.rounds import choose
from practice.season.again import this_season
from practice.starting import Started, start_on, start_round
from teams.access import Visibility
from teams.models import Membership


def begin(
    *,
    member: Membership,
    drill: Drill,
    rule_set: RuleSet,
    visibility: str = Visibility.COACHES,
    question: Question | None = None,
    fewer: bool = False,
    shown: str = "",
) -> Started | TooFew | Unsealed:
    """Begin it, or give back the round that is under way. With a `question`, nothing is drawn; else `shown` is the
    hash of the seed that the student saw before. Where there is nothing to choose from, prep begins at once."""
    if question:
        return start_on(member=member, rule_set=rule_set, question=question, visibility=visibility, drill=drill)
    wanted = drill.of(rule_set.figures).draw or 1
    areas = spoken_on_least(member, wanted) if drill.areas == LEAST else []
    given = {"visibility": visibility, "fewer": fewer, "shown": shown, "drill": drill, "settled": True}
    settle_team(member.team)  # as start_round does: before the locks
    with transaction.atomic():
        outcome = start_round(member=member, rule_set=rule_set, areas=areas, **given)  # type: ignore[arg-type]
        if wanted == 1 and isinstance(outcome, Started) and outcome.created:
            choose(round=outcome.round, slip=outcome.round.slips.get())
    return outcome


def spoken_on_least(member: Membership, wanted: int) -> list[Area]:
    """The areas that the member has spoken on least often this season, and of those as many as hold `wanted` questions
    to draw: first the areas with the fewest speeches, then the next. None where no area has a question."""
    within = this_season(member)
    mine = within.of(Round.objects.filter(team=member.team_id, owner=member.user_id)).exclude(question=None)
    times = dict(mine.values_list("question__areas").annotate(n=Count("pk", distinct=True)))
    drawable = Q(pk__in=Question.objects.drawable_by(member).values("areas"))
    areas = list(Area.objects.filter(drawable, team=member.team).order_by("side", "name"))
    chosen: list[Area] = []
    for least in sorted({times.get(area.pk, 0) for area in areas}):
        chosen += [area for area in areas if times.get(area.pk, 0) == least]
        bank = bank_of(member, chosen, held=(), within=within)
        if len(bank.fresh) + len(bank.seen) >= wanted:
            break
    return chosen
