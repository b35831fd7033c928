"""A draw from a bank that stays in the database, by the size of the bank: time, and memory of Python."""

import tracemalloc
import uuid

from django.db import connection, transaction

from articles.models import Question
from bench.database import scratch
from bench.timing import line, median_ms
from practice.picking import pick_for
from teams.joining import make_team
from teams.models import Membership, Team, User

TITLE = "A draw of three, by the size of the bank"
SIZES = (1_000, 20_000, 100_000)


def measure() -> list[str]:
    with scratch():
        members = [_stocked(size) for size in SIZES]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        first = median_ms(lambda: _draw(members[0]))
        return [
            f"{line(f'{size:,} questions', median_ms(lambda m=member: _draw(m)), f'{SIZES[0]:,}', first)}, "
            f"{_peak(member) / 1000:.0f} kB"
            for size, member in zip(SIZES, members, strict=True)
        ]


def _draw(member: Membership) -> None:
    with transaction.atomic():
        pick_for(member=member, areas=[], k=3)


def _peak(member: Membership) -> int:
    tracemalloc.start()
    _draw(member)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _stocked(size: int) -> Membership:
    member = make_team(user=User.objects.create_user(f"coach-{size}"), name=f"Bank of {size}")
    team: Team = member.team
    Question.objects.bulk_create(
        (
            Question(
                team=team, owner=member.user, visibility="team", text=f"Will {n} hold?", fingerprint=uuid.uuid4().hex
            )
            for n in range(size)
        ),
        batch_size=5_000,
    )
    return member
