"""What the review page says of a round: its times against the rules, the outline, the replay of what happened."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from articles.merged import standing
from articles.models import Article
from evidence.models import Card
from practice.clock import Entry
from practice.covering import Cover, covers
from practice.hearing.sections import SECTIONS, Pace, pace
from practice.layouts import labels_of
from practice.models import Round, Slip
from practice.phases import EventKind, Phase
from practice.rules import consequence
from practice.signalling import Guess, guess_in
from practice.slots import Outline, outline_of
from practice.words import display_over, in_words, line, minutes, spoken
from teams.models import Membership


@dataclass(frozen=True)
class Line:
    """One line of the replay. `offset` counts from the draw; `title` and `address` where a file is meant."""

    offset: str
    words: str
    title: str = ""
    address: str = ""


@dataclass(frozen=True)
class Review:
    """Times are "m:ss"; "" where a stage was not reached."""

    rules: str
    choose: str
    prep: str
    prep_limit: str
    speech: str
    speech_limit: str
    over: str
    cost: str
    pace: Pace | None
    guess: Guess | None
    ended: bool
    relaxed: tuple[str, ...]
    lines: tuple[Line, ...]
    outline: Outline
    left_slips: tuple[tuple[Slip, Cover | None], ...]


def review_of(*, round: Round, reader: Membership) -> Review:
    """Titles of files stand only where `reader` may see the file."""
    state, rules = round.clock(), round.figures
    entries = round.timeline()
    told = covers(member=reader, round=round)
    chosen = next((entry.offset_seconds for entry in entries if entry.kind is EventKind.CHOSEN), None)
    began = any(entry.kind is EventKind.SPEECH_STARTED for entry in entries)
    return Review(
        rules=in_words(rules),
        choose="" if chosen is None else spoken(chosen),
        prep="" if chosen is None else spoken(state.prep_used),
        prep_limit=minutes(rules.prep or 0),
        speech=spoken(state.speech_used) if began else "",
        speech_limit=minutes(rules.speech or 0),
        over=display_over(state.overtime) if state.overtime >= 1 else "",
        cost=consequence(rules, state.speech_used),
        pace=pace(entries, state, rules.speech or 0),
        guess=guess_in(round.happened, state),
        ended=state.phase is Phase.DONE,
        relaxed=tuple(round.draw_record.get("relaxed", ())),
        lines=_lines(entries, round, reader),
        outline=outline_of(round),
        left_slips=tuple((s, told.get(s.position)) for s in round.slips.all() if s.question_id != round.question_id),
    )


def _lines(entries: tuple[Entry, ...], round: Round, reader: Membership) -> tuple[Line, ...]:
    articles, cards = _files(entries, reader)
    slips = {slip.position: slip.text for slip in round.slips.all()}
    points = labels_of(round)
    lines = []
    for entry in entries:
        words, title, address = line(entry), "", ""
        if entry.kind is EventKind.CHOSEN:
            title = slips.get(entry.data.get("slip", 0), "")
        if entry.kind is EventKind.MARKED:
            section = next((one.label for one in SECTIONS if one.name == entry.data.get("section")), "A section")
            words = f"{section}: mark taken back" if entry.data.get("taken_back") else f"{section} began"
        if entry.kind is EventKind.ATTACHED:
            words = f"Source attached to {points.get(entry.data.get('slot', ''), 'the outline')}"
        if entry.kind in (EventKind.OPENED, EventKind.ATTACHED):
            article = articles.get(entry.data.get("article", ""))
            card = cards.get(entry.data.get("card", ""))
            article = article or (card.article if card else None)
            title = card.tag if card else article.title if article else "a file that you may not see, or that is gone"
            address = _address(article) if article else ""
        lines.append(Line(spoken(entry.offset_seconds), words, title, address))
    return tuple(lines)


def _address(article: Article) -> str:
    return reverse("evidence:reader", args=[article.team.slug, article.pk])


def _files(entries: tuple[Entry, ...], reader: Membership) -> tuple[dict[str, Article], dict[str, Card]]:
    ids: dict[str, set[UUID]] = {"article": set(), "card": set()}
    for entry in entries:
        for kind in ids.keys() & entry.data.keys():
            ids[kind].add(UUID(entry.data[kind]))
    articles = standing(member=reader, ids=ids["article"])
    cards = Card.objects.visible_to(reader).filter(pk__in=ids["card"]).select_related("article__team")
    return {str(pk): row for pk, row in articles.items()}, {str(row.pk): row for row in cards}
