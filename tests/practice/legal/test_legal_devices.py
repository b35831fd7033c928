"""In legal mode the devices of one student are told apart, and each opening names the one on which it happened."""

import pytest
from django.test import Client
from django.urls import reverse

from evidence.attaching import Selection, attach_card
from evidence.links import address_of, make_link
from practice import rounds, starting
from practice.legal.devices import COOKIE, MOST, came, devices_of
from practice.legal.proctoring import watch
from practice.legal.room import leave_room, let_out
from practice.models import Round
from practice.phases import EventKind
from teams.access import Visibility
from teams.models import Membership
from tests import make
from tests.practice.legal.test_legal_mode import simulated
from tests.together import together

PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
TABLET = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1"
LAPTOP = "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"


def browser(member, says: str = LAPTOP) -> Client:
    client = Client(headers={"User-Agent": says})
    client.force_login(member.user)
    return client


def room(round: Round, name: str = "prep") -> str:
    return reverse(f"practice:{name}", args=[round.team.slug, round.pk])


def opens(client: Client, round: Round, article) -> None:
    assert client.post(room(round, "open"), {"file": f"article:{article.pk}"}).status_code == 302


def known(round: Round) -> list[tuple[int, str]]:
    return [(device.number, device.what) for device in devices_of(Round.objects.get(pk=round.pk))]


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_each_browser_is_a_device_of_its_own_and_its_openings_are_its(cast):
    ports, wheat = (make.article(member=cast.alice, title=title) for title in ("Ports Today", "Wheat Falls"))
    round = simulated(cast)
    laptop, phone = browser(cast.bob), browser(cast.bob, PHONE)
    opens(laptop, round, ports)
    opens(phone, round, wheat)
    opens(laptop, round, wheat)
    assert phone.post(room(round, "searched"), {"q": "grain ports"}, headers={"HX-Request": "true"}).status_code == 204
    assert known(round) == [(1, "computer"), (2, "phone")]
    shown = page(laptop, "practice:opened", cast.team.slug, round.pk)
    assert "This device: computer" in shown and "Another device: phone" in shown
    assert shown.count("on this device") == 2 and shown.count("on another device: phone") == 2
    assert "Searched for “grain ports” <span" in shown
    on_phone = page(phone, "practice:opened", cast.team.slug, round.pk)
    assert "This device: phone" in on_phone and "Another device: computer" in on_phone
    watched = page(browser(cast.alice), "practice:proctor", cast.team.slug)
    assert "First device: computer" in watched and "Another device: phone" in watched
    assert (
        "3 opened, 1 search, the last at" in watched
        and "Wheat Falls <span" in watched
        and "on another device: phone" in watched
    )


@pytest.mark.parametrize(
    ("says", "what"), [(PHONE, "phone"), (TABLET, "tablet"), (LAPTOP, "computer"), ("", "computer")]
)
def test_a_device_is_named_by_one_word(cast, says, what):
    round = simulated(cast)
    browser(cast.bob, says).get(room(round))
    assert known(round) == [(1, what)]
    (event,) = round.events.filter(kind=EventKind.DEVICE)
    assert set(event.data) == {"device", "what", "mark"} and len(event.data["mark"]) == 32


def test_one_browser_is_one_device_through_pages_and_a_new_login(cast):
    round, laptop = simulated(cast), browser(cast.bob)
    for name in ("prep", "opened", "leave", "state"):
        laptop.get(room(round, name))
    laptop.post(reverse("account_logout"))
    laptop.force_login(cast.bob.user)
    laptop.get(room(round))
    assert known(round) == [(1, "computer")]


def test_pages_that_the_browser_kept_from_before_are_thrown_away_once(cast):
    round, laptop = simulated(cast), browser(cast.bob)
    told = [laptop.get(room(round)).headers.get("Clear-Site-Data") for _ in range(2)]
    assert told == ['"cache"', None]


def test_a_browser_without_its_cookies_is_another_device(cast):
    round, laptop = simulated(cast), browser(cast.bob)
    laptop.get(room(round))
    laptop.cookies.clear()
    laptop.force_login(cast.bob.user)
    laptop.get(room(round))
    assert known(round) == [(1, "computer"), (2, "computer")]


def test_a_page_that_is_refused_was_asked_for_on_a_device_too(cast):
    round, laptop, phone = simulated(cast), browser(cast.bob), browser(cast.bob, PHONE)
    laptop.get(room(round))
    assert phone.get(reverse("articles:library", args=[cast.team.slug])).status_code == 403
    assert known(round) == [(1, "computer"), (2, "phone")]


def test_what_was_opened_on_one_device_is_not_shown_on_another_without_being_written_down(cast):
    article, round = make.article(member=cast.alice), simulated(cast)
    laptop, phone = browser(cast.bob), browser(cast.bob, PHONE)
    opens(laptop, round, article)
    address = f"{room(round)}?article={article.pk}"
    assert laptop.get(address).status_code == 200
    assert phone.get(address).status_code == 404
    opens(phone, round, article)
    assert phone.get(address).status_code == 200


def test_a_mark_that_was_made_up_is_not_believed(cast):
    round, phone = simulated(cast), browser(cast.bob, PHONE)
    browser(cast.bob).get(room(round))
    phone.cookies[COOKIE] = f"made-up {round.pk} 1:forged"
    phone.get(room(round))
    assert known(round) == [(1, "computer"), (2, "phone")]
    assert phone.cookies[COOKIE].value.partition(":")[0].endswith(f"{round.pk} 2")


def test_nothing_is_noted_outside_legal_mode(cast):
    round, laptop = make.prepping(member=cast.bob), browser(cast.bob)
    laptop.get(room(round))
    opens(laptop, round, make.article(member=cast.alice))
    assert COOKIE not in laptop.cookies and known(round) == []
    assert [set(event.data) for event in round.events.filter(kind=EventKind.OPENED)] == [{"article"}]
    shown = page(browser(cast.alice), "practice:opened", cast.team.slug, round.pk)
    assert "device:" not in shown and "in this round</h2>" not in shown


def test_once_legal_mode_is_left_no_device_is_noted_any_more(cast):
    round = simulated(cast)
    browser(cast.bob).get(room(round))
    leave_room(round=round, typed=cast.team.room_code)
    browser(cast.bob, PHONE).get(room(round))
    assert known(round) == [(1, "computer")]


def test_two_students_on_one_device_are_told_to_the_coach_only(cast):
    round, shared = simulated(cast), browser(cast.bob)
    shared.get(room(round))
    erin = Membership.objects.get(pk=cast.erin.pk)
    for _ in range(3):
        make.question(member=cast.alice)
    hers = starting.start_round(member=erin, rule_set=make.rule_set(slug="nsda"), simulation=True).round
    shared.force_login(erin.user)
    shared.get(room(make.prepping_on(hers)))
    watched = page(browser(cast.alice), "practice:proctor", cast.team.slug)
    assert f"also used by {erin.user}" in watched and f"also used by {cast.bob.user}" in watched
    assert "also used by" not in page(shared, "practice:opened", cast.team.slug, hers.pk)


def test_team_mates_who_see_the_round_do_not_see_its_devices(cast):
    round = simulated(cast)
    Round.objects.filter(pk=round.pk).update(visibility=Visibility.TEAM)
    for says in (LAPTOP, PHONE):
        browser(cast.bob, says).get(room(round))
    rounds.abandon(round=round)
    for name in ("opened", "review"):
        told = {m: browser(getattr(cast, m)).get(room(round, name)).content.decode() for m in ("erin", "bob", "alice")}
        assert {m: "Another device: phone" in said for m, said in told.items()} == {
            "erin": False,
            "bob": True,
            "alice": True,
        }


def test_the_student_is_told_before_and_during_the_round(cast):
    make.rule_set()
    for _ in range(3):
        make.question(member=cast.alice)
    draw = page(browser(cast.erin), "practice:practice", cast.team.slug)
    assert "on which device, is written down for your coaches" in draw
    round, laptop = simulated(cast, "chssa"), browser(cast.bob)
    shown = page(laptop, "practice:opened", cast.team.slug, round.pk)
    assert "random mark in your browser" in shown and "They are not shared." in shown


@pytest.mark.django_db(transaction=True)
def test_pages_that_are_asked_for_at_once_are_one_device(cast):
    round = simulated(cast)
    numbers = together(*[lambda: came(round=round, mark="one", what="phone")] * 5)
    assert numbers == [1] * 5 and known(round) == [(1, "phone")]


def test_devices_without_end_are_counted_to_twenty(cast):
    round = simulated(cast)
    numbers = [came(round=round, mark=f"mark {number}", what="phone") for number in range(MOST + 3)]
    assert numbers[-3:] == [MOST] * 3 and len(known(round)) == MOST


def refused(response) -> bool:
    return response.status_code == 403 and "This browser is in a prep room" in response.content.decode()


@pytest.mark.parametrize("other", ["erin", "charlie", "nobody"])
def test_a_browser_in_a_prep_room_shows_nothing_to_another_account_or_to_nobody(cast, other):
    round, laptop = simulated(cast), browser(cast.bob)
    make.article(member=cast.alice, title="Ports Today")
    laptop.get(room(round))
    laptop.post(reverse("account_logout"))
    if other != "nobody":
        laptop.force_login(getattr(cast, other).user)
    team = (cast.charlie if other == "charlie" else cast.alice).team.slug
    for name in ("articles:library", "evidence:cards", "evidence:notes", "practice:practice"):
        for headers in ({}, {"HX-Request": "true"}):
            got = laptop.get(reverse(name, args=[team]), headers=headers)
            assert refused(got) or (other == "nobody" and "/accounts/login/" in str(got.headers) and not got.content)
    assert refused(laptop.get("/")) and refused(laptop.get(reverse("account_signup")))
    assert laptop.get(reverse("account_login")).status_code in (200, 302)
    noted = round.events.filter(kind=EventKind.NOTED).count()
    assert noted == (0 if other == "nobody" else 1)
    laptop.force_login(cast.bob.user)
    assert laptop.get(room(round)).status_code == 200


def test_another_browser_of_another_member_works_as_ever(cast):
    simulated(cast)
    assert browser(cast.erin).get(reverse("evidence:cards", args=[cast.team.slug])).status_code == 200


def test_a_coach_is_let_in_where_a_round_is_in_legal_mode(cast):
    round, laptop = simulated(cast), browser(cast.bob)
    laptop.get(room(round))
    laptop.force_login(cast.alice.user)
    assert laptop.get(reverse("practice:proctor", args=[cast.team.slug])).status_code == 200


def test_after_the_speech_the_browser_is_anybodys_again(cast):
    round, laptop = simulated(cast), browser(cast.bob)
    laptop.get(room(round))
    rounds.start_speech(round=round)
    rounds.end_speech(round=round)
    laptop.force_login(cast.erin.user)
    assert laptop.get(reverse("evidence:cards", args=[cast.team.slug])).status_code == 200


def test_a_shared_link_is_closed_in_a_browser_whose_speaker_signed_out(cast):
    cast.team.links_on = True
    cast.team.save()
    place = Selection("Wheat for May delivery fell 4 percent in two days")
    article = make.article(member=cast.alice)
    card = attach_card(member=cast.alice, article=article, selection=place, tag="Wheat fell", cite="Weiss").row
    address = address_of(make_link(member=cast.alice, about=card, days=1))
    round, laptop = simulated(cast), browser(cast.bob)
    laptop.get(room(round))
    laptop.post(reverse("account_logout"))
    assert refused(laptop.get(address))
    assert Client().get(address).status_code == 200


def test_how_legal_mode_went_is_written_down_with_times_and_names(cast):
    round, laptop = simulated(cast), browser(cast.bob)
    laptop.get(room(round))
    leave_room(round=round, typed="WRONG1")
    laptop.force_login(cast.erin.user)
    laptop.get("/")
    coach = browser(cast.alice)
    assert coach.post(room(round, "let_out")).status_code == 302
    log = watch(member=cast.alice, rounds=[Round.objects.get(pk=round.pk)])[0].log
    assert [one.title for one in log] == [
        "Legal mode began",
        "In legal mode on a computer",
        "A wrong code was typed to leave legal mode",
        "Another account was used in the same browser",
        f"A coach ended legal mode: {cast.alice.user}",
    ]
    assert [one.at for one in log] == sorted(one.at for one in log)
    watched = page(coach, "practice:proctor", cast.team.slug)
    assert f"{cast.alice.user} ended legal mode at" in watched
    assert browser(cast.bob).get(reverse("evidence:cards", args=[cast.team.slug])).status_code == 200
    assert let_out(round=round, by=cast.alice).round.events.count() == len(log) + 2, "done once, it is done"


def test_a_coach_does_not_let_themselves_out(cast):
    for _ in range(3):
        make.question(member=cast.alice)
    own = starting.start_round(member=cast.alice, rule_set=make.rule_set(slug="nsda"), simulation=True).round
    assert browser(cast.alice).post(room(own, "let_out")).status_code == 403
    assert Round.objects.get(pk=own.pk).in_legal_mode


def test_a_round_put_away_in_legal_mode_is_in_the_log(cast):
    round = simulated(cast)
    rounds.abandon(round=round)
    log = watch(member=cast.alice, rounds=[Round.objects.get(pk=round.pk)])[0].log
    assert [one.title for one in log] == ["Legal mode began", "Round put away"]
