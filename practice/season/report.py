"""How one speaker comes along, from the rounds that whoever looks may see."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.http import urlencode

from articles.bank.kinds import LABELS, Kind
from articles.models import Area, Question
from practice.hearing.ballots import POINTS
from practice.hearing.focus import Standing, standing_focus
from practice.hearing.sections import COMMON, Spent, marked, plan_of, spent
from practice.models import Place, Round, Tournament
from practice.season.again import season_of
from practice.season.charts import Chart, Value, chart
from practice.season.judged import Judged, judged
from practice.season.planning import next_for
from practice.season.told import Told, told_of
from practice.season.weakest import weakest
from practice.words import spoken
from teams.access import Visibility
from teams.models import Membership

MOST = 100  # rounds that one page reads


@dataclass(frozen=True)
class AreaLine:
    """How often an area was spoken on. `wanted`: the speaker's next tournament has published it."""

    area: Area
    rounds: int
    last: date | None
    wanted: bool


@dataclass(frozen=True)
class KindLine:
    kind: Kind
    label: str
    rounds: int


@dataclass(frozen=True)
class SectionLine:
    """What a part of the speech took, as "m:ss", on average of the `rounds` in which it was marked."""

    label: str
    spent: str
    planned: str
    rounds: int


@dataclass(frozen=True)
class Weakness:
    """What is worth a draw: `query` chooses it on the draw's page, `name` says it, `why` a line for each part."""

    query: str
    name: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Attendance:
    """At the squad practices that the speaker had a place on and that are past."""

    came: int
    missed: int

    @property
    def boards(self) -> int:
        return self.came + self.missed


@dataclass(frozen=True)
class Report:
    """`rounds`: the newest first, MOST of them; `private` of the speaker's are left out. `since` None: of all time."""

    rounds: tuple[Told, ...]
    more: bool
    private: int
    since: datetime | None
    in_season: bool
    areas: tuple[AreaLine, ...]
    kinds: tuple[KindLine, ...]
    charts: tuple[Chart, ...]
    sections: tuple[SectionLine, ...]
    judged: Judged
    weakness: Weakness | None
    focus: Standing | None
    attendance: Attendance
    tournament: Tournament | None

    @property
    def drilled(self) -> bool:
        return any(one.round.drill for one in self.rounds)

    @property
    def last(self) -> Told | None:
        return next((one for one in self.rounds if one.speech is not None), None)

    @property
    def never(self) -> list[AreaLine]:
        """Areas that were never spoken on, those of the next tournament first."""
        return sorted((line for line in self.areas if not line.rounds), key=lambda line: not line.wanted)

    @property
    def never_wanted(self) -> list[AreaLine]:
        """Of these, what the next tournament has published."""
        return [line for line in self.never if line.wanted]

    @property
    def never_other(self) -> list[AreaLine]:
        return [line for line in self.never if not line.wanted]

    @property
    def least(self) -> KindLine | None:
        """The kind that was practiced least; None where all were practiced alike."""
        few = min(self.kinds, key=lambda line: line.rounds)
        return few if any(line.rounds > few.rounds for line in self.kinds) else None


def report(*, speaker: Membership, reader: Membership, ever: bool = False, as_coaches: bool = False) -> Report:
    """Of this season, or of all time. `as_coaches`: the speaker looks at what their coaches see.

    The reader must be the speaker, or one who may read what is shared with the coaches.
    """
    begun = season_of(reader)
    season = None if ever else begun
    rounds = Round.objects.visible_to(reader).filter(owner=speaker.user)
    if season:
        rounds = rounds.filter(created_at__gte=season.began_at)
    private = Round.objects.visible_to(speaker).filter(owner=speaker.user, visibility=Visibility.PRIVATE)
    hidden = private.filter(created_at__gte=season.began_at).count() if season else private.count()
    if as_coaches:
        rounds = rounds.exclude(visibility=Visibility.PRIVATE)
    rows = rounds.finished().for_list().select_related("question")
    found = list(rows.prefetch_related("question__areas")[: MOST + 1])
    told = tuple(told_of(found[:MOST]))
    tournament = next_for(speaker)
    areas, kinds = _areas(speaker, told, tournament), _kinds(told)
    ballots = judged(rounds=found[:MOST], reader=reader)
    return Report(
        rounds=told,
        more=len(found) > MOST,
        private=hidden if as_coaches or reader != speaker else 0,
        since=season.began_at if season else None,
        in_season=begun is not None,
        areas=areas,
        kinds=kinds,
        charts=tuple(_charts(told)),
        sections=tuple(_sections(told)),
        judged=ballots,
        weakness=_weakness(speaker, told, areas, kinds, ballots) if reader == speaker else None,
        focus=_focus(speaker, reader, found),
        attendance=_attendance(speaker, season.began_at if season else None),
        tournament=tournament,
    )


def _focus(speaker: Membership, reader: Membership, seen: Sequence[Round]) -> Standing | None:
    """What the speaker works on; for a coach, where the ballot that said it is one of a round that they see."""
    focus = standing_focus(member=speaker)
    if focus is None or (reader != speaker and focus.sheet.ballot.round not in seen):
        return None
    return focus


def _areas(speaker: Membership, told: Sequence[Told], tournament: Tournament | None) -> tuple[AreaLine, ...]:
    days: dict[int, list[date]] = defaultdict(list)
    for one in told:
        if one.counts:
            for area in one.areas:
                days[area.pk].append(one.on)
    wanted = {area.pk for area in tournament.areas} if tournament else set()
    return tuple(
        AreaLine(area, len(days[area.pk]), max(days[area.pk], default=None), area.pk in wanted)
        for area in Area.objects.filter(team=speaker.team)
    )


def _kinds(told: Sequence[Told]) -> tuple[KindLine, ...]:
    number = Counter(one.kind for one in told if one.counts)
    return tuple(KindLine(kind, label, number[kind]) for kind, label in LABELS.items())


def _weakness(
    speaker: Membership,
    told: Sequence[Told],
    areas: Sequence[AreaLine],
    kinds: Sequence[KindLine],
    ballots: Judged,
) -> Weakness | None:
    """Only what has a question to draw; None before the first speech."""
    counted = [one for one in told if one.counts]
    if not counted:
        return None
    bank = Question.objects.drawable_by(speaker)
    there = set(bank.values_list("areas", flat=True))
    lines = [line for line in areas if line.area.pk in there]
    marks = {one.round.pk: ballots.marks.get(one.round.pk, ()) for one in counted}
    marked = [(area, marks[one.round.pk]) for one in counted for area in one.areas]
    area = weakest({line.area: line.rounds for line in lines}, marked, [one.area for one in lines if one.wanted])
    asked = set(bank.in_areas([area.thing] if area else []).values_list("kind", flat=True))
    of = {line.kind: line.rounds for line in kinds if line.kind in asked}
    kind = weakest(of, [(one.kind, marks[one.round.pk]) for one in counted if one.kind])
    chosen, names, why = {}, [], []
    if area:
        chosen["area"], name = area.thing.slug, area.thing.name
        names.append(name)
        why.append(area.words(name, POINTS))
    if kind:
        chosen["kind"], name = kind.thing.value, LABELS[kind.thing].lower()
        names.append(name)
        why.append(kind.words(name[0].upper() + name[1:], POINTS))
    return Weakness(urlencode(chosen), ", ".join(names), tuple(why)) if chosen else None


def _charts(told: Sequence[Told]) -> Iterable[Chart]:
    """The oldest left; only whole rounds in which there was a speech, since the figures of drills are other ones."""
    rounds = [one for one in reversed(told) if one.speech is not None and not one.round.drill]

    def whole(value: float) -> str:
        return str(round(value))

    drawn = (
        chart("Speech", _values(rounds, "speech", "speech_limit"), spoken, "of"),
        chart("Prep used", _values(rounds, "prep", "prep_limit"), spoken, "of"),
        chart("Time to choose", _values(rounds, "chose"), spoken),
        chart("Sources in the outline", _values(rounds, "sources", "target"), whole, "aiming for"),
    )
    return (one for one in drawn if one)


def _sections(told: Sequence[Told]) -> Iterable[SectionLine]:
    """Only rounds in which somebody marked where a section began."""
    spents: dict[str, list[Spent]] = defaultdict(list)
    for one in told:
        happened = one.round.happened
        if one.counts and marked(happened):
            plan = plan_of(happened) or COMMON
            for part in spent(happened, one.round.clock(), one.speech_limit or 0, plan):
                spents[part.section.label].append(part)
    for label, parts in spents.items():
        known = [part.spent for part in parts if part.spent is not None]
        planned = sum(part.planned for part in parts) / len(parts)
        if known:
            yield SectionLine(label, spoken(sum(known) / len(known)), spoken(planned), len(known))


def _values(rounds: Sequence[Told], name: str, limit: str = "") -> list[Value]:
    return [
        Value(f"{one.on.day} {one.on:%b}", float(value), getattr(one, limit) if limit else None)
        for one in rounds
        if (value := getattr(one, name)) is not None
    ]


def _attendance(speaker: Membership, since: datetime | None) -> Attendance:
    """Who drew or was signed in came. A board that goes on says nothing yet of who was not called."""
    places = Place.objects.filter(
        board__team=speaker.team_id, board__deleted_at=None, user=speaker.user_id, draw_at__lt=timezone.now()
    )
    if since:
        places = places.filter(board__first_draw__gte=since)
    came = missed = 0
    for state, round, ended in places.values_list("state", "round", "board__ended_at"):
        if round or state == Place.State.HERE:
            came += 1
        elif state == Place.State.NO_SHOW or ended:
            missed += 1
    return Attendance(came, missed)
