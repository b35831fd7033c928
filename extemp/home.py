"""What a member finds on the first page: what to go on with, what is new, and for a leader what is missing."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from articles.coverage import assigned_to
from articles.models import Area, Article, Assignment, Question
from articles.review import number_waiting
from evidence.for_you import number_new
from evidence.models import Card
from practice.hearing.focus import Standing, standing_focus
from practice.hearing.speakers import UnderWay, under_way_of_others
from practice.models import Board, Place, Round, Tournament
from practice.season.planning import next_for, next_of_team
from practice.squad.board import todays
from teams.models import Membership
from teams.policy import Action

FRESH = timedelta(days=30)
SHOWN = 5


@dataclass(frozen=True)
class FirstPage:
    """Everything the first page shows; the lists hold SHOWN rows at most."""

    round: Round | None
    focus: Standing | None
    speaking: list[UnderWay]
    tournament: Tournament | None
    squad: list[tuple[Board, Place | None]]
    articles: list[Article]
    cards: list[Card]
    rounds: list[Round]
    questions: int
    leads: bool
    runs: bool
    coaches: bool
    gaps: list[Area]
    asked: list[Assignment]
    waiting: int
    new: int


def first_page(member: Membership) -> FirstPage:
    leads = member.may(Action.ADD_ARTICLES)
    mine = Round.objects.visible_to(member).filter(owner=member.user)
    coaches = member.may(Action.READ_COACHES) and not member.team.personal
    rounds = Round.objects.visible_to(member) if coaches else mine
    tournament = next_of_team(member) if leads else next_for(member)
    return FirstPage(
        focus=standing_focus(member=member),
        tournament=tournament,
        speaking=under_way_of_others(member),
        squad=todays(member)[:SHOWN],
        round=mine.under_way().select_related("question", "team").first(),
        articles=list(Article.objects.visible_to(member).select_related("team").order_by("-created_at")[:SHOWN]),
        cards=list(Card.objects.visible_to(member).for_list().newest_first()[:SHOWN]),
        rounds=list(rounds.finished().select_related("question", "owner", "team")[:SHOWN]),
        questions=Question.objects.drawable_by(member).count(),
        leads=leads,
        runs=member.may(Action.RUN_BOARDS),
        coaches=coaches,
        gaps=_gaps(member, tournament) if leads else [],
        asked=list(assigned_to(member)[:SHOWN]),
        waiting=number_waiting(member) if leads else 0,
        new=number_new(member),
    )


def _gaps(member: Membership, tournament: Tournament | None) -> list[Area]:
    """Areas with no article of the last 30 days: of the next tournament's, where they are published."""
    since = timezone.localdate() - FRESH
    fresh = Count("articles", filter=Q(articles__published_on__gte=since, articles__deleted_at=None))
    areas = Area.objects.filter(team=member.team)
    if tournament and tournament.areas:
        areas = areas.filter(pk__in=[area.pk for area in tournament.areas])
    return list(areas.annotate(fresh=fresh).filter(fresh=0)[:8])
