"""Factories: keyword-only, honest defaults, through the code that the site itself uses."""

import hashlib
import itertools
import os
import time
import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from articles.ingest.draft import Draft, SourceDraft
from articles.models import Area, Article, Question
from articles.storing.pipeline import add_question, import_article
from practice.draw import TooFew
from practice.drills.own import make_drill
from practice.models import Board, KeptText, OwnDrill, OwnLayout, PointSource, Recording, Round, RuleSet, Tournament
from practice.outline.layouts import make_layout
from practice.outline.points import Attached, Overtaken, Written, attach, save_point
from practice.recording.keeping import Begun, Kept, begin, complete, put
from practice.recording.retention import consent_for
from practice.rounds import Acted, choose, end_speech, start_speech
from practice.rule_sets.presets import load_presets
from practice.season.planning import Plan, plan
from practice.squad.squads import make_board
from practice.starting import Started, start_round
from teams.models import Membership, Team, User
from teams.policy import Role

_count = itertools.count(1)
PASSWORD = "correct horse battery"
BODY = (
    "Two ports that had been shut for eleven weeks took in their first ships on Monday. "
    "“We will wait for thirty days,” said Lena Oduya of the insurers’ guild.\n\n"
    "Wheat for May delivery fell 4 percent in two days, its largest drop since the autumn."
)


def user(*, username: str = "", display_name: str = "") -> User:
    username = username or f"person{next(_count)}"
    account = User(username=username, display_name=display_name or username.capitalize())
    account.set_password(PASSWORD)
    account.save()
    return account


def team(*, name: str = "", slug: str = "") -> Team:
    number = next(_count)
    return Team.objects.create(name=name or f"Team {number}", slug=slug or f"team-{number}")


def member(*, team: Team, user: User | None = None, role: str = Role.STUDENT) -> Membership:
    return Membership.objects.create(team=team, user=user or globals()["user"](), role=role)


def area(*, team: Team, name: str = "Black Sea", side: str = "international") -> Area:
    return Area.objects.get_or_create(
        team=team, slug=name.lower().replace(" ", "-"), defaults={"name": name, "side": side}
    )[0]


def draft(
    *, title: str = "", body: str = "", questions: Iterable[str] = (), published_on: date | None = date(2026, 3, 3)
) -> Draft:
    number = next(_count)
    return Draft(
        title=title or f"Ports Reopen, Part {number}",
        byline=("Mira Castellanos", "Jon Weiss"),
        published_on=published_on,
        publisher="The Continental",
        url="",
        kind="digest",
        body=body or f"{BODY}\n\nThis is report number {number}.",
        questions=tuple(questions),
        sources=(
            SourceDraft(
                authors=("Staff",), publication="The Harbour Gazette", url="", text="Staff, The Harbour Gazette"
            ),
        ),
        warnings=(),
    )


def article(
    *,
    member: Membership,
    title: str = "",
    body: str = "",
    questions: Iterable[str] = (),
    areas: Iterable[Area] = (),
    published_on: date | None = date(2026, 3, 3),
) -> Article:
    made = draft(title=title, body=body, questions=questions, published_on=published_on)
    return import_article(member=member, draft=made, original=made.body.encode(), name="made.txt", areas=areas).article


def question(*, member: Membership, text: str = "", areas: Iterable[Area] = ()) -> Question:
    return add_question(member=member, text=text or f"Will port number {next(_count)} reopen for good?", areas=areas)


def rule_set(*, slug: str = "nsda") -> RuleSet:
    """A shipped preset, loaded as `manage.py load_rulesets` does."""
    load_presets()
    return RuleSet.objects.get(team=None, slug=slug)


def round(
    *, member: Membership, rule_set: RuleSet | None = None, visibility: str = "coaches", at: datetime | None = None
) -> Round:
    """A round just drawn, from questions of the member's team, which are made where too few are there."""
    rules = rule_set or globals()["rule_set"]()
    started = start_round(member=member, rule_set=rules, visibility=visibility, at=at)
    while isinstance(started, TooFew):
        for _ in range(started.wanted - started.left):
            question(member=member)
        started = start_round(member=member, rule_set=rules, visibility=visibility, at=at)
    assert isinstance(started, Started), started
    return started.round


def prepping(*, member: Membership, at: datetime | None = None, **given: Any) -> Round:
    """A round whose question is chosen: prep is running."""
    return prepping_on(round(member=member, at=at, **given), at=at)


def prepping_on(drawn: Round, *, at: datetime | None = None) -> Round:
    """The same round, its first slip chosen."""
    chosen = choose(round=drawn, slip=drawn.slips.get(position=1), at=at)
    assert isinstance(chosen, Acted), chosen
    return chosen.round


def speaking(*, member: Membership, at: datetime, **given: Any) -> Round:
    """A round drawn at that moment, whose speech began ten minutes later."""
    round = prepping(member=member, at=at, **given)
    begun = start_speech(round=round, at=at + timedelta(minutes=10))
    assert isinstance(begun, Acted), begun
    return begun.round


def board(*, member: Membership, speakers: Iterable[Membership], at: datetime, **given: Any) -> Board:
    """A squad practice whose first draw is at that moment; NSDA, one section, seven minutes."""
    told = {"rule_set": given.pop("rule_set", None) or rule_set(), "interval": timedelta(minutes=7), **given}
    return make_board(member=member, speakers=[one.user for one in speakers], first_draw=at, **told)


def source(*, round: Round, article: Article, slot: str = "point_1") -> PointSource:
    attached = attach(round=round, slot=slot, article=article)
    assert isinstance(attached, Attached), attached
    return attached.source


def drill(*, member: Membership, name: str = "Sprint", **told: Any) -> OwnDrill:
    """Ten minutes of prep for two of speech, on one question that stays in the bank."""
    rules = {"draw": 1, "prep": 600, "speech": 120}
    usual = {"about": "Be quick.", "rules": rules, "sections": [], "layout": "", "areas": "", "prompts": []}
    return make_drill(member=member, told={"name": name, **usual, "uses_up": False, "source": "", **told})


def layout(*, member: Membership, name: str = "Ours", visibility: str = "team") -> OwnLayout:
    """Two boxes: the hook, and one that no other layout has."""
    slots = "# Introduction\nHook | A story\nRoadmap"
    return make_layout(member=member, name=name, shape="column", slots=slots, visibility=visibility)


def written(text: str, *, version: int = 0, tab: uuid.UUID | None = None) -> Written:
    """A slot's text as a fresh page sends it."""
    return Written(text=text, version=version, base="", tab=tab or uuid.uuid4(), turn=1)


def kept_text(*, member: Membership, round: Round, slot: str = "hook") -> KeptText:
    """Two tabs' texts of one slot: "first" is saved, "second" kept beside it."""
    save_point(member=member, round=round, slot=slot, written=written("first"))
    late = save_point(member=member, round=round, slot=slot, written=written("second"))
    assert isinstance(late, Overtaken), late
    return late.kept


def tournament(
    *,
    member: Membership,
    name: str = "Harbour Classic",
    days: int = 12,
    length: int = 2,
    areas: Iterable[Area] = (),
    goers: Iterable[Membership] = (),
    rule_set: RuleSet | None = None,
    **given: Any,
) -> Tournament:
    """One that begins in so many days (below zero: ago) and lasts `length` days."""
    first = timezone.localdate() + timedelta(days=days)
    told = {"place": "", "side": "", "rule_set": rule_set, "areas": tuple(areas), **given}
    users = tuple(one.user for one in goers)
    made = Plan(name=name, first_day=first, last_day=first + timedelta(days=length - 1), goers=users, **told)
    return plan(member=member, plan=made)


WEBM = b"\x1a\x45\xdf\xa3"
PIECES = (WEBM + b"the first of them", b"and the second", b"and the last")


def spoken(*, member: Membership, at: datetime | None = None, **given: Any) -> Round:
    """A round whose speech has ended: it began half an hour after the draw, and took seven minutes."""
    began = at or timezone.now() - timedelta(hours=1)
    round = prepping(member=member, at=began, **given)
    start_speech(round=round, at=began + timedelta(minutes=31))
    ended = end_speech(round=round, at=began + timedelta(minutes=38))
    assert isinstance(ended, Acted), ended
    return ended.round


def simulation(*, member: Membership) -> Round:
    """A round of the member's in legal mode."""
    for _ in range(3):
        question(member=member)
    started = start_round(member=member, rule_set=rule_set(), simulation=True)
    assert isinstance(started, Started), started
    return started.round


def aged(path: Path, *, days: int) -> None:
    """As if nobody had written there for so long."""
    then = time.time() - days * 24 * 60 * 60
    os.utime(path, (then, then))


def sending(*, member: Membership, round: Round, pk: uuid.UUID | None = None) -> Recording:
    """A recording that the member's team takes, and none of its pieces."""
    Team.objects.filter(pk=member.team_id).update(recordings_on=True)
    member.team.refresh_from_db()
    round.team = member.team
    told = {"pk": pk or uuid.uuid4(), "kind": "audio", "offset_ms": 400, "agreed": consent_for(round)}
    begun = begin(member=member, round=round, **told)
    assert isinstance(begun, Begun), begun
    return begun.recording


MEASURED = {
    "from_ms": 0,
    "speaking_ms": 390_000,
    "silent_ms": 30_000,
    "start_ms": 800,
    "shortest_ms": 500,
    "frame_ms": 50,
    "pauses": [[61_000, 900], [192_500, 2_300]],
    "levels": [0, 40, 100, 70, 5],
}


def recording(*, member: Membership, round: Round | None = None, pieces: Iterable[bytes] = PIECES) -> Recording:
    """A recording on the server, whole."""
    on_its_way = sending(member=member, round=round or spoken(member=member))
    for number, data in enumerate(pieces):
        put(recording=on_its_way, number=number, data=data)
    named = [hashlib.sha256(data).hexdigest() for data in pieces]
    kept = complete(recording=on_its_way, named=named, duration_ms=420_000, measured=MEASURED)
    assert isinstance(kept, Kept), kept
    return kept.recording
