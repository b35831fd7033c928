"""Legal mode is enforced by the server: who is in it, how it begins and ends, what is left of the room meanwhile.

That no address of the site gives away what is barred is test_legal_walk.
"""

from itertools import product

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Question
from evidence.attaching import attach_note
from evidence.links import address_of, make_link
from evidence.models import Block, Card, Note
from practice import rounds, starting
from practice.legal.room import Left, WrongCode, articles_in, leave_room
from practice.models import Round, RuleSet
from practice.phases import EventKind
from teams import joining
from teams.models import Membership, User
from teams.tokens import make_token
from tests import make
from tests.practice.legal.world import BLOCK, DIGEST, MARKERS, SHOWN, TAG, close
from tests.together import together

NOT_IN_THE_ROOM = "prepared beforehand"


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

    from practice.legal.legality import Facts, room_of, verdict  # noqa: PLC0415

    for kind in Article.Kind.values:
        for url in ("", "https://example.org/a"):
            for day, waiting in product((None, date(2026, 3, 3), date(2025, 1, 1)), (False, True)):
                made = make.article(member=cast.alice, published_on=day)
                Article.objects.filter(pk=made.pk).update(kind=kind, url=url, waiting=waiting)
    rules, today = make.rule_set(slug=slug).figures, date(2026, 3, 10)
    left = set(Article.objects.filter(articles_in(room_of(rules, today))))
    facts = {
        a: Facts(kind=a.kind, has_url=bool(a.url), published_on=a.published_on, waiting=a.waiting)
        for a in Article.objects.all()
    }
    judged = {a for a, known in facts.items() if verdict(rules, known, today).in_room}
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
    opened = make.article(member=cast.alice)
    round, bob = simulated(cast, "chssa"), as_member(cast.bob)
    page = bob.get(reverse("practice:prep", args=[cast.team.slug, round.pk])).content.decode()
    assert "bars typing in the prep room" in page and "<textarea" not in page
    save = reverse("practice:save_point", args=[cast.team.slug, round.pk, "hook"])
    assert bob.post(save, {"hook-text": "typed", "hook-version": "0"}).status_code == 403
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


def test_an_outline_that_came_after_the_login_expired_is_offered_again_in_legal_mode(cast, client):
    round = simulated(cast)
    save = reverse("practice:save_outline", args=[cast.team.slug, round.pk])
    sent = client.post(save, {"hook-text": "Typed too late", "hook-version": "0"})
    login = client.post(sent["Location"], {"login": cast.bob.user.username, "password": make.PASSWORD})
    offered = client.get(login["Location"], follow=True)
    assert offered.status_code == 200 and "Typed too late" in offered.content.decode()


def test_a_form_of_a_page_outside_the_room_is_not_offered_in_it(cast, client):
    simulated(cast)
    sent = client.post(reverse("practice:draw", args=[cast.team.slug]), {"words": NOT_IN_THE_ROOM})
    client.post(sent["Location"], {"login": cast.bob.user.username, "password": make.PASSWORD})
    offered = client.get(reverse("kept"))
    assert offered.status_code == 403 and NOT_IN_THE_ROOM not in offered.content.decode()


@pytest.mark.django_db(transaction=True)
def test_draws_of_two_teams_at_one_moment_lead_into_one_room(cast):
    """The second would be the way out of the first: in a team of their own they know the code."""
    own = joining.personal_team(user=cast.bob.user)
    for member in (cast.alice, own):
        for _ in range(5):
            make.question(member=member)
    rules = make.rule_set(slug="uil-informative").pk

    def draws(member: Membership):
        def act():
            mine = Membership.objects.get(pk=member.pk)  # each request has one of its own
            return starting.start_round(
                member=mine, rule_set=RuleSet.objects.get(pk=rules), simulation=True, at=timezone.now()
            )

        return act

    one, two = together(draws(cast.bob), draws(own))
    room = Round.objects.in_legal_mode().get()
    assert {one.round, two.round} == {room} and sorted([one.created, two.created]) == [False, True]
    assert User.objects.get(pk=cast.bob.user_id).limited_by == room.pk


def test_who_draws_in_a_second_team_is_led_to_the_round_of_the_first(cast, monkeypatch):
    first = simulated(cast)
    own = joining.personal_team(user=cast.bob.user)
    monkeypatch.setattr("teams.limits.FINDERS", [])  # the request came before the gate knew of the first
    make.question(member=own)
    mine = Membership.objects.get(pk=own.pk)
    asked = {"rule_set": make.rule_set(), "simulation": True, "fewer": True}
    second = starting.start_round(member=mine, **asked)
    assert (second.round, second.created) == (first, False)
    assert (
        not Round.objects.filter(team=own.team).exists()
        and User.objects.get(pk=cast.bob.user_id).limited_by == first.pk
    )


@pytest.mark.parametrize("late", [False, True])
def test_what_is_filed_after_the_draw_or_waits_for_review_is_not_in_the_room(cast, late):
    early = make.article(member=cast.alice, title="There before")
    waiting = make.article(member=cast.bob, title="Mine, unseen")
    Article.objects.filter(pk=waiting.pk).update(waiting=True)
    note = attach_note(member=cast.bob, article=early, body="Before").row
    round = simulated(cast)
    Article.objects.update(kind=Article.Kind.ORIGINAL, url="https://example.org/a")
    Round.objects.filter(pk=round.pk).update(rules={**round.rules, "prepared": True})
    if late:
        after = make.article(member=cast.alice, title="A word for Bob")
        Article.objects.filter(pk=after.pk).update(kind=Article.Kind.ORIGINAL, url="https://example.org/b")
        attach_note(member=cast.bob, article=early, body="After")
    bob = Membership.objects.get(pk=cast.bob.pk)
    assert list(Article.objects.visible_to(bob)) == [early]
    assert list(Note.objects.visible_to(bob)) == [note]
