"""The demo team from fixtures/demo/: people, articles, notes, cards, a round that was judged, a tournament to come.

A second run adds nothing.
"""

import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles.ingest.draft import Sent
from articles.ingest.formats import read
from articles.models import Area, Article, Question
from articles.storing.pipeline import add_question, import_article
from evidence.attaching import Selection, attach_card, attach_note
from evidence.cites import cite
from evidence.editing import mark_words
from evidence.models import Card
from evidence.spans import words
from extemp.demo_heard import afterwards, while_it_runs
from practice import rounds
from practice.models import Point, Round, RuleSet, Slip, Tournament
from practice.outline import points
from practice.outline.layouts import layout_of, put_points
from practice.phases import EventKind
from practice.rule_sets.presets import load_presets
from practice.season.planning import Plan, plan
from teams.models import Membership, Team, User

FOLDER: Path = settings.BASE_DIR / "fixtures" / "demo"
PASSWORD = "extemp-demo"  # noqa: S105 - said aloud by `make run`; refused where the host is public
SPACE = uuid.UUID("6f0d3a52-7d7e-4c1b-9f5c-2f5a7a1e9d10")


@dataclass(frozen=True)
class Seeded:
    """What stands now, made just now or before."""

    team: Team
    people: tuple[str, ...]
    articles: int
    questions: int


class NotTheDemo(Exception):
    """A team or a person of the demo's name is there already and is somebody else's."""


def seed() -> Seeded:
    """Raises NotTheDemo."""
    told = json.loads((FOLDER / "demo.json").read_text(encoding="utf-8"))
    load_presets()
    with transaction.atomic():
        members = _people(told)
        coach = next(iter(members.values()))
        areas = _areas(coach.team, told["areas"])
        articles = {entry["file"]: _article(coach, entry, areas) for entry in told["articles"]}
        for entry in told["extra_questions"]:
            add_question(member=coach, text=entry["text"], areas=[areas[name] for name in entry["areas"]])
        for entry in told["notes"]:
            _note(members[entry["owner"]], articles[entry["article"]], entry)
        for entry in told["cards"]:
            _card(members[entry["owner"]], articles[entry["article"]], entry)
        _round(members, told["round"], articles)
        _tournament(coach, told["tournament"], areas, members)
    questions = Question.objects.drawable_by(coach).count()
    return Seeded(coach.team, tuple(members), len(articles), questions)


def _people(told: dict[str, Any]) -> dict[str, Membership]:
    team, new = Team.objects.get_or_create(slug=told["team"]["slug"], defaults={"name": told["team"]["name"]})
    members = {}
    for person in told["people"]:
        user = User.objects.filter(username=person["username"]).first()
        if (user is None) != new and not (user and user.check_password(PASSWORD)):
            raise NotTheDemo(f"{team.slug} or {person['username']} is somebody else’s: the demo is not loaded.")
        if user is None:
            user = User.objects.create_user(person["username"], password=PASSWORD, display_name=person["display_name"])
        members[person["username"]] = Membership.objects.get_or_create(
            team=team, user=user, ended_at=None, defaults={"role": person["role"]}
        )[0]
    return members


def _areas(team: Team, told: list[dict[str, str]]) -> dict[str, Area]:
    return {
        entry["name"]: Area.objects.get_or_create(
            team=team, slug=slugify(entry["name"]), defaults={"name": entry["name"], "side": entry["side"]}
        )[0]
        for entry in told
    }


def _article(coach: Membership, entry: dict[str, Any], areas: dict[str, Area]) -> Article:
    data = (FOLDER / "articles" / entry["file"]).read_bytes()
    (draft,) = read(Sent(entry["file"], data)).drafts
    draft = replace(draft, kind=entry["kind"], publisher=entry["publisher"])
    filed = [areas[name] for name in entry["areas"]]
    return import_article(member=coach, draft=draft, original=data, name=entry["file"], areas=filed).article


def _once(*words: str) -> uuid.UUID:
    """The same client id at every run, so that a second run is a double submit."""
    return uuid.uuid5(SPACE, "\n".join(words))


def _note(member: Membership, article: Article, entry: dict[str, Any]) -> None:
    attach_note(
        member=member,
        article=article,
        body=entry["body"],
        selection=Selection(exact=entry["quote"]),
        visibility=entry["visibility"],
        client_id=_once("note", entry["article"], entry["quote"]),
    )


def _card(member: Membership, article: Article, entry: dict[str, Any]) -> None:
    done = attach_card(
        member=member,
        article=article,
        selection=Selection(exact=entry["quote"]),
        tag=entry["tag"],
        cite=cite(article.byline, article.publisher, article.published_on),
        kind=entry["kind"],
        analysis=entry["analysis"],
        visibility=entry["visibility"],
        client_id=_once("card", entry["article"], entry["quote"]),
    )
    if done.created:
        _cut(done.row, entry.get("read", []))


def _cut(card: Card, read: list[str]) -> None:
    """Underlined as a whole, highlighted where it is read aloud."""
    for at, piece in enumerate([card.quotation, *read] if read else []):
        before = card.quotation[: card.quotation.index(piece)]
        first, count = len(words(before, {})), len(words(piece, {}))
        level = "highlight" if at else "underline"
        mark_words(card=card, version=at + 1, by=card.owner, first=first, last=first + count - 1, level=level)


def _round(members: dict[str, Membership], told: dict[str, Any], articles: dict[str, Article]) -> None:
    """A finished round, told by the same verbs that people use, on a clock of two days ago."""
    member = members[told["owner"]]
    if Round.objects.visible_to(member).filter(seed="demo").exists():
        return
    begun = timezone.now() - timedelta(minutes=told["minutes_ago"])

    def at(seconds: float) -> datetime:
        return begun + timedelta(seconds=seconds)

    round_ = _drawn(member, [told["question"], *told["also_drawn"]], begun)
    rounds.choose(round=round_, slip=round_.slips.get(position=1), at=at(told["choose_seconds"]))
    found = [(told["choose_seconds"] + 100 * i, articles[file]) for i, file in enumerate(told["opened"], start=1)]
    for seconds, what in sorted([*found, *((int(s), q) for s, q in told["searched"].items())], key=lambda one: one[0]):
        if isinstance(what, str):
            rounds.searched(round=round_, words=what, at=at(seconds))
        else:
            rounds.open_file(round=round_, article=what, at=at(seconds))
    for slot, text in told["outline"].items():
        Point.objects.filter(round=round_, slot=slot).update(text=text, version=1)
    sources = {}
    for i, source in enumerate(told["sources"], start=1):
        done = points.attach(
            round=round_, slot=source["slot"], article=articles[source["article"]], at=at(900 + 110 * i)
        )
        if isinstance(done, points.Attached):
            sources[source["article"]] = done.source
    rounds.ready(round=round_, at=at(told["prep_seconds"]))
    spoke = told["prep_seconds"] + 120
    rounds.start_speech(round=round_, at=at(spoke))
    heard, coach = told["heard"], members[told["heard"]["by"]]
    while_it_runs(coach, round_, heard, sources, at(spoke))
    rounds.end_speech(round=round_, at=at(spoke + told["speech_seconds"]))
    afterwards(coach, round_, member, heard, at(spoke + told["speech_seconds"]))


def _drawn(member: Membership, texts: list[str], at: datetime) -> Round:
    """The draw itself is told, not drawn, and the record says so."""
    rule_set = RuleSet.objects.get(team=None, slug="nsda")
    round_ = Round.objects.create(
        team=member.team,
        owner=member.user,
        rule_set=rule_set,
        rules=rule_set.figures.for_practice().to_mapping(),
        seed="demo",
        draw_record={"algorithm": "told by the demo", "relaxed": []},
    )
    Round.objects.filter(pk=round_.pk).update(created_at=at)
    for position, text in enumerate(texts, start=1):
        question = add_question(member=member, text=text)
        Slip.objects.create(round=round_, question=question, position=position, text=text)
    put_points(round_, layout_of(None))
    rounds.append(round_, EventKind.DRAWN, at, {})
    return round_


def _tournament(
    coach: Membership, told: dict[str, Any], areas: dict[str, Area], members: dict[str, Membership]
) -> None:
    """It is some days off on the day that the demo is first loaded; one that was removed stays removed."""
    if Tournament.objects.held_for(coach).filter(name=told["name"]).exists():
        return
    first = timezone.localdate() + timedelta(days=told["in_days"])
    plan(
        member=coach,
        plan=Plan(
            name=told["name"],
            place=told["place"],
            first_day=first,
            last_day=first + timedelta(days=told["days"] - 1),
            rule_set=RuleSet.objects.get(team=None, slug=told["rule_set"]),
            side="",
            areas=tuple(areas[name] for name in told["areas"]),
            goers=tuple(members[name].user for name in told["goers"]),
        ),
    )
