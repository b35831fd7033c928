"""Legal mode is enforced by the server: what is barred is in no answer, at any address, whoever asks how."""

import re
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Question
from evidence.attaching import Selection, attach_card, attach_note
from evidence.blocks import add_cards, make_block
from evidence.links import address_of, make_link
from evidence.models import Block, Card, Note
from practice import rounds, starting
from practice.hearing.ballots import Written, give
from practice.hearing.comments import Typed, say
from practice.models import Focus, Round
from practice.phases import EventKind
from practice.room import Left, WrongCode, articles_in, leave_room
from teams import joining
from teams.access import Visibility
from teams.models import Membership, User
from teams.tokens import make_token
from tests import make
from tests.access.table import World
from tests.test_access import ROOMS, ROWS

NOTE, CARD, TAG, DIGEST, ASKED, ANALYSIS, EARLIER, HIDDEN, BLOCK, FOCUS, HEARD = MARKERS = tuple(
    f"barred{what}" for what in "note card tag digest asked analysis earlier hidden block focus heard".split()
)
SHOWN = "allowedtext"
PLACE = Selection("Wheat for May delivery fell 4 percent in two days")


def hang_everything(world: World) -> None:
    """A note, a card, a question, an analysis on an article that may be shown; a digest and an old round beside."""
    alice, bob = world.cast.alice, world.cast.bob
    good = make.article(member=alice, title="Ports", body=f"{SHOWN}. {make.BODY}", questions=[f"Will {ASKED} stay?"])
    good.kind, good.url = "original", "https://example.org/ports"
    good.analysis, good.analysis_html = ANALYSIS, f"<p>{ANALYSIS}</p>"
    good.save()
    for member in (alice, bob):
        attach_note(member=member, article=good, body=f"{NOTE}?", selection=PLACE, visibility=Visibility.TEAM)
        attach_card(member=member, article=good, selection=PLACE, tag=TAG, cite="Weiss", analysis=CARD)
    digest = make.article(member=alice, title=f"{DIGEST} title", body=f"{DIGEST} body. {make.BODY}")
    earlier = world.more["earlier"] = make.prepping(member=world.cast.erin)
    Round.objects.filter(pk=earlier.pk).update(visibility=Visibility.TEAM)
    earlier.points.filter(slot="hook").update(text=EARLIER, version=1)
    rounds.abandon(round=earlier)
    make.question(member=alice, text=f"Will {HIDDEN} rise?")
    block = make_block(member=bob, title=BLOCK, question=world.more["round"].question).block
    add_cards(block=block, cards=Card.objects.filter(tag=TAG))
    Focus.objects.filter(round=world.more["round"]).update(text=FOCUS)
    say(member=alice, round=earlier, typed=Typed(HEARD, uuid4()))
    give(member=alice, round=earlier, written=Written({"reasons": HEARD}, 0))
    world.more |= {"good": good, "digest": digest}


def close(round: Round, slug: str = "uil-informative") -> Round:
    """The round that stands, in legal mode under these rules."""
    round.simulation, round.rules = True, make.rule_set(slug=slug).figures.to_mapping()
    round.save()
    rounds.close_room(round, round.owner, timezone.now())
    return round


@pytest.fixture
def world(cast) -> World:
    world = World(cast=cast, article=make.article(member=cast.alice, questions=["Will the ports stay open?"]))
    for room in ROOMS:
        room.furnish(world)
    hang_everything(world)
    return world


def addresses(world: World) -> list[tuple[str, str, dict]]:
    """(method, address, form): every row of the access table as it stands, and pointed at what is barred."""
    found = []
    others = {"article_id": [world.more["good"].pk, world.more["digest"].pk], "round_id": [world.more["earlier"].pk]}
    for row in ROWS:
        args = row.args(world)
        several = [args, *({**args, key: pk} for key, pks in others.items() if key in args for pk in pks)]
        for one in several:
            address = reverse(row.name, kwargs=one)
            found += [("get", address, {}), ("post", address, row.data(world))]
    team, round = world.cast.team.slug, world.more["round"]
    for query in (*MARKERS, "ports", "has:note", f"ports AND has:card OR {DIGEST}", f"{NOTE} kind:original"):
        for name, args in (("practice:files", [team, round.pk]), ("practice:prep", [team, round.pk])):
            for show in ("articles", "cards", "opened"):
                found.append(("get", reverse(name, args=args) + f"?q={query}&show={show}", {}))
        for name in "articles:library evidence:cards evidence:notes evidence:sentences articles:questions".split():
            found.append(("get", reverse(name, args=[team]) + f"?q={query}", {}))
    room = reverse("practice:prep", args=[team, round.pk])
    for key in ("good", "digest"):
        pk = world.more[key].pk
        found += [("get", f"{room}?article={pk}", {}), ("post", f"{room[:-5]}open/", {"file": f"article:{pk}"})]
    for card in Card.objects.values_list("pk", flat=True):
        found += [("get", f"{room}?card={card}", {}), ("post", f"{room[:-5]}open/", {"file": f"card:{card}"})]
    return found


def markers_in(client, asked: list[tuple[str, str, dict]], **headers: str) -> dict[str, set[str]]:
    """Each marker, and SHOWN, with the addresses whose answer holds it."""
    found: dict[str, set[str]] = {word: set() for word in (*MARKERS, SHOWN)}
    for method, address, data in asked:
        with transaction.atomic():
            response = getattr(client, method)(address, data, headers=headers)
            body = response.getvalue() if response.streaming else response.content
            transaction.set_rollback(True)
        typed = address.partition("?")[2]
        text = body.decode(errors="replace") + str(dict(response.items()))
        for word in found:
            echoed = len(re.findall(word, typed))
            if not echoed and word in text:
                found[word].add(f"{method} {address}")
    return found


def test_before_legal_mode_every_marker_is_somewhere(world, as_member):
    found = markers_in(as_member(world.cast.bob), addresses(world))
    assert [word for word, where in found.items() if not where] == []


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_in_legal_mode_no_answer_of_the_site_holds_what_is_barred(world, as_member, headers):
    asked = addresses(world)
    close(world.more["round"])
    found = markers_in(as_member(world.cast.bob), asked, **headers)
    assert {word: where for word, where in found.items() if where and word != SHOWN} == {}
    assert found[SHOWN]


def test_behind_the_gate_the_rows_themselves_are_narrowed(world, as_member, settings):
    """Were a page let in by mistake, it would still not show a barred row."""
    asked = addresses(world)
    close(world.more["round"])
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != "teams.limits.Gate"]
    found = markers_in(as_member(world.cast.bob), asked)
    rows = (NOTE, CARD, TAG, DIGEST, EARLIER, HIDDEN, BLOCK)
    assert {word: found[word] for word in rows if found[word]} == {}
    assert found[SHOWN]


def test_a_token_reads_nothing_while_its_member_is_in_legal_mode(world, client):
    bearer = {"Authorization": f"Bearer {make_token(member=world.cast.bob, name='Pad').token}"}
    address = reverse("api:articles")
    assert client.get(address, headers=bearer).status_code == 200
    close(world.more["round"])
    assert client.get(address, headers=bearer).status_code == 403


def test_another_team_of_the_same_person_is_shut_as_well(world, as_member):
    own = joining.personal_team(user=world.cast.bob.user)
    make.article(member=own, body=f"{DIGEST} at home")
    close(world.more["round"])
    response = as_member(world.cast.bob).get(reverse("articles:library", args=[own.team.slug]))
    assert response.status_code == 403 and DIGEST not in response.content.decode()
    assert list(Article.objects.visible_to(Membership.objects.get(pk=own.pk))) == []


def test_other_members_see_the_site_as_ever(world, as_member):
    close(world.more["round"])
    response = as_member(world.cast.erin).get(reverse("evidence:cards", args=[world.cast.team.slug]))
    assert TAG in response.content.decode()


@pytest.mark.parametrize("slug", ["nsda", "uil-informative", "ncfca", "ncfl"])
def test_the_rows_that_are_left_are_those_the_verdict_does_not_bar(cast, slug):
    from datetime import date  # noqa: PLC0415

    from practice.legality import Facts, room_of, verdict  # noqa: PLC0415

    for kind in Article.Kind.values:
        for url in ("", "https://example.org/a"):
            for day in (None, date(2026, 3, 3), date(2025, 1, 1)):
                made = make.article(member=cast.alice, published_on=day)
                Article.objects.filter(pk=made.pk).update(kind=kind, url=url)
    rules, today = make.rule_set(slug=slug).figures, date(2026, 3, 10)
    left = set(Article.objects.filter(articles_in(room_of(rules, today))))
    judged = {
        a
        for a in Article.objects.all()
        if verdict(rules, Facts(kind=a.kind, has_url=bool(a.url), published_on=a.published_on), today).in_room
    }
    assert left == judged and left


def simulated(cast, slug: str = "nsda") -> Round:
    for _ in range(3):
        make.question(member=cast.alice)
    bob = Membership.objects.get(pk=cast.bob.pk)
    started = starting.start_round(member=bob, rule_set=make.rule_set(slug=slug), simulation=True)
    return make.prepping_on(started.round)


def limited(cast) -> bool:
    return User.objects.get(pk=cast.bob.user_id).limited_by is not None


def test_a_simulation_never_pauses_and_a_practice_round_may(cast):
    assert simulated(cast).figures.pause is False
    assert make.round(member=cast.erin).figures.pause is True


def test_the_end_of_the_speech_is_the_end_of_legal_mode(cast):
    round = simulated(cast)
    assert limited(cast) and list(Card.objects.visible_to(Membership.objects.get(pk=cast.bob.pk))) == []
    rounds.start_speech(round=round)
    assert limited(cast)
    rounds.end_speech(round=round)
    assert not limited(cast)


def test_leaving_needs_the_code_and_both_tries_are_written_down(cast):
    round = simulated(cast)
    assert isinstance(leave_room(round=round, typed="WRONG1"), WrongCode) and limited(cast)
    code = cast.team.room_code
    assert isinstance(leave_room(round=round, typed=f" {code[:3]}-{code[3:].lower()} "), Left) and not limited(cast)
    kinds = [event.kind for event in round.events.all()]
    assert kinds[-2:] == [EventKind.CODE_REFUSED, EventKind.ROOM_LEFT] and EventKind.ROOM_CLOSED in kinds
    assert isinstance(leave_room(round=round, typed="WRONG1"), Left)
    assert round.events.count() == len(kinds)
    told = [entry.kind for entry in Round.objects.get(pk=round.pk).timeline()]
    assert {EventKind.ROOM_CLOSED, EventKind.CODE_REFUSED, EventKind.ROOM_LEFT} <= set(told)


@override_settings(ACCOUNT_RATE_LIMITS={"leave_room": "2/10m/user"})
def test_wrong_codes_are_limited(cast, as_member):
    round, bob = simulated(cast), as_member(cast.bob)
    address = reverse("practice:leave", args=[cast.team.slug, round.pk])
    given = [bob.post(address, {"code": "WRONG1"}).status_code for _ in range(2)]
    assert [*given, bob.post(address, {"code": cast.team.room_code}).status_code] == [422, 422, 429]
    assert limited(cast)


def test_putting_the_round_away_is_no_way_out(cast, as_member):
    round, bob = simulated(cast), as_member(cast.bob)
    assert bob.post(reverse("practice:abandon", args=[cast.team.slug, round.pk])).status_code == 403
    assert limited(cast)


def test_whoever_is_removed_from_the_team_is_not_held_by_its_round(cast, as_member):
    simulated(cast)
    joining.end(member=Membership.objects.get(pk=cast.bob.pk))
    assert as_member(cast.bob).get(reverse("teams:mine")).status_code == 200


def test_where_typing_is_barred_the_outline_is_neither_shown_nor_kept(cast, as_member):
    round, bob = simulated(cast, "chssa"), as_member(cast.bob)
    page = bob.get(reverse("practice:prep", args=[cast.team.slug, round.pk])).content.decode()
    assert "bars typing in the prep room" in page and "<textarea" not in page
    save = reverse("practice:save_point", args=[cast.team.slug, round.pk, "hook"])
    assert bob.post(save, {"hook-text": "typed", "hook-version": "0"}).status_code == 403
    opened = make.article(member=cast.alice)
    address = reverse("practice:open", args=[cast.team.slug, round.pk])
    assert bob.post(address, {"file": f"article:{opened.pk}", "hook-text": "typed"}).status_code == 302
    assert round.points.get(slot="hook").text == ""


def test_a_file_is_shown_only_after_its_opening_was_written_down(cast, as_member):
    article = make.article(member=cast.alice, body=f"{SHOWN}. {make.BODY}")
    round, bob = simulated(cast), as_member(cast.bob)
    address = reverse("practice:prep", args=[cast.team.slug, round.pk]) + f"?article={article.pk}"
    assert bob.get(address).status_code == 404
    bob.post(reverse("practice:open", args=[cast.team.slug, round.pk]), {"file": f"article:{article.pk}"})
    assert SHOWN in bob.get(address).content.decode()


def test_questions_and_notes_of_the_room_are_the_drawn_slips_and_none(cast):
    round, bob = simulated(cast), Membership.objects.get(pk=cast.bob.pk)
    assert set(Question.objects.visible_to(bob)) == {slip.question for slip in round.slips.all()}
    assert list(Note.objects.visible_to(bob)) == []


def start(cast, as_member, **given: str):
    make.prepping(member=cast.erin)
    for _ in range(3):
        make.question(member=cast.alice)
    data = {"rule_set": str(make.rule_set(slug="nsda").pk), "visibility": "coaches", "simulation": "on", **given}
    return as_member(cast.bob).post(reverse("practice:draw", args=[cast.team.slug]), data)


def test_a_round_is_started_as_a_simulation_from_the_page(cast, as_member):
    assert start(cast, as_member).status_code == 302
    assert limited(cast) and Round.objects.get(owner=cast.bob.user).in_legal_mode


def test_rules_that_say_nothing_of_the_room_offer_no_simulation(cast, as_member):
    response = start(cast, as_member, rule_set=str(make.rule_set(slug="quick-drill").pk))
    assert response.status_code == 422 and "there is nothing to simulate" in response.content.decode()


def test_a_simulation_cannot_be_hidden_from_the_coaches(cast, as_member):
    response = start(cast, as_member, visibility="private")
    assert response.status_code == 422 and "your coaches look on" in response.content.decode()


def test_a_link_is_closed_while_who_made_it_is_in_legal_mode_and_open_again_afterwards(world, client, as_member):
    cast, round = world.cast, world.more["round"]
    cast.team.links_on = True
    cast.team.save()
    block = Block.objects.get(title=BLOCK)
    own = [
        make_link(member=cast.bob, about=thing, days=1)
        for thing in (Card.objects.get(tag=TAG, owner=cast.bob.user), block)
    ]
    of_coach = make_link(member=cast.alice, about=block, days=1)
    assert [client.get(address_of(link)).status_code for link in (*own, of_coach)] == [200, 200, 200]
    close(round)
    for link in own:
        closed = client.get(address_of(link))
        assert (closed.status_code, "Closed for now" in closed.content.decode()) == (403, True)
        assert not any(word in closed.content.decode() for word in MARKERS)
    assert client.get(address_of(of_coach)).status_code == 200, "others do not suffer from one who practises"
    assert as_member(cast.bob).get(address_of(of_coach)).status_code == 403, "whoever is known is at the gate"
    rounds.abandon(round=Round.objects.get(pk=round.pk))
    assert [client.get(address_of(link)).status_code for link in own] == [200, 200]
